"""Records given as rows: JSON Lines and CSV, one editorial a row, with the keys that docs/importing.md lists."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from archive import dates, text
from archive.ingest.files import columns
from archive.ingest.files.decoding import LINE_LIMIT, Lines, mojibake
from archive.ingest.printed.ambiguous_dates import date_doubts
from archive.ingest.printed.credits import names_in
from archive.ingest.records import Doubt, Printed, Record, Rejected, without_text

csv.field_size_limit(LINE_LIMIT)  # the library's own is 131,072 characters
SURROGATES = re.compile("[\ud800-\udfff]")
PLAIN = ("title", "standfirst", "publication", "section", "issue", "page", "language", "url")


def read_jsonl(path: Path) -> Iterator[Record | Rejected]:
    """Each line of a file on its own: a bad one is rejected with its number, the others go on."""
    lines = Lines(path)
    for line in lines:
        if line.strip():
            yield from _row(line, f"{path}:{lines.number}", lines.doubts())
    if lines.cut:
        yield Rejected(lines.cut, source=f"{path}:{lines.number}")


def _row(line: str, source: str, doubts: list[Doubt]) -> Iterator[Record | Rejected]:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise Rejected(_("La ligne n’est pas un objet JSON."))
        made = record(row, source)
        made.doubts += doubts
        yield made
    except (ValueError, RecursionError):
        yield Rejected(_("La ligne n’est pas du JSON valide."), source=source)
    except Rejected as rejected:
        rejected.source = source
        yield rejected


def read_csv(path: Path) -> Iterator[Record | Rejected]:
    """Each row under a heading of known names, French or English; what stands in other columns is told as a doubt."""
    lines = Lines(path)
    first = next((line for line in lines if line.strip()), "")
    if told := re.match(r"sep=(.)\s*$", first):  # Excel's own way to say it
        first = next(lines, "")
    table = columns.Table(first, told[1] if told else "")
    rows = csv.reader(
        map(_one_end, chain([first], lines)), delimiter=table.delimiter, skipinitialspace=True
    )
    table.read_heading(next(rows, []))
    try:
        start = lines.number + 1
        for cells in rows:
            if any(map(str.strip, cells)):
                yield from _cells(table, cells, f"{path}:{start}", lines.doubts())
            start = lines.number + 1
    except csv.Error:
        yield Rejected(
            _("Ligne illisible : des guillemets n’y sont sans doute pas refermés."),
            source=f"{path}:{start}",
        )
    if lines.cut:
        yield Rejected(lines.cut, source=f"{path}:{lines.number}")


def _one_end(line: str) -> str:
    """A line as the csv module takes it: it stumbles over a return inside one."""
    return line.rstrip("\r\n").replace("\r", " ") + "\n"


def _cells(
    table: columns.Table, cells: list[str], source: str, doubts: list[Doubt]
) -> Iterator[Record | Rejected]:
    row, left = table.row(cells)
    try:
        made = record(row, source)
        made.doubts += doubts + ([Doubt("text", "missing", left)] if left else [])
        yield made
    except Rejected as rejected:
        rejected.source = source
        yield rejected


def record(row: dict, source: str) -> Record:
    """One row as a Record. Raises Rejected where it holds no text or a field has the wrong type."""
    made = Record(source=source, **{key: _string(row, key) for key in PLAIN})
    made.source_id = _string(row, "source_id") or _string(row, "id")
    made.title_supplied = row.get("title_supplied") is True
    made.bylines, made.doubts = _bylines(row)
    made.tags = _strings(row, "tags")
    html, plain = _string(row, "html"), _string(row, "text")
    made.html = html or "".join(f"<p>{escape(part)}</p>" for part in text.paragraphs(plain))
    if not text.plain(text.clean_html(made.html)).strip():
        raise without_text()
    made.doubts += mojibake(f"{made.title}\n{made.html}")
    _date(row, made)
    if not made.title:
        made.doubts.append(Doubt("title", "unknown"))
    if not made.bylines:
        made.doubts.append(Doubt("byline", "unknown"))
    return made


def _date(row: dict, made: Record) -> None:
    printed = _string(row, "date")
    made.date = dates.as_edtf(printed) or None
    if not made.date:
        made.doubts.append(
            Doubt("date", "printed", printed) if printed else Doubt("date", "unknown")
        )
        return
    made.doubts += date_doubts(printed, made.language)
    if (dates.bounds(made.date)[0] or date.min) > date.today():
        made.doubts.append(Doubt("date", "future"))


def _string(row: dict, key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return _storable(str(value))
    raise Rejected(_("Le champ « %(key)s » devrait être un texte.") % {"key": key})


def _storable(value: str) -> str:
    """Without NUL, and with U+FFFD for half a surrogate pair (a character that was cut): no database takes them."""
    return SURROGATES.sub("\ufffd", value.replace("\0", "")).strip()


def _strings(row: dict, key: str) -> list[str]:
    value = row.get(key) or []
    value = re.split("[,;]", value) if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Rejected(_("Le champ « %(key)s » devrait être une liste de textes.") % {"key": key})
    return [item for item in map(_storable, value) if item]


def _bylines(row: dict) -> tuple[list[Printed], list[Doubt]]:
    """`bylines` ([{"name", "role"}]) where given, else `authors` (a list or a string)."""
    given, authors = row.get("bylines"), row.get("authors")
    if given is None and isinstance(authors, str):
        return names_in(_storable(authors))
    if given is None:
        return [Printed(name) for name in _strings(row, "authors")], []
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Rejected(
            _("Le champ « %(key)s » devrait être une liste d’objets.") % {"key": "bylines"}
        )
    return [
        Printed(_string(item, "name"), _string(item, "role"))
        for item in given
        if _string(item, "name")
    ], []
