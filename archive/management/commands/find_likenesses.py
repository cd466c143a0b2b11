from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from archive.ingest.entering import likeness
from archive.models import Editorial, Likeness

BATCH = 500  # editorials in one transaction


class Command(BaseCommand):
    help = "Finds reprints and shortened versions among editorials that were never compared; may be run again."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="compare the others anew as well")

    def handle(self, *, all, **options):
        editorials = (
            Editorial.objects.order_by("pk")
            if all
            else Editorial.objects.filter(shingles=None).order_by("pk")
        )
        ids = list(editorials.values_list("pk", flat=True))
        for start in tqdm(
            range(0, len(ids), BATCH), unit_scale=BATCH, unit=" editorials", disable=None
        ):
            with transaction.atomic():
                for editorial in Editorial.objects.filter(pk__in=ids[start : start + BATCH]).only(
                    "text", "language"
                ):
                    likeness.note(editorial, is_first=not all)
        self.stdout.write(
            f"{len(ids)} compared, {Likeness.objects.undecided().count()} pairs to judge"
        )
