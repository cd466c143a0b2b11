from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from archive import moving
from archive.backups import database_copies
from archive.management.given_address import given_address
from archive.management.versions import unusable


class Command(BaseCommand):
    help = (
        "Moves the archive’s database into another, empty one, from SQLite to PostgreSQL or back,"
        " and compares every field of every row. The site is to be stopped; the database that it"
        " had stays as it was, a file of SQLite under another name."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "url",
            metavar="URL",
            help="an address as DATABASE_URL has it; - to type it, unseen, or to pipe it in",
        )

    def handle(self, *, url, **options) -> None:
        others = connection.vendor == "postgresql" and database_copies.others()
        if others or not cast(Any, apps.get_app_config("archive")).alone():
            raise CommandError("The archive is in use: stop the site, and move it then.")
        try:
            moved = moving.move(settings.DATABASE_OF(given_address(url)), self._tell)
        except moving.Refused as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise unusable(error) from error
        rows = sum(part.rows for part in moved)
        fields = sum(part.rows * part.fields for part in moved)
        self.stdout.write(f"Moved: {rows} rows; {fields} fields compared, all the same.")
        if connection.vendor == "sqlite":
            self.stdout.write(f"The former database is kept as {_set_aside()}.")
        self.stdout.write("From now on start the archive with DATABASE_URL set to that address.")

    def _tell(self, part: moving.Moved) -> None:
        if part.rows:
            self.stdout.write(f"{part.name}: {part.rows}")


def _set_aside() -> Path:
    """Give the file of the former database another name; return its new path.

    Under its own, whoever forgets the new address would go on writing into it and back it up.
    """
    connections.close_all()  # SQLite puts its log into the file when the last one closes
    path = database_copies.live_path()
    stamp = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    return path.rename(path.with_name(f"{path.name}.moved-{stamp}"))
