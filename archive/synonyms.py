"""Equivalents as other programs take them: CSV, one a line. Pure functions."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

COLUMNS = ["way", "words", "why"]
BOTH, ONE = "both", "one"
BETWEEN = " ; "  # the words of a cell; no word has a semicolon
MOST_ROWS = 5_000
# What spreadsheets would run; an apostrophe before it is taken off again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Words(NamedTuple):
    """Words that count as each other, or with `one_way` for the first alone; why that is so."""

    words: Sequence[str]
    one_way: bool = False
    why: str = ""


def as_csv(rows: Iterable[Words]) -> str:
    """Return the rows as a file that `read` takes."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    for row in rows:
        why = row.why
        if why.startswith(FORMULA):
            why = f"'{why}"
        lines.writerow([ONE if row.one_way else BOTH, BETWEEN.join(row.words), why])
    return written.getvalue()


def read(file: str) -> list[Words]:
    """Return the rows of a CSV file, with commas or semicolons between its cells.

    Raise ValueError where it has not the columns `way` and `words`, a way that is none, or more
    rows than MOST_ROWS.
    """
    try:
        rows = list(_rows(file.lstrip("\ufeff")))
    except csv.Error:
        raise ValueError(_("une ligne ne se lit pas")) from None
    if len(rows) > MOST_ROWS:
        raise ValueError(f"{len(rows)} > {MOST_ROWS}")
    return rows


def _rows(file: str) -> Iterator[Words]:
    head, _newline, _rest = file.partition("\n")
    delimiter = "," if "," in head else ";"
    lines = csv.DictReader(io.StringIO(file), delimiter=delimiter)
    if not {"way", "words"} <= set(lines.fieldnames or ()):
        raise ValueError(f"{', '.join(COLUMNS)} : way = {BOTH} | {ONE}")
    for number, line in enumerate(lines, 2):
        way, cell = (line.get("way") or "").strip().lower(), line.get("words")
        if cell is None or way not in (BOTH, ONE):
            raise ValueError(f"{number} : way = {BOTH} | {ONE}, words = a{BETWEEN}b")
        why = (line.get("why") or "").strip()
        if why[1:].startswith(FORMULA):
            why = why.removeprefix("'")
        yield Words([word.strip() for word in cell.split(";")], way == ONE, why)
