import contextlib
import json
from collections import Counter
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive import ingest
from archive.ingest import running
from archive.ingest.entering import saving
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = "Brings editorials into the archive from files and folders; may be run again, after an interruption as well."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["auto", *ingest.READERS], default="auto")
        parser.add_argument(
            "--publication", default="", metavar="NAME", help="for items that name none"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, change nothing"
        )
        parser.add_argument("--report", metavar="FILE", help="one JSON object a source item")

    def handle(self, *, paths, format, publication, dry_run, report, **options):
        counts, unreadable = Counter(), False
        with written(report) as lines, freshness.deferred():
            event = None if dry_run else running.begun(paths, format, publication)
            outcomes = (
                running.run(event)
                if event
                else running.outcomes(paths, format, publication, dry_run=True)
            )
            for outcome in self.shown(outcomes, paths, format):
                counts[outcome.outcome] += 1
                unreadable |= outcome.unreadable
                if lines:
                    lines.write(json.dumps(outcome.as_row(), ensure_ascii=False) + "\n")
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in saving.OUTCOMES))
        if event and event.operation:
            self.stdout.write(
                _("Import n° %(id)s ; pour l’annuler : undo_import %(id)s") % {"id": event.pk}
            )
        if unreadable:
            raise SystemExit(1)

    def shown(
        self, outcomes: Iterator[saving.Outcome], paths: list[str], format: str
    ) -> Iterator[saving.Outcome]:
        """A bar with rate and time left in a terminal; and the reasons of what is not taken in, everywhere."""
        with tqdm(unit=" items", disable=None, delay=1) as bar:
            bar.total = None if bar.disable else running.count(paths, format)
            for outcome in outcomes:
                bar.update()
                if outcome.reason:
                    with bar.external_write_mode(self.stderr):
                        self.stderr.write(f"{outcome.source}: {outcome.outcome}: {outcome.reason}")
                yield outcome


@contextlib.contextmanager
def written(report: str | None):
    """The report's file, open for its lines; None where none is asked for."""
    with contextlib.ExitStack() as stack:
        try:
            lines = stack.enter_context(open(report, "w", encoding="utf-8")) if report else None
        except OSError as error:
            raise CommandError(
                _("Le rapport ne peut pas être écrit : %s.") % error.strerror
            ) from None
        yield lines
