"""An export, made while the site is in use: a bag of plain files, under its name when whole.

It is made in a folder beside, DEST.part. What was killed is gone on with: the rows are written
anew, as they are then, in a minute or so; captures, which never change and may be many, stay.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils.translation import gettext as _

from archive import upgrading
from archive.backups import Refused, bags, database_copies, room
from archive.backups.contents import CAPTURES, KEY, UPLOADS
from archive.backups.making import held
from archive.backups.packing import Hashing
from archive.backups.settling import settle, sync
from archive.capture_storage import StorageAway
from archive.leaving import contents, lines
from archive.leaving.nouns import Noun, nouns
from archive.models import Capture, Upload, raw_rows
from archive.models.capture_files import storage

DOCUMENTATION = Path(__file__).with_name("FILES.md")
README = "README.md"  # its name in an export
FOLDERS, PRIVATE_FOLDERS = ("pages", "look", "templates"), ("mail",)  # of the data folder
TAG_FILES = (bags.DECLARATION, bags.INFO, bags.MANIFEST, bags.TAG_MANIFEST)

Progress = Callable[[str], object]  # told of each row and file by the name of its noun


@dataclass
class Made:
    """An export that was made. `size`: bytes of its payload; `resumed`: captures there already.

    `overlong`: texts that are longer than their columns, for which no database takes it in.
    """

    bag: Path
    contents: contents.Contents
    size: int
    resumed: int
    overlong: list[str]


def export(bag: Path, private: bool = False, progress: Progress = str) -> Made:
    """Make an export of the archive as it is now. Raises Refused, OSError.

    Then what is done is kept in DEST.part, for the next time.
    """
    _check_place(bag)
    if upgrading.missing():
        raise Refused(_("La base est d’une version antérieure : lancez d’abord manage.py prepare."))
    part = bag.with_name(f"{bag.name}.part")
    with _part(part):
        payload = _Payload(part, progress)
        told = contents.begun(private)
        captures = payload.write_rows(told)
        _check_room(part, captures)
        for name, sha256 in captures:
            if not payload.take_capture(name, sha256):
                told.lost.append(sha256)
        payload.take_folders(private)
        if private:
            payload.write(KEY, [settings.SECRET_KEY.encode()])
        payload.write(README, [DOCUMENTATION.read_bytes()])
        payload.write(contents.NAME, [told.written()])
        payload.remove_others()
        bags.finish(part, payload.hashes, _info(payload, private))
        bags.check(part)
        settle(part)
        os.rename(part, bag)
    sync(bag.parent)
    overlong = [raw_rows.overlong(noun.model, DEFAULT_DB_ALIAS) for noun in nouns(private)]
    return Made(bag, told, payload.size, payload.resumed, list(filter(None, overlong)))


def _check_place(bag: Path) -> None:
    if os.path.lexists(bag):
        raise Refused(_("%(bag)s existe déjà : chaque export a son propre nom.") % {"bag": bag})
    if not bag.parent.is_dir():
        raise Refused(_("%(folder)s n’est pas un dossier.") % {"folder": bag.parent})
    if bag.parent.resolve().is_relative_to(settings.DATA_DIR):
        message = _("%(bag)s est dans le dossier des données : un export va ailleurs.")
        raise Refused(message % {"bag": bag})
    for folder in bag.resolve().parents:
        if bags.is_bag(folder):
            message = _("%(bag)s est dans un autre sac, %(other)s, qui ne serait plus entier.")
            raise Refused(message % {"bag": bag, "other": folder})


def is_unfinished(part: Path) -> bool:
    """Return True for a folder in which an export was begun."""
    return (part / bags.PAYLOAD / contents.NAME).is_file()


@contextmanager
def _part(part: Path) -> Iterator[None]:
    """Hold the folder that an export is made in; what is there must be an export's, or nothing."""
    part.mkdir(mode=0o700, exist_ok=True)
    if any(part.iterdir()) and not is_unfinished(part):
        message = _("%(part)s n’est pas un export inachevé : donnez un autre nom.")
        raise Refused(message % {"part": part})
    try:
        with held(part, waiting=False):
            mark = part / bags.PAYLOAD / contents.NAME
            mark.parent.mkdir(mode=0o700, exist_ok=True)
            mark.touch(mode=0o600)
            for name in TAG_FILES:  # from here on it is no bag
                (part / name).unlink(missing_ok=True)
            yield
    except BlockingIOError:
        message = _("%(part)s : un autre export y travaille.")
        raise Refused(message % {"part": part}) from None


def _check_room(part: Path, captures: list[tuple[str, str]]) -> None:
    """Raise Refused where what is still to be copied would not fit."""
    there = 0
    for name, _sha256 in captures:
        with suppress(OSError):
            there += (part / bags.PAYLOAD / name).lstat().st_size
    sizes = dict(Capture.objects.order_by().values_list("content", "size"))
    room.check(part, max(0, sum(sizes.values()) - there))


