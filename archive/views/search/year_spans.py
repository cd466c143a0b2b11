"""Several years as one thing to point at, where the bar of a year is too thin for a thumb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.search.question.query import Question

MOST = 13  # across the 328 pixels of a phone: 24 each, as WCAG 2.5.8 asks
STEPS = (5, 10, 20, 25, 50, 100, 200, 500, 1000)  # years


@dataclass(frozen=True)
class YearSpan:
    """Some years of a drawing: their first and last, how many editorials, where they lead."""

    first: int
    last: int
    count: int
    address: str
    x: int
    width: int

    @property
    def label(self) -> str:
        return f"{self.first:04}–{self.last:04}"


def year_spans(
    question: Question,
    counts: Mapping[int, int],
    ends: tuple[int, int],
    to: Callable[[Question], str],
) -> list[YearSpan]:
    """Return the spans that hold editorials, none where each year's bar can be hit itself."""
    first, last = ends
    if last - first < MOST:
        return []
    spans = []
    for begin, end in _rows(first, last):
        count = sum(counts.get(year, 0) for year in range(begin, end + 1))
        if count:
            address = to(question.between(f"{begin:04}", f"{end:04}"))
            place = {"x": 10 * (begin - first), "width": 10 * (end - begin + 1)}
            spans.append(YearSpan(begin, end, count, address, **place))
    return spans


def _rows(first: int, last: int) -> list[tuple[int, int]]:
    """Return the first and last year of each span.

    They begin at round years; what is left at either end, too thin for a thumb, goes with the next.
    """
    fewest = (last - first + 1) / MOST
    step = next((step for step in STEPS if step >= fewest), STEPS[-1])
    begins = [first, *range(first - first % step + step, last + 1, step)]
    if len(begins) > 1 and begins[1] - first < fewest:
        del begins[1]
    if len(begins) > 1 and last - begins[-1] + 1 < fewest:
        begins.pop()
    ends = [begin - 1 for begin in begins[1:]] + [last]
    return list(zip(begins, ends, strict=True))
