"""What is read into a question before an engine is asked: the archive's names, the editors' say.

Each step takes what the steps before it made of the question. An engine knows nothing of these.
"""

from collections.abc import Callable, Sequence

from archive.search.question.query import Question
from archive.search.reading import editors, equivalents, intent, numbers, tables
from archive.search.reading.read import Read


def by_the_lists(read: Read) -> Read:
    """Return what the editors' lists and the names of tags tell of a question."""
    listed = tables.latest()
    read = editors.steered(read, listed)
    read = editors.corrected(read, listed)
    return equivalents.with_equivalents(read, listed)


STEPS: Sequence[Callable[[Read], Read]] = (intent.with_intent, by_the_lists, numbers.with_numbers)


def read(question: Question) -> Read:
    """Return what is read into a question; nothing where it is asked to the letter."""
    read = Read(question)
    if question.literal:
        return read
    for step in STEPS:
        read = step(read)
    return read


def as_typed(read: Read, question: Question) -> Read:
    """Return a question as it was typed, what was read as a choice in its words being offered.

    For a reading that leaves nothing: the words may find what the choices do not.
    """
    offered = tuple(choice._replace(applied=False) for choice in read.intent)
    return by_the_lists(Read(question, intent=offered))
