from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError

from archive import deadlines
from archive.following import sending
from archive.ingest.entering import uploads
from archive.management.versions import check_version
from archive.workers import is_queued
from archive.workers.worker import LEASE, Worker

SHORTEST = 2.0  # seconds: a lease has to outlast a pause of the machine


class Command(BaseCommand):
    requires_system_checks = "__all__"  # all that a task may want is loaded before the first
    help = (
        "Does what is queued by the site, one thing at a time, until it is stopped: imports, large"
        " changes, rebuilds, mails. Several may run, on any machine; ARCHIVE_WORK=queue has the"
        " site queue."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-empty", action="store_true", help="end as soon as nothing is queued"
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE,
            metavar="SECONDS",
            help="after which another takes up the work of a worker that is gone (%(default)s)",
        )

    def handle(self, *, until_empty, lease, **options):
        if not (is_queued() or until_empty):
            raise CommandError(
                "Nothing is queued here: start it, and the site, with ARCHIVE_WORK=queue."
            )
        if lease < SHORTEST:
            raise CommandError(f"--lease is {SHORTEST} seconds at least.")
        check_version()
        idly: list[Callable[[], object]] = []
        if is_queued():
            idly = [uploads.begin, sending.begin, deadlines.meet]
        Worker(lease, idly).work(until_empty)
