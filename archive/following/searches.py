"""What is new for those who follow a search: what it finds among what has arrived since."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Min
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import ngettext

from archive import figures
from archive.following.composing import MOST, News
from archive.following.due import Due, by_rhythm, one_by_one
from archive.following.topics import Topic
from archive.models import Arrival, Editorial, Follow, Rhythm, TopicKind
from archive.models.chunks import chunks
from archive.models.following.follows import FollowQuerySet
from archive.search import ask_whole
from archive.search.engine import Unanswered
from archive.search.question.query import Question
from archive.search.upkeep import freshness

log = logging.getLogger("archive.mails")
ALL = 10**12  # hits: as many as there are


def due(now: datetime) -> Iterator[Due]:
    """Yield who is to be told what a search finds anew; those without news are told by that."""
    follows = Follow.objects.ready(now).of_kind(TopicKind.SEARCH).filter(by_rhythm(now))
    if not follows.exists():
        return
    freshness.drain()  # what the index lacks arrives later
    last = Arrival.objects.note()
    follows.filter(mark__gte=last).exclude(rhythm=Rhythm.AT_ONCE).update(told_at=now)
    behind = follows.filter(mark__lt=last)
    lowest = behind.aggregate(lowest=Min("mark"))["lowest"]
    if lowest is None:
        return
    places = Arrival.objects.between(lowest, last)
    for topic in _topics(behind):
        yield from _due_of(behind.filter(topic=topic), places, last, now)


def _topics(follows: FollowQuerySet) -> Iterator[str]:
    """Yield each thing that is followed once, so that its search is asked once."""
    last = ""
    while True:
        later = follows.filter(topic__gt=last).order_by("topic")
        topic = later.values_list("topic", flat=True).first()
        if topic is None:
            return
        yield topic
        last = topic


def _due_of(
    follows: FollowQuerySet, places: Mapping[int, int], last: int, now: datetime
) -> Iterator[Due]:
    """Yield those who follow one search, each with what came after the place that they know."""
    first = follows.first()
    if first is None:
        return
    try:
        matching = _matching(Topic.of(first).question, places)
    except Unanswered as error:
        log.warning("what is new for a search is looked for later: %s", error)
        return
    if not matching:
        follows.update(mark=last, told_at=now)
        return
    for follow in one_by_one(follows):
        numbers = [number for number in matching if places[number] > follow.mark]
        yield Due(follow, last, _news(follow, numbers, last))


def _matching(question: Question, places: Mapping[int, int]) -> list[int]:
    """Return the published editorials among these that a search finds, the last that came first.

    Raises Unanswered where the index cannot tell exactly.
    """
    matching: set[int] = set()
    if question.is_empty:
        matching.update(places)
    else:
        answer, hits = ask_whole(question, ALL)
        if answer.by != "index":
            raise Unanswered("the index does not answer")
        matching.update(hit.id for hit in hits if hit.id in places)
    published: set[int] = set()
    for numbers in chunks(sorted(matching)):
        rows = Editorial.objects.published().filter(pk__in=numbers)
        published.update(rows.values_list("pk", flat=True))
    return sorted(published, key=lambda number: -places[number])


def _news(follow: Follow, numbers: list[int], last: int) -> News | None:
    if not numbers:
        return None
    with translation.override(follow.language):
        topic = Topic.of(follow)
        count = {"n": figures.number(len(numbers)), "topic": topic.title}
        subject = ngettext(
            "un éditorial nouveau, %(topic)s",
            "%(n)s éditoriaux nouveaux, %(topic)s",
            len(numbers),
        )
        introduction = ngettext(
            "Un éditorial est entré dans l’archive.",
            "%(n)s éditoriaux sont entrés dans l’archive.",
            len(numbers),
        )
        return News(
            subject=subject % count,
            title=capfirst(topic.title),
            introduction=introduction % count,
            numbers=numbers[:MOST],
            count=len(numbers),
            name=f"search {follow.mark} {last}",
        )
