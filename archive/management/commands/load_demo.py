import json
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import ingest
from archive.ingest import saving
from archive.models import Publication
from archive.search import freshness


class Command(BaseCommand):
    help = "Brings in the demonstration archive: invented editorials of invented magazines."

    def handle(self, **options):
        folder = Path(settings.BASE_DIR, "fixtures", "demo")
        with freshness.deferred():
            paths = sorted(folder.glob("*.jsonl"))
            counts = Counter(item.outcome for path in paths for item in saving.save(ingest.read(path)))
            for name, fields in json.loads((folder / "publications.json").read_text()).items():
                Publication.objects.filter(name=name, description="").update(**fields)
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in saving.OUTCOMES))
