"""Found documents as haystack's results: stored fields, the texts from the database, highlights."""

from collections.abc import Sequence

import numpy as np
from haystack.constants import ID
from haystack.models import SearchResult
from whoosh import query

from archive.search.engines.whoosh.index.schema import is_text
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.showing import excerpts

LONGEST = 500  # characters of a highlighted text


def results(
    snapshot: Snapshot, search_index, docs: np.ndarray, scores: np.ndarray, **options
) -> list[SearchResult]:
    """Haystack's results for documents, in their order. Options: `fields` (their names; all where there are none),
    `result_class`, `highlight` (True, or a dict with pre_tags and post_tags) and `tree`, the query to highlight."""
    stored = [(float(scores[doc]), snapshot.stored(doc)) for doc in docs.tolist()]
    content, highlight = search_index.get_content_field(), options.get("highlight")
    wanted = set(options.get("fields") or search_index.fields)
    texts = (
        _texts(search_index, [_key(row) for _, row in stored])
        if content in wanted or highlight
        else {}
    )
    marks = _marks(snapshot, options["tree"]) if highlight else None
    found = []
    for score, row in stored:
        values = {ID: row[ID], **_values(search_index, row, wanted)}
        if content in wanted:
            values[content] = texts.get(_key(row))
        if highlight:
            values["highlighted"] = {
                content: [_highlighted(texts.get(_key(row)) or "", marks, highlight)]
            }
        app, model, key = row[ID].split(".", 2)
        found.append(
            (options.get("result_class") or SearchResult)(app, model, key, score, **values)
        )
    return found


def _key(row: dict) -> str:
    return row[ID].split(".", 2)[2]


def _values(search_index, row: dict, wanted: set[str]) -> dict:
    """The stored fields; an empty list where a field of several values has none."""
    values = {}
    for name, field in search_index.fields.items():
        if name in wanted and field.stored and not field.document:
            values[name] = row.get(field.index_fieldname, [] if field.is_multivalued else None)
    return values


def _texts(search_index, keys: Sequence[str]) -> dict[str, str]:
    """{key of a row: its text}, by one query: the index does not repeat what the database keeps."""
    (field,) = (field for field in search_index.fields.values() if field.document)
    rows = search_index.get_model()._default_manager.filter(pk__in=keys).order_by()
    return {str(key): text for key, text in rows.values_list("pk", field.model_attr)}


def _marks(snapshot: Snapshot, tree: query.Query) -> tuple[set[str], list]:
    """The forms and the phrases that a query asks for in running text."""
    forms, phrases = set(), []
    for leaf in _asked(tree):
        if isinstance(leaf, query.Phrase) and len(leaf.words) > 1:
            phrases.append([{word} for word in leaf.words])
        elif is_text(snapshot.schema, leaf.field()):
            terms = leaf.existing_terms(snapshot.reader, phrases=True, expand=True)
            forms.update(text.decode(errors="replace") for _, text in terms)
    return forms, phrases


def _asked(tree: query.Query) -> list[query.Query]:
    if isinstance(tree, query.Not):
        return []
    return (
        [tree] if tree.is_leaf() else [leaf for child in tree.children() for leaf in _asked(child)]
    )


def _highlighted(text: str, marks: tuple[set[str], list], highlight) -> str:
    options = highlight if isinstance(highlight, dict) else {}
    before, after = (
        options.get(name, [tag])[0] for name, tag in (("pre_tags", "<em>"), ("post_tags", "</em>"))
    )
    html = " ".join(passage.html() for passage in excerpts.passages(text, *marks, length=LONGEST))
    return html.replace("<mark>", before).replace("</mark>", after)
