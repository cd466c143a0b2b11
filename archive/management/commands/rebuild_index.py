from django.core.management.base import CommandError
from haystack.management.commands import rebuild_index

from archive.curves import vocabulary
from archive.models import Shown
from archive.processes import sparing_collector
from archive.search.engine import REFUSALS, current
from archive.search.upkeep import derived, freshness
from archive.search.upkeep.comparing import differences


class Command(rebuild_index.Command):
    help = (
        "Makes the search index anew beside the one in use, checks it and puts it in its place."
        " Search goes on; the index that was in use is kept as the previous one."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "-w",
            dest="workers",
            type=int,
            help="as --workers: processes that write (one a processor)",
        )
        parser.add_argument(
            "--previous",
            action="store_true",
            help="go back to the previous index, brought up to date",
        )

    def handle(self, *, previous=False, **options):
        try:
            count = self.go_back() if previous else self.rebuild(**options)
            Shown.leave()  # related editorials may be others
            taken_in = freshness.drain()
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{count} editorials indexed, {taken_in} of them changed meanwhile.")

    def rebuild(self, *, workers, batchsize, verbosity, **options) -> int:
        with sparing_collector():
            count = current().rebuild(workers or None, batchsize or None, progress=verbosity > 0)
            derived.build()
            vocabulary.prepare()
        return count

    def go_back(self) -> int:
        count = current().go_back()
        differences().mark()
        return count
