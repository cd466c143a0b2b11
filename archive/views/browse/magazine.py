"""What is known of a magazine beside its editorials, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from archive import dates
from archive.models import Author, Editorial, Publication


@dataclass(frozen=True)
class Editing:
    """Somebody who edited the magazine, in what office, for how long; "" where unknown."""

    name: str
    author: Author | None
    role: str
    when: str


@dataclass(frozen=True)
class About:
    """What a magazine's page tells of it. `periods`: (for how long, how often it appeared)."""

    magazine: Publication
    periods: list[tuple[str, str]]
    editing: list[Editing]
    predecessors: list[Publication]  # each with `is_told`: whether it has a page for readers
    successors: list[Publication]

    @property
    def is_empty(self) -> bool:
        """True where nothing is known that the page would tell."""
        magazine = self.magazine
        texts = (magazine.issn, magazine.publisher, magazine.publisher_url)
        rows = (self.periods, self.editing, self.predecessors, self.successors)
        return not any((*texts, magazine.subscription_url, *rows))


def about(magazine: Publication) -> About:
    """Return what is known of a magazine, by four queries."""
    periods = []
    for period in magazine.periods.all():
        periods.append((dates.during(period.date), period.frequency))
    editing = []
    for row in magazine.editorships.select_related("author"):
        editing.append(Editing(row.name, row.author, row.role, dates.during(row.date)))
    return About(
        magazine=magazine,
        periods=periods,
        editing=editing,
        predecessors=_told(magazine.predecessors.all()),
        successors=_told(magazine.successors.all()),
    )


def _told(magazines: QuerySet[Publication]) -> list[Publication]:
    published = Editorial.objects.published().filter(publication=OuterRef("pk")).order_by()
    return list(magazines.annotate(is_told=Exists(published)))
