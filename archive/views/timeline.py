"""Counts by year or month as bars to draw: pure functions."""

from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_AP

LONGEST_GAP = 30  # years that are drawn on either side of a gap


@dataclass(frozen=True)
class Bar:
    """A year or a month, how many editorials it has, and the bar's height in percent of the tallest."""

    value: int
    count: int
    height: int
    label: str
    name: str

    @property
    def top(self) -> int:
        return 100 - self.height


def years(by_year: dict[int, int]) -> list[Bar]:
    """Every year from the first to the last, those without any editorial included, but for the middle of very long gaps:
    one mistyped year must not draw a thousand bars. `by_year` is {1998: 4, 2001: 1}."""
    if not by_year:
        return []
    tallest = max(by_year.values())
    near = sorted({year + gap for year in by_year for gap in range(-LONGEST_GAP, LONGEST_GAP + 1)})
    return [
        Bar(year, count := by_year.get(year, 0), _height(count, tallest), f"{year:04}", f"{year:04}")
        for year in near
        if min(by_year) <= year <= max(by_year)
    ]


def months(by_month: dict[int, int]) -> list[Bar]:
    """The twelve months of a year, those without any included; `by_month` is {1: 4, 12: 1}."""
    tallest = max(by_month.values(), default=0)
    return [
        Bar(month, count := by_month.get(month, 0), _height(count, tallest), MONTHS_AP[month], MONTHS[month])
        for month in range(1, 13)
    ]


def _height(count: int, tallest: int) -> int:
    return max(4, round(100 * count / tallest)) if count else 0
