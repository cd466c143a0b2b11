"""Search: the one place that knows which engine answers. The site asks `query.Question`s and gets `query.Answer`s."""

from archive.search import database
from archive.search.query import Answer, Question


def ask(question: Question) -> Answer:
    """What is found, by the index; by the database where the index cannot answer (`Answer.by` tells which)."""
    return database.ask(question)
