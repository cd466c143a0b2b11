"""What a bag tells of itself: when and of what it was made, with which settings, file by file."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from archive.backups import Refused, bags
from archive.backups.database_copies import NAMES
from archive.backups.sealing import SUFFIX, Broken, Seal, opened_bytes

NAME = "archive.json"
KEY = "secret-key"
# Folders of the data folder that cannot be made anew: the captures that the database names, the
# uploads that wait, the house's own pages, look and templates, letters that have not been sent.
CAPTURES, UPLOADS, FOLDERS = "captures", "uploads", ("pages", "look", "templates", "mail")
OURS = {NAME, KEY, *NAMES.values(), CAPTURES, UPLOADS, *FOLDERS}
FORMAT = 1  # raised when a bag is no longer read as before
# Settings that make an archive what it is, and no secret.
TOLD = (
    "SITE_NAME",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "HTTPS",
    "LEARN",
    "UPLOAD_LARGEST",
)


@dataclass
class Contents:
    """`files`: the SHA-256 of each by its path in the payload, as it was before it was sealed.

    `lost`: the hashes of the captures that were gone already. `migrations`: pairs of app and name.
    """

    format: int = FORMAT
    made_at: str = ""  # ISO 8601, with the zone
    database: str = ""  # « sqlite » or « postgresql »
    migrations: list[list[str]] = field(default_factory=list)
    settings: dict[str, object] = field(default_factory=dict)
    editorials: int = 0
    captures: int = 0
    lost: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def fingerprint() -> dict[str, object]:
    """Return the settings that make the archive what it is, without any secret."""
    chosen: dict[str, object] = {}
    for name in TOLD:
        chosen[name] = getattr(settings, name, None)
    return chosen


def differing(contents: Contents) -> list[tuple[str, object, object]]:
    """Return each setting that was another when the bag was made: name, then, now."""
    now = fingerprint()
    changes = []
    for name, then in contents.settings.items():
        if name in now and now[name] != then:
            changes.append((name, then, now[name]))
    return changes


def read(bag: Path, seal: Seal | None) -> Contents:
    """Return what a bag tells of itself. Raises Refused where it is no backup, or a newer one."""
    path = bag / bags.PAYLOAD / (NAME + (SUFFIX if seal else ""))
    try:
        written = json.loads(opened_bytes(seal, path))
        version = written["format"]
        if isinstance(version, int) and version > FORMAT:
            raise newer(bag)
        contents = Contents(**written)
        _check_shape(contents)
    except (OSError, Broken, ValueError, TypeError, KeyError, RecursionError):
        message = _("%(bag)s n’est pas une sauvegarde de cette archive.")
        raise Refused(message % {"bag": bag}) from None
    return contents


def _check_shape(contents: Contents) -> None:
    """Raise ValueError where a bag tells something else than what is to stand there."""
    are_right = [
        contents.database in NAMES,
        isinstance(contents.made_at, str) and isinstance(contents.settings, dict),
        isinstance(contents.editorials, int) and isinstance(contents.captures, int),
        isinstance(contents.files, dict) and _are_texts(contents.files.values()),
        isinstance(contents.lost, list) and _are_texts(contents.lost),
        isinstance(contents.migrations, list),
    ]
    if not all(are_right):
        raise ValueError
    for pair in contents.migrations:
        app, name = pair
        if not _are_texts((app, name)):
            raise ValueError
    datetime.fromisoformat(contents.made_at)
    for path in contents.files:
        # An index holds pickles, which run what they say: nothing of that kind is let in.
        if path.partition("/")[0] not in OURS:
            raise ValueError


def _are_texts(things: Iterable[object]) -> bool:
    return all(isinstance(thing, str) for thing in things)


def check_version(bag: Path, contents: Contents) -> None:
    """Raise Refused where the bag's database is newer than this code."""
    loader = MigrationLoader(None)  # what the code has: no database is asked, none is made
    own = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        own.update(migration.replaces)
    for app, name in contents.migrations:
        # An app that is not there any more left its tables, which disturb nobody.
        if app in loader.migrated_apps and (app, name) not in own:
            raise newer(bag)


def newer(bag: Path) -> Refused:
    """Return why a bag of a later version is not read."""
    message = _("%(bag)s vient d’une version plus récente du site : mettez d’abord le site à jour.")
    return Refused(message % {"bag": bag})
