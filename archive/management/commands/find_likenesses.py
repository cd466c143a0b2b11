from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from archive.ingest.entering import likeness
from archive.models import Editorial, Likeness

BATCH = 500  # editorials in one transaction


class Command(BaseCommand):
    help = (
        "Finds reprints and shortened versions among editorials that were never compared; may be"
        " run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", dest="anew", action="store_true", help="compare the others anew as well"
        )

    def handle(self, *, anew, **options):
        editorials = Editorial.objects.order_by("pk")
        if not anew:
            editorials = editorials.filter(shingles=None)
        ids = list(editorials.values_list("pk", flat=True))
        batches = range(0, len(ids), BATCH)
        for start in tqdm(batches, unit_scale=BATCH, unit=" editorials", disable=None):
            batch = Editorial.objects.filter(pk__in=ids[start : start + BATCH])
            with transaction.atomic():
                for editorial in batch.only("text", "language"):
                    likeness.note(editorial, is_first=not anew)
        pairs = Likeness.objects.undecided().count()
        self.stdout.write(f"{len(ids)} compared, {pairs} pairs to judge")
