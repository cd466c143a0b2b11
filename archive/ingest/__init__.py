"""Import: an outside file -> Records (a reader each format) -> editorials (`saving.save`, the only writer)."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest import captures, tables
from archive.ingest.records import Record, Rejected

# format -> read(path) -> Iterator[Record | Rejected]; a reader touches no database.
READERS = {"text": captures.read, "jsonl": tables.read_jsonl}
BY_SUFFIX = {".txt": "text", ".text": "text", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def files(paths: list[str]) -> Iterator[Path | Rejected]:
    """The files under `paths`, folders walked in a fixed order; what cannot be listed comes out as Rejected."""
    for given in paths:
        path, problems = Path(given).resolve(), []
        if path.is_dir():
            for folder, folders, names in os.walk(path, onerror=problems.append):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        elif path.exists():
            yield path
        else:
            yield Rejected(_("Ce fichier ou ce dossier n’existe pas."), source=given, unreadable=True)
        for problem in problems:
            yield Rejected(_("Ce dossier ne peut pas être lu."), source=problem.filename, unreadable=True)


def read(path: Path, format: str = "auto") -> Iterator[Record | Rejected]:
    """The records of one file; whatever makes the file unusable comes out as one Rejected, never as an exception."""
    if format == "auto":
        format = BY_SUFFIX.get(path.suffix.lower(), "")
    try:
        if not path.is_file():
            raise Rejected(_("Ce n’est pas un fichier ordinaire."))
        if format not in READERS:
            raise Rejected(_("Format non reconnu ; précisez-le avec --format."))
        yield from READERS[format](path)
    except Rejected as rejected:
        rejected.source = rejected.source or str(path)
        yield rejected
    except OSError as error:
        reason = _("Ce fichier ne peut pas être lu (%(error)s).") % {"error": error.strerror}
        yield Rejected(reason, source=str(path), unreadable=True)
