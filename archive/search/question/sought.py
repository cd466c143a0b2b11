"""What visitors look for, counted without saying who.

The words are counted with how often, how many editorials they found last and on what day.
"""

import logging
import re
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from archive import disk
from archive.models import OpenedHit, SoughtQuery
from archive.models.prepared import Blank, PreparedUpdate
from archive.search.question.query import Question
from archive.text import fold

log = logging.getLogger(__name__)
MOST = 5_000  # searches that are remembered
MOST_OPENED = 20_000  # places that were opened, of all searches
LOWEST = 200  # place that is counted: who goes deeper reads all
LONGEST = 100  # characters; who pastes a page does not ask a question
LONGEST_KEY = 200  # folding takes « ﷺ » apart into eighteen letters
FEWEST_SECRET_DIGITS = 7  # of a telephone number, a date of birth, a card, an account
ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|preview|monitor|headless|curl|wget|python|java/|http",
    re.I,
)


CRAWLER = re.compile(r"bot\b|bot/|crawl|spider|slurp|archiver", re.I)
_counted_again = PreparedUpdate(
    lambda: SoughtQuery.objects.filter(key=Blank(0)),
    text=Blank(1),
    results=Blank(2),
    last_day=Blank(3),
    count=F("count") + 1,
)


def is_crawler(agent: str) -> bool:
    """Return whether a User-Agent says that it walks the web."""
    return bool(CRAWLER.search(agent))


def record(question: Question, results: int, agent: str = "") -> None:
    """Count a search that a person typed; never fail, hardly wait, whatever befalls the database.

    Not counted: going on with the same search (narrowing, sorting, paging), robots by their own
    word (`agent` is the request's User-Agent, looked at and not kept), and what may be a person's:
    an address, a number.
    """
    if _is_counted(question, agent):
        count = partial(_count, question.q, results)
        _hardly_waiting(count, "A search")


def record_opened(question: Question, position: int, agent: str = "") -> None:
    """Count that the result at a place (from 1) was opened; never fail, hardly wait.

    Not counted: what `record` would not count of anybody, and all where the archive is not to learn
    (ARCHIVE_LEARN=0).
    """
    if not settings.LEARN or not 0 < position <= LOWEST:
        return
    if _is_counted(question.at_page(1), agent):  # of a narrowed search the places are others
        count = partial(_count_opened, question.q, position)
        _hardly_waiting(count, "That a result was opened")


def _is_counted(question: Question, agent: str) -> bool:
    return _is_typed_anew(question) and not _is_private(question.q) and not ROBOT.search(agent)


def _is_typed_anew(question: Question) -> bool:
    return bool(question.q) and question == Question(q=question.q, page_size=question.page_size)


def _is_private(q: str) -> bool:
    return len(q) > LONGEST or "@" in q or sum(map(str.isdecimal, q)) >= FEWEST_SECRET_DIGITS


def _count(q: str, results: int) -> None:
    key, today = fold(q)[:LONGEST_KEY], timezone.localdate()
    if _counted_again.update(key, q, results, today):
        return
    with transaction.atomic():
        _make_room(SoughtQuery, MOST)
        SoughtQuery.objects.create(key=key, text=q, results=results, last_day=today)


def _count_opened(q: str, position: int) -> None:
    fields = {"text": q, "last_day": timezone.localdate()}
    key = fold(q)[:LONGEST_KEY]
    rows = OpenedHit.objects.filter(key=key, position=position)
    if rows.update(count=F("count") + 1, **fields):
        return
    with transaction.atomic():
        _make_room(OpenedHit, MOST_OPENED)
        OpenedHit.objects.create(key=key, position=position, **fields)


def _make_room(model: type[SoughtQuery] | type[OpenedHit], most: int) -> None:
    """At the limit forget the tenth that was counted least and longest ago, to see what is new."""
    rows = model._default_manager
    if rows.count() < most:
        return
    rarest = rows.order_by("count", "last_day", "pk").values_list("pk", flat=True)[: most // 10]
    rows.filter(pk__in=list(rarest)).delete()


def _hardly_waiting(count: Callable[[], None], what: str) -> None:
    """Count, hardly waiting for other writers; where that cannot be, the log says what was not."""
    try:
        with disk.hardly_waiting():
            count()
    except DatabaseError as error:
        if disk.reason(error) != "read_only":  # which every page says
            # PostgreSQL quotes in further lines what was typed.
            log.warning("%s was not counted: %s", what, str(error).partition("\n")[0])
