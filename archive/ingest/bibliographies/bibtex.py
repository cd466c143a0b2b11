"""BibTeX and BibLaTeX: each entry completes the editorial that it cites."""

import logging
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Block, Entry
from django.utils.translation import gettext as _

from archive.ingest.bibliographies.entries import date_of, record_of
from archive.ingest.files.decoding import decode, load
from archive.ingest.records import Record, Rejected

LARGEST = 3 * 2**20  # bytes
MAGAZINE = ("journaltitle", "journal", "maintitle", "booktitle", "magazine")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield what each entry says; one that cannot be read is rejected with its line."""
    text, doubts = decode(load(Path(path), LARGEST))
    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    try:
        library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    except RecursionError as error:
        raise Rejected(_("Éléments trop emboîtés : aucun texte lisible.")) from error
    for block in library.blocks:
        source = f"{path}:{(block.start_line or 0) + 1}"
        if isinstance(block, Entry):
            record = _record(block, source)
            record.doubts += doubts
            yield record
        elif _is_failed(block):
            yield Rejected(_("Notice illisible : une accolade ou une virgule manque."), source)


def _is_failed(block: Block) -> bool:
    return hasattr(block, "error")


def _record(entry: Entry, source: str) -> Record:
    facts = {field.key.lower(): str(field.value) for field in entry.fields}
    publication = next((facts[name] for name in MAGAZINE if facts.get(name)), "")
    date = facts.get("date") or date_of(
        facts.get("year", ""), facts.get("month", ""), facts.get("day", "")
    )
    fields = {
        "title": facts.get("title", ""),
        "publication": publication,
        "date": date,
        "issue": facts.get("number") or facts.get("issue", ""),
        "volume": facts.get("volume", ""),
        "page": facts.get("pages", ""),
        "doi": facts.get("doi", ""),
        "url": facts.get("url", ""),
    }
    return record_of(source, fields, facts.get("author", "").split(" and "))
