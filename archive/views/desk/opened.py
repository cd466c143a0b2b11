"""What the archive learned of the results that visitors open."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Min, Q, Sum

from archive.models import OpenedHit, SoughtQuery
from archive.search.question.query import Question

MOST_SHOWN = 100  # searches in each table
FAR_DOWN = 5  # the place from which a result is not seen at once on a small screen
OFTEN = 2  # times that something is sought before it counts as wanted


class Opened(NamedTuple):
    """A search of which results were opened.

    `times` is how often, `first` how often the first of them, `best` the highest place.
    """

    text: str
    address: str
    times: int
    first: int
    best: int


class Wanting(NamedTuple):
    """A search that may want an equivalent, and how often it was made.

    `best` is the highest place that was opened, None where it found nothing.
    """

    text: str
    address: str
    times: int
    best: int | None


def opened() -> dict[str, Any]:
    """Return what the page of what was learned shows; a handful of queries."""
    count = Sum("count")
    first = Sum("count", filter=Q(position=1), default=0)
    totals = OpenedHit.objects.aggregate(total=count, first=first)
    grouped = OpenedHit.objects.order_by().values_list("text")
    searches = []
    rows = grouped.annotate(sum=count, firsts=first, best=Min("position")).order_by("-sum", "text")
    for text, number, firsts, best in rows[:MOST_SHOWN]:
        searches.append(Opened(text, Question(q=text).address(), number, firsts, best))
    share = None
    if totals["total"]:
        share = round(100 * totals["first"] / totals["total"])
    return {
        "searches": searches,
        "share": share,
        "total": totals["total"] or 0,
        "wanting": _wanting(),
        "learns": settings.LEARN,
    }


def _wanting() -> list[Wanting]:
    """Return what is sought often in vain, or opened far down alone; the most sought first."""
    wanting = []
    unanswered = SoughtQuery.objects.filter(results=0, count__gte=OFTEN)
    for row in unanswered[:MOST_SHOWN]:
        wanting.append(Wanting(row.text, Question(q=row.text).address(), row.count, None))
    far = (
        OpenedHit.objects.order_by()
        .values_list("text")
        .annotate(sum=Sum("count"), best=Min("position"))
    )
    for text, number, best in far.filter(best__gt=FAR_DOWN).order_by("-sum", "text")[:MOST_SHOWN]:
        wanting.append(Wanting(text, Question(q=text).address(), number, best))
    return sorted(wanting, key=lambda row: (-row.times, row.text))[:MOST_SHOWN]
