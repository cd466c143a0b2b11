"""Import: an outside file -> Records (a reader each format) -> editorials.

The only writer of editorials is `entering.saving.save`.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import extensions
from archive.ingest import dumps, exports, feeds, mail, markdown, pages, tables, warc, wordpress
from archive.ingest.bibliographies import bibtex, ris
from archive.ingest.documents import alto, books, hocr, mets, opendocument, pdf, rich_text, word
from archive.ingest.encoded import jats, tei
from archive.ingest.exports import ghost, mediawiki, substack
from archive.ingest.files import containers, formats
from archive.ingest.files.mappings import Mappings
from archive.ingest.pages import repeated
from archive.ingest.records import Record, Rejected, unforeseen

Reader = Callable[[Path], Iterator[Record | Rejected]]
# By format; a reader touches no database.
READERS: dict[str, Reader] = {
    "text": dumps.read,
    "html": pages.read,
    "wxr": wordpress.read,
    "feed": feeds.read,
    "csv": tables.read_csv,
    "xlsx": tables.read_xlsx,
    "ods": tables.read_ods,
    "jsonl": tables.read_jsonl,
    "markdown": markdown.read,
    "warc": warc.read,
    "spip": exports.read_spip,
    "drupal": exports.read_drupal,
    "joomla": exports.read_joomla,
    "database": exports.read_database,
    "ghost": ghost.read,
    "substack": substack.read,
    "mediawiki": mediawiki.read,
    "mail": mail.read,
    "docx": word.read,
    "pdf": pdf.read,
    "odt": opendocument.read,
    "rtf": rich_text.read,
    "epub": books.read,
    "alto": alto.read,
    "mets": mets.read,
    "hocr": hocr.read,
    "tei": tei.read,
    "jats": jats.read,
    "bibtex": bibtex.read,
    "ris": ris.read,
}
# Of tables, which are told what their columns give.
OF_COLUMNS = {"csv": tables.read_csv, "xlsx": tables.read_xlsx, "ods": tables.read_ods}
# Modules of other packages: `read` as above, and `knows(first bytes)` where they are told by them.
ADDED = extensions.added("readers", READERS)
READERS |= {name: module.read for name, module in ADDED.items()}
NO_PATH = gettext_lazy("Ce fichier ou ce dossier n’existe pas.")
NO_FILE = gettext_lazy("Ce n’est pas un fichier ordinaire.")


def walk(paths: list[str]) -> Iterator[Path | Rejected]:
    """Yield the files under `paths`, folders walked in a fixed order.

    What cannot be listed comes out as Rejected.
    """
    for typed_path in paths:
        # Of nothing, which a script's unset variable gives, this would be the working folder.
        path = os.path.realpath(typed_path) if typed_path.strip() else ""
        if os.path.isdir(path):
            yield from _never_empty(_files_in(path), path)
        elif os.path.isfile(path):
            yield Path(path)
        else:
            reason = NO_FILE if os.path.exists(path) else NO_PATH
            yield Rejected(reason, source=_printable(typed_path), unreadable=True)


def _files_in(root: str) -> Iterator[Path | Rejected]:
    """Yield the files in a folder and in those below it, then the folders that cannot be listed."""
    errors: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=errors.append):
        folders[:] = _visible(folders)
        for name in _visible(names):
            yield Path(folder, name)
    for error in errors:
        yield Rejected(
            _("Ce dossier ne peut pas être lu."),
            source=_printable(error.filename),
            unreadable=True,
        )


def _never_empty(files: Iterator[Path | Rejected], root: str) -> Iterator[Path | Rejected]:
    """Yield the files of a folder, or why there is none: it is seldom the one that was meant."""
    is_empty = True
    for file in files:
        is_empty = False
        yield file
    if is_empty:
        yield Rejected(
            _("Ce dossier ne contient aucun fichier."), source=_printable(root), unreadable=True
        )


def _visible(names: list[str]) -> list[str]:
    """Return the names of files that are not hidden, in order."""
    return sorted(name for name in names if not name.startswith("."))


def _printable(path: str) -> str:
    """Return a path as text that can be stored.

    The bytes of « caf\\xe9.txt », of an old disk, are no UTF-8.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_all(
    paths: list[str], format: str = "auto", mappings: Mappings | None = None
) -> Iterator[Record | Rejected]:
    """Yield the records of all files under `paths`, in a fixed order, as one import takes them.

    What several pages of one site have in common is taken out of their texts. `mappings` as for
    `read`.
    """
    return repeated.without_repeated(_records(paths, format, mappings))


