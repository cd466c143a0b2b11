"""When editorials are of: counted by one query, drawn as bars."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet
from django.db.models.expressions import Value
from django.db.models.functions import Cast, Coalesce, Right, Substr
from django.db.models.lookups import In
from django.utils.dates import MONTHS, MONTHS_AP

from archive.figures import number

YEAR, MONTH, DAY = 4, 7, 10  # characters of an ISO date that tell them
BROADEST = 10  # years that a date may span and still be counted in each: `dates.years`
LONGEST_GAP = 30  # years that are drawn on either side of a gap
MOST_SLOTS = 120  # years that are drawn one by one; more are drawn by decade
MOST_ROWS = 8
LOWEST = 3  # percent of the tallest
FEWEST_HIGH = (
    3  # editorials that fill the height of a drawing or row, so that a single one is no tower
)
WIDEST = 6  # of the 10 of each column; less where they are few, so that no bar is broader than
BROADEST_BAR = 40  # to the whole drawing
MOST_LABELS = 8
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years between the labels of a scale


# Counting


@dataclass(frozen=True)
class Span:
    """So many editorials that lie between two years, months or days (parts of ISO dates, "" where open or unknown).
    `of`: what they were counted by; `doubtful`: the date itself says « vers » or « ? »."""

    of: int | None
    first: str
    last: str
    doubtful: bool
    count: int

    @property
    def is_broad(self) -> bool:
        """No year is known, nor a few that it may be."""
        return (
            not self.first
            or not self.last
            or int(self.last[:YEAR]) - int(self.first[:YEAR]) >= BROADEST
        )


def prefix(name: str, length: int) -> Substr:
    """The first characters of a date in the database, as the indexes hold it: no year is taken out row by row."""
    return Substr(Cast(name, CharField()), 1, length)


def spans(editorials: QuerySet, length: int = YEAR, of: str = "publication") -> list[Span]:
    """All of them, counted by one aggregated query."""
    empty = Value("")
    rows = (
        editorials.order_by()
        .annotate(
            first=Coalesce(prefix("earliest", length), empty),
            last=Coalesce(prefix("latest", length), empty),
            doubtful=In(Right("date", 1), ["?", "~", "%"]),
        )
        .values_list(of, "first", "last", "doubtful")
        .annotate(n=Count("*"))
    )
    return [Span(*row) for row in rows]


@dataclass(frozen=True)
class Tally:
    """Editorials by year or decade: those known to be of it, and those that perhaps are."""

    sure: Counter
    perhaps: Counter

    def __getitem__(self, slot: int) -> int:
        return self.sure[slot] + self.perhaps[slot]

    def slots(self) -> set[int]:
        return set(self.sure) | set(self.perhaps)


def tally(counted: Iterable[Span], unit: int = 1) -> Tally:
    """By year, or by decade where `unit` is 10; « 2003/2004 » is perhaps of both."""
    result = Tally(Counter(), Counter())
    for span in counted:
        if span.is_broad:
            continue
        slots = {
            year // unit * unit for year in range(int(span.first[:YEAR]), int(span.last[:YEAR]) + 1)
        }
        held = result.perhaps if span.doubtful or len(slots) > 1 else result.sure
        for slot in slots:
            held[slot] += span.count
    return result


# Bars with a label each: the months of a year, the years of a decade


@dataclass(frozen=True)
class Bar:
    """A year or a month, how many editorials it has, and the bar's height in percent of the tallest."""

    value: int
    count: int
    height: int
    label: str
    name: str
    address: str = ""

    @property
    def top(self) -> int:
        return 100 - self.height


def months(by_month: dict[int, int], address: Callable[[int], str]) -> list[Bar]:
    """The twelve months of a year, those without any included; `by_month` is {1: 4, 12: 1}."""
    return _bars(
        by_month,
        [(month, str(MONTHS_AP[month]), str(MONTHS[month])) for month in range(1, 13)],
        address,
    )


def years(by_year: dict[int, int], decade: int, address: Callable[[int], str]) -> list[Bar]:
    """The ten years of a decade."""
    return _bars(
        by_year,
        [(year, f"{year:04}", f"{year:04}") for year in range(decade, decade + 10)],
        address,
    )


def _bars(
    counts: dict[int, int], slots: list[tuple[int, str, str]], address: Callable[[int], str]
) -> list[Bar]:
    tallest = max([FEWEST_HIGH, *counts.values()])
    return [
        Bar(slot, count := counts.get(slot, 0), _height(count, tallest), label, name, address(slot))
        for slot, label, name in slots
    ]


