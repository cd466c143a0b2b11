"""Curves as they are drawn: lines and bands in a drawing, marks, labels, points to go to.

The drawing is WIDTH by HEIGHT and stretched; what must not be stretched has its place in percent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import NamedTuple

from archive.concordance.counting import By
from archive.curves.asked import Measure
from archive.curves.points import Curve, Curves, Point, smoothed
from archive.figures import rate

WIDTH, HEIGHT = 1000, 300
MOST_LABELS = 8
YEARS_APART = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
STEPS = (1, 2, 5)  # between marks, times a power of ten
MOST_MARKS = 4
MOST_DOTS = 400  # points that are drawn to be pointed at; the table leads to all

Address = Callable[[str, str], str]  # of a word and a period: where its lines are


class Dot(NamedTuple):
    """A point to go to: its place, where it leads, and what it says."""

    x: str
    y: str
    address: str
    title: str


class Mark(NamedTuple):
    """A number or a year at the edge of a drawing, and its place."""

    label: str
    place: str


@dataclass(frozen=True)
class Line:
    """A curve: its number among the curves, from 1, its line, and a band where it is uncertain."""

    number: int
    curve: Curve
    path: str
    band: str
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Drawing:
    lines: Sequence[Line]
    marks: Sequence[Mark]
    labels: Sequence[Mark]
    is_banded: bool
    has_dots: bool


class Cell(NamedTuple):
    """A number of the table, and where its lines are, "" where there are none."""

    figure: str
    address: str


class Row(NamedTuple):
    """A period of the table."""

    when: str
    cells: Sequence[Cell]


def drawing(drawn: Curves, address: Address) -> Drawing | None:
    """Return the curves as they are drawn; None where there is no period to draw."""
    periods = len(drawn.base.slots)
    if not periods or not drawn.curves:
        return None
    top, marks = _marks(max(curve.highest for curve in drawn.curves), drawn.asked.measure)
    with_dots = periods * len(drawn.curves) <= MOST_DOTS
    lines = []
    for number, curve in enumerate(drawn.curves, 1):
        dots: list[Dot] = []
        if with_dots:
            dots = _dots(curve, drawn, top, address)
        values = smoothed([point.value for point in curve.points], drawn.asked.smooth)
        lines.append(Line(number, curve, _path(values, top), _band(curve.points, top), dots))
    is_banded = any(line.band for line in lines)
    return Drawing(lines, marks, _labels(drawn), is_banded, with_dots)


def table(drawn: Curves, address: Address) -> list[Row]:
    """Return the periods that have anything, the last first."""
    rows = []
    for place in reversed(range(len(drawn.base.slots))):
        points = [curve.points[place] for curve in drawn.curves]
        if not any(point.most for point in points):
            continue
        cells = []
        for curve, point in zip(drawn.curves, points, strict=True):
            leads = ""
            if point.lines:
                leads = address(curve.meaning.word, point.when)
            cells.append(Cell(_figure(point, drawn.asked.measure), leads))
        rows.append(Row(points[0].when, cells))
    return rows


def _figure(point: Point, measure: Measure) -> str:
    """Return a number as it is read, with its bounds where these differ."""
    figure = rate(point.value, measure is Measure.PER_10000)
    if point.least == point.most:
        return figure
    least = rate(point.least, measure is Measure.PER_10000)
    most = rate(point.most, measure is Measure.PER_10000)
    return f"{least}–{most}"


def _x(place: int, periods: int) -> float:
    """Return where the middle of a period is, as a share of the width."""
    return (place + 0.5) / periods


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _path(values: Sequence[float], top: float) -> str:
    steps = []
    for place, value in enumerate(values):
        x, y = WIDTH * _x(place, len(values)), HEIGHT * (1 - value / top)
        steps.append(f"{x:.1f} {y:.1f}")
    if len(steps) == 1:  # a line that is a point would not be seen
        steps = [f"0 {steps[0].partition(' ')[2]}", f"{WIDTH} {steps[0].partition(' ')[2]}"]
    return "M" + "L".join(steps)


def _band(points: Sequence[Point], top: float) -> str:
    """Return what lies between the least and the most, "" where they are the same everywhere."""
    if all(point.least == point.most for point in points):
        return ""
    upper = _path([point.most for point in points], top)
    lower = _path([point.least for point in points], top).removeprefix("M").split("L")
    return f"{upper}L{'L'.join(reversed(lower))}Z"


def _dots(curve: Curve, drawn: Curves, top: float, address: Address) -> list[Dot]:
    dots = []
    for place, point in enumerate(curve.points):
        if not point.lines:
            continue
        x, y = _percent(_x(place, len(curve.points))), _percent(1 - point.value / top)
        title = f"{curve.meaning.name}, {point.when}: {_figure(point, drawn.asked.measure)}"
        dots.append(Dot(x, y, address(curve.meaning.word, point.when), title))
    return dots


def _marks(highest: float, measure: Measure) -> tuple[float, list[Mark]]:
    """Return the number at the top of the drawing, and round ones along its height."""
    top = highest or 1.0
    if measure is not Measure.PER_10000:
        top = max(top, MOST_MARKS)
    step = _step(top)
    marks = []
    number = step
    while number <= top * 1.0001:
        marks.append(Mark(rate(number, step < 1), _percent(1 - number / top)))
        number += step
    return top, marks


def _step(top: float) -> float:
    """Return a round number of which MOST_MARKS at most make the top."""
    power = 10.0 ** (floor(log10(top)) - 1)
    while True:
        for step in STEPS:
            if step * power * MOST_MARKS >= top * 0.999:
                return step * power
        power *= 10


def _labels(drawn: Curves) -> list[Mark]:
    """Return the years along the drawing."""
    slots = drawn.base.slots
    years = {slot * drawn.asked.by.months // By.YEAR.months for slot in slots}
    apart = next(
        (step for step in YEARS_APART if len(years) / step <= MOST_LABELS), YEARS_APART[-1]
    )
    labels: list[Mark] = []
    for place, slot in enumerate(slots):
        months = slot * drawn.asked.by.months
        year, month = divmod(months, By.YEAR.months)
        if year % apart == 0 and month == 0:
            labels.append(Mark(f"{year:04}", _percent(_x(place, len(slots)))))
    return labels
