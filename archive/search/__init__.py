"""Search: the one door to the engine, and to the database while the engine cannot answer.

What is marked in the texts of an answer is
`passages(text, forms(question, answer), phrases(question, answer))`.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from archive import kept_pages
from archive.habits import keeping
from archive.journal import searches
from archive.models import Editorial
from archive.search import absence, reading
from archive.search.about import completion, tag_learning, tagging
from archive.search.about import related as relations
from archive.search.about.completion import Completion
from archive.search.about.related import Related
from archive.search.about.tag_evidence import Level
from archive.search.about.tag_reasons import Suggested
from archive.search.about.tagging import Names
from archive.search.engine import Engine, Unanswered, WordUse, current, engine_class
from archive.search.engines import database
from archive.search.mending.mended import as_read
from archive.search.question.answers import Answer, Hit, Value
from archive.search.question.parsing import Kind
from archive.search.question.query import DEEPEST, Question
from archive.search.reading import citing, loosening
from archive.search.reading.read import Read
from archive.search.replying.replies import NOTHING, Replies, replies_of
from archive.search.showing.excerpts import passages
from archive.search.showing.marks import forms, phrases
from archive.search.upkeep import watching

__all__ = [
    "Answer",
    "Completion",
    "Kind",
    "Level",
    "Names",
    "Question",
    "Related",
    "Replies",
    "Suggested",
    "ask",
    "ask_whole",
    "cited",
    "complete",
    "forms",
    "learn_tags",
    "passages",
    "phrases",
    "related",
    "replies",
    "resembling",
    "suggested_tags",
    "years",
]

# Loaded with the site: else the first visitor waits a fifth of a second for it.
engine_class()

Finding = TypeVar("Finding")


def ask(question: Question, loosen: bool = True) -> Answer:
    """Return what answers a question, by the index; by the database where the index cannot.

    `Answer.by` tells which. Where nothing does, the answer is that to the nearest question which
    something does (`Answer.instead`), unless it is asked to the letter or `loosen` is False: for
    what goes on by itself from the hits — a feed, a list to keep, a selection to be changed — and
    for who only counts.
    """
    start = time.perf_counter()
    answer = _answered_or_loosened(question, loosen)
    searches.note(time.perf_counter() - start, answer.by, _shape(question, answer))
    return answer


def ask_whole(question: Question, most: int) -> tuple[Answer, Iterator[Hit]]:
    """Return what answers a question, and its hits: at most so many, be they on no page.

    Nothing is loosened. Of a list that is folded they are those that can be paged to. Who takes
    them may meet Unanswered: those that came until then are not all.
    """
    start = time.perf_counter()
    question = replace(question, page=1, page_size=DEEPEST)
    read, answer = _read_with_answer(question)
    searches.note(time.perf_counter() - start, answer.by, _shape(question, answer))
    if question.fold or min(most, answer.count) <= len(answer.hits):
        return answer, islice(answer.hits, most)
    return answer, _hits(read.question, most, answer.by)


def cited(question: Question, most: int) -> list[Value] | None:
    """Return the slug of each sheet that the editorials which answer cite, and how many do.

    They are those of the whole question but for what is to be cited. None where more than `most`
    editorials answer, or where they could not all be told: nothing is counted then.
    """
    answer, hits = ask_whole(citing.without_cited(question), most)
    if answer.count > most:
        return None
    try:
        return citing.counted([hit.id for hit in hits])
    except Unanswered:
        return None


def _hits(question: Question, most: int, by: str) -> Iterator[Hit]:
    engine: Callable[[Question, int], Iterator[list[Hit]]] = database.hits
    if by == "index":
        engine, question = current().hits, citing.within(question)
    try:
        for hits in engine(question, DEEPEST):
            yield from hits[:most]
            most -= len(hits)
            if most <= 0:
                return
    except Unanswered:
        raise
    except Exception as error:
        watching.is_broken(error)
        raise Unanswered("the index could not tell all that it has") from error


def _shape(question: Question, answer: Answer) -> dict[str, object]:
    """Return what a search is like, as the log may tell it: nothing of what was typed."""
    return {
        "letters": len(question.q),
        "filters": len(question.filters),
        "dated": bool(question.since or question.until),
        "page": question.page,
        "count": answer.count,
        "relaxed": answer.relaxed,
    }


def _answered_or_loosened(question: Question, loosen: bool) -> Answer:
    answer = _read_and_answered(question)
    if answer.count or question.literal or not loosen:
        return answer
    nearest = loosening.loosened(question, answer, _read_and_answered, _resembling)
    return replace(nearest, suggestion=answer.suggestion or nearest.suggestion)


def _read_and_answered(question: Question) -> Answer:
    return _read_with_answer(question)[1]


def _read_with_answer(question: Question) -> tuple[Read, Answer]:
    """What was read into a question, and the answer to it so."""
    read = reading.read(question)
    answer = _answer(read.question)
    if not answer.count and any(choice.applied for choice in read.intent):
        read = reading.as_typed(read, question)
        answer = _answer(read.question)
    if answer.by == "database":  # which looks for no equivalents
        read = read.without_equivalents()
    suggestion = read.suggestion or answer.suggestion
    # What was read for words stands in it too: « Essayez » leads to the whole better query.
    if suggestion and answer.repairs:
        suggestion = as_read(question.asking(suggestion), answer.repairs).q
    answer = replace(
        answer,
        suggestion=suggestion,
        reading=[*read.reading, *answer.reading],
        intent=[*read.intent, *answer.intent],
    )
    return read, answer


def _answer(question: Question) -> Answer:
    if not absence.is_away():
        try:
            answer = current().answer(citing.within(question))
        except Exception as error:
            watching.is_broken(error)
        else:
            watching.is_well()
            return answer
    kept_pages.spoil()
    return database.ask(question)


def resembling(form: str, named: bool = True) -> list[Completion]:
    """Return what an unknown form resembles: words, nearest first, then names that have them.

    The words are spelled or sound nearly so, hold it, begin as it does or are a part of it. The
    names are left out unless `named`. None where the index cannot tell.
    """
    return _by_the_index(lambda engine: completion.resembling(engine, form, named), [])


def _resembling(form: str, most: int) -> list[str]:
    words: list[WordUse] = _by_the_index(lambda engine: engine.resembling(form, most), [])
    return [word.form for word in words]


def years() -> dict[int, int]:
    """Return {year: editorials of the whole archive that may be of it}.

    It is empty where the index cannot tell.
    """
    return _by_the_index(lambda engine: engine.years(), {})


def complete(text: str) -> list[Completion]:
    """Return what may complete a text that is being typed; nothing where the index cannot tell."""
    return _by_the_index(lambda engine: completion.completions(engine, text), [])


def related(editorial: Editorial) -> list[Related]:
    """Return the editorials most related to one, and why; none where the index cannot tell."""
    return _by_the_index(lambda engine: relations.related(engine, editorial), [])


def suggested_tags(
    editorial: Editorial,
    names: Names,
    without: Collection[str] = (),
    most: int = 5,
) -> list[Suggested]:
    """Return the tags that an editorial may want, and why; none where the index cannot tell.

    `names`: slug -> the tag's name and aliases.
    """
    return _by_the_index(
        lambda engine: tagging.suggested(engine, editorial, names, without, most), []
    )


def learn_tags() -> int:
    """Learn how this archive's texts are tagged; return from how many, 0 where nothing tells.

    Raises OSError where that cannot be kept.
    """
    lesson = _by_the_index(tag_learning.learned_habits, None)
    if lesson is None:
        return 0
    habits, origin = lesson
    keeping.keep(habits, origin)
    return len(origin.texts) if habits else 0


def replies(typed: str) -> Replies:
    """Return the paragraphs that reply to a question, best first, and whether the first is sure.

    None to what is no question, and none where the index cannot tell.
    """
    return _by_the_index(lambda engine: replies_of(engine, typed), NOTHING)


def _by_the_index(ask_engine: Callable[[Engine], Finding], nothing: Finding) -> Finding:
    """Return what the engine finds; `nothing` where it cannot answer."""
    if not absence.is_away():
        try:
            return ask_engine(current())
        except Exception as error:
            watching.is_broken(error)
    kept_pages.spoil()
    return nothing
