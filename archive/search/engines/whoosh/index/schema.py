"""How each field of haystack's search index is kept in Whoosh.

As running text, as exact values, as numbers.
"""

from whoosh import fields

from archive.search.engines.haystack import kinds
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.words.spelling import alphabetical

# The field by which the lexicon shared by all fields of running text is asked. Where there is none
# of this name, what haystack calls the document is meant.
LEXICON = "text"
ORDER = "_order"  # ends the name of the field that holds a text's place in the alphabet
ORDERED = ("title",)
# Fields that came in December 2026: an index made before is read and written without them until it
# is made anew.
ADDED = frozenset(("issue", "issue_key", "page_key", "group", "original", "acronym", "crosshead"))


def schema(searchfields: dict, keys_are_numbers: bool = True) -> fields.Schema:
    """See `kinds.schema`."""
    return kinds.schema(searchfields, Words, ORDERED, ORDER, keys_are_numbers)


def document_field(schema: fields.Schema) -> str:
    """Return the field that is meant by LEXICON."""
    if LEXICON not in schema:
        for name, kind in schema.items():
            if getattr(kind, "is_document", False):
                return name
    return LEXICON


def described(schema: fields.Schema) -> list[tuple[str, str, bool]]:
    """Return what tells whether an index was written with the same schema."""
    return [(name, type(kind).__name__, bool(kind.stored)) for name, kind in schema.items()]


def lacking(written: fields.Schema, schema: fields.Schema) -> frozenset[str] | None:
    """Return which fields of a schema an index was written without, all of them ADDED since.

    None where it differs in anything else, so that it cannot be read.
    """
    there, wanted = set(described(written)), described(schema)
    missing = frozenset(name for name, *_kind in wanted if name not in written)
    if missing <= ADDED and there == {kind for kind in wanted if kind[0] not in missing}:
        return missing
    return None


def document(schema: fields.Schema, prepared: dict) -> dict:
    """Return what Whoosh's `add_document` takes for what haystack prepared of an object."""
    arguments = {}
    kept = dict(schema.items())
    for name, content in prepared.items():
        if name in kept and content is not None:
            arguments[name] = _indexed(kept[name], content)
            arguments[f"_stored_{name}"] = _stored(content)
        if name + ORDER in kept:
            arguments[name + ORDER] = alphabetical(content or "") or None
    return arguments


def _stored(content):
    if _is_list(content):
        return list(content)
    return content


def _indexed(kind: fields.FieldType, content):
    if isinstance(kind, Words):
        return str(content)
    if not isinstance(kind, fields.ID):
        return content
    terms = [content]
    if _is_list(content):
        terms = content
    return list(filter(None, map(str, terms))) or None


def _is_list(content) -> bool:
    return isinstance(content, list | tuple | set)
