"""What each of the team has done to editorials, month by month, as the history tells."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from archive.models.changes import Change
from archive.models.operations import OperationKind
from archive.models.stores import EDITORIALS
from archive.models.versions import RETURNED

# What whole files brought is nobody's typing, and what was undone nobody's work.
LEFT_OUT = (OperationKind.IMPORT, OperationKind.UNDO)
CORRECTED = [name for name in RETURNED if name != "tags"]


class MonthOfWork(NamedTuple):
    """How many editorials somebody entered, corrected, tagged and settled doubts of in a month.

    `name` is "" of who has no account any more. One editorial changed by two operations is two.
    """

    month: datetime
    name: str
    entered: int
    corrected: int
    tagged: int
    settled: int


def months_of_work(since: datetime) -> list[MonthOfWork]:
    """Return what was done from a moment on, the newest month first, by two queries."""
    changes = Change.objects.filter(model=EDITORIALS.name, operation__at__gte=since)
    changes = changes.exclude(operation__kind__in=LEFT_OUT).exclude(operation__undone=True)
    edited = Q(before__isnull=False, after__isnull=False)
    rows = (
        changes.order_by()
        .values_list(TruncMonth("operation__at"), "operation__by")
        .annotate(
            entered=Count("pk", filter=Q(before__isnull=True)),
            corrected=Count("pk", filter=edited & Q(before__has_any_keys=CORRECTED)),
            tagged=Count("pk", filter=edited & Q(before__has_key="tags")),
            settled=Count("pk", filter=edited & Q(before__has_key="doubts")),
        )
    )
    return _named(list(rows))


def _named(rows: Iterable[tuple]) -> list[MonthOfWork]:
    """Return rows of (month, account's number, numbers …) with names, in order."""
    rows = [row for row in rows if any(row[2:])]
    accounts = get_user_model().objects.in_bulk({row[1] for row in rows if row[1]})
    months = []
    for month, number, *counts in rows:
        name = str(accounts[number]) if number in accounts else ""
        months.append(MonthOfWork(month, name, *counts))
    months.sort(key=lambda row: row.name)
    return sorted(months, key=lambda row: row.month, reverse=True)
