"""A table of editorials that goes out to a spreadsheet, and the same table when it comes back."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.models.magazines import Publication
from archive.models.names import Tag
from archive.models.states import State
from archive.models.stores import EDITORIALS
from archive.models.table_cells import harmless, letter, typed

PLAIN = ("title", "standfirst", "date", "section", "issue", "page", "language")
COLUMNS = ("id", "version", *PLAIN, "authors", "publication", "tags")
NUMBERS = ("id", "version")  # that say of what a row is, and never change anything
SEPARATOR = "; "  # of several authors or tags in a cell
HINT = "sep="  # Excel's own first line, which says what stands between cells
MOST = 2_000  # rows that come back as one operation, within a request


@dataclass(frozen=True)
class Row:
    """A row as it came back: its line in the spreadsheet, and its cells by their columns.

    What the row has no cell for is left out.
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table as it came back. `places`: {column: « C »}; `unknown`: (« K », heading) of others."""

    rows: list[Row]
    places: dict[str, str]
    unknown: list[tuple[str, str]]


# Out


def rows(ids: Iterable[int]) -> Iterator[list[str]]:
    """Yield the cells of each editorial, by COLUMNS, in the order of the ids."""
    ids = list(ids)
    states = EDITORIALS.read(ids, fields())
    names = Names.read()
    for pk in ids:
        if pk in states:
            cells = {"id": str(pk), "version": str(states[pk]["version"])}
            cells |= names.cells(states[pk])
            yield [harmless(cells[name]) for name in COLUMNS]


def fields() -> list[str]:
    return [*PLAIN, "bylines", "publication", "tags"]


@dataclass(frozen=True)
class Names:
    """The names that stand in cells for what a state refers to."""

    magazines: dict[int, str]
    tags: dict[int, str]

    @classmethod
    def read(cls) -> "Names":
        magazines = dict(Publication.objects.values_list("pk", "name"))
        return cls(magazines, dict(Tag.objects.values_list("pk", "name")))

    def cells(self, state: State) -> dict[str, str]:
        cells = {name: state[name] for name in PLAIN}
        cells["authors"] = SEPARATOR.join(name for name, _role, _author in state["bylines"])
        cells["publication"] = self.magazines.get(state["publication"], "")
        tags = [self.tags[int(pk)] for pk in state["tags"] if int(pk) in self.tags]
        cells["tags"] = SEPARATOR.join(sorted(tags))
        return cells


# Back


def read(content: str) -> Table:
    """Return a table as a spreadsheet writes it.

    Raises ValidationError where it is none that `rows` began, or too long.
    """
    content = content.lstrip("\ufeff")
    if content.lower().startswith(HINT):
        content = content.partition("\n")[2]
    heading = content.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, strict=True)
    try:
        lines = list(reader)
    except csv.Error:
        message = _("Ce fichier n’est pas un tableau en CSV : sa ligne %(line)s ne se lit pas.")
        raise ValidationError(message % {"line": reader.line_num}) from None
    headings = [name.strip().lower() for name in (lines or [[]])[0]]
    columns = [name for name in headings if name in COLUMNS]
    if not set(NUMBERS) <= set(columns):
        raise ValidationError(_("Il faut au moins les colonnes « id » et « version »."))
    if len(columns) > len(set(columns)):
        raise ValidationError(_("Deux colonnes portent le même nom."))
    table = Table([], {}, [])
    for place, name in enumerate(headings):
        if name in COLUMNS:
            table.places[name] = letter(place)
        elif name:
            table.unknown.append((letter(place), name))
    for number, cells in enumerate(lines[1:], start=2):
        if any(map(str.strip, cells)):
            table.rows.append(_row(number, headings, cells))
    if len(table.rows) > MOST:
        raise ValidationError(_("Au plus %(most)s lignes à la fois.") % {"most": MOST})
    return table


def _row(line: int, headings: Sequence[str], cells: Sequence[str]) -> Row:
    by_column = {}
    for name, cell in zip(headings, cells, strict=False):
        if name in COLUMNS:
            by_column[name] = typed(cell)
    if any(map(str.strip, cells[len(headings) :])):
        # A separator in a text that has lost its quotation marks: nothing is where it was.
        by_column = {}
    return Row(line, by_column)
