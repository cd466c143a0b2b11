"""Search: the one place that knows which engine answers. The site asks `query.Question`s and gets `query.Answer`s."""

from haystack import connections

from archive.search import answering, database, upkeep
from archive.search.query import Answer, Question


def ask(question: Question) -> Answer:
    """What is found, by the index; by the database where the index cannot answer, whatever the reason (`Answer.by`
    tells which)."""
    try:
        answer = answering.answer(connections["default"].get_backend().snapshot(), question)
    except Exception as error:
        upkeep.is_broken(error)
        return database.ask(question)
    upkeep.is_well()
    return answer
