"""When editorials are of, drawn as bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_AP

from archive.figures import number
from archive.tallies import Span, Tally, tally, total

LONGEST_GAP = 30  # years that are drawn on either side of a gap
MOST_SLOTS = 120  # years that are drawn one by one; more are drawn by decade
MOST_ROWS = 8
LOWEST = 3  # percent of the tallest
# Editorials that fill the height of a drawing or row, so that a single one is no tower.
FEWEST_HIGH = 3
LOWEST_OF_ROW = 8  # percent of the height of a row
SLOT_WIDTH = 10  # of each column of a drawing
WIDEST = 6  # of the SLOT_WIDTH; less where columns are few, so that
BROADEST_BAR = 40  # bars of the broadest would still stand side by side in the drawing
MOST_LABELS = 8
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years between the labels of a scale


# Bars with a label each: the months of a year, the years of a decade


@dataclass(frozen=True)
class Bar:
    """A year or a month, how many editorials it has, and its height in percent of the tallest."""

    slot: int
    count: int
    height: int
    label: str
    name: str
    address: str = ""

    @property
    def top(self) -> int:
        return 100 - self.height


def months(by_month: dict[int, int], address: Callable[[int], str]) -> list[Bar]:
    """Return the twelve months of a year, empty ones included; `by_month` is {1: 4, 12: 1}."""
    slots = [(month, str(MONTHS_AP[month]), str(MONTHS[month])) for month in range(1, 13)]
    return _bars(by_month, slots, address)


def years(by_year: dict[int, int], decade: int, address: Callable[[int], str]) -> list[Bar]:
    """Return the ten years of a decade; `by_year` is {2001: 4}."""
    slots = [(year, f"{year:04}", f"{year:04}") for year in range(decade, decade + 10)]
    return _bars(by_year, slots, address)


def _bars(
    counts: dict[int, int], slots: list[tuple[int, str, str]], address: Callable[[int], str]
) -> list[Bar]:
    tallest = max([FEWEST_HIGH, *counts.values()])
    bars = []
    for slot, label, name in slots:
        count = counts.get(slot, 0)
        bars.append(Bar(slot, count, _height(count, tallest), label, name, address(slot)))
    return bars


def _height(count: int, tallest: int) -> int:
    """Return a bar's height in percent."""
    if not count:
        return 0
    return max(LOWEST, round(100 * count / tallest))


# A chart of all years: what all have, and below it a row for each magazine, author or tag


@dataclass(frozen=True)
class Column:
    """A year or a decade of the chart, SLOT_WIDTH wide in a drawing 100 high."""

    slot: int
    name: str
    address: str
    x: float  # of the bar
    sure: int
    perhaps: int
    sure_height: int
    height: int

    @property
    def count(self) -> int:
        return self.sure + self.perhaps

    @property
    def top(self) -> int:
        return 100 - self.height

    @property
    def sure_top(self) -> int:
        return 100 - self.sure_height


@dataclass(frozen=True)
class Row:
    """A name told apart. `path`: its bars, in a drawing as wide as the chart and 100 high."""

    name: str
    address: str
    count: int
    path: str
    counts: Sequence[int]


Address = Callable[[int, int], str]  # of a year and 1, or of a decade and 10
NamedSpans = tuple[str, str, list[Span]]  # a name, its address, what it has


@dataclass(frozen=True)
class Chart:
    """All years as columns, with rows below them.

    `groups`: rows under a heading each; `labels`: years along the scale, each with its place in
    percent.
    """

    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    labels: list[tuple[str, float]]

    @property
    def rows(self) -> list[Row]:
        rows = []
        for _heading, group in self.groups:
            rows += group
        return rows

    @property
    def width(self) -> int:
        return SLOT_WIDTH * len(self.columns)

    @property
    def bar_width(self) -> float:
        return _bar_width(len(self.columns))

    @property
    def tallest(self) -> Column:
        return max(self.columns, key=lambda column: column.count)

    @property
    def has_doubtful(self) -> bool:
        return any(column.perhaps for column in self.columns)

    @property
    def table(self) -> list[tuple[Column, list[str]]]:
        """Return each column that holds something, with the counts of the rows, "" for none."""
        rows = self.rows
        table = []
        for place, column in enumerate(self.columns):
            if column.count:
                table.append((column, [_cell(row.counts[place]) for row in rows]))
        return table


