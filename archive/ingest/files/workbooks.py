"""Workbooks as Excel writes them (.xlsx): the cells of their sheets, as texts.

Of the package only XML is read: macros, pictures and links to other files are left. A formula gives
what it came to as the workbook was saved; where that is not stored, the row tells it.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.merged_cells import REFERENCE, MergedCells, column_of
from archive.ingest.files.packages import Package, inner
from archive.ingest.files.sheets import (
    ERROR,
    LARGEST,
    MOST_CELLS,
    NO,
    YES,
    Reading,
    Row,
    Sheet,
    as_typed,
    hidden,
    unread,
)
from archive.ingest.files.xml_documents import local, small_root_of, streamed
from archive.ingest.records import Rejected

BOOK = "xl/workbook.xml"
MACROS = re.compile(r"(?i)(?:^|/)vba\w*\.bin$")
LARGEST_PART = 16 * 2**20  # bytes of XML
# Numbers of the formats of days that every program knows without a word (ECMA-376, 18.8.30): that
# of « févr-01 » has no day. Those of hours alone (18 to 21) tell none.
DAYS, MONTHS = {14, 15, 16, 22, *range(27, 37), *range(50, 59)}, {17}
# What of a format is no sign of a day or a month: colours and conditions, quoted words, one sign.
ASIDE = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a sign that XML has no room for
FIRST_DAY = date(1899, 12, 30)  # since Excel takes 1900 for a leap year, right from March 1900 on
LAST_WRONG_DAY = 60  # its 29 February 1900
FIRST_DAY_OF_1904 = date(1904, 1, 1)


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in their order. Raises Rejected, with the reason."""
    package = Package(content, LARGEST_PART, LARGEST)
    if any(map(MACROS.search, package.names)):
        raise Rejected(_("Ce classeur contient des macros : enregistrez-le en .xlsx, sans elles."))
    book = _root(package, BOOK)
    parts = _targets(package)
    texts = _shared_texts(package, parts)
    formats = _date_formats(package, parts)
    first_day = FIRST_DAY
    for properties in _each(book, "workbookPr"):
        if properties.get("date1904") in ("1", "true"):
            first_day = FIRST_DAY_OF_1904
    reading = _Reading(texts, formats, first_day)
    for number, listed in enumerate(_each(book, "sheet"), start=1):
        part = parts.get(_attribute(listed, "id"), "")
        if part and "/worksheets/" not in part:  # a chart
            continue
        name = listed.get("name", "")
        if listed.get("state", "visible") != "visible":
            yield hidden(number, name)
            continue
        if not package.has(part):
            reason = _("La feuille « %(name)s » manque dans ce classeur, qui est abîmé.")
            yield unread(number, name, reason)
            continue
        content = package.part(part)
        yield reading.sheet(number, name, reading.rows(content), MergedCells.of_excel(content))


def _targets(package: Package) -> dict[str, str]:
    """Return {what the workbook calls a part, or the end of its type: its name}."""
    targets = {}
    for relation in _root(package, "xl/_rels/workbook.xml.rels"):
        target = (relation.get("Target") or "").removeprefix("/xl/")
        name = inner(BOOK, target)
        targets[relation.get("Id") or ""] = name
        targets[(relation.get("Type") or "").rpartition("/")[2]] = name
    return targets


def _root(package: Package, name: str) -> etree._Element:
    return small_root_of(package.part(name))


def _shared_texts(package: Package, parts: dict[str, str]) -> list[str]:
    part = parts.get("sharedStrings", "")
    if not package.has(part):
        return []
    return [_text_of(item) for item in streamed(package.part(part), "si")]


def _text_of(item: etree._Element) -> str:
    """Return the text of a cell in its runs, without what is printed above it to be pronounced."""
    runs = []
    for element in item.iter():
        if local(element) == "t" and local(element.getparent()) != "rPh":
            runs.append(element.text or "")
    return ESCAPED.sub(_sign, "".join(runs)).replace("\r\n", "\n").replace("\r", "\n")


def _sign(escaped: re.Match[str]) -> str:
    """Return what no database takes as "" (NUL) or U+FFFD (half a surrogate pair)."""
    code = int(escaped[1], 16)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(code) if code else ""


