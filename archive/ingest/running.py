"""An import from its first file to its last, as an event.

It is done at once, or gone on with after an interruption.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from archive import ingest
from archive.ingest.entering import keyed_rows, mending, saving
from archive.ingest.entering.saving import Outcome
from archive.ingest.files import formats
from archive.ingest.files.mappings import Mappings
from archive.ingest.records import Record, Rejected
from archive.models import Import, ImportRule

# Formats of files that hold many documents and are read much faster than these are saved.
FORMATS_OF_MANY = {"jsonl", "csv", "wxr", "feed", "bibtex", "ris"}
# Reading is most of the work.
SLOW_FORMATS = {"warc", "spip", "drupal", "joomla", "database", "mediawiki", "mail", "ghost"}


def begun(paths: list[str], format: str = "auto", publication: str = "") -> Import:
    """Return the event of an import of these files and folders.

    It is a new one, or that of the same import which was interrupted.
    """
    whole = [os.path.realpath(path) if path.strip() else path for path in paths]
    return Import.objects.begin(whole, format, publication)


def run(event: Import, mappings: Mappings | None = None) -> Iterator[Outcome]:
    """Bring in all that the event's files hold, and finish the event; yield what became of each.

    Some documents share a transaction (`saving.save`). Whoever stops in between loses nothing: the
    next run finds done what is done.
    """
    yield from outcomes(
        event.paths, event.format, event.publication, event=event, mappings=mappings
    )
    event.finish()


def outcomes(
    paths: list[str],
    format: str,
    publication: str,
    dry_run: bool = False,
    event: Import | None = None,
    mappings: Mappings | None = None,
) -> Iterator[Outcome]:
    """Bring in all that the files hold, with or without an event; yield what became of each.

    With `dry_run` nothing is changed. `mappings`: what the columns of tables give.
    """
    records = _records(paths, format, mappings)
    if dry_run:
        records = keyed_rows.with_shared(records, publication)
    yield from saving.save(records, publication, dry_run, event)


def _records(
    paths: list[str], format: str, mappings: Mappings | None
) -> Iterator[Record | Rejected]:
    """Yield the records of all files in one row: those of small files share transactions, too.

    Rules that editors made for imports have their say.
    """
    rules = ImportRule.all_in_order()
    for record in ingest.read_all(paths, format, mappings):
        yield mending.with_rules(record, rules)


def count(paths: list[str], format: str = "auto", mappings: Mappings | None = None) -> int | None:
    """Return the number of documents to come, for a progress bar.

    None where telling it would take as long as the import.
    """
    total = 0
    for path in ingest.walk(paths):
        documents = _count(path, format, mappings)
        if documents is None:
            return None
        total += documents
    return total


def _count(path: Path | Rejected, format: str, mappings: Mappings | None) -> int | None:
    if isinstance(path, Rejected):
        return 1
    try:
        head = formats.head(path)
        name = format
        if format == "auto":
            name = formats.find(head)
        if formats.container(head) or name in SLOW_FORMATS:
            return None
    except (OSError, Rejected):
        return 1
    if name not in FORMATS_OF_MANY:
        return 1
    return sum(1 for _record in ingest.read(path, format, mappings))
