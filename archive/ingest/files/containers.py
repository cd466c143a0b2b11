"""Archives (.zip, .tar, .gz and their like): their files one after another, each for as long as it
is read.

Nothing in an archive is believed: names lead nowhere but into a temporary folder of the data
folder, links and devices are not followed, and what is unpacked is counted as it comes, whatever
the archive says of its size.
"""

import bz2
import gzip
import lzma
import re
import struct
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import IO, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from archive.ingest.files import formats
from archive.ingest.files.bounded import Bounded
from archive.ingest.records import Rejected

MOST_FILES = 100_000  # in an archive and in those inside it
DEEPEST = 3  # archives within archives
# Text shrinks to a tenth, a repetitive text to a fiftieth; a bomb to a thousandth and, nested, to
# far less.
RATIO = 200
FLOOR = 100 * 2**20  # bytes that any archive may hold, however small it is
LARGEST = 8 * 2**30  # bytes, all unpacked together
DIRECTORY = 64 * 2**20  # bytes of a zip's own table of contents
END = 66_000  # bytes of a zip in which it tells how large that table is
CHUNK = 2**20
LINKS = (0o12, 0o14, 0o2, 0o6, 0o1)  # a link, a socket, a device, a pipe, as Unix's modes open
STALE = 24 * 3600  # seconds after which what a killed import left is cleared away
OPENERS: dict[str, Callable[[Path], BufferedIOBase]] = {
    "gz": gzip.GzipFile,
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    gzip.BadGzipFile,
    struct.error,
    # numbers that cannot be, odd ways of compression
    ValueError,
    OverflowError,
    NotImplementedError,
)


Packed = IO[bytes] | BufferedIOBase


class Member(NamedTuple):
    """A file of an archive: its name there, and where it lies until the next one is asked for."""

    name: str
    path: Path


@dataclass
class Allowance:
    """What may still be unpacked of an archive, those inside it included."""

    bytes: int
    files: int
    depth: int = 0

    @classmethod
    def of(cls, path: Path) -> "Allowance":
        return cls(min(LARGEST, max(FLOOR, RATIO * path.stat().st_size)), MOST_FILES)

    def enter(self) -> None:
        """Count an archive within an archive. Raises Rejected where they are too deep."""
        if self.depth >= DEEPEST:
            raise Rejected(
                _("Trop d’archives les unes dans les autres : %(deepest)s au plus.")
                % {"deepest": DEEPEST}
            )
        self.depth += 1

    def leave(self) -> None:
        self.depth -= 1

    def take_file(self) -> None:
        """Count a file. Raises Exhausted where there are too many."""
        self.files -= 1
        if self.files < 0:
            raise Exhausted(
                _("Trop de fichiers dans l’archive : %(most)s au plus.") % {"most": MOST_FILES}
            )

    def take(self, size: int) -> None:
        """Count bytes. Raises Exhausted where there are too many."""
        self.bytes -= size
        if self.bytes < 0:
            raise Exhausted(
                _("L’archive est trop grosse une fois décompressée ; le reste n’est pas lu.")
            )


class Exhausted(Rejected):
    """The allowance is used up: neither this archive nor the one around it is read any further."""


def members(path: Path, kind: str, allowance: Allowance) -> Iterator[Member | Rejected]:
    """Yield the files of an archive of that kind (see formats.container), in its order.

    What cannot be unpacked comes out as Rejected. Raises Exhausted where the allowance does not
    suffice.
    """
    if not allowance.depth:
        clear_stale()
    allowance.enter()
    try:
        if kind == "zip":
            yield from _zip(path, allowance)
        else:
            yield from _stream(path, kind, allowance)
    except DAMAGED:
        yield Rejected(_("L’archive est abîmée ou coupée : ce qui suit ne peut pas être lu."))
    finally:
        allowance.leave()


def _zip(path: Path, allowance: Allowance) -> Iterator[Member | Rejected]:
    if is_crowded(path):
        raise Exhausted(
            _("Trop de fichiers dans l’archive : %(most)s au plus.") % {"most": MOST_FILES}
        )
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            is_link = info.external_attr >> 28 in LINKS
            open_packed = partial(archive.open, info)
            yield from _member(info.filename, is_link, open_packed, allowance)


def is_crowded(path: Path) -> bool:
    """Return True for a zip whose table of contents is too long to be held in memory."""
    return directory_size(_end_of(path)) > DIRECTORY


