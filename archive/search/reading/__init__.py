"""What is read into a question before an engine is asked: the archive's names, the editors' say.

Each step takes what the steps before it made of the question. An engine knows nothing of these.
"""

from collections.abc import Callable, Sequence

from archive.search.question.query import Question
from archive.search.reading import editors, equivalents, tables
from archive.search.reading.read import Read


def by_the_lists(read: Read) -> Read:
    """Return what the editors' lists and the names of tags tell of a question."""
    listed = tables.latest()
    read = editors.steered(read, listed)
    read = editors.corrected(read, listed)
    return equivalents.with_equivalents(read, listed)


STEPS: Sequence[Callable[[Read], Read]] = (by_the_lists,)


def read(question: Question) -> Read:
    """Return what is read into a question; nothing where it is asked to the letter."""
    read = Read(question)
    if question.literal:
        return read
    for step in STEPS:
        read = step(read)
    return read
