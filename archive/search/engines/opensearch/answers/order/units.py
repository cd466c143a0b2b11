"""Something typed that an editorial has or has not: a word, or words joined by OR."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.search.engines.opensearch.answers.queries import NOTHING, Query, any_of
from archive.search.engines.opensearch.answers.words.meaning import Forms, Meaning, union
from archive.search.engines.typed_words import TypedUnit
from archive.search.question.typed_fields import FIELDS


@dataclass
class Unit(TypedUnit):
    """A word, words joined by OR, or a condition that ranks.

    `queries` are by field, of what is no word: a phrase (`is_row`), a beginning, with the most used
    of its `forms`. `printed` is the query of what has a phrase in its very words; it comes first.
    """

    meanings: Sequence[Meaning]
    queries: Mapping[str, Query] = field(default_factory=dict)
    fields: Sequence[str] = FIELDS
    label: str = ""
    printed: Query | None = None
    is_row: bool = False
    forms: Sequence[str] = ()

    @property
    def dated(self) -> Query | None:
        """The query of what is of the time or the issue that it is part of."""
        dated = [meaning.dated for meaning in self.meanings if meaning.dated is not None]
        return any_of(dated) if dated else None

    def within(self, name: str) -> Query:
        """Return the query of what has it in a field."""
        if not self.meanings:
            return self.queries.get(name, NOTHING)
        queries = [meaning.within(name) for meaning in self.meanings]
        return any_of([query for query in queries if query != NOTHING])

    def anywhere(self) -> Query:
        """Return the query of the editorials that have it."""
        names = self.fields if self.meanings else self.queries
        queries = [self.within(name) for name in names]
        if self.dated is not None:
            queries.append(self.dated)
        return any_of([query for query in queries if query != NOTHING])

    def in_any_language(self) -> Forms:
        """Return the forms that count as it in an editorial of one language or another."""
        return union(*(meaning.in_any_language() for meaning in self.meanings))
