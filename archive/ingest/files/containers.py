"""Archives (.zip, .tar, .gz and their like): their files one after the other, each for as long as it is read.

Nothing in an archive is believed: names lead nowhere but into a temporary folder of the data folder, links and devices
are not followed, and what is unpacked is counted as it comes, whatever the archive says of its size.
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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from archive.ingest.files import formats
from archive.ingest.files.bounded import Bounded
from archive.ingest.records import Rejected

MOST_FILES = 100_000  # in an archive and in those inside it
DEEPEST = 3  # archives within archives
# Text shrinks to a tenth, a repetitive one to a fiftieth; a bomb to a thousandth and, nested, to far less.
RATIO = 200
FLOOR = 100 * 2**20  # bytes that any archive may hold, however small it is
LARGEST = 8 * 2**30  # bytes, all unpacked together
DIRECTORY = 64 * 2**20  # bytes of a zip's own table of contents
CHUNK = 2**20
STALE = 24 * 3600  # seconds after which what a killed import left is cleared away
OPENERS = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    gzip.BadGzipFile,
    struct.error,
)
DAMAGED += (
    ValueError,
    OverflowError,
    NotImplementedError,
)  # numbers that cannot be, odd ways of compression


class Member(NamedTuple):
    """A file of an archive: its name there, and where it lies until the next one is asked for."""

    name: str
    path: Path


@dataclass
class Allowance:
    """What may still be unpacked of an archive, the ones inside it included."""

    bytes: int
    files: int
    depth: int = 0

    @classmethod
    def of(cls, path: Path) -> "Allowance":
        return cls(min(LARGEST, max(FLOOR, RATIO * path.stat().st_size)), MOST_FILES)

    def enter(self) -> None:
        if self.depth >= DEEPEST:
            raise Rejected(
                _("Trop d’archives les unes dans les autres : %(deepest)s au plus.")
                % {"deepest": DEEPEST}
            )
        self.depth += 1

    def leave(self) -> None:
        self.depth -= 1

    def take_file(self) -> None:
        self.files -= 1
        if self.files < 0:
            raise Exhausted(
                _("Trop de fichiers dans l’archive : %(most)s au plus.") % {"most": MOST_FILES}
            )

    def take(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise Exhausted(
                _("L’archive est trop grosse une fois décompressée ; le reste n’est pas lu.")
            )


class Exhausted(Rejected):
    """The allowance is used up: neither this archive nor the one around it is read any further."""


def members(path: Path, kind: str, allowance: Allowance) -> Iterator[Member | Rejected]:
    """The files of an archive of that kind (see formats.container), in its order.

    What cannot be unpacked comes out as Rejected. Raises Exhausted where the allowance does not suffice.
    """
    if not allowance.depth:
        clear_stale()
    allowance.enter()
    try:
        yield from (_zip if kind == "zip" else _stream)(path, kind, allowance)
    except DAMAGED:
        yield Rejected(_("L’archive est abîmée ou coupée : ce qui suit ne peut pas être lu."))
    finally:
        allowance.leave()


def _zip(path: Path, kind: str, allowance: Allowance) -> Iterator[Member | Rejected]:
    if _directory_size(path) > DIRECTORY:
        raise Exhausted(
            _("Trop de fichiers dans l’archive : %(most)s au plus.") % {"most": MOST_FILES}
        )
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            is_link = info.external_attr >> 28 in (
                0o12,
                0o14,
                0o2,
                0o6,
                0o1,
            )  # a link, a socket, a device, a pipe
            yield from _member(
                info.filename, is_link, lambda info=info: archive.open(info), allowance
            )


def _directory_size(path: Path) -> int:
    """The size, in bytes, of a zip's table of contents, which zipfile would hold whole in memory; 0 where it has none."""
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        end = file.read()
    found = end.rfind(b"PK\5\6")
    return int.from_bytes(end[found + 12 : found + 16], "little") if found >= 0 else 0


def _stream(path: Path, kind: str, allowance: Allowance) -> Iterator[Member | Rejected]:
    """What a tar holds, compressed or not; else the one file that was compressed."""
    opener = OPENERS.get(kind, open)
    with opener(path, "rb") as unpacked:
        is_tar = kind == "tar" or formats.is_tar(unpacked.read(512))
    with opener(path, "rb") as unpacked:
        if is_tar:
            yield from _tar(unpacked, allowance)
        else:
            name = path.stem if path.suffix else f"{path.name} (décompressé)"
            yield from _member(name, False, lambda: unpacked, allowance)


def _tar(unpacked: BinaryIO, allowance: Allowance) -> Iterator[Member | Rejected]:
    bounded = Bounded(unpacked)
    with tarfile.open(fileobj=bounded, mode="r|", errorlevel=2) as archive:
        for info in iter(archive.next, None):
            archive.members.clear()  # or a list of all of them would grow
            allowance.take(tarfile.BLOCKSIZE)
            bounded.allow(info.size)
            if not info.isdir():
                yield from _member(
                    info.name,
                    not info.isfile(),
                    lambda info=info: archive.extractfile(info),
                    allowance,
                )
        if bounded.cut:
            raise EOFError


def _member(name: str, is_link: bool, open_it, allowance: Allowance) -> Iterator[Member | Rejected]:
    """The file unpacked, or why it is not; nothing where its name is hidden (.DS_Store, __MACOSX)."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    allowance.take_file()
    if (
        not parts
        or ".." in parts
        or parts[0] == "/"
        or re.match("[A-Za-z]:$", parts[0])
        or "\0" in name
    ):
        yield Rejected(
            _("Nom dangereux dans l’archive : ce fichier n’est pas repris."), source=name
        )
    elif any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return
    elif is_link:
        yield Rejected(
            _("C’est un lien ou un périphérique dans l’archive : il n’est pas suivi."), source=name
        )
    else:
        yield from _unpacked(Path(*parts), open_it, allowance)


def _unpacked(name: Path, open_it, allowance: Allowance) -> Iterator[Member | Rejected]:
    with _folder() as folder:
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with open_it() as packed, open(folder / name, "wb") as spooled:
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
    """A folder in the data folder, gone with all that is in it whatever happens."""
    inside = Path(settings.MEDIA_ROOT, "unpacked")
    inside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=inside) as folder:
        yield Path(folder)


def clear_stale() -> None:
    """Takes away what imports that were killed had unpacked."""
    for left in Path(settings.MEDIA_ROOT, "unpacked").glob("*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                rmtree(left)
