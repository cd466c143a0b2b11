"""Cells of a sheet that were made one: what the first of them says, for the rows below as well.

A workbook stores the text of such cells in the first alone.
"""

import re
from itertools import islice

REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# A workbook lists them behind its rows, which are read as they come.
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
MOST = 100_000  # of a sheet; those behind are read as they are stored


def column_of(letters: str) -> int:
    """Return the place of a column from 0 on: « A » is 0, « AA » 26."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


class MergedCells:
    """The merged cells of one sheet, whose rows are given to `fill` in their order."""

    def __init__(self) -> None:
        # {(row, column) of the first of such cells: (row, column) of the last}
        self._last: dict[tuple[int, int], tuple[int, int]] = {}
        self._above: dict[int, tuple[int, str]] = {}  # by column: until which row, what

    @classmethod
    def of_excel(cls, sheet: bytes) -> "MergedCells":
        """Return those that a sheet of Excel's lists."""
        cells = cls()
        for merged in islice(MERGED.finditer(sheet), MOST):
            left, top, right, bottom = (part.decode() for part in merged.groups())
            cells.add((int(top), column_of(left)), (int(bottom), column_of(right)))
        return cells

    def add(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Note cells that are one, each a (row, column); no more than MOST are."""
        if len(self._last) < MOST:
            self._last[first] = last

    def fill(self, number: int, cells: list[str]) -> None:
        """Put into a row that has a text of its own what a merged cell above says for it."""
        if not self._last:
            return
        for column, (last, text) in list(self._above.items()):
            if number > last:
                del self._above[column]
                continue
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or text
        for column, text in enumerate(cells):
            last, _right = self.last_of(number, column)
            if last > number and text:
                self._above[column] = last, text

    def forget_rows(self) -> None:
        """Have what the rows until now say reach no further."""
        self._above.clear()

    def last_of(self, number: int, column: int) -> tuple[int, int]:
        """Return the (row, column) of the last cell that is one with that at a place."""
        return self._last.get((number, column), (number, column))

    def is_wide(self, number: int, column: int) -> bool:
        """Return True where a cell reaches over several columns."""
        return self.last_of(number, column)[1] > column
