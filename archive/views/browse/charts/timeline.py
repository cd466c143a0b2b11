"""All years of an archive, drawn as columns, and below them a row for each name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.figures import number
from archive.tallies import Span, Tally, tally, total
from archive.views.browse.charts import heights
from archive.views.browse.charts.heights import Scale, Stacked

LONGEST_GAP = 30  # years that are drawn on either side of a gap
MOST_SLOTS = 120  # years that are drawn one by one; more are drawn by decade
MOST_ROWS = 8
LOWEST_OF_ROW = 8  # percent of the height of a row
SLOT_WIDTH = 10  # of each column of a drawing
WIDEST = 6  # of the SLOT_WIDTH; less where columns are few, so that
BROADEST_BAR = 40  # bars of the broadest would still stand side by side in the drawing
MOST_LABELS = 8
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years between the labels of a scale


@dataclass(frozen=True)
class Column(Stacked):
    """A year or a decade of the chart, SLOT_WIDTH wide in a drawing 100 high."""

    slot: int
    name: str
    address: str
    x: float  # of the bar


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
    percent; `scale`: how high the columns are; each row has one of its own, of the same kind.
    """

    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    labels: list[tuple[str, float]]
    scale: Scale

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
    spans: list[Span],
    address: Address,
    named: Sequence[tuple[str, list[NamedSpans]]] = (),
    on_one_scale: bool = False,
) -> Chart | None:
    """Return the chart of all years, None where no year is known.

    `named`: what has a row each, in groups under a heading. Each row has a scale of its own, or the
    rows of small magazines would be flat, unless they are to be compared `on_one_scale`.
    """
    unit, slots = _axis(tally(spans).slots())
    if not slots:
        return None
    whole = tally(spans, unit)
    counts_of_all = [whole[slot] for slot in slots]
    counts_of_rows = []
    for _heading, members in named:
        counts_of_rows += [_counts(member, unit, slots) for member in members]
    is_rooted = any(map(heights.need_roots, [counts_of_all, *counts_of_rows]))
    groups = []
    in_order = iter(counts_of_rows)
    for heading, members in named:
        rows = []
        for member in members:
            counts = next(in_order)
            scaled = counts_of_rows if on_one_scale else [counts]
            rows.append(_row(member, counts, heights.scale(chain(*scaled), is_rooted)))
        if rows:
            groups.append((heading, rows))
    scale = heights.scale(counts_of_all, is_rooted)
    columns = _columns(whole, slots, unit, scale, address)
    return Chart(columns, groups, _labels(slots), scale)


def _counts(named: NamedSpans, unit: int, slots: list[int]) -> list[int]:
    _name, _address, spans = named
    whole = tally(spans, unit)
    return [whole[slot] for slot in slots]


def _columns(
    whole: Tally, slots: list[int], unit: int, scale: Scale, address: Address
) -> list[Column]:
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
            sure_height=scale.height(whole.sure[slot]),
            height=scale.height(whole[slot]),
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


def _row(named: NamedSpans, counts: list[int], scale: Scale) -> Row:
    """Draw a row, whose bars stop short of the row above."""
    name, address, spans = named
    margin, width = _margin(len(counts)), _bar_width(len(counts))
    path = ""
    for place, count in enumerate(counts):
        if count:
            height = max(scale.height(count) * 4 // 5, LOWEST_OF_ROW)
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
