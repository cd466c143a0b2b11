"""Records given as rows: JSON Lines, CSV and workbooks, one editorial a row.

The keys of a row are those that docs/importing.md lists.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import tee, zip_longest
from pathlib import Path
from typing import TypeGuard, TypeVar

from django.utils.translation import gettext as _

from archive import dates, printed_dates, text
from archive.ingest.files import columns, open_workbooks, workbooks
from archive.ingest.files.csv_rows import Rows
from archive.ingest.files.decoding import Lines, load, mojibake
from archive.ingest.files.mappings import SAMPLES, Mappings, MetTable
from archive.ingest.files.mappings import without_text as without_text_column
from archive.ingest.files.sheets import Row, Sheet
from archive.ingest.printed.ambiguous_dates import date_doubts
from archive.ingest.printed.credits import names_in
from archive.ingest.records import (
    Doubt,
    Printed,
    Record,
    Rejected,
    SourceFile,
    without_text,
)
from archive.models.names import AuthorKind

SURROGATES = re.compile("[\ud800-\udfff]")
# A list in one cell: between commas or semicolons, in quotation marks or without.
PARTS = re.compile(r'\s*"([^"]*)"\s*(?=[,;]|$)|([^,;]+)')
# What a body of paragraphs begins with that holds a word for certain.
PARAGRAPH = re.compile(r"<p>\s*\w")
# What a row may say that signs, folded.
KINDS = {
    "person": AuthorKind.PERSON.value,
    "personne": AuthorKind.PERSON.value,
    "office": AuthorKind.OFFICE.value,
    "redaction": AuthorKind.OFFICE.value,
    "agence": AuthorKind.OFFICE.value,
    "organisme": AuthorKind.OFFICE.value,
}
MOST_CELLS = 1_000  # of a row that are shown
SHOWN = 200  # characters of a title that are told
CSV, JSON_LINES = "text/csv", "application/jsonl"  # media types
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# A capture that is the file of its row, by media type, and how that is read.
OF_ROWS = {CSV: "csv", JSON_LINES: "jsonl", XLSX: "xlsx", ODS: "ods"}
SHEETS = {XLSX: workbooks.sheets, ODS: open_workbooks.sheets}
LARGEST_WORKBOOK = 50 * 2**20  # bytes, pictures included
PLAIN = ("title", "standfirst", "publication", "section", "issue", "page", "language", "url")

Entry = TypeVar("Entry")


def read_jsonl(path: Path) -> Iterator[Record | Rejected]:
    """Yield the record of each line of a file.

    A bad line is rejected with its number, the others go on.
    """
    lines = Lines(path)
    file = SourceFile(path, JSON_LINES)
    for line in lines:
        if line.strip():
            yield _record_of_line(line, f"{path}:{lines.number}", lines.doubts(), file)
    yield from _cut(lines, path)


def _record_of_line(
    line: str, source: str, doubts: list[Doubt], file: SourceFile
) -> Record | Rejected:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            return Rejected(_("La ligne n’est pas un objet JSON."), source=source)
        row, left = columns.row_of_object(row)
        if left:
            doubts = [*doubts, Doubt("text", "missing", left)]
        return _record_or_rejected(row, source, doubts, file)
    except (ValueError, RecursionError):
        return Rejected(_("La ligne n’est pas du JSON valide."), source=source)


def read_csv(path: Path, mappings: Mappings | None = None) -> Iterator[Record | Rejected]:
    """Yield the record of each row under a heading of known names, French or English.

    `mappings` tells what columns of other names give, and is told of the table. What stands in a
    column of which nothing is known is a doubt.
    """
    rows = Rows(path)
    table = (mappings or Mappings()).table(rows.names, Rows(path))
    file = SourceFile(path, CSV)
    try:
        for cells in rows:
            table.sample(cells)
            if table.gives_text:
                doubts = rows.lines.doubts()
                yield _record_of_cells(table, cells, f"{path}:{rows.start}", doubts, file)
            elif len(table.samples) == SAMPLES:
                break
    except csv.Error:
        yield Rejected(
            _("Ligne illisible : des guillemets n’y sont sans doute pas refermés."),
            source=f"{path}:{rows.start}",
        )
    if not table.gives_text:
        raise without_text_column(rows.names)
    yield from _cut(rows.lines, path)


def read_xlsx(path: Path, mappings: Mappings | None = None) -> Iterator[Record | Rejected]:
    """Yield the records of each sheet of a workbook, as of a CSV file; `book.xlsx#1:2` is a row.

    A sheet that is hidden, or has no column of texts, is told. Raises Rejected for what is none.
    """
    yield from _of_workbook(path, XLSX, mappings or Mappings())


def read_ods(path: Path, mappings: Mappings | None = None) -> Iterator[Record | Rejected]:
    """Do as `read_xlsx` with a workbook of OpenDocument."""
    yield from _of_workbook(path, ODS, mappings or Mappings())


def _of_workbook(path: Path, media_type: str, mappings: Mappings) -> Iterator[Record | Rejected]:
    file = SourceFile(path, media_type)
    for sheet in SHEETS[media_type](load(path, LARGEST_WORKBOOK)):
        place = f"{path}#{sheet.number}"
        if sheet.unread:
            yield Rejected(sheet.unread, source=place)
            continue
        yield from _records_of_sheet(sheet, place, mappings, file)


def _records_of_sheet(
    sheet: Sheet, place: str, mappings: Mappings, file: SourceFile
) -> Iterator[Record | Rejected]:
    for title in sheet.titles:
        line = " ".join(filter(str.strip, title.cells))
        reason = _("Titre au-dessus des colonnes, qui n’est pas repris : « %(title)s ».")
        yield Rejected(reason % {"title": line[:SHOWN]}, source=f"{place}:{title.number}")
    if not sheet.names:
        return
    rows, again = tee(sheet.rows)
    table = mappings.table(sheet.names, (row.cells for row in again), sheet.name)
    del again  # rows that only it would still read are kept no longer
    for row in rows:
        table.sample(row.cells)
        if table.gives_text:
            yield _record_of_row(table, row, f"{place}:{row.number}", file)
        elif len(table.samples) == SAMPLES:
            break
    if not table.gives_text:
        told = {"name": sheet.name, "why": without_text_column(sheet.names).reason}
        yield Rejected(_("Feuille « %(name)s » : %(why)s") % told, source=place)


def _record_of_row(table: MetTable, row: Row, source: str, file: SourceFile) -> Record | Rejected:
    """Return a row of a sheet as a Record, with a doubt about what its formulas came to."""
    unsolved = columns.in_words(row.unsolved, table.names, table.keys)
    doubts = [Doubt("text", "formula", unsolved)] if unsolved else []
    record = _record_of_cells(table, row.cells, source, doubts, file)
    if isinstance(record, Rejected) and unsolved:
        reason = _(
            "%(reason)s Le classeur n’a pas le résultat de ses formules (%(cells)s) : ouvrez-le"
            " avec Excel ou LibreOffice, enregistrez-le et envoyez-le à nouveau."
        )
        facts = {"reason": record.reason, "cells": unsolved}
        return Rejected(reason % facts, source=source)
    return record


def row_at(path: Path, media_type: str, number: int, sheet: int = 0) -> list[tuple[str, object]]:
    """Return the row that begins on a line of a file: its cells that are not empty, with names.

    `sheet`: of a workbook, its sheet. A cell is a text, or in JSON Lines whatever JSON holds.
    Raises Rejected where none begins there.
    """
    if media_type == JSON_LINES:
        lines = Lines(path)
        for line in lines:
            if lines.number == number:
                return list(json.loads(line).items())[:MOST_CELLS]
    elif media_type in SHEETS:
        for shown in SHEETS[media_type](load(path, LARGEST_WORKBOOK)):
            if shown.number == sheet:
                for row in shown.rows:
                    if row.number == number:
                        return _named(shown.names, row.cells)
    else:
        rows = Rows(path)
        with suppress(csv.Error):
            for cells in rows:
                if rows.start == number:
                    return _named(rows.names, cells)
    raise Rejected(_("Le fichier n’a pas de telle ligne."))


def _named(names: list[str], cells: list[str]) -> list[tuple[str, object]]:
    named = zip_longest(names, cells[:MOST_CELLS], fillvalue="")
    return [(name, cell) for name, cell in named if cell.strip()]


def _record_of_cells(
    table: MetTable, cells: list[str], source: str, doubts: list[Doubt], file: SourceFile
) -> Record | Rejected:
    row, left = columns.row_of(cells, table.names, table.keys)
    if left:
        doubts = [*doubts, Doubt("text", "missing", left)]
    return _record_or_rejected(row, source, doubts, file)


def _cut(lines: Lines, path: Path) -> Iterator[Rejected]:
    """Yield why the reading ended before the end of the file, if it did."""
    if lines.cut:
        yield Rejected(lines.cut, source=f"{path}:{lines.number}")


def _record_or_rejected(
    row: Mapping[str, object], source: str, doubts: list[Doubt], file: SourceFile
) -> Record | Rejected:
    """Return a row of a file as a Record with these doubts too, or why it is none."""
    try:
        record = record_of(row, source)
    except Rejected as rejected:
        rejected.source = source
        return rejected
    record.doubts += doubts
    record.file = file
    return record


def record_of(row: Mapping[str, object], source: str) -> Record:
    """Return one row as a Record.

    Raises Rejected where it holds no text or a field has the wrong type.
    """
    record = Record(source=source)
    for key in PLAIN:
        setattr(record, key, _string(row, key))
    if "source_url" in row:  # as this archive writes it: `url` is then its own page
        record.url = _string(row, "source_url")
    record.source_id = _string(row, "source_id") or _string(row, "id")
    record.title_supplied = row.get("title_supplied") is True
    record.bylines, record.doubts = _bylines(row)
    record.tags = _strings(row, "tags")
    record.html = _html(row)
    if not _holds_text(record.html):
        raise without_text()
    record.doubts += mojibake(f"{record.title}\n{record.html}")
    _set_date(record, _string(row, "date"))
    if not record.title:
        record.doubts.append(Doubt("title", "unknown"))
    if not record.bylines:
        record.doubts.append(Doubt("byline", "unknown"))
    return record


def _html(row: Mapping[str, object]) -> str:
    html, plain = _string(row, "html"), _string(row, "text")
    if html:
        return html
    return text.as_html(plain)


def _holds_text(html: str) -> bool:
    """Return True where something is left of a body once it is cleaned."""
    if PARAGRAPH.match(html):  # the cleaning, which is done once more later, would leave it so
        return True
    return bool(text.plain(text.clean_html(html)).strip())


def _set_date(record: Record, printed: str) -> None:
    """Set the EDTF of a date as printed, and what is unsure about it."""
    if not printed:
        record.doubts.append(Doubt("date", "unknown"))
        return
    record.date = printed_dates.as_edtf(printed) or None
    if not record.date:
        record.doubts.append(Doubt("date", "printed", printed))
        return
    record.doubts += date_doubts(printed, record.language)
    earliest, _latest = dates.bounds(record.date)
    if earliest and earliest > date.today():
        record.doubts.append(Doubt("date", "future"))


def _string(row: Mapping[str, object], key: str) -> str:
    """Return the text or the number under a key, "" where there is none.

    Raises Rejected where something else stands there.
    """
    cell = row.get(key)
    if cell is None:
        return ""
    if isinstance(cell, str | int) and not isinstance(cell, bool):
        return _storable(str(cell))
    raise Rejected(_("Le champ « %(key)s » devrait être un texte.") % {"key": key})


def _storable(cell: str) -> str:
    """Return a text without what no database takes.

    That is NUL, and half a surrogate pair (a character that was cut), which becomes U+FFFD.
    """
    return SURROGATES.sub("\ufffd", cell.replace("\0", "")).strip()


def _strings(row: Mapping[str, object], key: str) -> list[str]:
    """Return a list of texts, or the parts of a text between commas or semicolons.

    A part may stand in quotation marks, and holds what it likes then.
    """
    cells = row.get(key) or []
    if isinstance(cells, str):
        cells = [quoted or bare for quoted, bare in PARTS.findall(cells)]
    if not _is_list_of(cells, str):
        raise Rejected(_("Le champ « %(key)s » devrait être une liste de textes.") % {"key": key})
    return list(filter(None, map(_storable, cells)))


def _is_list_of(cells: object, kind: type[Entry]) -> TypeGuard[list[Entry]]:
    return isinstance(cells, list) and all(isinstance(cell, kind) for cell in cells)


def _bylines(row: Mapping[str, object]) -> tuple[list[Printed], list[Doubt]]:
    """Return the bylines of a row and what is unsure about them.

    They stand in `bylines` ([{"name", "role", "kind"}]), else in `authors` (a list or a string),
    whose kind is `author_kind`.
    """
    entries, authors = row.get("bylines"), row.get("authors")
    if entries is None and isinstance(authors, str):
        bylines, doubts = names_in(_storable(authors))
        kind = _kind(row, "author_kind")
        return [replace(byline, kind=kind) for byline in bylines], doubts
    if entries is None:
        kind = _kind(row, "author_kind")
        return [replace(_listed(name), kind=kind) for name in _strings(row, "authors")], []
    if not _is_list_of(entries, dict):
        raise Rejected(
            _("Le champ « %(key)s » devrait être une liste d’objets.") % {"key": "bylines"}
        )
    printed: list[Printed] = []
    for entry in entries:
        name = _string(entry, "name")
        if name:
            printed.append(Printed(name, _string(entry, "role"), _kind(entry, "kind")))
    return printed, []


def _listed(author: str) -> Printed:
    """Return an author of a list: « X, directrice » has a role, anything else is a name."""
    bylines, _doubts = names_in(author)
    if len(bylines) == 1 and bylines[0].role:
        return bylines[0]
    return Printed(author)


def _kind(row: Mapping[str, object], key: str) -> str:
    """Return what signs, as an AuthorKind; "" where a row does not say it.

    Raises Rejected for what is neither.
    """
    typed = _string(row, key)
    if not typed:
        return ""
    kind = KINDS.get(text.fold(typed))
    if kind is None:
        raise Rejected(
            _("Le champ « %(key)s » devrait être « person » ou « office », non « %(kind)s ».")
            % {"key": key, "kind": typed[:50]}
        )
    return kind
