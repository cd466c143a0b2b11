from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import ingest
from archive.ingest import saving
from archive.search import freshness


class Command(BaseCommand):
    help = "Brings in the demonstration archive: invented editorials of invented magazines."

    def handle(self, **options):
        paths = sorted(Path(settings.BASE_DIR, "fixtures", "demo").glob("*.jsonl"))
        with freshness.deferred():
            counts = Counter(o.outcome for path in paths for o in saving.save(ingest.read(path)))
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in saving.OUTCOMES))
