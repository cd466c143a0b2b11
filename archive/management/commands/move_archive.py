from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from archive import moving
from archive.backups import database_copies
from archive.management.given_address import given_address


class Command(BaseCommand):
    help = (
        "Moves the archive’s database into another, empty one, from SQLite to PostgreSQL or back,"
        " and compares every field of every row. The site is to be stopped; the database that it"
        " had stays as it was."
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
            raise CommandError(f"The database cannot be used: {error}") from error
        rows = sum(part.rows for part in moved)
        fields = sum(part.rows * part.fields for part in moved)
        self.stdout.write(f"Moved: {rows} rows; {fields} fields compared, all the same.")
        self.stdout.write("From now on start the archive with DATABASE_URL set to that address.")

    def _tell(self, part: moving.Moved) -> None:
        if part.rows:
            self.stdout.write(f"{part.name}: {part.rows}")
