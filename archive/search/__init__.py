"""Search: the one place that knows which engine answers. The site asks `Question`s, gets `Answer`s.

What is marked in the texts of an answer is
`passages(text, forms(question, answer), phrases(question))`.
"""

from haystack import connections

from archive.models import Editorial
from archive.search.about import completion, tagging
from archive.search.about import related as relations
from archive.search.about.completion import Completion
from archive.search.about.related import Related
from archive.search.about.tagging import Names, Suggested
from archive.search.engines import database
from archive.search.engines.whoosh.answers import answering
from archive.search.question.parsing import Kind
from archive.search.question.query import Answer, Question
from archive.search.showing.excerpts import passages
from archive.search.showing.marks import forms, phrases
from archive.search.upkeep import watching

__all__ = [
    "Answer",
    "Completion",
    "Kind",
    "Names",
    "Question",
    "Related",
    "Suggested",
    "ask",
    "complete",
    "forms",
    "passages",
    "phrases",
    "related",
    "suggested_tags",
    "years",
]


def ask(question: Question) -> Answer:
    """What is found, by the index; by the database where the index cannot answer, whatever the reason (`Answer.by`
    tells which)."""
    try:
        answer = answering.answer(_snapshot(), question)
    except Exception as error:
        watching.is_broken(error)
        return database.ask(question)
    watching.is_well()
    return answer


def years() -> dict[int, int]:
    """{year: how many editorials of the whole archive may be of it}; nothing where the index cannot tell."""
    try:
        return answering.years(_snapshot())
    except Exception as error:
        watching.is_broken(error)
        return {}


def complete(text: str) -> list[Completion]:
    """What may complete a text that is being typed; nothing where the index cannot tell."""
    try:
        return completion.completions(_snapshot(), text)
    except Exception as error:
        watching.is_broken(error)
        return []


def related(editorial: Editorial) -> list[Related]:
    """The editorials most related to one, and why; none where the index cannot tell."""
    try:
        return relations.related(_snapshot(), editorial)
    except Exception as error:
        watching.is_broken(error)
        return []


def suggested_tags(editorial: Editorial, names: Names, without=(), most: int = 5) -> list[Suggested]:
    """The tags that an editorial may want, and why; none where the index cannot tell. `names`: slug -> the tag's name
    and aliases."""
    try:
        return tagging.suggested(_snapshot(), editorial, names, without, most)
    except Exception as error:
        watching.is_broken(error)
        return []


def _snapshot():
    return connections["default"].get_backend().snapshot()
