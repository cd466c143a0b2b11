"""A backup, made while the site is in use: whole and verified under its name, or not there."""

import fcntl
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.backups import Refused, bags, contents, database_copies, room, verifying
from archive.backups.packing import Packing, Previous, previous
from archive.backups.sealing import Seal
from archive.backups.settling import settle, sync
from archive.capture_storage import StorageAway
from archive.models import Capture, Upload
from archive.models.capture_files import storage

UNFINISHED = re.compile(r"\..+\.unfinished-[0-9a-f]{8}")


@dataclass
class Made:
    """A bag that was made. `size`: its bytes; `linked`: files that another bag has as well."""

    bag: Path
    contents: contents.Contents
    size: int
    linked: int


def make(bag: Path, passphrase: str | None = None, progress: bags.Progress = str) -> Made:
    """Make a bag of the archive as it is now. Raises Refused, OSError; then there is none."""
    _check_place(bag)
    before = previous(bag.parent, passphrase)
    _check_captures_folder()
    _check_room(bag.parent, before)
    with _unfinished(bag) as folder:
        seal = None
        if passphrase:
            seal = before.seal if before and before.seal else Seal.new(passphrase)
        packing = Packing(folder, seal, before)
        of_bag = _pack(packing, folder, progress)
        packing.add_bytes(contents.NAME, of_bag.written())
        bags.finish(folder, packing.hashes, _info(packing))
        verifying.verify(folder, seal)
        settle(folder)
        os.rename(folder, bag)
    sync(bag.parent)
    return Made(bag, of_bag, packing.size, packing.linked)


def _check_place(bag: Path) -> None:
    if os.path.lexists(bag):
        raise Refused(_("%(bag)s existe déjà : chaque sauvegarde a son propre nom.") % {"bag": bag})
    if not bag.parent.is_dir():
        raise Refused(_("%(folder)s n’est pas un dossier.") % {"folder": bag.parent})
    if bag.parent.resolve().is_relative_to(settings.DATA_DIR):
        message = _("%(bag)s est dans le dossier des données : une sauvegarde va ailleurs.")
        raise Refused(message % {"bag": bag})
    for folder in bag.resolve().parents:
        if bags.is_bag(folder):
            message = _("%(bag)s est dans une sauvegarde, %(other)s, qui ne serait plus entière.")
            raise Refused(message % {"bag": bag, "other": folder})


def _check_captures_folder() -> None:
    """Raise Refused where captures are named and their folder is gone: a disk that is not there."""
    if not Capture.objects.exists():
        return
    try:
        is_there = storage().exists(contents.CAPTURES)
    except StorageAway as error:
        raise Refused(_("Les captures ne répondent pas : %(error)s.") % {"error": error}) from error
    if not is_there:
        message = _(
            "Le dossier des captures %(folder)s manque : un disque à brancher ? S’il est"
            " perdu, faites-en un vide et recommencez."
        )
        folder = Path(storage().location, contents.CAPTURES)
        raise Refused(message % {"folder": folder})


def _check_room(folder: Path, before: Previous | None) -> None:
    """Raise Refused where what is to be copied would not fit."""
    there = set(before.files) if before else set()
    sizes: dict[str, int] = dict(Capture.objects.order_by().values_list("content", "size"))
    needed = database_copies.size()
    needed += sum(size for name, size in sizes.items() if name not in there)
    room.check(folder, needed)


@contextmanager
def _unfinished(bag: Path) -> Iterator[Path]:
    """Yield a folder beside the bag-to-be, which is removed unless it takes that name.

    What a killed backup left is removed, too: nobody holds its lock any more.
    """
    folder = bag.parent / f".{bag.name}.unfinished-{secrets.token_hex(4)}"
    with ExitStack() as stack:
        with held(bag.parent):  # or another backup might take the new folder for one that was left
            _remove_left(bag.parent)
            folder.mkdir(mode=0o700)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(held(folder))
        yield folder


def _remove_left(beside: Path) -> None:
    for left in beside.iterdir():
        if UNFINISHED.fullmatch(left.name) and left.is_dir() and not left.is_symlink():
            with suppress(OSError), held(left, waiting=False):
                shutil.rmtree(left)


@contextmanager
def held(folder: Path, waiting: bool = True) -> Iterator[None]:
    """Hold the lock of a folder, which ends with the process. Raises OSError."""
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if waiting else fcntl.LOCK_NB))
        yield
    finally:
        os.close(number)


