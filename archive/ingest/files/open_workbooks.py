"""Workbooks of OpenDocument (.ods), as LibreOffice writes them: the texts of their cells.

What `workbooks` says of Excel's holds here: nothing is read but XML, a formula gives what it came
to, and where that is not stored the row tells it.
"""

from collections.abc import Iterator
from itertools import groupby, takewhile

from lxml import etree

from archive.ingest.files import open_documents
from archive.ingest.files.merged_cells import MergedCells
from archive.ingest.files.packages import Package
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
)
from archive.ingest.files.xml_documents import local, small_root_of, streamed, too_large

MOST_SHEETS = 1_000
LAST_ROW = 1_048_576  # of a sheet, as many as any program has
MOST_REPEATED = 10_000  # rows of the same texts that are stored as one
MOST_PARENTS = 20  # of a style
WHOLE_DAY = 10  # characters of an ISO date
MOST_SPACES = 100  # that are stored as one
ASIDE = ("annotation", "shapes")  # remarks, and what lies above the cells
DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"  # what lies above one of them
NUMBERS = ("float", "currency", "percentage")


def sheets(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in their order. Raises Rejected, with the reason.

    The rows of a sheet can be read until the next sheet is asked for.
    """
    package = Package(content, LARGEST, LARGEST)
    open_documents.refuse(package)
    rows = filter(_is_of_sheet, streamed(package.part(open_documents.CONTENT), "table-row"))
    reading = Reading()
    styles = _Styles()
    if package.has(open_documents.STYLES):
        styles.add(small_root_of(package.part(open_documents.STYLES)))
    number, last = 0, None
    for table, of_table in groupby(rows, key=_table):
        if last is None:  # all of them stand before the first row
            styles.add(table.getroottree().getroot())
        number, last = number + _distance(table, last), table
        if number > MOST_SHEETS:
            raise too_large()
        name = _value(table, "name")
        if _value(table, "style-name") in styles.hidden:
            yield hidden(number, name)
            continue
        sheet = _SheetRows(styles, table)
        yield reading.sheet(number, name, sheet.rows(of_table), sheet.merged)


def _table(row: etree._Element) -> etree._Element:
    return next(row.iterancestors("{*}table"))


def _distance(table: etree._Element, last: etree._Element | None) -> int:
    """Return how many sheets further a sheet stands than the last one; from none, its number."""
    before = table.itersiblings("{*}table", preceding=True)
    return 1 + sum(1 for _table in takewhile(lambda table: table is not last, before))


def _is_of_sheet(row: etree._Element) -> bool:
    """Return True for a row of a sheet; False for one of a table within a cell, or of none."""
    tables = list(row.iterancestors("{*}table"))
    return len(tables) == 1 and local(tables[0].getparent()) == "spreadsheet"


class _Styles:
    """How cells are shown. `hidden`: the styles of sheets that are not shown."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._lengths: dict[str, int] = {}  # of formats of days: how much of an ISO date
        self._of_cells: dict[str, tuple[int, str]] = {}  # such a length, 0 for none; the parent

    def add(self, root: etree._Element) -> None:
        """Add the styles of a part; they come before those of one that was added earlier."""
        for written in root.iter("{*}date-style"):
            self._lengths[_value(written, "name")] = _length_shown(written)
        for style in root.iter("{*}style"):
            name = _value(style, "name")
            if _value(style, "family") in ("table-cell", ""):
                of_days = _value(style, "data-style-name")
                length = self._lengths.get(of_days, WHOLE_DAY) if of_days else 0
                self._of_cells[name] = length, _value(style, "parent-style-name")
            for properties in style.iter("{*}table-properties"):
                if _value(properties, "display") == "false":
                    self.hidden.add(name)

    def length(self, style: str) -> int:
        """Return how much of an ISO date a style of cells shows, by itself or as its parents do."""
        for _step in range(MOST_PARENTS):
            length, style = self._of_cells.get(style, (WHOLE_DAY, ""))
            if length:
                return length
        return WHOLE_DAY


def _length_shown(style: etree._Element) -> int:
    """Return how much of an ISO date a format shows: 4, 7 or 10 characters."""
    shown = {local(part) for part in style}
    if "day" in shown or "year" not in shown:
        return WHOLE_DAY
    return 7 if "month" in shown else 4


class _SheetRows:
    """The rows of one sheet. `merged`: its merged cells, as far as it is read."""

    def __init__(self, styles: _Styles, table: etree._Element):
        self.merged = MergedCells()
        self._styles = styles
        self._of_columns: list[str] = []  # their styles
        for column in table.iter("{*}table-column"):
            room = MOST_CELLS - len(self._of_columns)
            style = _value(column, "default-cell-style-name")
            self._of_columns += [style] * min(_count(column, "number-columns-repeated"), room)

    def rows(self, elements: Iterator[etree._Element]) -> Iterator[Row]:
        """Yield the rows that have a text. Raises Rejected where these are beyond bounds."""
        number = 1
        for element in elements:
            times = _count(element, "number-rows-repeated")
            if number + times - 1 > LAST_ROW:
                raise too_large()
            cells, unsolved = self._cells(element, number)
            if unsolved or any(map(str.strip, cells)):
                if times > MOST_REPEATED:
                    raise too_large()
                for place in range(number, number + times):
                    yield Row(place, list(cells), unsolved)
            number += times

    def _cells(self, row: etree._Element, number: int) -> tuple[list[str], dict[int, str]]:
        """Return the texts of a row's cells, and by their place the formulas without a result."""
        cells: list[str] = []
        unsolved: dict[int, str] = {}
        style_of_row = _value(row, "default-cell-style-name")
        column = 0  # of a cell, were all that are repeated written out
        for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            if column >= MOST_CELLS:
                break
            times = _count(cell, "number-columns-repeated")
            first, column = column, min(column + times, MOST_CELLS)
            if local(cell) == "covered-table-cell":
                continue
            self._note_merged(cell, number, first)
            style = _value(cell, "style-name") or style_of_row or self._style_of(first)
            text, formula = self._text(cell, style), _unsolved(cell)
            for place in range(first, column) if text or formula else ():
                cells += [""] * (place + 1 - len(cells))
                cells[place] = text
                if formula:
                    unsolved[place] = formula
        return cells, unsolved

    def _style_of(self, column: int) -> str:
        return self._of_columns[column] if column < len(self._of_columns) else ""

    def _note_merged(self, cell: etree._Element, row: int, column: int) -> None:
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            self.merged.add((row, column), (row + down - 1, column + right - 1))

    def _text(self, cell: etree._Element, style: str) -> str:
        kind = _value(cell, "value-type")
        if _is_error(cell):
            return ""
        if kind == "date":
            return _value(cell, "date-value")[: self._styles.length(style)]
        if kind == "boolean":
            return YES if _value(cell, "boolean-value") == "true" else NO
        if kind in NUMBERS:
            return _number(_value(cell, "value"))
        return _typed(cell)


def _number(value: str) -> str:
    try:
        return as_typed(float(value))
    except (ValueError, OverflowError):
        return value


def _typed(cell: etree._Element) -> str:
    """Return the text of a cell, a line for each of its paragraphs."""
    lines = ["".join(_pieces(paragraph)) for paragraph in _paragraphs(cell)]
    return "\n".join(lines) or _value(cell, "string-value")


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and headings, those in lists and in tables within a cell as well."""
    for child in element:
        if local(child) in ("p", "h"):
            yield child
        elif local(child) not in ASIDE and not child.tag.startswith(DRAWN):
            yield from _paragraphs(child)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * min(_count(child, "c"), MOST_SPACES)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in ASIDE:
            yield from _pieces(child)
        yield child.tail or ""


def _unsolved(cell: etree._Element) -> str:
    """Return the formula of a cell without a result, or the error that it came to; else ""."""
    if _is_error(cell):
        return _typed(cell) or ERROR
    formula = _value(cell, "formula")
    if not formula or _value(cell, "value-type"):
        return ""
    # « of:=[.A1] »: before the sign stands whose formulas these are.
    return f"={formula.partition('=')[2].strip()}"


def _is_error(cell: etree._Element) -> bool:
    """Return True for « #DIV/0! », which LibreOffice stores as a text and calls by its kind."""
    return "error" in _values(cell, "value-type")


def _value(element: etree._Element, name: str) -> str:
    """Return an attribute, whatever its namespace; the first, of LibreOffice's own and a common."""
    return next(_values(element, name), "")


def _values(element: etree._Element, name: str) -> Iterator[str]:
    """Yield the attributes of a name, in whatever namespaces."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            yield str(value)


def _count(element: etree._Element, name: str) -> int:
    """Return how often something is repeated, or over how many cells it reaches; 1 where unsaid."""
    value = _value(element, name)
    if value.isascii() and value.isdigit() and len(value) < 10:
        return max(int(value), 1)
    return 1
