from django.core.management.base import BaseCommand

from archive.ingest.entering import uploads
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = (
        "Goes on with what editors sent by the web; the site begins it by itself, and it may be run"
        " at any time."
    )

    def handle(self, **options):
        with freshness.deferred():
            uploads.work()
