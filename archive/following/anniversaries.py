"""« Il y a 10, 20, 25 ans »: what is of this week or this month, so many years ago."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.following.composing import MOST, News
from archive.following.due import Due, by_rhythm, first_day, one_by_one
from archive.models import Editorial, Follow, Rhythm, TopicKind
from archive.models.days import surely_of

AGO = (10, 20, 25)  # years
MOST_OF_A_YEAR = MOST // len(AGO)


def due(now: datetime) -> Iterator[Due]:
    """Yield who is to be told what is of this week or this month years ago."""
    follows = Follow.objects.ready(now).of_kind(TopicKind.ANNIVERSARIES)
    today = timezone.localdate(now)
    of_period = cache(lambda rhythm: _editorials(first_day(rhythm, today), rhythm))
    for follow in one_by_one(follows.filter(by_rhythm(now))):
        numbers, count = of_period(follow.rhythm)
        yield Due(follow, follow.mark, _news(follow, numbers, count, today))


def _news(follow: Follow, numbers: list[int], count: int, today: date) -> News | None:
    if not numbers:
        return None
    begin = first_day(follow.rhythm, today)
    with translation.override(follow.language):
        if follow.rhythm == Rhythm.MONTHLY:
            when = date_format(begin, "F")
            subject = _("il y a 10, 20 et 25 ans, en %(month)s") % {"month": when}
        else:
            when = date_format(begin, "j F")
            subject = _("il y a 10, 20 et 25 ans, semaine du %(day)s") % {"day": when}
        return News(
            subject=subject,
            title=subject[:1].upper() + subject[1:],
            introduction="",
            numbers=numbers,
            count=count,
            name=f"anniversaries {begin.isoformat()} {follow.rhythm}",
        )


def _editorials(begin: date, rhythm: str) -> tuple[list[int], int]:
    """Return some editorials of a period years ago, the latest years first, and how many are."""
    numbers: list[int] = []
    count = 0
    for years in AGO:
        first, last = _period(begin, rhythm, years)
        of_period = Editorial.objects.published().filter(surely_of(first, last))
        count += of_period.count()
        numbers += of_period.order_by("earliest", "pk").values_list("pk", flat=True)[
            :MOST_OF_A_YEAR
        ]
    return numbers, count


def _period(begin: date, rhythm: str, years: int) -> tuple[date, date]:
    """Return the first and the last day of a week or a month, so many years ago.

    A month is whole, whatever days it has this year; a week has the same dates.
    """
    first = _ago(begin, years)
    if rhythm == Rhythm.MONTHLY:
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, _ago(begin + timedelta(days=6), years)


def _ago(day: date, years: int) -> date:
    """Return the same day years before; of 29 February the last of that month."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
