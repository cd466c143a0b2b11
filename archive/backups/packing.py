"""Files into a bag's payload and out of it, sealed or not, each with its hash."""

import hashlib
import io
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from archive.backups import Refused, bags, contents
from archive.backups.sealing import KEY, SUFFIX, Broken, Seal, is_sealed

MOST_TRIED = 3  # bags beside the new one, before it is made without links


class Hashing:
    """A file that is read or written through, with the SHA-256 of what has passed."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0  # bytes

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._pass(piece)
        return piece

    def write(self, piece: bytes) -> int:
        self._pass(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()

    def digest(self) -> str:
        return self._sha256.hexdigest()

    def _pass(self, piece: bytes) -> None:
        self._sha256.update(piece)
        self.size += len(piece)


@dataclass
class Previous:
    """A bag that is there already, to link to. `hashes`: of its files as they stand in it."""

    folder: Path
    seal: Seal | None
    files: dict[str, str]
    hashes: dict[str, str]


def previous(beside: Path, passphrase: str | None) -> Previous | None:
    """Return the newest bag of an archive in a folder that the same passphrase opens, or None."""
    candidates = []
    with suppress(OSError):
        for folder in beside.iterdir():
            if not folder.name.startswith(".") and bags.is_bag(folder):
                candidates.append((folder.joinpath(bags.DECLARATION).stat().st_mtime, folder))
    for _time, folder in sorted(candidates, reverse=True)[:MOST_TRIED]:
        with suppress(Refused, OSError):
            if is_sealed(folder) != bool(passphrase):
                continue
            hashes = bags.listed(folder)
            seal = Seal.opened(folder, passphrase) if passphrase else None
            return Previous(folder, seal, contents.read(folder, seal).files, hashes)
    return None


class Packing:
    """The payload of a bag that is being made.

    `files`: the SHA-256 of what is in it, by path; `hashes`: that of the files as they stand in it,
    by their paths in the bag.
    """

    def __init__(self, bag: Path, seal: Seal | None, before: Previous | None):
        self.payload = bag / bags.PAYLOAD
        self._suffix = SUFFIX if seal else ""
        self._seal = seal
        self._before = before
        self.files: dict[str, str] = {}
        self.hashes: dict[str, str] = {}
        self.linked = 0  # files that a bag beside has, too
        self._sizes: dict[str, int] = {}  # bytes, by path in the bag
        self.payload.mkdir(mode=0o700)
        if seal:
            self._write(KEY, seal.key_file)

    @property
    def is_sealed(self) -> bool:
        return self._seal is not None

    @property
    def size(self) -> int:
        """Bytes of all files, as they stand in the bag."""
        return sum(self._sizes.values())

    def add(self, path: str, opened: Callable[[], BinaryIO], sha256: str = "") -> bool:
        """Add what a file holds; return False, and add nothing, where it has another hash.

        The hash may be left out where it is not known. Raises OSError.
        """
        if sha256 and self._link(path, sha256):
            return True
        target = self._target(path)
        with opened() as source, bags.create(target) as file:
            reading, writing = Hashing(source), Hashing(file)
            if self._seal:
                self._seal.close(reading, writing)  # type: ignore[arg-type]
            else:
                while piece := reading.read(bags.PIECE):
                    writing.write(piece)
        if sha256 and reading.digest() != sha256:
            target.unlink()
            return False
        self._note(path, reading.digest(), writing.digest(), writing.size)
        return True

    def add_bytes(self, path: str, content: bytes) -> None:
        """Add a small file that is made for the bag."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.add(path, lambda: io.BytesIO(content), sha256)

    def drop(self, path: str) -> None:
        """Take a file out again."""
        place = self._place(path)
        del self.files[path], self.hashes[place], self._sizes[place]
        self._target(path).unlink()

    def _write(self, name: str, content: bytes) -> None:
        with bags.create(self.payload / name) as file:
            file.write(content)
        place = f"{bags.PAYLOAD}/{name}"
        self.hashes[place] = hashlib.sha256(content).hexdigest()
        self._sizes[place] = len(content)

    def _link(self, path: str, sha256: str) -> bool:
        """Link to the same file of the bag before, if it is still what it was; return if so."""
        before = self._before
        if before is None or before.files.get(path) != sha256:
            return False
        place = self._place(path)
        source, stands = before.folder / place, before.hashes.get(place)
        with suppress(OSError):  # a disk without links, too many of them, a file that is gone
            if bags.digest(source) == stands:
                os.link(source, self._target(path), follow_symlinks=False)
                self._note(path, sha256, stands, source.stat().st_size)
                self.linked += 1
                return True
        return False

    def _note(self, path: str, sha256: str, stands: str, size: int) -> None:
        self.files[path] = sha256
        self.hashes[self._place(path)] = stands
        self._sizes[self._place(path)] = size

    def _place(self, path: str) -> str:
        return f"{bags.PAYLOAD}/{path}{self._suffix}"

    def _target(self, path: str) -> Path:
        target = self.payload / (path + self._suffix)
        bags.make_folder(target.parent)
        return target


def unpack(bag: Path, seal: Seal | None, files: dict[str, str], path: str, target: Path) -> int:
    """Put one file of a bag's payload where it is wanted, as it was; return its size in bytes.

    Raises Refused where it has another hash than `files` says, OSError.
    """
    source = bag / bags.PAYLOAD / (path + (SUFFIX if seal else ""))
    bags.make_folder(target.parent)
    is_same = False
    with bags.open_file(source) as file, bags.create(target) as written:
        writing = Hashing(written)
        try:
            opened(seal, file, writing)
            is_same = writing.digest() == files[path]
        except Broken:
            pass
    if not is_same:
        raise Refused(_("%(bag)s : %(name)s a été modifié.") % {"bag": bag, "name": path})
    return writing.size


def opened(seal: Seal | None, source: BinaryIO, target: Hashing) -> None:
    """Write what a file of a payload holds into `target`. Raises OSError, Broken."""
    if seal:
        seal.open(source, target)  # type: ignore[arg-type]
        return
    while piece := source.read(bags.PIECE):
        target.write(piece)