def _height(count: int, tallest: int) -> int:
    return max(LOWEST, round(100 * count / tallest)) if count else 0


# A chart of all years: what all have, and below it a row for each magazine, author or tag


@dataclass(frozen=True)
class Column:
    """A year or a decade of the chart, 10 wide in a drawing 100 high."""

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
    """One of those that are told apart. `path`: its bars, in a drawing as wide as the chart and 100 high."""

    name: str
    address: str
    count: int
    path: str
    counts: Sequence[int]


Address = Callable[[int, int], str]  # of a year and 1, or of a decade and 10
Named = tuple[str, str, list[Span]]  # a name, its address, what it has


@dataclass(frozen=True)
class Chart:
    """`groups`: rows under a heading each; `labels`: years along the scale, each with its place in percent."""

    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    labels: list[tuple[str, float]]

    @property
    def rows(self) -> list[Row]:
        return [row for _heading, rows in self.groups for row in rows]

    @property
    def width(self) -> int:
        return 10 * len(self.columns)

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
        """Each column that holds something, with the counts of the rows, "" for none."""
        said = [[number(count) if count else "" for count in row.counts] for row in self.rows]
        return [
            (column, [counts[place] for counts in said])
            for place, column in enumerate(self.columns)
            if column.count
        ]


def chart(
    counted: list[Span], address: Address, named: Sequence[tuple[str, list[Named]]] = ()
) -> Chart | None:
    """None where no year is known. `named`: those that have a row each, in groups under a heading."""
    unit, slots = _axis(tally(counted).slots())
    if not slots:
        return None
    groups = [
        (heading, [_row(one, unit, slots) for one in rows]) for heading, rows in named if rows
    ]
    return Chart(_columns(tally(counted, unit), slots, unit, address), groups, _labels(slots))


def _columns(whole: Tally, slots: list[int], unit: int, address: Address) -> list[Column]:
    tallest = max([FEWEST_HIGH, *(whole[slot] for slot in slots)])
    return [
        Column(
            slot,
            f"{slot:04}" if unit == 1 else f"{slot:04}–{slot + 9:04}",
            address(slot, unit),
            10 * place + _margin(len(slots)),
            whole.sure[slot],
            whole.perhaps[slot],
            _height(whole.sure[slot], tallest),
            _height(whole[slot], tallest),
        )
        for place, slot in enumerate(slots)
    ]


def _axis(known: set[int]) -> tuple[int, list[int]]:
    """1 and every year from the first to the last, but for the middle of very long gaps: one mistyped year must not draw
    a thousand bars; 10 and every decade where those are too many."""
    if not known:
        return 1, []
    near = {year + gap for year in known for gap in range(-LONGEST_GAP, LONGEST_GAP + 1)}
    shown = sorted(year for year in near if min(known) <= year <= max(known))
    if len(shown) <= MOST_SLOTS:
        return 1, shown
    return 10, sorted({year // 10 * 10 for year in shown})


def _row(named: Named, unit: int, slots: list[int]) -> Row:
    """On a scale of its own, or the rows of small magazines would be flat; its bars stop short of the row above."""
    name, address, counted = named
    own = tally(counted, unit)
    counts = [own[slot] for slot in slots]
    tallest = max(*counts, FEWEST_HIGH)
    heights = [max(_height(count, tallest) * 4 // 5, 8) if count else 0 for count in counts]
    margin, width = _margin(len(slots)), _bar_width(len(slots))
    bars = (
        f"M{10 * place + margin:g} 100v-{high}h{width:g}v{high}z"
        for place, high in enumerate(heights)
        if high
    )
    return Row(name, address, sum(span.count for span in counted), "".join(bars), counts)


def _bar_width(columns: int) -> float:
    return min(WIDEST, 10 * columns / BROADEST_BAR)


def _margin(columns: int) -> float:
    return (10 - _bar_width(columns)) / 2


def _labels(slots: list[int]) -> list[tuple[str, float]]:
    """Round years along the scale, no more than can stand side by side."""
    for step in STEPS:
        round_ones = [(f"{slot:04}", place) for place, slot in enumerate(slots) if slot % step == 0]
        if len(round_ones) <= MOST_LABELS:
            break
    return [(label, round(100 * (place + 0.5) / len(slots), 2)) for label, place in round_ones]


def by(counted: Iterable[Span]) -> dict[int | None, list[Span]]:
    """The spans of each magazine, author or tag that they were counted by, the most frequent first."""
    found: dict[int | None, list[Span]] = defaultdict(list)
    for span in counted:
        found[span.of].append(span)
    return dict(sorted(found.items(), key=lambda item: -sum(span.count for span in item[1])))