def _records(
    paths: list[str], format: str, mappings: Mappings | None
) -> Iterator[Record | Rejected]:
    for path in walk(paths):
        if isinstance(path, Rejected):
            yield path
        else:
            yield from read(path, format, mappings)


def read(
    path: Path, format: str = "auto", mappings: Mappings | None = None
) -> Iterator[Record | Rejected]:
    """Yield the records of one file, or of all the files in an archive.

    The sources of the latter are « archive.zip/inner/file.html ». `mappings` tells what the columns
    of tables give. Whatever makes a file unusable comes out as one Rejected, never as an exception.
    """
    try:
        for record in _read(path, format, mappings, None):
            record.source = _printable(record.source or str(path))
            if isinstance(record, Record):
                record.make_storable()
                record.leave_out_address()
            yield record
    except Rejected as rejected:
        rejected.source = _printable(str(path))
        yield rejected


def _read(
    path: Path, format: str, mappings: Mappings | None, allowance: containers.Allowance | None
) -> Iterator[Record | Rejected]:
    """Yield the records of a file; `allowance` is that of the archive around it, if any."""
    try:
        if not path.is_file():
            raise Rejected(NO_FILE)
        head = formats.head(path)
        container = formats.container(head)
        if container == "zip" and format in ("auto", "substack") and substack.is_export(path):
            records = substack.read(path)
        elif container:
            allowance = allowance or containers.Allowance.of(path)
            records = _contained(path, container, format, mappings, allowance)
        else:
            records = _reader(format, head, mappings)(path)
        yield from _never_silent(records)
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


def _reader(format: str, head: bytes, mappings: Mappings | None) -> Reader:
    """Return the reader of a format; "auto" is that of a file's first bytes."""
    if format == "auto":
        format = _added(head) or formats.find(head)
    if format not in READERS:
        raise Rejected(_("Format non reconnu ; précisez-le avec --format."))
    if format in OF_COLUMNS:
        return partial(OF_COLUMNS[format], mappings=mappings)
    return READERS[format]


def _added(head: bytes) -> str:
    """Return the format of another package that knows a file by its first bytes; "" if none."""
    for name, module in ADDED.items():
        if hasattr(module, "knows") and module.knows(head):
            return name
    return ""


def _contained(
    path: Path,
    container: str,
    format: str,
    mappings: Mappings | None,
    allowance: containers.Allowance,
) -> Iterator[Record | Rejected]:
    """Yield the records of all the files in an archive, their sources told from its own on."""
    for member in containers.members(path, container, allowance):
        if isinstance(member, Rejected):
            place = str(path)
            if member.source:
                place = f"{path}/{member.source}"
            member.source = place
            yield member
            continue
        for record in _read(member.path, format, mappings, allowance):
            place = record.source.removeprefix(str(member.path))
            record.source = f"{path}/{member.name}{place}"
            yield record


def _never_silent(records: Iterator[Record | Rejected]) -> Iterator[Record | Rejected]:
    """Yield the records; raise Rejected where there is none: no file goes by in silence."""
    is_empty = True
    for record in records:
        is_empty = False
        yield record
    if is_empty:
        raise Rejected(_("Ce fichier ne contient rien à reprendre."))
