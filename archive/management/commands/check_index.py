from collections.abc import Sequence
from contextlib import suppress

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from archive.mentions import keeping as mentions
from archive.models import Proof, ProofKind, Shown, tallied
from archive.search import documents
from archive.search.engine import REFUSALS, IndexAway, IndexDamaged, current
from archive.search.upkeep import comparing, freshness

FIRST = 10  # ids that are shown of each kind


class Command(BaseCommand):
    help = (
        "Compares the search index with the database, every document; exits with status 1 where"
        " they differ."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair",
            action="store_true",
            help="index anew what differs, or everything if the index is damaged",
        )

    def handle(self, *, repair, **options):
        try:
            differing = self.compared()
            uncounted = self.compared_numbers(repair) + self.compared_mentions(repair)
            if repair and (differing is None or any(differing)):
                self.try_to_repair(differing)
                differing = self.compared()
        except IndexAway as error:  # it may be whole: nothing is rebuilt for that
            raise CommandError(f"The index does not answer: {error}") from error
        if differing is None or any(differing) or uncounted:
            raise SystemExit(1)

    def compared(self) -> comparing.Differences | None:
        """Return what differs, and print it; None where the index is damaged. Raises IndexAway."""
        try:
            differing = comparing.differences()
        except (IndexDamaged, OSError) as error:
            self.stderr.write(f"The index cannot be read: {error}")
            return None
        for kind, ids in differing._asdict().items():
            self.stdout.write(f"{kind}: {len(ids)}{listed(ids)}")
        facts: dict[str, object] = {
            "editorials": documents.number(),
            "differences": len(differing.all()),
        }
        with suppress(DatabaseError):  # a database that is only read is compared all the same
            Proof.objects.record(ProofKind.INDEX, facts)
        return differing

    def compared_numbers(self, repair: bool) -> int:
        """Return by how many the kept numbers of editorials differ, counted anew where wished."""
        differing = tallied.differences()
        if differing:
            self.stdout.write(f"editorials counted otherwise than kept: {differing}")
        if repair and differing:
            with transaction.atomic():
                tallied.recount()
                Shown.leave()  # pages may have shown what was wrong
            differing = tallied.differences()
        return differing

    def compared_mentions(self, repair: bool) -> int:
        """Return of how many editorials the names are not those of the text; mend if wished."""
        differing = mentions.differences()
        if differing:
            self.stdout.write(f"names kept otherwise than in the text: {listed(differing).strip()}")
        if repair and differing:
            mentions.refresh(differing)
            differing = mentions.differences()
        return len(differing)

    def try_to_repair(self, differing: comparing.Differences | None) -> None:
        try:
            self.repair(differing)
        except IndexAway:
            raise
        except REFUSALS as error:
            self.stderr.write(f"The index could not be repaired: {error}")

    def repair(self, differing: comparing.Differences | None) -> None:
        if differing is None:
            self.stdout.write(f"rebuilt: {current().rebuild()}")
            Shown.leave()  # related editorials may be others
        else:
            differing.mark()
        freshness.drain()


def listed(ids: Sequence[int]) -> str:
    """Return « (3, 4, …) » with a space before it; nothing for no ids."""
    if not ids:
        return ""
    numbers = [str(pk) for pk in ids[:FIRST]]
    if len(ids) > FIRST:
        numbers.append("…")
    return f" ({', '.join(numbers)})"
