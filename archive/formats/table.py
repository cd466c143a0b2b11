"""Works as a CSV that spreadsheets open as it is: UTF-8 with a mark, semicolons, no formulas."""

import csv
from collections.abc import Iterable, Iterator

from archive.formats.works import Collection, Work
from archive.models.table_cells import harmless

MARK = "\ufeff"  # by which a spreadsheet knows UTF-8
DELIMITER = ";"
RECORD = ("id", "source_id", "title", "authors", "date", "publication", "language", "tags", "url")
COLUMNS = (*RECORD, "standfirst", "section", "issue", "page")


class Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def write(works: Iterable[Work], _collection: Collection) -> Iterator[bytes]:
    """Yield a line for each work below a heading. Names and tags are parted by semicolons."""
    writer = csv.writer(Echo(), delimiter=DELIMITER)
    yield (MARK + writer.writerow(COLUMNS)).encode()
    for work in works:
        cells = (
            str(work.number),
            work.source_id,
            work.title,
            "; ".join(signature.name for signature in work.signatures),
            work.date,
            work.magazine,
            work.language,
            "; ".join(work.tags),
            work.address,
            work.standfirst,
            work.section,
            work.issue,
            work.page,
        )
        yield writer.writerow(map(harmless, cells)).encode()
