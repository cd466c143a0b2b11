"""How each field of haystack's search index is kept in Whoosh.

As running text, as exact values, as numbers.
"""

from collections.abc import Callable, Iterable, Iterator

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


def as_documents(schema: fields.Schema, prepared: Iterable[dict]) -> Iterator[dict]:
    """Yield what Whoosh's `add_document` takes for each of what haystack prepared of objects."""
    kept = {}
    for name, kind in schema.items():
        kept[name] = (f"_stored_{name}", _indexing(kind))
    ordered = [(name, name + ORDER) for name in ORDERED if name + ORDER in kept]
    for contents in prepared:
        arguments = {}
        for name, content in contents.items():
            if content is not None and name in kept:
                stored, indexed = kept[name]
                arguments[name] = indexed(content)
                arguments[stored] = _stored(content)
        for name, order in ordered:
            arguments[order] = alphabetical(contents.get(name) or "") or None
        yield arguments


def _stored(content):
    if isinstance(content, tuple | set):
        return list(content)
    return content


def _indexing(kind: fields.FieldType) -> Callable:
    """Return what makes of a content that which the field indexes."""
    if isinstance(kind, Words):
        return str
    if isinstance(kind, fields.ID):
        return _terms
    return _itself


def _terms(content) -> list[str] | None:
    if not isinstance(content, list | tuple | set):
        content = [content]
    return list(filter(None, map(str, content))) or None


def _itself(content):
    return content
