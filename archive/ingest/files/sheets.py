"""The sheets of workbooks, whichever program writes them: heading, titles above it, rows below."""

from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive.ingest.files.merged_cells import MergedCells
from archive.ingest.records import Rejected

LARGEST = 48 * 2**20  # bytes of XML that are read of a workbook
MOST_TEXT = 48  # million characters of its cells: rows may name one long text again and again
MOST_ROWS = 250_000  # of a workbook, with a text
SIGNS_OF_CELL = 4  # that one without a text counts for: it takes room and time as well
MOST_CELLS = 1_000  # of a row; what stands further right is left
MOST_HEADING = 5  # rows that a heading takes; merged further, it is one
MOST_TITLES = 20  # rows above the heading
LONGEST_NAME = 200  # characters of a name in a row of the heading
ERROR = "#N/A"
YES, NO = "oui", "non"  # of a cell, whatever the language of who sends it: they are stored


class Row(NamedTuple):
    """A row that has a text: its `number` in the sheet, the texts of its cells.

    `unsolved`: by the place of a cell, the formula whose result the workbook does not have, or the
    error that it came to.
    """

    number: int
    cells: list[str]
    unsolved: dict[int, str]


class Sheet(NamedTuple):
    """`number`: from 1 on; `names`: of the columns, as its heading gives them; `rows`: those below.

    `unread`: why no row of it is read, for readers; "" where all are. `titles`: the rows above the
    heading of one text that reaches over several columns.
    """

    number: int
    name: str
    unread: str
    titles: list[Row]
    names: list[str]
    rows: Iterator[Row]


def hidden(number: int, name: str) -> Sheet:
    """Return a sheet of which nothing is read, since it is not shown."""
    reason = _("La feuille « %(name)s » est masquée : elle n’est pas lue.")
    return unread(number, name, reason)


def unread(number: int, name: str, reason: str) -> Sheet:
    """Return a sheet of which nothing is read; the reason names it (`name`)."""
    return Sheet(number, name, reason % {"name": name}, [], [], iter(()))


def as_typed(number: float) -> str:
    """Return the number of a cell as somebody types it: « 36 », and not « 36.0 »."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


class Reading:
    """One reading of a workbook, within bounds."""

    def __init__(self) -> None:
        self._text_left = MOST_TEXT * 1_000_000
        self._rows_left = MOST_ROWS

    def sheet(self, number: int, name: str, rows: Iterator[Row], merged: MergedCells) -> Sheet:
        """Return a sheet with its heading taken from its rows: the names of its columns.

        The heading takes as many rows as one of its cells does, so that « Auteur » above « Nom » is
        « Auteur Nom ».
        """
        titles: list[Row] = []
        names: list[str] = []
        last = 0  # row of the heading
        for row in rows:
            if names and row.number > last:
                rows = chain([row], rows)
                break
            merged.fill(row.number, row.cells)
            self._measure(row)
            if not names and len(titles) < MOST_TITLES and _is_title(row, merged):
                titles.append(row)
                continue
            if not names:
                last = _last_of_heading(row, merged)
            pairs = zip_longest(names, _across(row, merged), fillvalue="")
            names = [_joined(above, below) for above, below in pairs]
        merged.forget_rows()  # a name says nothing of the rows below
        return Sheet(number, name, "", titles, names, self._filled(rows, merged))

    def _filled(self, rows: Iterator[Row], merged: MergedCells) -> Iterator[Row]:
        for row in rows:
            merged.fill(row.number, row.cells)
            self._measure(row)
            yield row

    def _measure(self, row: Row) -> None:
        """Count a row, its cells and their signs. Raises Rejected beyond bounds."""
        self._rows_left -= 1
        if self._rows_left < 0:
            message = _("Ce classeur a plus de %(most)s lignes : enregistrez-le en plusieurs.")
            raise Rejected(message % {"most": MOST_ROWS})
        signs = sum(map(len, row.cells)) + sum(map(len, row.unsolved.values()))
        self._text_left -= SIGNS_OF_CELL * len(row.cells) + signs
        if self._text_left < 0:
            message = _(
                "Les cellules de ce classeur font ensemble plus de %(most)s millions de signes :"
                " enregistrez-le en plusieurs."
            )
            raise Rejected(message % {"most": MOST_TEXT})


def _last_of_heading(row: Row, merged: MergedCells) -> int:
    last = max(merged.last_of(row.number, column)[0] for column in range(len(row.cells)))
    return last if last - row.number < MOST_HEADING else row.number


def _is_title(row: Row, merged: MergedCells) -> bool:
    """Return True where a row has one text, which reaches over several columns."""
    columns = [column for column, text in enumerate(row.cells) if text.strip()]
    return len(columns) == 1 and merged.is_wide(row.number, columns[0])


def _across(row: Row, merged: MergedCells) -> list[str]:
    """Return the names in a row of a heading, one for each column that a cell reaches over."""
    names: list[str] = []
    for column, text in enumerate(row.cells):
        if column >= len(names):
            names.append("")
        name = text.strip()[:LONGEST_NAME]
        if not name:
            continue
        _row, last = merged.last_of(row.number, column)
        names[column] = name
        names += [name] * (min(last, MOST_CELLS) + 1 - len(names))
    return names


def _joined(above: str, below: str) -> str:
    """Return a name that stands in two rows of a heading; once where it is the same."""
    names = dict.fromkeys(name for name in (above, below) if name)
    return " ".join(names)
