from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from archive import figures
from archive.backups import database_copies
from archive.leaving import taking_in
from archive.management.bag_progress import one_line


class Command(BaseCommand):
    help = (
        "Brings back what export_archive has made, into a database fresh from migrate (of SQLite or"
        " PostgreSQL): the same numbers, addresses, times and history. What is changed, incomplete"
        " or something else is refused before anything is written; killed, it is run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", help="an export")
        parser.add_argument(
            "--no-index", action="store_true", help="leave the index to rebuild_index"
        )

    def handle(self, *, source, no_index, **options):
        bag = Path(source).absolute()
        self._check_alone()
        with one_line(unit=" records") as progress:
            taken = taking_in.take_in(bag, progress)
        lines = taken.contents.lines
        message = _(
            "Importé et comparé : %(lines)s enregistrements, %(editorials)s éditoriaux,"
            " %(captures)s captures (export du %(at)s)."
        )
        facts = {
            "lines": figures.number(sum(lines.values())),
            "editorials": figures.number(lines["editorials"]),
            "captures": figures.number(lines["captures"]),
            "at": taken.contents.made_at,
        }
        self.stdout.write(message % facts)
        if taken.has_other_key:
            message = _(
                "SECRET_KEY n’est pas celle de l’export : ce qu’elle protège ne sera pas lu ;"
                " celle de l’export est dans %(path)s."
            )
            self.stderr.write(message % {"path": bag / "data" / "secret-key"})
        if not no_index:
            self._make_index()

    def _check_alone(self) -> None:
        others = connection.vendor == "postgresql" and database_copies.others()
        if others or not cast(Any, apps.get_app_config("archive")).alone():
            raise CommandError(
                _("L’archive est en service : arrêtez le site et ses commandes, puis recommencez.")
            )

    def _make_index(self) -> None:
        """Make the index; all is brought in already, and marked for it, where that fails."""
        try:
            call_command("rebuild_index", interactive=False, stdout=self.stdout)
        except CommandError as error:
            message = _("L’index n’a pas pu être fait (%(error)s) : lancez rebuild_index.")
            self.stderr.write(message % {"error": error})
