"""A query of Whoosh's for texts that are like one, for haystack's `more_like_this`."""

from collections.abc import Collection
from functools import partial

from whoosh import query

from archive.search.engines.haystack.syntax import Forms
from archive.search.engines.whoosh.answers.words.meaning import language_key
from archive.search.engines.whoosh.index.schema import LEXICON, document_field
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.telling import telling


def like(snapshot: Snapshot, text: str, language: str) -> query.Query:
    """Return a query for texts with the same telling words."""
    language = language or DEFAULT_LANGUAGE
    key = language_key(language)
    field = document_field(snapshot.schema)
    parts = []
    for word in telling(text, language, partial(usage, snapshot)):
        alike = snapshot.spelled(LEXICON, snapshot.alike(LEXICON, word.forms[0], key))
        parts.append(Forms(field, sorted({*word.forms, *alike}), word.weight))
    if not parts:
        return query.NullQuery
    return query.Or(parts)


def usage(snapshot: Snapshot, forms: Collection[str]) -> tuple[int, dict[str, int]]:
    """Return how many documents there are, and how many texts have each of these forms."""
    return snapshot.size, snapshot.spelled(LEXICON, snapshot.terms(LEXICON, forms))
