"""A question on its way to an engine, with what the steps have read into it."""

from typing import NamedTuple

from archive.search.question.answers import Intent, Reading
from archive.search.question.query import Question


class Read(NamedTuple):
    """A question as the engine is asked it, and what was read into it.

    `suggestion` is a query that is better by what the editors say, "" where they say nothing.
    """

    question: Question
    reading: tuple[Reading, ...] = ()
    intent: tuple[Intent, ...] = ()
    suggestion: str = ""

    def without_equivalents(self) -> "Read":
        """Return it telling only of what was read in the place of what was typed."""
        corrections = tuple(reading for reading in self.reading if reading.kind == "correction")
        return self._replace(reading=corrections)