def _date_formats(package: Package, parts: dict[str, str]) -> dict[str, int]:
    """Return {number of a style: length of what its format shows of an ISO date: 4, 7 or 10}."""
    part = parts.get("styles", "")
    if not package.has(part):
        return {}
    styles = _root(package, part)
    lengths = dict.fromkeys(map(str, DAYS), 10) | dict.fromkeys(map(str, MONTHS), 7)
    for written in _each(styles, "numFmt"):
        lengths[written.get("numFmtId", "")] = _length_shown(written.get("formatCode", ""))
    formats = {}
    for cells in _each(styles, "cellXfs"):
        for number, style in enumerate(cells):
            length = lengths.get(style.get("numFmtId", ""), 0)
            if length:
                formats[str(number)] = length
    return formats


def _length_shown(written: str) -> int:
    """Return how much of an ISO date a format shows; 0 for one of numbers, or of hours alone."""
    signs = ASIDE.sub("", written.partition(";")[0]).lower()
    if "y" not in signs and "d" not in signs:
        return 0
    if "d" in signs:
        return 10
    return 7 if "m" in signs else 4


class _Reading(Reading):
    """How the cells of a workbook are read."""

    def __init__(self, texts: list[str], formats: dict[str, int], first_day: date):
        super().__init__()
        self.texts, self.formats, self.first_day = texts, formats, first_day

    def rows(self, sheet: bytes) -> Iterator[Row]:
        """Yield the rows of a part. Raises Rejected where these are beyond bounds."""
        number = 0
        for row in streamed(sheet, "row"):
            written = row.get("r", "")
            number = int(written) if written.isdecimal() and len(written) < 8 else number + 1
            cells: list[str] = []
            unsolved: dict[int, str] = {}
            for cell in row:
                if local(cell) == "c":
                    self._place(cells, cell, unsolved)
            if unsolved or any(map(str.strip, cells)):
                yield Row(number, cells, unsolved)

    def _place(self, cells: list[str], cell: etree._Element, unsolved: dict[int, str]) -> None:
        """Put the text of a cell into its column, where that is not too far right."""
        reference = REFERENCE.fullmatch(cell.get("r", ""))
        column = column_of(reference[1]) if reference else len(cells)
        if len(cells) <= column < MOST_CELLS:
            cells += [""] * (column - len(cells))
            cells.append(self._text(cell))
            formula = _unsolved(cell)
            if formula:
                unsolved[column] = formula

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text_of(cell)
        value = ""
        for child in cell:
            if local(child) == "v":
                value = child.text or ""
        if kind == "s":
            return self._shared(value)
        if kind == "b":
            return YES if value == "1" else NO
        if kind == "e":  # « #N/A »: see `_unsolved`
            return ""
        if kind == "d":
            return value[:10]
        if kind == "str":
            return ESCAPED.sub(_sign, value)
        return self._number(value, self.formats.get(cell.get("s", "0"), 0))

    def _shared(self, value: str) -> str:
        is_there = value.isdecimal() and len(value) < 9 and int(value) < len(self.texts)
        return self.texts[int(value)] if is_there else ""

    def _number(self, value: str, length: int) -> str:
        """Return a number as it is typed; a day as ISO 8601, of which its format shows so much."""
        try:
            number = float(value)
        except ValueError:
            return value
        first = 0 if self.first_day == FIRST_DAY_OF_1904 else 1  # Excel's « 0 January 1900 »
        if length and first <= number < (date.max - self.first_day).days + 1:
            return self._day(int(number)).isoformat()[:length]
        return as_typed(number)

    def _day(self, number: int) -> date:
        if self.first_day == FIRST_DAY and number < LAST_WRONG_DAY:
            number += 1
        return self.first_day + timedelta(days=number)


def _unsolved(cell: etree._Element) -> str:
    """Return the formula of a cell without a result, or the error that it came to; else ""."""
    formula, value = None, None
    for child in cell:
        if local(child) == "f":
            formula = child.text or ""
        elif local(child) == "v":
            value = child.text or ""
    kind = cell.get("t", "n")
    if kind == "e":
        return value or ERROR
    # The result of a formula may be an empty text, which is stored as such.
    is_solved = bool(value) or (kind == "str" and value is not None)
    if formula is None or is_solved:
        return ""
    return f"={formula.strip()}"


def _each(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if local(element) == name:
            yield element


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute whatever its namespace, which two kinds of workbooks call otherwise."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name and etree.QName(key).namespace:
            return str(value)
    return ""
