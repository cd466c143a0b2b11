"""Editorials in the formats of other programs, written as they are read, a few at a time."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from archive import citations, epub
from archive.formats import books, markdown, records, table, tei
from archive.formats.citing import csl, entries
from archive.formats.works import Collection, Work, works

__all__ = ["FORMATS", "Collection", "Format", "Kind", "Work", "works"]

MANY = 10_000  # editorials in one file
FEW = 500  # in one that is made whole before it is sent


class Kind(StrEnum):
    """What a file is for."""

    TABLE = "table"
    REFERENCES = "references"
    TEXTS = "texts"


class Format(NamedTuple):
    """How works are written. `most`: of how many; `needs_one`: a file of none would be no file."""

    kind: Kind
    name: str
    media_type: str
    write: Callable[[Iterable[Work], Collection], Iterator[bytes]]
    most: int = MANY
    needs_one: bool = False


BIBTEX, RIS, CSL = (citations.FORMATS[ending] for ending in ("bib", "ris", "json"))
# By the end of a file's name.
FORMATS = {
    "csv": Format(Kind.TABLE, "CSV", "text/csv; charset=utf-8", table.write),
    "bib": Format(
        Kind.REFERENCES, BIBTEX.name, f"{BIBTEX.media_type}; charset=utf-8", entries(BIBTEX, "\n")
    ),
    "ris": Format(
        Kind.REFERENCES, RIS.name, f"{RIS.media_type}; charset=utf-8", entries(RIS, "\r\n")
    ),
    "json": Format(Kind.REFERENCES, CSL.name, CSL.media_type, csl),
    "epub": Format(Kind.TEXTS, "EPUB", epub.MEDIA_TYPE, books.write, most=FEW, needs_one=True),
    "zip": Format(Kind.TEXTS, "Markdown", "application/zip", markdown.write),
    "xml": Format(
        Kind.TEXTS, "TEI", "application/tei+xml; charset=utf-8", tei.write, needs_one=True
    ),
    "jsonl": Format(Kind.TEXTS, "JSON Lines", "application/jsonl; charset=utf-8", records.write),
}
