"""Found documents as haystack's results: stored fields, the texts from the database, highlights."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Model
from haystack.constants import ID
from haystack.models import SearchResult
from haystack.utils import get_model_ct
from whoosh import query

from archive.search.engines.whoosh.index.schema import is_text
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.showing import excerpts
from archive.search.words.spelling import alphabetical

LONGEST = 500  # characters of a highlighted text


class Marks(NamedTuple):
    """What is to be marked in a text: forms, and phrases as the forms that each place may have."""

    forms: set[str]
    phrases: list[list[set[str]]]


def results(
    snapshot: Snapshot,
    unified,
    docs: np.ndarray,
    scores: np.ndarray,
    tree: query.Query,
    fields: Sequence[str] | None = None,
    result_class: type[SearchResult] | None = None,
    highlight: bool | dict | None = None,
) -> list[SearchResult]:
    """Return haystack's results for documents, in their order.

    `fields` are names, all where there are none. Where `highlight` is True, or a dict with pre_tags
    and post_tags, the words of the query `tree` are marked in the text.
    """
    rows = list(map(snapshot.stored, docs.tolist()))
    content = unified.document_field
    texts: dict[str, str] = {}
    if highlight or not fields or content in fields:
        texts = _texts(unified, rows)
    marks = Marks(set(), [])
    if highlight:
        marks = _marks(snapshot, tree)
    search_results = []
    for row, score in zip(rows, scores[docs].tolist(), strict=True):
        app, model, key = row[ID].split(".", 2)
        search_index = _search_index(unified, row)
        if search_index is None:  # of a model that is not indexed any more
            continue
        names = set(fields or search_index.fields)
        stored = {ID: row[ID], **_stored(search_index, row, names)}
        if content in names:
            stored[content] = texts.get(row[ID])
        if highlight:
            stored["highlighted"] = {
                content: [_highlighted(texts.get(row[ID]) or "", marks, highlight)]
            }
        result = (result_class or SearchResult)(app, model, key, score, **stored)
        search_results.append(result)
    return search_results


def _search_index(unified, row: dict):
    """What says how the object of a row is indexed; None where its model is not."""
    for model in unified.get_indexed_models():
        if row[ID].startswith(f"{get_model_ct(model)}."):
            return unified.get_index(model)
    return None


def _stored(search_index, row: dict, names: set[str]) -> dict:
    """The stored fields; an empty list where a field of several values has none."""
    stored = {}
    for name, field in search_index.fields.items():
        if name in names and field.stored and not field.document:
            stored[name] = row.get(field.index_fieldname, [] if field.is_multivalued else None)
    return stored


def _texts(unified, rows: Sequence[dict]) -> dict[str, str]:
    """{id of a row: its text}; those that the index does not repeat by one query a model."""
    texts: dict[str, str] = {}
    keys: dict[type[Model], dict[str, str]] = {}  # {model: {key: id of the row}}
    for row in rows:
        if unified.document_field in row:
            texts[row[ID]] = row[unified.document_field]
            continue
        search_index = _search_index(unified, row)
        if search_index is not None:
            of_model = keys.setdefault(search_index.get_model(), {})
            of_model[row[ID].split(".", 2)[2]] = row[ID]
    for model, ids in keys.items():
        texts |= _texts_of(unified, model, ids)
    return texts


def _texts_of(unified, model: type[Model], ids: dict[str, str]) -> dict[str, str]:
    """The same of rows of one model, {key: id of the row}."""
    (field,) = (field for field in unified.get_index(model).fields.values() if field.document)
    objects = model._default_manager.filter(pk__in=list(ids)).order_by()
    rows = objects.values_list("pk", field.model_attr)
    return {ids[str(key)]: text for key, text in rows if str(key) in ids}


def _marks(snapshot: Snapshot, tree: query.Query) -> Marks:
    """The forms and the phrases that a query asks for in running text."""
    marks = Marks(set(), [])
    for leaf in _leaves(tree):
        if isinstance(leaf, query.Phrase) and len(leaf.words) > 1:
            marks.phrases.append([{word} for word in leaf.words])
        elif is_text(snapshot.schema, leaf.field()):
            terms = leaf.existing_terms(snapshot.reader, phrases=True, expand=True)
            marks.forms.update(text.decode(errors="replace") for _field, text in terms)
    return marks


def _leaves(tree: query.Query) -> Iterator[query.Query]:
    """The parts of a query that ask for something, not those that leave it out."""
    if isinstance(tree, query.Not):
        return
    if tree.is_leaf():
        yield tree
        return
    for child in tree.children():
        yield from _leaves(child)


def _highlighted(text: str, marks: Marks, highlight: bool | dict) -> str:
    options = highlight if isinstance(highlight, dict) else {}
    before = options.get("pre_tags", ["<em>"])[0]
    after = options.get("post_tags", ["</em>"])[0]
    passages = excerpts.passages(text, marks.forms, marks.phrases, length=LONGEST)
    html = " ".join(passage.html() for passage in passages)
    return html.replace("<mark>", before).replace("</mark>", after)


def read_order(snapshot: Snapshot, mask: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of a text that the index keeps no order of, and which documents have it.

    It is read document by document: slow, but right.
    """
    docs = np.flatnonzero(mask)
    texts = [alphabetical(snapshot.stored(doc).get(name) or "") for doc in docs.tolist()]
    rank = {text: number for number, text in enumerate(sorted(set(texts)))}
    ranks, has_text = np.zeros(snapshot.size, np.int64), np.zeros(snapshot.size, bool)
    ranks[docs] = [rank[text] for text in texts]
    has_text[docs] = list(map(bool, texts))
    return ranks, has_text
