"""All that the trust page says, whether for people or for programs."""

from dataclasses import dataclass

from archive.models import Capture, Editorial, Proof, Source, Stale, Tallied, last_proofs
from archive.search.upkeep import watching
from archive.trust import holdings
from archive.trust.holdings import Holdings

MOST_GONE = 50  # pages that are named of those that are gone


@dataclass(frozen=True)
class Index:
    """How the search index is beside the database.

    `state`: "ok", "missing", "damaged" or "away"; `indexed` and `editorials`: how many the one and
    the other have; `is_waiting`: changes are yet to be taken in.
    """

    state: str
    indexed: int
    editorials: int
    is_waiting: bool

    @property
    def is_equal(self) -> bool:
        return self.state == "ok" and self.indexed == self.editorials


@dataclass(frozen=True)
class Gone:
    """A page that was gone when it was last asked for, and an editorial that came from it."""

    source: Source
    editorial: Editorial


@dataclass(frozen=True)
class Statement:
    """`proofs`: {kind: the last of it}; `lost`: captures that are lost, as far as is known."""

    holdings: Holdings
    proofs: dict[str, Proof]
    lost: int
    index: Index
    gone: list[Gone]

    def proof(self, kind: str) -> Proof | None:
        """Return the last proof of a kind, None where none ever was."""
        return self.proofs.get(kind)


def statement() -> Statement:
    """Return what is to be said now. A number of queries that does not grow with the archive."""
    held = holdings.latest()
    return Statement(
        holdings=held,
        proofs=last_proofs(),
        lost=Capture.objects.lost().count(),
        index=_index(held.whole.editorials),
        gone=_gone(),
    )


def _index(editorials: int) -> Index:
    condition = watching.condition()
    if condition.editorials != editorials:
        # It may be the count that is some seconds old.
        editorials = Tallied.objects.published()
    return Index(condition.state, condition.editorials, editorials, Stale.objects.exists())


def _gone() -> list[Gone]:
    """Return the pages that were lost last, those of published editorials alone."""
    sources = {source.address: source for source in Source.objects.gone()[:MOST_GONE]}
    if not sources:
        return []
    published = Editorial.objects.published().filter(address__in=sources).order_by("-pk")
    columns = ("title", "title_supplied", "slug", "language", "address", "source_url")
    editorials = {editorial.address: editorial for editorial in published.only(*columns)}
    gone = []
    for address, source in sources.items():
        if address in editorials:
            gone.append(Gone(source, editorials[address]))
    return gone
