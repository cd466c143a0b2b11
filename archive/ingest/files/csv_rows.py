"""The rows of a CSV file, whichever delimiter it has."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from archive.ingest.files import columns
from archive.ingest.files.decoding import LINE_LIMIT, Lines

csv.field_size_limit(LINE_LIMIT)  # the library's own is 131,072 characters
# Excel's own way to say which delimiter a file has.
DELIMITER_LINE = re.compile(r"sep=(.)\s*$")


class Rows:
    """The rows of a CSV file that are not empty; `start` is the line on which the last begins.

    Raises csv.Error where one cannot be read.
    """

    def __init__(self, path: Path):
        self.lines = Lines(path)
        self.start = 0
        heading = next(filter(str.strip, self.lines), "")
        delimiter_line = DELIMITER_LINE.match(heading)
        if delimiter_line:
            delimiter = delimiter_line[1]
            heading = next(self.lines, "")
        else:
            delimiter = columns.delimiter_of(heading)
        plain_lines = map(_with_plain_end, chain([heading], self.lines))
        self._rows = csv.reader(plain_lines, delimiter=delimiter, skipinitialspace=True)
        self.names = [cell.strip() for cell in next(self._rows, [])]

    def __iter__(self) -> Iterator[list[str]]:
        self.start = self.lines.number + 1
        for cells in self._rows:
            if any(map(str.strip, cells)):
                yield cells
            self.start = self.lines.number + 1


def _with_plain_end(line: str) -> str:
    """Return a line as the csv module takes it: it stumbles over a return inside a line."""
    return line.rstrip("\r\n").replace("\r", " ") + "\n"