def _cell(count: int) -> str:
    if not count:
        return ""
    return number(count)


def chart(
    spans: list[Span], address: Address, named: Sequence[tuple[str, list[NamedSpans]]] = ()
) -> Chart | None:
    """Return the chart of all years, None where no year is known.

    `named`: what has a row each, in groups under a heading.
    """
    unit, slots = _axis(tally(spans).slots())
    if not slots:
        return None
    groups = []
    for heading, members in named:
        if members:
            groups.append((heading, [_row(member, unit, slots) for member in members]))
    return Chart(_columns(tally(spans, unit), slots, unit, address), groups, _labels(slots))


def _columns(whole: Tally, slots: list[int], unit: int, address: Address) -> list[Column]:
    tallest = max([FEWEST_HIGH, *(whole[slot] for slot in slots)])
    margin = _margin(len(slots))
    columns = []
    for place, slot in enumerate(slots):
        name = f"{slot:04}"
        if unit > 1:
            name = f"{slot:04}–{slot + 9:04}"
        column = Column(
            slot=slot,
            name=name,
            address=address(slot, unit),
            x=SLOT_WIDTH * place + margin,
            sure=whole.sure[slot],
            perhaps=whole.perhaps[slot],
            sure_height=_height(whole.sure[slot], tallest),
            height=_height(whole[slot], tallest),
        )
        columns.append(column)
    return columns


def _axis(years: set[int]) -> tuple[int, list[int]]:
    """Return 1 and every year to draw, or 10 and every decade where the years are too many.

    Drawn are all from the first year to the last, but for the middle of very long gaps: one
    mistyped year must not draw a thousand bars.
    """
    if not years:
        return 1, []
    near: set[int] = set()
    for year in years:
        near.update(range(year - LONGEST_GAP, year + LONGEST_GAP + 1))
    drawn = sorted(near.intersection(range(min(years), max(years) + 1)))
    if len(drawn) <= MOST_SLOTS:
        return 1, drawn
    return 10, sorted({year // 10 * 10 for year in drawn})


def _row(named: NamedSpans, unit: int, slots: list[int]) -> Row:
    """Draw a row on a scale of its own, or the rows of small magazines would be flat.

    Its bars stop short of the row above.
    """
    name, address, spans = named
    whole = tally(spans, unit)
    counts = [whole[slot] for slot in slots]
    tallest = max(*counts, FEWEST_HIGH)
    margin, width = _margin(len(slots)), _bar_width(len(slots))
    path = ""
    for place, count in enumerate(counts):
        if count:
            height = max(_height(count, tallest) * 4 // 5, LOWEST_OF_ROW)
            left = SLOT_WIDTH * place + margin
            path += f"M{left:g} 100v-{height}h{width:g}v{height}z"
    return Row(name, address, total(spans), path, counts)


def _bar_width(columns: int) -> float:
    return min(WIDEST, SLOT_WIDTH * columns / BROADEST_BAR)


def _margin(columns: int) -> float:
    return (SLOT_WIDTH - _bar_width(columns)) / 2


def _labels(slots: list[int]) -> list[tuple[str, float]]:
    """Return round years along the scale with their places, no more than can stand side by side."""
    for step in STEPS:
        round_years = [slot for slot in slots if slot % step == 0]
        if len(round_years) <= MOST_LABELS:
            break
    labels = []
    for year in round_years:
        place = slots.index(year)
        labels.append((f"{year:04}", round(100 * (place + 0.5) / len(slots), 2)))
    return labels
