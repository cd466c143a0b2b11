"""Found documents as haystack's results: stored fields, texts, highlights."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Model
from haystack.constants import ID
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from archive.search.engines.haystack.marks import Sought, highlighted


class Row(NamedTuple):
    """A document that was found: haystack's identifier of it, its score, its stored fields."""

    id: str
    score: float
    stored: Mapping


def results(
    unified,
    rows: Sequence[Row],
    sought: Sought,
    fields: Sequence[str] | None = None,
    result_class: type[SearchResult] | None = None,
    highlight: bool | dict | None = None,
) -> list[SearchResult]:
    """Return haystack's results for documents, in their order.

    `fields` are names, all where there are none. Where `highlight` is True, or a dict with pre_tags
    and post_tags, what is `sought` is marked in the text.
    """
    content = unified.document_field
    texts: dict[str, str] = {}
    if highlight or not fields or content in fields:
        texts = _texts(unified, rows)
    search_results = []
    for row in rows:
        app, model, key = row.id.split(".", 2)
        search_index = _search_index(unified, row.id)
        if search_index is None:  # of a model that is not indexed any more
            continue
        names = set(fields or search_index.fields)
        stored = {ID: row.id, **_stored(search_index, row.stored, names)}
        text = texts.get(row.id)
        if content in names:
            stored[content] = text
        if highlight:
            stored["highlighted"] = {content: [highlighted(text or "", sought, highlight)]}
        result = (result_class or SearchResult)(app, model, key, row.score, **stored)
        search_results.append(result)
    return search_results


def _search_index(unified, identifier: str):
    """What says how an object is indexed; None where its model is not."""
    for model in unified.get_indexed_models():
        if identifier.startswith(f"{get_model_ct(model)}."):
            return unified.get_index(model)
    return None


def _stored(search_index, stored: Mapping, names: set[str]) -> dict:
    """The stored fields as haystack gives them; an empty list where one of several has no value."""
    of_names = {}
    for name, field in search_index.fields.items():
        if name in names and field.stored and not field.document:
            nothing: list | None = [] if field.is_multivalued else None
            value = stored.get(field.index_fieldname, nothing)
            of_names[name] = nothing if value is None else field.convert(value)
    return of_names


def _texts(unified, rows: Iterable[Row]) -> dict[str, str]:
    """{id of a row: its text}; those that the index does not repeat by one query a model."""
    texts: dict[str, str] = {}
    keys: dict[type[Model], dict[str, str]] = {}  # {model: {key: id of the row}}
    for row in rows:
        if unified.document_field in row.stored:
            texts[row.id] = row.stored[unified.document_field]
            continue
        search_index = _search_index(unified, row.id)
        if search_index is not None:
            of_model = keys.setdefault(search_index.get_model(), {})
            of_model[row.id.split(".", 2)[2]] = row.id
    for model, ids in keys.items():
        texts |= _texts_of(unified, model, ids)
    return texts


def _texts_of(unified, model: type[Model], ids: dict[str, str]) -> dict[str, str]:
    """The same of rows of one model, {key: id of the row}."""
    (field,) = (field for field in unified.get_index(model).fields.values() if field.document)
    if not getattr(field, "is_of_database", False):  # one that was prepared without a text
        return {}
    objects = model._default_manager.filter(pk__in=list(ids)).order_by()
    rows = objects.values_list("pk", field.model_attr)
    return {ids[str(key)]: text for key, text in rows if str(key) in ids}