def _pack(packing: Packing, folder: Path, progress: bags.Progress) -> contents.Contents:
    """Put everything into the payload; return what the bag is to tell of itself."""
    waiting = Upload.objects.open().values_list("key", flat=True)
    for key in list(waiting):  # before the database: an upload that ends takes its files away
        _pack_folder(packing, f"{contents.UPLOADS}/{key}")
    made_at = timezone.localtime()
    copy = _pack_database(packing, folder)
    for path in [path for path in packing.files if path.startswith(f"{contents.UPLOADS}/")]:
        if path.split("/")[1] not in copy.uploads:
            packing.drop(path)
    for key in copy.uploads:
        _pack_folder(packing, f"{contents.UPLOADS}/{key}")
    lost = []
    for name, sha256 in dict.fromkeys(copy.captures):  # many may share a file
        if name not in packing.files and not _pack_capture(packing, name, sha256):
            lost.append(sha256)
        progress(name)
    for name in contents.FOLDERS:
        _pack_folder(packing, name)
    packing.add_bytes(contents.KEY, settings.SECRET_KEY.encode())
    return contents.Contents(
        made_at=made_at.isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=copy.migrations,
        settings=contents.fingerprint(),
        editorials=copy.editorials,
        captures=len({sha256 for _name, sha256 in copy.captures}),
        lost=lost,
        files=dict(packing.files),
    )


def _pack_database(packing: Packing, folder: Path) -> database_copies.Copy:
    """Add a copy of the database, which is made in a folder first.

    What is to be sealed is in clear on this machine alone, never where bags are.
    """
    if not packing.is_sealed:
        return _pack_copy(packing, folder)
    with tempfile.TemporaryDirectory(prefix="archive-backup-") as scratch:
        room.check(Path(scratch), database_copies.size())
        return _pack_copy(packing, Path(scratch))


def _pack_copy(packing: Packing, folder: Path) -> database_copies.Copy:
    copy = database_copies.copy_into(folder)
    path = folder / copy.name
    packing.add(copy.name, lambda: bags.open_file(path), bags.digest(path))
    path.unlink()
    return copy


def _pack_capture(packing: Packing, name: str, sha256: str) -> bool:
    """Add a capture; return False where its bytes are gone or are others."""
    try:
        return packing.add(name, lambda: _capture(name), sha256)
    except _Gone:
        return False


class _Gone(Exception):
    """A capture that cannot be opened."""


def _capture(name: str) -> BinaryIO:
    try:
        return cast(BinaryIO, storage().open(name))
    except StorageAway as error:
        raise Refused(_("Les captures ne répondent pas : %(error)s.") % {"error": error}) from error
    except (OSError, SuspiciousOperation):
        raise _Gone from None


def _pack_folder(packing: Packing, path: str) -> None:
    """Add the plain files of a folder of the data folder that are not added yet."""
    data = Path(settings.MEDIA_ROOT)
    for parent, _folders, names in os.walk(data / path):
        for name in sorted(names):
            file = Path(parent, name)
            relative = file.relative_to(data).as_posix()
            _check_name(relative)
            if relative not in packing.files:
                _pack_file(packing, relative, file)


def _check_name(path: str) -> None:
    """Raise Refused for a path that is no UTF-8: a bag could not list it."""
    shown = path.encode(errors="replace").decode()
    if shown != path:
        message = _("Le nom de %(path)s n’est pas en UTF-8 : renommez ce fichier et recommencez.")
        raise Refused(message % {"path": shown})


def _pack_file(packing: Packing, path: str, file: Path) -> None:
    try:
        if stat.S_ISREG(file.lstat().st_mode):
            sha256 = bags.digest(file)
            if not packing.add(path, lambda: bags.open_file(file), sha256):
                packing.add(path, lambda: bags.open_file(file))  # it was changed just now
    except FileNotFoundError:  # gone meanwhile, with the upload or the letter that it was
        pass


def _info(packing: Packing) -> dict[str, str]:
    payload = f"{packing.size}.{len(packing.hashes)}"
    return {
        "Bag-Software-Agent": "manage.py backup",
        "Bagging-Date": datetime.now().date().isoformat(),
        "Payload-Oxum": payload,
        "External-Description": f"{settings.SITE_NAME}".replace("\n", " "),
    }
