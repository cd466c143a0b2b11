"""The way back: a bag in the place of the data folder, which is kept aside as it was."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.backups import Refused, bags, database_copies, packing, room
from archive.backups.contents import KEY, NAME, Contents, check_version
from archive.backups.database_copies import POSTGRESQL, SQLITE
from archive.backups.settling import settle, sync
from archive.backups.swapping import exchange, is_mounted
from archive.backups.verifying import Verified
from archive.models import Proof, ProofKind

MARK = "being-restored"  # in a folder that is filled from a bag, until it is in its place
FRESH = {KEY, "in-use"}  # what the site's own start puts into an empty folder
# What the folder of an archive has at least one of, wherever its database and its captures are.
OF_ARCHIVES = {SQLITE, "captures", "index", "indexed-by", "lexicons"}


@dataclass
class Restored:
    """`aside`: where what was there before is; None where there was nothing."""

    folder: Path
    aside: Path | None


def restore(verified: Verified, progress: bags.Progress = str) -> Restored:
    """Put what a whole bag holds in the place of the data folder.

    Raises Refused, OSError; then the data folder and the database are as they were.
    """
    contents = readable(verified)
    data = Path(settings.DATA_DIR)
    if data.is_relative_to(verified.bag.resolve()):
        message = _("%(bag)s est la sauvegarde elle-même : ARCHIVE_DATA_DIR mène ailleurs.")
        raise Refused(message % {"bag": verified.bag})
    place = _place_of_database(contents, data)
    _check_alone(data)
    _tidy(data)
    room.check(data.parent, room.size(verified.bag))
    was_empty = _is_empty(data)
    if not was_empty:
        _check_archive(data)
    with _being_filled(data) as folder:
        unpack(verified, contents, folder, progress)
        if contents.database == "sqlite":
            bags.make_folder((folder / place).parent)
            os.rename(folder / SQLITE, folder / place)
        settle(folder)
        with _loaded(contents, folder, data) as commit:
            connections.close_all()
            exchange(data, folder)
            try:
                commit()
            except BaseException:
                exchange(data, folder)
                raise
        (data / MARK).unlink()
        aside = None
        if was_empty:
            shutil.rmtree(folder)
        else:
            aside = _put_aside(folder, data)
    sync(data.parent)
    _record(verified.bag, contents)
    return Restored(data, aside)


def is_interrupted() -> bool:
    """Return True where a restore was killed between the database and the data folder.

    With SQLite the one is in the other, and they change at one moment.
    """
    return connection.vendor == "postgresql" and Path(settings.DATA_DIR, MARK).exists()


def readable(verified: Verified) -> Contents:
    """Return what a bag tells of itself. Raises Refused where it was not opened or is newer."""
    contents = verified.contents
    if contents is None:
        message = _("%(bag)s est chiffré : donnez sa phrase secrète (--passphrase).")
        raise Refused(message % {"bag": verified.bag})
    check_version(verified.bag, contents)
    return contents


def unpack(
    verified: Verified, contents: Contents, folder: Path, progress: bags.Progress = str
) -> None:
    """Fill an empty folder with what a bag holds. Raises Refused, OSError."""
    for path in contents.files:
        if path != NAME:
            packing.unpack(verified.bag, verified.seal, contents.files, path, folder / path)
            progress(path)


def check_kind(contents: Contents) -> None:
    """Raise Refused where the bag's database is not of the kind that the settings ask for."""
    if contents.database != connection.vendor:
        message = _("La sauvegarde vient de %(then)s, et DATABASE_URL demande %(now)s.")
        raise Refused(message % {"then": contents.database, "now": connection.vendor})


def _place_of_database(contents: Contents, data: Path) -> Path:
    """Return where in the data folder the database is to be; of PostgreSQL's it is not used.

    Raises Refused where the settings ask for a database that the bag has not.
    """
    check_kind(contents)
    if contents.database != "sqlite":
        return Path(POSTGRESQL)
    path = database_copies.live_path()
    if not path.is_relative_to(data):
        message = _(
            "DATABASE_URL mène hors du dossier des données : restaurez sans DATABASE_URL, puis"
            " déplacez la base."
        )
        raise Refused(message)
    return path.relative_to(data)


