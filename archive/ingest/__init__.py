"""Import: an outside file -> Records (a reader each format) -> editorials (`saving.save`, the only writer)."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest import dumps, feeds, markdown, pages, tables, warc, wordpress
from archive.ingest.files import containers, formats
from archive.ingest.records import Record, Rejected, unforeseen

# format -> read(path) -> Iterator[Record | Rejected]; a reader touches no database.
READERS = {
    "text": dumps.read,
    "html": pages.read,
    "wxr": wordpress.read,
    "feed": feeds.read,
    "csv": tables.read_csv,
    "jsonl": tables.read_jsonl,
    "markdown": markdown.read,
    "warc": warc.read,
}


def walk(paths: list[str]) -> Iterator[Path | Rejected]:
    """The files under `paths`, folders walked in a fixed order; what cannot be listed comes out as Rejected."""
    for given in paths:
        path, problems = os.path.realpath(given), []
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path, onerror=problems.append):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (
                    Path(folder, name) for name in sorted(names) if not name.startswith(".")
                )
        elif os.path.exists(path):
            yield Path(path)
        else:
            yield Rejected(
                _("Ce fichier ou ce dossier n’existe pas."),
                source=_printable(given),
                unreadable=True,
            )
        for problem in problems:
            yield Rejected(
                _("Ce dossier ne peut pas être lu."),
                source=_printable(problem.filename),
                unreadable=True,
            )


def _printable(path: str) -> str:
    """A path whose bytes are no UTF-8 (« caf\\xe9.txt » of an old disk) as text that can be stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read(path: Path, format: str = "auto") -> Iterator[Record | Rejected]:
    """The records of one file, or of all the files in an archive, whose sources are « archive.zip/inner/file.html ».

    Whatever makes a file unusable comes out as one Rejected, never as an exception.
    """
    try:
        for item in _read(path, format, None):
            item.source = _printable(item.source or str(path))
            yield item
    except Rejected as rejected:
        rejected.source = _printable(str(path))
        yield rejected


def _read(
    path: Path, format: str, allowance: containers.Allowance | None
) -> Iterator[Record | Rejected]:
    try:
        if not path.is_file():
            raise Rejected(_("Ce n’est pas un fichier ordinaire."))
        head = formats.head(path)
        if kind := formats.container(head):
            yield from _some(
                _contained(path, kind, format, allowance or containers.Allowance.of(path))
            )
        else:
            found = formats.find(head) if format == "auto" else format
            if found not in READERS:
                raise Rejected(_("Format non reconnu ; précisez-le avec --format."))
            yield from _some(READERS[found](path))
    except containers.Exhausted:
        raise
    except Rejected as rejected:
        rejected.source = rejected.source or str(path)
        yield rejected
    except OSError as error:
        reason = _("Ce fichier ne peut pas être lu (%(error)s).") % {
            "error": error.strerror or error
        }
        yield Rejected(reason, source=str(path), unreadable=True)
    except Exception:  # what nobody foresaw in one file must not stop the others
        yield unforeseen(str(path))


def _contained(
    path: Path, kind: str, format: str, allowance: containers.Allowance
) -> Iterator[Record | Rejected]:
    for member in containers.members(path, kind, allowance):
        if isinstance(member, Rejected):
            member.source = f"{path}/{member.source}" if member.source else str(path)
            yield member
            continue
        for item in _read(member.path, format, allowance):
            item.source = f"{path}/{member.name}{item.source.removeprefix(str(member.path))}"
            yield item


def _some(items: Iterator[Record | Rejected]) -> Iterator[Record | Rejected]:
    """The items; Rejected where there is none, so that no file goes by in silence."""
    item = None
    for item in items:
        yield item
    if item is None:
        raise Rejected(_("Ce fichier ne contient rien à reprendre."))
