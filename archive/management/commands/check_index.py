from django.core.management.base import BaseCommand

from archive.search.engines.whoosh.index import rebuilding
from archive.search.engines.whoosh.index.arrays import IndexDamaged
from archive.search.engines.whoosh.index.folder import IndexBusy
from archive.search.engines.whoosh.index.succession import RebuildRunning
from archive.search.upkeep import comparing, freshness

FIRST = 10  # ids that are shown of each kind


class Command(BaseCommand):
    help = "Compares the search index with the database, every document; exits with status 1 where they differ."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair", action="store_true", help="index anew what differs, or everything if the index is damaged"
        )

    def handle(self, *, repair, **options):
        found = self.compared()
        if repair and (found is None or any(found)):
            try:
                self.repair(found)
            except (RebuildRunning, rebuilding.NotRight, IndexDamaged, IndexBusy, OSError) as error:
                self.stderr.write(f"The index could not be repaired: {error}")
            found = self.compared()
        if found is None or any(found):
            raise SystemExit(1)

    def compared(self) -> comparing.Differences | None:
        """What differs; None where the index is damaged."""
        try:
            found = comparing.differences()
        except (IndexDamaged, OSError) as error:
            self.stderr.write(f"The index is damaged: {error}")
            return None
        for kind, ids in found._asdict().items():
            more = ", …" if len(ids) > FIRST else ""
            self.stdout.write(f"{kind}: {len(ids)}" + f" ({', '.join(map(str, ids[:FIRST]))}{more})" * bool(ids))
        return found

    def repair(self, found: comparing.Differences | None) -> None:
        if found is None:
            self.stdout.write(f"rebuilt: {rebuilding.rebuild()}")
        else:
            found.mark()
        freshness.drain()