def _check_alone(data: Path) -> None:
    """Hold the data folder alone from now on. Raises Refused where it is in use, or a mount."""
    is_alone = cast(Any, apps.get_app_config("archive")).alone()
    if not is_alone or (connection.vendor == "postgresql" and database_copies.others()):
        message = _(
            "%(folder)s est en service : arrêtez le site et ses commandes, puis recommencez."
        )
        raise Refused(message % {"folder": data})
    if is_mounted(data):
        message = _(
            "%(folder)s est un disque monté, qui ne peut pas être mis de côté : prenez pour"
            " ARCHIVE_DATA_DIR un dossier de ce disque."
        )
        raise Refused(message % {"folder": data})


def _tidy(data: Path) -> None:
    """Clear away what a restore that was killed has left; an old archive is put aside at last."""
    (data / MARK).unlink(missing_ok=True)  # it was killed when all was done but this
    for left in data.parent.glob(f".{data.name}.restoring-*"):
        if (left / MARK).exists() or not any(left.iterdir()):
            shutil.rmtree(left, ignore_errors=True)
        else:
            _put_aside(left, data)


def _is_empty(data: Path) -> bool:
    """Return True where there is nothing to lose."""
    if {path.name for path in data.iterdir()} - FRESH:
        return False
    return connection.vendor == "sqlite" or not connection.introspection.table_names()


def _check_archive(data: Path) -> None:
    """Raise Refused for a folder of something else, which would be put aside."""
    names = {path.name for path in data.iterdir()}
    has_database = connection.vendor == "sqlite" and database_copies.live_path().exists()
    if names & OF_ARCHIVES or has_database or not names - FRESH:
        return
    message = _(
        "%(folder)s n’est pas vide et n’est pas le dossier d’une archive : donnez-en un autre à"
        " ARCHIVE_DATA_DIR."
    )
    raise Refused(message % {"folder": data})


@contextmanager
def _being_filled(data: Path) -> Iterator[Path]:
    """Yield a new folder beside the data folder; what was begun there is removed in the end.

    What bears its name once both have been exchanged is the old archive, and stays.
    """
    folder = data.with_name(f".{data.name}.restoring-{secrets.token_hex(4)}")
    folder.mkdir(mode=0o700)
    try:
        (folder / MARK).touch(mode=0o600)
        yield folder
    finally:
        if (folder / MARK).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _put_aside(folder: Path, data: Path) -> Path:
    """Name a folder as what the data folder was before; return its new path."""
    stamp = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    aside = data.with_name(f"{data.name}.before-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = data.with_name(f"{data.name}.before-{stamp}-{number}")
    os.rename(folder, aside)
    return aside


@contextmanager
def _loaded(contents: Contents, folder: Path, data: Path) -> Iterator[Callable[[], None]]:
    """Yield what makes the database the bag's, once all of it is loaded; of SQLite it is a file.

    A dump of what PostgreSQL held is kept in the data folder, which goes aside.
    """
    if contents.database != "postgresql":
        yield lambda: None
        return
    before = data / POSTGRESQL
    before.unlink(missing_ok=True)
    try:
        if connection.introspection.table_names():
            database_copies.copy_into(data)
        with database_copies.loaded(folder / POSTGRESQL) as commit:
            (folder / POSTGRESQL).unlink()
            yield commit
    except BaseException:
        before.unlink(missing_ok=True)
        raise


def _record(bag: Path, contents: Contents) -> None:
    """Note in the database where it came from, and when."""
    made_at = datetime.fromisoformat(contents.made_at)
    facts: dict[str, object] = {
        "bag": bag.name,
        "captures": contents.captures,
        "lost": len(contents.lost),
    }
    with suppress(DatabaseError):  # of an older version, which notes nothing of the kind
        Proof.objects.record(ProofKind.BACKUP, facts, made_at)
        Proof.objects.record(ProofKind.RESTORE, facts | {"made_at": contents.made_at})
    connections.close_all()
