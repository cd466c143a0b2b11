"""The spans of haystack's facets of dates."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from whoosh.fields import FieldType
from whoosh.support.relativedelta import relativedelta

from archive.search.engines.haystack.kinds import Moment, local_day

MOST_SPANS = 5_000  # of dates in one facet

Span = tuple[datetime.datetime, datetime.datetime]


def edges(options: Mapping) -> list[datetime.datetime]:
    """Return where the spans begin, and last where the last one ends, MOST_SPANS of them at most.

    `options` are haystack's: start_date, end_date, gap_by and gap_amount. The end of a span is not
    in it.
    """
    return list(islice(_edges(options), MOST_SPANS + 1))


def _edges(options: Mapping) -> Iterator[datetime.datetime]:
    start, end = _time(options["start_date"]), _time(options["end_date"])
    unit = f"{options['gap_by']}s"
    amount = max(options.get("gap_amount") or 1, 1)
    number = 0
    edge = start
    while edge < end:
        yield edge
        number += 1
        try:
            edge = start + relativedelta(**{unit: amount * number})
        except (ValueError, OverflowError):  # beyond the year 9999
            break
    yield max(min(edge, end), start)


def _time(day: datetime.date) -> datetime.datetime:
    if isinstance(day, datetime.datetime):
        return day
    return datetime.datetime(day.year, day.month, day.day)


def first_of(kind: FieldType, edge: datetime.datetime) -> int:
    """Return the least number that a field may have in a span that begins there.

    A span of hours has the days that begin in it.
    """
    if isinstance(kind, Moment):
        return kind.prepare_datetime(edge)
    return local_day(edge).toordinal() + (edge.time() != datetime.time())


def counted(spans: Iterable[Span], counts: Iterable[int]) -> list[tuple[Span, int]]:
    """Return each span that has any with its number, the most frequent first."""
    having = [(span, count) for span, count in zip(spans, counts, strict=True) if count]
    return sorted(having, key=lambda pair: (-pair[1], pair[0]))