def _end_of(path: Path) -> bytes:
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - END))
        return file.read()


def directory_size(end: bytes) -> int:
    """Return the bytes of a zip's table of contents, 0 where it has none.

    `end` is its last END bytes. zipfile would hold the table whole in memory.
    """
    start = end.rfind(b"PK\5\6")
    if start < 0:
        return 0
    return int.from_bytes(end[start + 12 : start + 16], "little")


def _stream(path: Path, kind: str, allowance: Allowance) -> Iterator[Member | Rejected]:
    """Yield what a tar holds, compressed or not; else the single file that was compressed."""
    with _decompressed(path, kind) as unpacked:
        is_tar = kind == "tar" or formats.is_tar(unpacked.read(512))
    with _decompressed(path, kind) as unpacked:
        if is_tar:
            yield from _tar(unpacked, allowance)
        else:
            name = path.stem if path.suffix else f"{path.name} (décompressé)"
            yield from _member(name, False, lambda: unpacked, allowance)


def _decompressed(path: Path, kind: str) -> BufferedIOBase:
    """Open a file of that kind, to be read as what was compressed; a plain one as it is."""
    if kind in OPENERS:
        return OPENERS[kind](path)
    return open(path, "rb")


def _tar(unpacked: BufferedIOBase, allowance: Allowance) -> Iterator[Member | Rejected]:
    bounded = Bounded(unpacked)
    # Of a stream tarfile calls `read` and `close` alone, though its stub asks for a whole file.
    with tarfile.open(fileobj=bounded, mode="r|", errorlevel=2) as archive:  # type: ignore[call-overload]
        for info in iter(archive.next, None):
            archive.members.clear()  # or a list of all of them would grow
            allowance.take(tarfile.BLOCKSIZE)
            bounded.allow(info.size)
            if not info.isdir():
                open_packed = partial(archive.extractfile, info)
                yield from _member(info.name, not info.isfile(), open_packed, allowance)
        if bounded.cut:
            raise EOFError


def _member(
    name: str, is_link: bool, open_packed: Callable[[], Packed], allowance: Allowance
) -> Iterator[Member | Rejected]:
    """Yield the file unpacked, or why it is not.

    Nothing comes where its name is hidden (.DS_Store, __MACOSX).
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    allowance.take_file()
    if "\0" in name or _leads_elsewhere(parts):
        yield Rejected(
            _("Nom dangereux dans l’archive : ce fichier n’est pas repris."), source=name
        )
    elif _is_hidden(parts):
        return
    elif is_link:
        yield Rejected(
            _("C’est un lien ou un périphérique dans l’archive : il n’est pas suivi."), source=name
        )
    else:
        yield from _unpacked(Path(*parts), open_packed, allowance)


def _leads_elsewhere(parts: tuple[str, ...]) -> bool:
    """Return True for the parts of a path that is none within the archive."""
    if not parts or ".." in parts or parts[0] == "/":
        return True
    return re.match("[A-Za-z]:$", parts[0]) is not None


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _unpacked(
    name: Path, open_packed: Callable[[], Packed], allowance: Allowance
) -> Iterator[Member | Rejected]:
    with _folder() as folder:
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with open_packed() as packed, open(folder / name, "wb") as spooled:
                while chunk := packed.read(CHUNK):
                    allowance.take(len(chunk))
                    spooled.write(chunk)
        except DAMAGED:
            yield Rejected(
                _("Ce fichier de l’archive est abîmé : il ne peut pas être décompressé."),
                source=str(name),
            )
        except RuntimeError:
            yield Rejected(
                _("Ce fichier de l’archive est protégé par un mot de passe."), source=str(name)
            )
        except OSError as error:
            reason = _("Ce fichier ne peut pas être lu (%(error)s).") % {
                "error": error.strerror or error
            }
            yield Rejected(reason, source=str(name))
        else:
            yield Member(str(name), folder / name)


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder in the data folder, gone with all that is in it whatever happens."""
    inside = Path(settings.MEDIA_ROOT, "unpacked")
    inside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=inside) as folder:
        yield Path(folder)


def clear_stale() -> None:
    """Take away what imports that were killed had unpacked."""
    for left in Path(settings.MEDIA_ROOT, "unpacked").glob("*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                rmtree(left)
