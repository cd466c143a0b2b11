"""Dumps of databases as SQL (mysqldump, phpMyAdmin, Adminer, pg_dump, SQLite's own): their rows,
read one at a time and never run."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.ingest.exports.tables import ODD, Tables

CHUNK = 1 << 20
LONGEST = 64 << 20  # bytes of a row, or of what is no statement that is read
MOST_UNCLOSED = 200  # texts and remarks; for each, all that follows is looked through
QUOTED = rb"""'(?:[^'\\]++|\\.|'')*+'|"(?:[^"\\]++|\\.|"")*+\""""
NAME = rb"""(?:[`"\[]?[\w$-]++[`"\]]?\.)?[`"\[]?([\w$-]++)[`"\]]?"""
# What a cell may be: a text (which may bear its encoding), a number, NULL, a call (NOW()).
CELL = rb"(?:(?:_[a-z]\w*\s*+|[xXnNbB])?(?:%s)|[^\s,()'\"]++(?:\([^()'\"]*+\))?)" % QUOTED
ROW = re.compile(rb"\s*+,?\s*+\(\s*+((?:%s\s*+,\s*+)*+%s)\s*+\)" % (CELL, CELL), re.S)
CELLS = re.compile(CELL, re.S)
# Where something begins that is looked at; the rest is passed over, with the texts in it.
OPENING = re.compile(
    rb"(?<![^\s;])(?:INSERT\s+(?:IGNORE\s+)?INTO\s+%s\s*+(?:\(([^()]*+)\)\s*+)?VALUES(?=[\s(])"
    rb"|CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?%s\s*+\("
    rb"|COPY\s+%s\s*+\(([^()]*+)\)\s+FROM\s+stdin;[^\n]*\n)" % (NAME, NAME, NAME),
    re.I,
)
PASSED = re.compile(
    rb"%s|--(?=[\s-])[^\n]*+\n|/\*.*?\*/|#[^\n]*+\n|;|[^'\"/#;-]++|[/#-]" % QUOTED, re.S
)
DEFINITION = re.compile(rb"%s|`[^`]*`|[(),]|[^'\"`(),]++" % QUOTED, re.S)
COLUMN = re.compile(rb"\s*+[`\"\[]([^`\"\]]+)[`\"\]]\s|\s*+([\w$]+)\s")
NO_COLUMN = re.compile(
    rb"(?:PRIMARY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|CHECK|FOREIGN|EXCLUDE)\b", re.I
)
ESCAPED = re.compile(r"\\(.)", re.S)
CONTROL = {"0": "", "b": "", "n": "\n", "r": "\r", "t": "\t", "Z": ""}
NUMBERED = re.compile(rb"[xX]'([0-9A-Fa-f]*)'|0x([0-9A-Fa-f]+)")


def load(path: Path, tables: Tables, is_wanted: Callable[[str], bool]) -> None:
    """Keep the rows of the tables whose names are wanted; a broken one is passed over."""
    with open(path, "rb") as file:
        _Dump(file, tables, is_wanted).read()


