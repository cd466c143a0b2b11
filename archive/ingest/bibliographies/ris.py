"""RIS, as reference managers write it: each entry completes the editorial that it cites."""

import re
from collections.abc import Iterator
from pathlib import Path

import rispy
from django.utils.translation import gettext as _

from archive.ingest.bibliographies.entries import record_of, slashed
from archive.ingest.files.decoding import decode, load
from archive.ingest.records import Record, Rejected

LARGEST = 5 * 2**20  # bytes
ENTRY = re.compile(r"^TY {1,2}- ?", re.M)
MOST_ENTRIES = 50_000
MAGAZINE = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield what each entry says; one that cannot be read is rejected with its line."""
    text, doubts = decode(load(Path(path), LARGEST))
    starts = [entry.start() for entry in ENTRY.finditer(text)]
    if not starts:
        raise Rejected(_("Ce n’est pas un fichier RIS."))
    line = 1 + text.count("\n", 0, starts[0])
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        source = f"{path}:{line}"
        line += text.count("\n", start, end)
        entry = _entry(text[start:end])
        if entry is None:
            yield Rejected(_("Notice illisible : elle n’est pas faite comme en RIS."), source)
            continue
        record = _record(entry, source)
        record.doubts += doubts
        yield record


def _entry(text: str) -> dict | None:
    """Return an entry by rispy's names; None where it cannot be read."""
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("ER")]
    try:
        entries = rispy.loads("\n".join([*lines, "ER  - ", ""]))
    except (OSError, ValueError, KeyError, IndexError):
        return None
    return entries[0] if entries else None


def _record(entry: dict, source: str) -> Record:
    pages = (_string(entry, "start_page"), _string(entry, "end_page"))
    date = _string(entry, "date") or _string(entry, "year") or _string(entry, "publication_year")
    publication = next((_string(entry, name) for name in MAGAZINE if entry.get(name)), "")
    urls = entry.get("urls") or [entry.get("url") or ""]
    fields = {
        "title": _string(entry, "title") or _string(entry, "primary_title"),
        "publication": publication,
        "date": slashed(date),
        "issue": _string(entry, "number"),
        "volume": _string(entry, "volume"),
        "page": "-".join(filter(None, pages)),
        "doi": _string(entry, "doi"),
        "url": str(urls[0]),
    }
    authors = entry.get("authors") or entry.get("first_authors") or []
    return record_of(source, fields, map(str, authors))


def _string(entry: dict, name: str) -> str:
    value = entry.get(name) or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value)
