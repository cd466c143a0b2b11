"""Who is to be told now, whatever they follow: by their rhythms, a few rows at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from archive.following.composing import News
from archive.models import Follow, Rhythm
from archive.models.following.follows import FollowQuerySet

AT_ONCE = 200  # rows that are read together


@dataclass(frozen=True)
class Due:
    """That somebody is to be told news, and to which place they have been told by that.

    Without news only the place is noted. `newsletter` is the number of the letter that it is.
    """

    follow: Follow
    mark: int
    news: News | None = None
    newsletter: int = 0


def first_day(rhythm: str, today: date) -> date:
    """Return the first day of the week or the month that a day is in."""
    if rhythm == Rhythm.MONTHLY:
        return today.replace(day=1)
    return today - timedelta(days=today.weekday())


def by_rhythm(now: datetime) -> Q:
    """Return the condition that it is time: at once, or in another week or month than the last.

    Weeks begin on Monday, by the archive's own time zone.
    """
    today = timezone.localdate(now)
    condition = Q(rhythm=Rhythm.AT_ONCE)
    for rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY):
        begin = datetime.combine(first_day(rhythm, today), datetime.min.time())
        condition |= Q(rhythm=rhythm, told_at__lt=timezone.make_aware(begin))
    return condition


def one_by_one(follows: FollowQuerySet) -> Iterator[Follow]:
    """Yield rows by their numbers, few in memory, whatever becomes of them meanwhile."""
    last = 0
    while True:
        rows = list(follows.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
        if not rows:
            return
        yield from rows
        last = rows[-1].pk
