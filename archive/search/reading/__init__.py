"""What is read into a question before an engine is asked: the archive's names, the editors' say.

Each step takes what the steps before it made of the question. An engine knows nothing of these.
"""

from archive.search.question.query import Question
from archive.search.reading import editors, equivalents, intent, numbers, tables
from archive.search.reading.read import Read
from archive.search.reading.tables import Tables


def read(question: Question) -> Read:
    """Return what is read into a question; nothing where it is asked to the letter."""
    read = Read(question)
    if question.literal:
        return read
    listed = tables.latest()
    read = editors.steered(read, listed)  # by what was typed, before anything is read into it
    return _in_words(intent.with_intent(read), listed)


def as_typed(read: Read, question: Question) -> Read:
    """Return a question as it was typed, what was read as a choice in its words being offered.

    For a reading that leaves nothing: the words may find what the choices do not.
    """
    offered = tuple(choice._replace(applied=False) for choice in read.intent)
    listed = tables.latest()
    return _in_words(editors.steered(Read(question, intent=offered), listed), listed)


def _in_words(read: Read, listed: Tables) -> Read:
    """Return what the editors' lists, the names of tags and numbers tell of the words."""
    read = editors.corrected(read, listed)
    read = equivalents.with_equivalents(read, listed)
    return numbers.with_numbers(read)
