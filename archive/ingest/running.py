"""An import from its first file to its last, as an event: done at once, or gone on with after an interruption."""

import os
from collections.abc import Iterator

from archive import ingest
from archive.ingest.entering import saving
from archive.ingest.entering.saving import Outcome
from archive.ingest.files import formats
from archive.models import Import

OF_MANY = {
    "jsonl",
    "csv",
    "wxr",
    "feed",
}  # files that hold many items and are read much faster than these are saved
SLOW = {"warc"}  # reading is most of the work


def begun(paths: list[str], format: str = "auto", publication: str = "", by=None) -> Import:
    """The event of an import of these files and folders: a new one, or that of the same import which was interrupted."""
    return Import.objects.begin([os.path.realpath(path) for path in paths], format, publication, by)


def run(event: Import) -> Iterator[Outcome]:
    """Brings in all that the event's files hold, each item in a transaction of its own, and finishes the event. Whoever
    stops in between loses nothing: the next run finds done what is done."""
    yield from outcomes(event.paths, event.format, event.publication, event=event)
    event.finish()


def outcomes(
    paths, format: str, publication: str, dry_run: bool = False, event: Import | None = None
) -> Iterator[Outcome]:
    """The same without an event; with `dry_run` nothing is changed."""
    number = 0
    for path in ingest.walk(paths):
        records = [path] if isinstance(path, ingest.Rejected) else ingest.read(path, format)
        for outcome in saving.save(records, publication, dry_run, event, number):
            number += 1
            yield outcome


def count(paths: list[str], format: str = "auto") -> int | None:
    """The number of items to come, for a progress bar; None where telling it would take as long as the import."""
    total = 0
    for path in ingest.walk(paths):
        expected = 1 if isinstance(path, ingest.Rejected) else _count(path, format)
        if expected is None:
            return None
        total += expected
    return total


def _count(path, format: str) -> int | None:
    try:
        head = formats.head(path)
        found = formats.find(head) if format == "auto" else format
        if formats.container(head) or found in SLOW:
            return None
    except (OSError, ingest.Rejected):
        return 1
    return sum(1 for _item in ingest.read(path, format)) if found in OF_MANY else 1
