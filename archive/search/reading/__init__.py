"""What is read into a question before an engine is asked: the archive's names, the editors' say.

Each step takes what the steps before it made of the question. An engine knows nothing of these.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from archive.search.question.answers import Intent, Reading
from archive.search.question.query import Question


class Read(NamedTuple):
    """A question as the engine is asked it, and what was read into it."""

    question: Question
    reading: tuple[Reading, ...] = ()
    intent: tuple[Intent, ...] = ()


STEPS: Sequence[Callable[[Read], Read]] = ()


def read(question: Question) -> Read:
    """Return what is read into a question; nothing where it is asked to the letter."""
    read = Read(question)
    if question.literal:
        return read
    for step in STEPS:
        read = step(read)
    return read
