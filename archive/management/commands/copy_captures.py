import hashlib

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive.capture_storage import StorageAway
from archive.management.given_address import given_address
from archive.models import Capture, capture_files


class Command(BaseCommand):
    help = (
        "Copies every capture from another place into that of CAPTURES_URL, and proves each by its"
        " hash. What is there already stays; stopped or killed, it goes on when it is run again."
        " Exits with status 1 where captures are lost in both."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "source",
            help="as CAPTURES_URL has it: file:////folder, or s3[+http]://…; - to type it, unseen,"
            " or to pipe it in",
        )

    def handle(self, *, source, **options):
        try:
            former = storages.create_storage(settings.CAPTURES_OF(given_address(source)))
            former.check()  # type: ignore[attr-defined]  # each of CAPTURES_URL has it
            self._copy(former)
        except StorageAway as error:
            raise CommandError(f"The captures could not be copied: {error}") from error

    def _copy(self, former) -> None:
        counts = {"copied": 0, "there already": 0, "lost": 0}
        rows = Capture.objects.order_by("content").values_list("content", "sha256").distinct()
        for name, sha256 in tqdm(rows.iterator(), unit=" files", disable=None, delay=1):
            counts[self._copied(former, name, sha256)] += 1
        for outcome, count in counts.items():
            self.stdout.write(f"{outcome}: {count}")
        if counts["lost"]:
            raise SystemExit(1)

    def _copied(self, former, name: str, sha256: str) -> str:
        """Have one file in its new place; return what became of it."""
        target = capture_files.storage()
        if target.exists(name) and capture_files.digest(name) == sha256:
            return "there already"
        try:
            with former.open(name) as file:
                content = file.read()
        except FileNotFoundError:
            return "lost"
        if hashlib.sha256(content).hexdigest() != sha256:
            return "lost"
        target.replace(name, content)
        capture_files.note_whole([name])
        return "copied"
