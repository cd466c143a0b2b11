import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive import ingest, text
from archive.ingest import running
from archive.ingest.entering import saving
from archive.ingest.entering.fitting import too_long
from archive.ingest.files.mappings import FIELDS, Mappings
from archive.management import interruptions
from archive.management.outcome_counts import counts_line
from archive.management.versions import check_version
from archive.models import ColumnMapping
from archive.models.names import LONGEST_NAME
from archive.processes import sparing_collector
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = (
        "Brings editorials into the archive from files and folders; may be run again, after an"
        " interruption as well."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["auto", *ingest.READERS], default="auto")
        parser.add_argument(
            "--publication", default="", metavar="NAME", help="for items that name none"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, change nothing"
        )
        parser.add_argument(
            "--columns",
            nargs="+",
            default=[],
            metavar="COLUMN=FIELD",
            help="what columns of tables give (« Intitulé=title »), remembered for such tables",
        )
        parser.add_argument("--report", metavar="FILE", help="one JSON object a source item")

    def handle(self, **options):
        check_version()
        try:
            self.bring_in(**options)
        except (DatabaseError, OSError) as error:
            reason = interruptions.why(error)
            if not reason:
                raise
            self.stop(reason)

    def stop(self, reason: str) -> NoReturn:
        """End with one line that says why and what to do. Raises CommandError."""
        message = _(
            "L’import s’est arrêté : %(reason)s. Ce qui est enregistré le reste ; la même commande"
            " continue où il en est."
        )
        raise CommandError(message % {"reason": reason}) from None

    def bring_in(self, *, paths, format, publication, dry_run, columns, report, **options):
        publication = magazine(publication)
        mappings = Mappings(ColumnMapping.objects.by_heading(), named(columns))
        counts: Counter[str] = Counter()
        unreadable = False
        with sparing_collector(), report_lines(report) as lines, freshness.deferred():
            if dry_run:
                event = None
                outcomes = running.outcomes(
                    paths, format, publication, dry_run=True, mappings=mappings
                )
            else:
                event = running.begun(paths, format, publication)
                outcomes = running.run(event, mappings)
            for outcome in self.with_progress(outcomes, paths, format, mappings):
                counts[outcome.outcome] += 1
                unreadable |= outcome.unreadable
                if lines:
                    lines.write(json.dumps(as_printed(outcome), ensure_ascii=False) + "\n")
        self.stdout.write(counts_line(counts))
        if columns and event:
            for table in mappings.met.values():
                ColumnMapping.objects.remember(table.names, table.keys)
        if event and event.operation:
            message = _("Import n° %(id)s ; pour l’annuler : undo_import %(id)s")
            self.stdout.write(message % {"id": event.pk})
        if unreadable:
            raise SystemExit(1)

    def with_progress(
        self,
        outcomes: Iterator[saving.Outcome],
        paths: list[str],
        format: str,
        mappings: Mappings,
    ) -> Iterator[saving.Outcome]:
        """Pass the outcomes on; tell the reasons of what is not taken in.

        In a terminal with a bar that has rate and time left.
        """
        with tqdm(unit=" items", disable=None, delay=1) as bar:
            if not bar.disable:
                bar.total = running.count(paths, format, mappings)
            for outcome in outcomes:
                bar.update()
                if outcome.reason:
                    with bar.external_write_mode(self.stderr):
                        self.stderr.write(f"{outcome.source}: {outcome.outcome}: {outcome.reason}")
                yield outcome


def magazine(typed: str) -> str:
    """Return a magazine's name in one line. Raises CommandError for one that no column takes.

    The import itself keeps it: SQLite would, and PostgreSQL and `import_archive` refuse it then.
    """
    name = text.seen_line(typed)
    if reason := too_long("publication", name, LONGEST_NAME):
        raise CommandError(reason)
    return name


def named(columns: list[str]) -> dict[str, str]:
    """Return {a column's name: what it gives} of « Intitulé=title ».

    Raises CommandError where one is said of no field, or twice.
    """
    keys: dict[str, str] = {}
    for typed in columns:
        name, sign, key = (part.strip() for part in typed.rpartition("="))
        if not (sign and name) or name in keys:
            message = _("--columns attend « colonne=champ », une fois par colonne : « %s ».")
            raise CommandError(message % typed)
        if key not in FIELDS:
            message = _("« %(key)s » n’est pas un champ : %(keys)s.")
            keys_known = ", ".join(filter(None, FIELDS))
            raise CommandError(message % {"key": key, "keys": keys_known})
        keys[name] = key
    return keys


def as_printed(outcome: saving.Outcome) -> dict:
    """Return the report's line: its text begins with the standfirst, as a page prints it."""
    row = outcome.as_row()
    parts = row.pop("standfirst", ""), row["text"]
    return row | {"text": "\n\n".join(filter(None, parts))}


@contextlib.contextmanager
def report_lines(report: str | None) -> Iterator[TextIO | None]:
    """Yield the report's file, open for its lines; None where none is asked for."""
    if not report:
        yield None
        return
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(open(report, "w", encoding="utf-8"))
        except OSError as error:
            message = _("Le rapport ne peut pas être écrit : %s.") % error.strerror
            raise CommandError(message) from None
        yield file
