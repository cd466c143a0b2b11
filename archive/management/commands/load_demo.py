import json
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import ingest
from archive.ingest.entering import saving
from archive.models import Author, Editorial, Operation, OperationKind, Publication, Tag
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = "Brings in the demonstration archive: invented editorials of invented magazines."

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove",
            action="store_true",
            help="takes it out again, with the names that only it bears",
        )

    def handle(self, *, remove, **options):
        if remove:
            self.stdout.write(f"{self.removed()} removed")
        else:
            self.load()

    def removed(self) -> int:
        """One operation, which can be undone; returns how many editorials it took out."""
        gone = Editorial.objects.demonstration()
        count, names = (
            gone.count(),
            [(model, _bearing(model, gone)) for model in (Author, Tag, Publication)],
        )
        with (
            freshness.deferred(),
            Operation.objects.recording(OperationKind.DELETE, why="load_demo --remove"),
        ):
            gone.delete()
            for model, ids in names:
                model.objects.filter(pk__in=ids, editorials__isnull=True).delete()
        return count

    def load(self):
        folder = Path(settings.BASE_DIR, "fixtures", "demo")
        with freshness.deferred():
            paths = sorted(folder.glob("*.jsonl"))
            counts = Counter(
                item.outcome for path in paths for item in saving.save(ingest.read(path))
            )
            for name, fields in json.loads((folder / "publications.json").read_text()).items():
                Publication.objects.filter(name=name, description="").update(**fields)
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in saving.OUTCOMES))


def _bearing(model, editorials) -> list[int]:
    """The authors, tags or magazines of these editorials."""
    return list(
        model.objects.filter(editorials__in=editorials).distinct().values_list("pk", flat=True)
    )
