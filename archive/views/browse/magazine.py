"""What is known of a magazine beside its editorials, as its page shows it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from archive import dates
from archive.models import Author, Editorial, Period, Publication


@dataclass(frozen=True)
class Editing:
    """Somebody who edited the magazine, in what office, for how long; "" where unknown."""

    name: str
    author: Author | None
    role: str
    when: str

    @property
    def rest(self) -> str:
        """Return what follows the name: « , rédactrice en chef, 2001 – 2006 »."""
        return "".join(f", {part}" for part in (self.role, self.when) if part)


@dataclass(frozen=True)
class About:
    """What a magazine's page tells of it. `periods`: (for how long, how often it appeared)."""

    magazine: Publication
    periods: list[tuple[str, str]]
    editing: list[Editing]
    predecessors: list[Publication]  # each with `is_told`: whether it has a page for readers
    successors: list[Publication]
    dated_periods: list[Period]

    @property
    def appeared(self) -> tuple[str, str]:
        """The first and the last year in which it appeared; "" where that is not known."""
        spans = [dates.bounds(period.date) for period in self.dated_periods]
        firsts = [first.year for first, _last in spans if first]
        lasts = [last.year for _first, last in spans if last]
        is_known = bool(spans) and len(firsts) == len(lasts) == len(spans)
        first = f"{min(firsts):04}" if firsts else ""
        return first, f"{max(lasts):04}" if is_known else ""

    @property
    def is_empty(self) -> bool:
        """True where nothing is known that the page would tell."""
        magazine = self.magazine
        links = (magazine.publisher, magazine.publisher_url, magazine.subscription_url)
        rows = (self.periods, self.editing, self.predecessors, self.successors)
        return not any((*links, *rows))


def about(magazine: Publication) -> About:
    """Return what is known of a magazine, by three queries."""
    periods = []
    rows = list(magazine.periods.all())
    for period in rows:
        periods.append((dates.during(period.date), period.frequency))
    editing = []
    for row in magazine.editorships.select_related("author"):
        editing.append(Editing(row.name, row.author, row.role, dates.during(row.date)))
    related = _related(magazine)
    return About(
        magazine=magazine,
        periods=periods,
        editing=editing,
        predecessors=[other for other in related if not other.is_later],
        successors=[other for other in related if other.is_later],
        dated_periods=rows,
    )


def _related(magazine: Publication) -> list[Any]:
    """Return the magazines before and after another, each with `is_later` and `is_told`."""
    links = Publication.successors.through.objects
    later = links.filter(from_publication=magazine, to_publication=OuterRef("pk"))
    earlier = links.filter(to_publication=magazine, from_publication=OuterRef("pk"))
    published = Editorial.objects.published().filter(publication=OuterRef("pk")).order_by()
    magazines = Publication.objects.annotate(is_later=Exists(later), is_told=Exists(published))
    return list(magazines.filter(Exists(later) | Exists(earlier)))