class _Dump:
    """A dump that is read from its beginning to its end; places count in what is in memory."""

    def __init__(self, file: BinaryIO, tables: Tables, is_wanted: Callable[[str], bool]):
        self.file = file
        self.tables = tables
        self.is_wanted = is_wanted
        self.columns: dict[str, list[str]] = {}
        self.content = b""
        self.at = 0
        self.unclosed = 0

    def more(self) -> bool:
        """Read on; False at the end, and where what is looked at is longer than any row may be."""
        remaining = len(self.content) - self.at
        if remaining > LONGEST:
            return False
        chunk = self.file.read(max(CHUNK, remaining))
        self.content, self.at = self.content[self.at :] + chunk, 0
        return bool(chunk)

    def read(self) -> None:
        while self._to_opening():
            opening = OPENING.match(self.content, self.at)
            assert opening is not None
            insert, columns, create, copy, copied = opening.groups()
            self.at = opening.end()
            if insert:
                self._insert(_name(insert), _names(columns))
            elif create:
                self._create(_name(create))
            else:
                self._copy(_name(copy), _names(copied))

    def _to_opening(self) -> bool:
        """Go to the next statement that is read; return False where none comes."""
        while True:
            opening = OPENING.search(self.content, self.at)
            if opening and not self._is_within_text(opening.start()):
                self.at = opening.start()
                return True
            if opening:
                continue
            # A statement's opening may be cut by the end of what is in memory.
            self.at = max(self.at, len(self.content) - CHUNK // 16)
            if not self.more():
                return False

    def _is_within_text(self, place: int) -> bool:
        """Return True where a place is part of a text or a remark, and go behind that."""
        at = self.at
        while at < place and self.unclosed < MOST_UNCLOSED:
            passed = PASSED.match(self.content, at)
            if passed is None or (self.content.startswith(b"/*", at) and len(passed[0]) == 1):
                self.unclosed += 1  # nothing closes it before the end
                at += 1
                continue
            at = passed.end()
            if at > place and passed[0][:1] in b"'\"-#/" and len(passed[0]) > 1:
                self.at = at
                return True
        return False

    def _insert(self, table: str, columns: list[str]) -> None:
        names = columns or self.columns.get(table, [])
        wanted = bool(names) and self.is_wanted(table)
        while True:
            row = ROW.match(self.content, self.at)
            if (row is None or row.end() == len(self.content)) and self.more():
                continue
            if row is None:
                return
            self.at = row.end()
            if wanted:
                self.tables.add(table, names, [_cell(cell) for cell in CELLS.findall(row[1])])
            if self._ends():
                return

    def _ends(self) -> bool:
        """Return True where no further row follows; what does not fit in memory is read."""
        while True:
            following = self.content[self.at : self.at + 1000].lstrip()[:1]
            if following:
                return following not in b",("
            if not self.more():
                return True

    def _create(self, table: str) -> None:
        """Note the columns of a table, in their order."""
        columns: list[str] = []
        depth, begin = 1, self.at
        while depth:
            passed = DEFINITION.match(self.content, self.at)
            if passed is None or passed.end() == len(self.content):
                kept = self.at - begin
                self.at = begin
                if not self.more():
                    return
                begin, self.at = 0, kept
                continue
            self.at = passed.end()
            if passed[0] == b"(":
                depth += 1
            elif passed[0] == b")":
                depth -= 1
            if depth == 0 or (depth == 1 and passed[0] == b","):
                columns += _column(self.content[begin : self.at])
                begin = self.at
        self.columns[table] = columns

    def _copy(self, table: str, columns: list[str]) -> None:
        """Read the lines of PostgreSQL, which have tabs between their cells."""
        wanted = self.is_wanted(table)
        while True:
            end = self.content.find(b"\n", self.at)
            if end < 0:
                if not self.more():
                    return
                continue
            line = self.content[self.at : end].rstrip(b"\r")
            self.at = end + 1
            if line == b"\\.":
                return
            if wanted:
                cells = [None if cell == b"\\N" else _unescaped(cell) for cell in line.split(b"\t")]
                self.tables.add(table, columns, cells)


def _column(definition: bytes) -> Iterator[str]:
    """Yield the name that a part of CREATE TABLE defines, if it is a column."""
    part = definition.strip(b" \t\r\n,")
    if NO_COLUMN.match(part):
        return
    column = COLUMN.match(part + b" ")
    if column:
        yield _name(column[1] or column[2])


def _name(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _names(listed: bytes | None) -> list[str]:
    if not listed:
        return []
    return [_name(name.strip(b' \t\r\n`"[]')) for name in listed.split(b",")]


def _cell(cell: bytes) -> str | None:
    if cell.upper() == b"NULL":
        return None
    numbered = NUMBERED.fullmatch(cell)
    if numbered:
        digits = (numbered[1] or numbered[2] or b"").decode()
        return _decoded(bytes.fromhex(digits.rjust(len(digits) + len(digits) % 2, "0")))
    mark = cell[-1:]
    if mark not in (b"'", b'"'):
        return cell.decode("utf-8", "replace")
    written = cell[cell.index(mark) + 1 : -1]
    return _unescaped(written.replace(mark * 2, mark))


def _unescaped(written: bytes) -> str:
    cell = _decoded(written)
    if "\\" not in cell:
        return cell
    return ESCAPED.sub(_sign, cell)


def _sign(escaped: re.Match) -> str:
    return CONTROL.get(escaped[1], escaped[1])


def _decoded(cell: bytes) -> str:
    """Return bytes as text: UTF-8, else the Windows encoding with the mark that tells it."""
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return ODD + cell.decode("cp1252", "replace")
