"""A question on its way to an engine, with what the steps have read into it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from archive.search.question.answers import Intent, Reading
from archive.search.question.clauses import Typed
from archive.search.question.query import Question


class Read(NamedTuple):
    """A question as the engine is asked it, and what was read into it.

    `suggestion` is a query that is better by what the editors say, "" where they say nothing.
    """

    question: Question
    reading: tuple[Reading, ...] = ()
    intent: tuple[Intent, ...] = ()
    suggestion: str = ""

    def understood(self, typed: Typed, readings: Iterable[Reading] = ()) -> "Read":
        """Return it with the clauses as they are understood now, and what was read into them."""
        question = replace(self.question, understood=typed)
        return self._replace(question=question, reading=(*self.reading, *readings))

    def without_equivalents(self) -> "Read":
        """Return it telling only of what was read in the place of what was typed."""
        corrections = tuple(reading for reading in self.reading if reading.kind == "correction")
        return self._replace(reading=corrections)
