"""Doubts about a file, told by one of the editorials that it holds and not by a thousand."""

import re
from dataclasses import replace

from archive.ingest.records import Record, Rejected

OF_FILES = {"encoding"}  # codes of doubts that all of a file has in common
PLACE = re.compile(r"[#:]\d+$")  # of an item in its file, at the end of its source


class ToldOnce:
    """Remembers which item of each file bears the doubts about the file.

    It is the first that is created or updated: what is rejected or a duplicate asks nobody.
    """

    def __init__(self):
        self._bearers: dict[str, str] = {}  # source of the item that bears them, by its file

    def of(self, record: Record | Rejected) -> Record | Rejected:
        """Return a record without what another of its file tells already."""
        if isinstance(record, Rejected) or not _is_about_file(record):
            return record
        bearer = self._bearers.get(_file(record), record.source)
        if bearer == record.source:
            return record
        doubts = [doubt for doubt in record.doubts if doubt.code not in OF_FILES]
        return replace(record, doubts=doubts)

    def note(self, record: Record | Rejected, outcome: str) -> None:
        """Take note of what became of a record that `of` gave."""
        if isinstance(record, Rejected) or not _is_about_file(record):
            return
        if outcome in ("created", "updated"):
            self._bearers[_file(record)] = record.source
        elif self._bearers.get(_file(record)) == record.source:
            del self._bearers[_file(record)]


def _is_about_file(record: Record) -> bool:
    return any(doubt.code in OF_FILES for doubt in record.doubts)


def _file(record: Record) -> str:
    return PLACE.sub("", record.source)
