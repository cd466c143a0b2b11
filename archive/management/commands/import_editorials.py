import contextlib
import json
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive import ingest
from archive.ingest import saving
from archive.search import freshness


class Command(BaseCommand):
    help = "Brings editorials into the archive from files and folders; may be run again."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--format", choices=["auto", *ingest.READERS], default="auto")
        parser.add_argument("--publication", default="", metavar="NAME", help="for items that name none")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
        parser.add_argument("--report", metavar="FILE", help="one JSON object a source item")

    def handle(self, *, paths, format, publication, dry_run, report, **options):
        counts, unreadable = Counter(), False
        with written(report) as lines, freshness.deferred():
            for outcome in self.outcomes(paths, format, publication, dry_run):
                counts[outcome.outcome] += 1
                unreadable |= outcome.unreadable
                if outcome.reason:
                    self.stderr.write(f"{outcome.source}: {outcome.outcome}: {outcome.reason}")
                if lines:
                    lines.write(json.dumps(outcome.as_row(), ensure_ascii=False) + "\n")
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in saving.OUTCOMES))
        if unreadable:
            raise SystemExit(1)

    def outcomes(self, paths, format, publication, dry_run):
        for path in tqdm(ingest.files(paths), unit=" files", disable=None, delay=1):
            records = [path] if isinstance(path, ingest.Rejected) else ingest.read(path, format)
            yield from saving.save(records, publication=publication, dry_run=dry_run)


@contextlib.contextmanager
def written(report: str | None):
    """The report's file, open for its lines; None where none is asked for."""
    with contextlib.ExitStack() as stack:
        try:
            lines = stack.enter_context(open(report, "w", encoding="utf-8")) if report else None
        except OSError as error:
            raise CommandError(_("Le rapport ne peut pas être écrit : %s.") % error.strerror) from None
        yield lines
