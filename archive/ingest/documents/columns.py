"""The runs of a PDF's page in the order in which they are read: column after column.

A page is cut where a gutter goes through several of its rows; what lies above or below these
columns, in full width, comes before or after them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

GUTTER = 0.7  # of the height of a line: the least width of a gutter
LEAST_ROWS = 3  # on each side of a gutter
# Of the height of a line, in a running head: between its texts, and to the text of the page.
FAR, SET_APART = 4.0, 1.3
NARROWEST = 0.15  # of a region's width, of a column
MOST_ROWS = 400  # of a page that are looked at for columns
DEEPEST = 12
DROP_CAPITAL = 1.8  # heights of a line


Span = tuple[float, float]


@dataclass
class Run:
    """Characters that stand beside each other; points from the page's left and bottom."""

    left: float
    bottom: float
    right: float
    top: float
    is_bold: bool
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass
class TextLine:
    """A line; `column` is the left and right edge of its column, `region` the part of the page."""

    left: float
    bottom: float
    right: float
    top: float
    is_bold: bool
    text: str
    column: tuple[float, float] = (0.0, 0.0)
    page: int = 0
    region: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines(runs: list[Run]) -> Iterator[TextLine]:
    """Yield the lines of a page as they are read."""
    if not runs:
        return
    runs = _with_drop_capitals(runs)
    above, text, below = _apart(runs)
    regions = [([run], (run.left, run.right)) for run in above]
    if text:
        regions += _regions(text, _column(text), 0)
    regions += [([run], (run.left, run.right)) for run in below]
    for number, (region, column) in enumerate(regions):
        for line in _lines_of(region):
            line.column, line.region = column, number
            yield line


def _apart(runs: list[Run]) -> tuple[list[Run], list[Run], list[Run]]:
    """Return the running head of a page, the rest, and its foot.

    They are the first and the last row, where each holds texts that stand far from each other,
    the section on one side and the magazine on the other.
    """
    rows = _rows(runs)
    height = _height(runs)
    ends: list[list[Run]] = []
    for row, beside in ((rows[0], rows[1:2]), (rows[-1], rows[-2:-1])):
        spread = sorted(row, key=lambda run: run.left)
        gaps = [behind.left - run.right for run, behind in pairwise(spread)]
        is_apart = bool(beside) and abs(row[0].bottom - beside[0][0].bottom) > SET_APART * height
        ends.append(spread if gaps and min(gaps) > FAR * height and is_apart else [])
    above, below = ends
    return above, [run for run in runs if run not in above and run not in below], below


def _column(runs: list[Run]) -> Span:
    return min(run.left for run in runs), max(run.right for run in runs)


def _height(runs: list[Run]) -> float:
    return median(run.height for run in runs)


def _with_drop_capitals(runs: list[Run]) -> list[Run]:
    """Return the runs with each large first letter put before the word that it belongs to."""
    height = _height(runs)
    kept = [run for run in runs if not _may_be_capital(run, height)]
    for capital in filter(lambda run: _may_be_capital(run, height), runs):
        beside = [run for run in kept if _is_beside(capital, run)]
        if not beside:
            kept.append(capital)
            continue
        first = max(beside, key=lambda run: run.top)
        first.text = capital.text.strip() + first.text
        for run in beside:
            run.left = capital.left
    return kept


def _may_be_capital(run: Run, height: float) -> bool:
    text = run.text.strip()
    return len(text) == 1 and text.isupper() and run.height > DROP_CAPITAL * height


def _is_beside(capital: Run, run: Run) -> bool:
    """Return True for a run right of a drop capital, on one of the lines that it takes."""
    if not -1 < run.left - capital.right < capital.height / 2:
        return False
    return capital.bottom < run.top and run.bottom < capital.top


def _regions(runs: list[Run], column: Span, depth: int) -> Iterator[tuple[list[Run], Span]]:
    """Yield the parts of a page in the order of reading, each with the column it stands in."""
    rows = _rows(runs)
    if depth > DEEPEST or len(rows) > MOST_ROWS:
        yield runs, column
        return
    full: list[Run] = []  # runs in full width, above the next columns
    place = 0
    while place < len(rows):
        end, middle = _columns_from(rows, place)
        if end == place:
            full += rows[place]
            place += 1
            continue
        if full:
            yield full, column
            full = []
        block = [run for row in rows[place:end] for run in row]
        for side in (
            [run for run in block if run.right <= middle],
            [run for run in block if run.right > middle],
        ):
            yield from _regions(side, _column(side), depth + 1)
        place = end
    if full:
        yield full, column


def _rows(runs: list[Run]) -> list[list[Run]]:
    """Return the runs by the rows that they stand in, from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.bottom, run.left)):
        if rows and _is_level(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _columns_from(rows: list[list[Run]], start: int) -> tuple[int, float]:
    """Return the row behind the longest block of columns that begins at a row, and their gutter.

    The row itself where none begins there.
    """
    height = _height([run for row in rows for run in row])
    left, right = _column([run for row in rows for run in row])
    free = [(left, right)]
    best = (start, 0.0)
    for end in range(start, len(rows)):
        free = _common(free, _free(rows[end], left, right), GUTTER * height)
        if not free:
            break
        block = rows[start : end + 1]
        for gap in free:
            middle = sum(gap) / 2
            if _are_columns(block, middle, right - left):
                best = (end + 1, middle)
    return best


def _free(row: list[Run], left: float, right: float) -> list[Span]:
    """Return where nothing stands in a row, between the edges of its column."""
    free: list[Span] = []
    place = left
    for run in sorted(row, key=lambda run: run.left):
        if run.left > place:
            free.append((place, run.left))
        place = max(place, run.right)
    if right > place:
        free.append((place, right))
    return free


def _common(first: list[Span], second: list[Span], least: float) -> list[Span]:
    """Return what is free in both, where it is wide enough."""
    common: list[Span] = []
    for start_of_first, end_of_first in first:
        for left, right in second:
            start, end = max(start_of_first, left), min(end_of_first, right)
            if end - start >= least:
                common.append((start, end))
    return common


def _are_columns(block: list[list[Run]], middle: float, width: float) -> bool:
    """Return True where rows have enough text, wide enough, on both sides of a place."""
    before = [run for row in block for run in row if run.right <= middle]
    behind = [run for row in block for run in row if run.right > middle]
    if min(_height_of(before), _height_of(behind)) < LEAST_ROWS:
        return False
    return min(_width(before), _width(behind)) >= NARROWEST * width


def _height_of(runs: list[Run]) -> int:
    """Return how many rows runs take."""
    return len({round(run.bottom) for run in runs})


def _width(runs: list[Run]) -> float:
    left, right = _column(runs)
    return right - left


def _lines_of(region: list[Run]) -> Iterator[TextLine]:
    """Yield the lines of a column: runs at one height, from left to right."""
    for row in _rows(region):
        yield _line_of(row)


def _is_level(first: Run, run: Run) -> bool:
    middle = (run.bottom + run.top) / 2
    return first.bottom <= middle <= first.top and run.bottom > first.bottom - run.height / 2


def _line_of(row: list[Run]) -> TextLine:
    row.sort(key=lambda run: run.left)
    main = max(row, key=lambda run: len(run.text))
    return TextLine(
        left=row[0].left,
        bottom=main.bottom,
        right=max(run.right for run in row),
        top=main.top,
        is_bold=main.is_bold,
        text=" ".join(" ".join(run.text.split()) for run in row),
    )
