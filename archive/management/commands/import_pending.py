from django.core.management.base import BaseCommand

from archive.ingest.entering import uploads
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = (
        "Goes on with what editors sent by the web; the site begins it by itself, and it may be run"
        " at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "upload", nargs="?", type=int, help="the number of one upload; else all, in turns"
        )

    def handle(self, *, upload=None, **options):
        with freshness.deferred():
            if upload is None:
                uploads.work()
            else:
                uploads.work_on(upload)