class _Payload:
    """The folder data/ of an export. `hashes`: SHA-256 of each file by its path in the bag."""

    def __init__(self, part: Path, progress: Progress):
        self._folder = part / bags.PAYLOAD
        self._progress = progress
        self.hashes: dict[str, str] = {}
        self.size = self.resumed = 0  # bytes, captures

    # Rows

    def write_rows(self, told: contents.Contents) -> list[tuple[str, str]]:
        """Write all rows, of one moment; return the captures of that moment: name, SHA-256."""
        room.check(self._folder, database_copies.size())
        with one_moment():
            for noun in nouns(told.private):
                told.last_numbers[noun.name] = raw_rows.last_number(noun.model, DEFAULT_DB_ALIAS)
                told.lines[noun.name] = 0
                self.write(noun.path, self._lines(noun, told))
            rows = Capture.objects.order_by("content").values_list("content", "sha256")
            captures = list(rows.distinct())
            self._uploads = list(Upload.objects.open().values_list("key", flat=True))
        return captures

    def _lines(self, noun: Noun, told: contents.Contents) -> Iterator[bytes]:
        for line in lines.of(noun):
            told.lines[noun.name] += 1
            self._progress(noun.name)
            yield line

    # Files

    def take_capture(self, name: str, sha256: str) -> bool:
        """Have a capture in the export; return False where its bytes are gone or are others."""
        path = self._folder / name
        with suppress(OSError):
            if bags.digest(path) == sha256:
                self._note(name, sha256, path.stat().st_size)
                self.resumed += 1
                return True
        try:
            with cast(BinaryIO, storage().open(name)) as file:
                return self.write(name, iter(lambda: file.read(bags.PIECE), b""), sha256)
        except StorageAway as error:
            message = _("Les captures ne répondent pas : %(error)s.")
            raise Refused(message % {"error": error}) from error
        except (FileNotFoundError, SuspiciousOperation):
            return False
        finally:
            self._progress(CAPTURES)

    def take_folders(self, private: bool) -> None:
        """Take the house's pages and look, the files of uploads that wait, and letters unsent."""
        data = Path(settings.MEDIA_ROOT)
        folders = [*FOLDERS, *(f"{UPLOADS}/{key}" for key in self._uploads)]
        if private:
            folders += PRIVATE_FOLDERS
        for folder in folders:
            for parent, _folders, names in os.walk(data / folder):
                for name in sorted(names):
                    self._take_file(Path(parent, name), data)

    def _take_file(self, path: Path, data: Path) -> None:
        with suppress(FileNotFoundError):  # gone meanwhile, with the upload that it was of
            if stat.S_ISREG(path.lstat().st_mode):
                with bags.open_file(path) as file:
                    pieces = iter(lambda: file.read(bags.PIECE), b"")
                    self.write(path.relative_to(data).as_posix(), pieces)

    def write(self, name: str, pieces, sha256: str = "") -> bool:
        """Write a file; where it is to have a hash and has another, leave none, return False."""
        path = self._folder / name
        bags.make_folder(path.parent)
        path.unlink(missing_ok=True)
        with bags.create(path) as file:
            passing = Hashing(file)
            for piece in pieces:
                passing.write(piece)
        if sha256 and passing.digest() != sha256:
            path.unlink()
            return False
        self._note(name, passing.digest(), passing.size)
        return True

    def _note(self, name: str, sha256: str, size: int) -> None:
        self.hashes[f"{bags.PAYLOAD}/{name}"] = sha256
        self.size += size

    def remove_others(self) -> None:
        """Remove what an export that was killed has left, and this one has no more."""
        for parent, folders, names in os.walk(self._folder, topdown=False):
            for name in names:
                path = Path(parent, name)
                if path.relative_to(self._folder.parent).as_posix() not in self.hashes:
                    path.unlink()
            for name in folders:
                folder = Path(parent, name)
                if folder.is_symlink():
                    folder.unlink()
                elif not any(folder.iterdir()):
                    folder.rmdir()


@contextmanager
def one_moment() -> Iterator[None]:
    """Have all that is read be of one moment, whoever writes; nobody waits for it."""
    database = cast(Any, connection)
    database.ensure_connection()
    is_sqlite = database.vendor == "sqlite"
    is_own = not database.in_atomic_block
    usual = getattr(database, "transaction_mode", None)
    try:
        if is_sqlite:
            database.transaction_mode = None  # IMMEDIATE would keep writers out
        with transaction.atomic():
            if is_own and not is_sqlite:
                with database.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if is_sqlite:
            database.transaction_mode = usual


def _info(payload: _Payload, private: bool) -> dict[str, str]:
    return {
        "Bag-Software-Agent": "manage.py export_archive",
        "Bagging-Date": datetime.now().date().isoformat(),
        "Payload-Oxum": f"{payload.size}.{len(payload.hashes)}",
        "External-Description": " ".join(settings.SITE_NAME.split()),
        "Internal-Sender-Description": f"data/{README} says what each file and field means.",
        "Private": "yes" if private else "no",
    }
