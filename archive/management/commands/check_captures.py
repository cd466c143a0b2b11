from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive import fixity
from archive.capture_storage import StorageAway
from archive.management import interruptions
from archive.models import Capture
from archive.models.chunks import chunks

MOST = 50  # captures that are named of each kind


class Command(BaseCommand):
    help = (
        "Reads every capture and compares its bytes with its hash; names what is lost and exits"
        " with status 1 where there is any. It is made good when the same page is imported again."
    )

    def handle(self, **options):
        findings = fixity.Findings()
        try:
            with tqdm(unit=" files", disable=None, delay=1) as bar:
                for _name in fixity.prove(findings):
                    bar.update()
        except StorageAway as error:
            raise CommandError(f"The captures could not be checked: {error}") from error
        self.stdout.write(f"captures: {findings.captures}")
        self._tell("missing", findings.missing)
        self._tell("changed", findings.changed)
        if findings.unnoted:
            self.stderr.write(f"This could not be noted: {interruptions.why(findings.unnoted)}.")
        if findings.lost:
            raise SystemExit(1)

    def _tell(self, kind: str, names: Iterable[str]) -> None:
        """Print how many captures have these files, and the first of them."""
        captures: list[Capture] = []
        for portion in chunks(names):
            captures += Capture.objects.filter(content__in=portion).order_by("pk")
        self.stdout.write(f"{kind}: {len(captures)}")
        for capture in captures[:MOST]:
            editorial = f"n° {capture.editorial_id}"
            self.stdout.write(f"  {editorial}, {capture.origin}, {capture.sha256}")
        if len(captures) > MOST:
            self.stdout.write("  …")
