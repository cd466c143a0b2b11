"""What an export tells of itself, in `data/export.json`."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.backups import Refused, bags
from archive.backups.contents import newer

NAME = "export.json"
FORMAT = 1  # raised when an export is no longer read as before


@dataclass
class Contents:
    """`last_numbers`: the last number given to a row of each noun, deleted ones included.

    `lines`: how many rows its file has. `lost`: hashes of captures that were gone already.
    `migration`: the last that the tables had gone through.
    """

    format: int = FORMAT
    made_at: str = ""  # ISO 8601, with the zone
    name: str = ""  # of the site
    language: str = ""
    ark_naan: str = ""  # the number in its archival resource keys
    database: str = ""  # « sqlite » or « postgresql »
    migration: str = ""
    private: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n"


def begun(private: bool) -> Contents:
    """Return what is known when an export begins."""
    return Contents(
        made_at=timezone.localtime().isoformat(timespec="seconds"),
        name=settings.SITE_NAME,
        language=settings.LANGUAGE_CODE,
        ark_naan=settings.ARK_NAAN,
        database=connection.vendor,
        migration=last_migration(),
        private=private,
    )


def last_migration() -> str:
    """Return the last migration that this code has: what its tables are like."""
    (leaf,) = MigrationLoader(None).graph.leaf_nodes("archive")
    return leaf[1]


def read(bag: Path) -> Contents:
    """Return what a bag tells of itself. Raises Refused where it is no export that can be read."""
    try:
        with bags.open_file(bag / bags.PAYLOAD / NAME) as file:
            told = json.loads(file.read(bags.LARGEST_TAG_FILE))
        if isinstance(told["format"], int) and told["format"] > FORMAT:
            raise newer(bag)
        contents = Contents(**told)
        _check_shape(contents)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        message = _("%(bag)s n’est pas l’export d’une archive (export_archive).")
        raise Refused(message % {"bag": bag}) from None
    _check_migration(bag, contents)
    return contents


def _check_shape(contents: Contents) -> None:
    """Raise ValueError where an export tells something else than what is to stand there."""
    if not (isinstance(contents.lines, dict) and isinstance(contents.last_numbers, dict)):
        raise ValueError
    numbers = [*contents.lines.values(), *contents.last_numbers.values()]
    are_right = [
        all(isinstance(number, int) and 0 <= number < 2**63 for number in numbers),
        isinstance(contents.lost, list),
        all(isinstance(sha256, str) for sha256 in contents.lost),
        isinstance(contents.private, bool),
        isinstance(contents.migration, str) and isinstance(contents.made_at, str),
    ]
    if not all(are_right):
        raise ValueError


def _check_migration(bag: Path, contents: Contents) -> None:
    """Raise Refused where the export's rows are not like the tables that this code has."""
    if contents.migration == last_migration():
        return
    names = {name for app, name in MigrationLoader(None).disk_migrations if app == "archive"}
    if contents.migration not in names:
        raise newer(bag)
    message = _(
        "%(bag)s vient d’une version antérieure du site (%(migration)s) : importez-le avec cette"
        " version, puis mettez le site à jour (manage.py prepare)."
    )
    raise Refused(message % {"bag": bag, "migration": contents.migration})
