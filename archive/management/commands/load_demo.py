import json
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import ingest
from archive.ingest.entering import letters, saving
from archive.ingest.records import Record, SourceLetter
from archive.management.outcome_counts import counts_line
from archive.models import (
    Author,
    Editorial,
    LetterState,
    Operation,
    OperationKind,
    Publication,
    Tag,
)
from archive.models.editorial_queries import EditorialQuerySet
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = "Brings in the demonstration archive: invented editorials, magazines and letters."

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
        """Take it out as one operation, which can be undone; return how many editorials it were."""
        editorials = Editorial.objects.demonstration()
        count = editorials.count()
        borne = {model: _bearing(model, editorials) for model in (Author, Tag, Publication)}
        with (
            freshness.deferred(),
            Operation.objects.recording(OperationKind.DELETE, why="load_demo --remove"),
        ):
            editorials.delete()
            for model, ids in borne.items():
                model.objects.filter(pk__in=ids, editorials__isnull=True).delete()
        return count

    def load(self) -> None:
        folder = Path(settings.BASE_DIR, "fixtures", "demo")
        counts: Counter[str] = Counter()
        with freshness.deferred():
            for path in sorted(folder.glob("*.jsonl")):
                counts.update(outcome.outcome for outcome in saving.save(ingest.read(path)))
            publications = json.loads((folder / "publications.json").read_text())
            for name, fields in publications.items():
                Publication.objects.filter(name=name, description="").update(**fields)
            for source_id, written in json.loads((folder / "letters.json").read_text()).items():
                _answer(Editorial.objects.demonstration().get(source_id=source_id), written)
        self.stdout.write(counts_line(counts))


def _answer(editorial: Editorial, written: list[dict]) -> None:
    """Take in the invented letters to an editorial, with what the editors reply; once."""
    sent = []
    for number, fields in enumerate(written, 1):
        letter = SourceLetter(
            name=fields["name"],
            text=fields["text"],
            state=LetterState.SHOWN.value,
            written_at=datetime.fromisoformat(fields["written_at"]),
            source_id=f"{editorial.source_id}-letter-{number}",
        )
        sent.append(letter)
    if not letters.take(editorial, Record("letters.json", letters=sent)):
        return
    for letter, fields in zip(sent, written, strict=True):
        if "reply" in fields:
            replied_at = datetime.fromisoformat(fields["replied_at"])
            answered = editorial.letters.filter(source_id=letter.source_id, reply="")
            answered.update(reply=fields["reply"], replied_at=replied_at)


def _bearing(model: type[Author | Tag | Publication], editorials: EditorialQuerySet) -> list[int]:
    """Return the ids of the authors, tags or magazines of these editorials."""
    rows = model.objects.filter(editorials__in=editorials).distinct()
    return list(rows.values_list("pk", flat=True))
