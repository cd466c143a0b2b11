"""What two authors, two magazines or two tags have in common, and what each has alone.

A list is asked of each for what it has most of, and of the other for just these: two queries each,
however much there is.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import tallies
from archive.models import (
    Author,
    Byline,
    Editorial,
    Publication,
    Tag,
    Tagging,
    TalliedAuthor,
    TalliedPair,
    TalliedTag,
)
from archive.tallies import Span
from archive.views.browse.published_names import unpublished

Named = Author | Publication | Tag
Counts = dict[int, int]  # {number of a name: how many published editorials}
# What is asked for the counts of some numbers, or, of None, for those that it has most.
Asked = Callable[[Collection[int] | None], Counts]
MOST_ASKED = 60
MOST_SHOWN = 12  # of what both have, and of what one has alone


@dataclass(frozen=True)
class Side:
    """One of the two: how many published editorials it has, and when they are of."""

    named: Named
    spans: list[Span]

    @property
    def count(self) -> int:
        return tallies.total(self.spans)

    @property
    def years(self) -> str:
        """Return the first and the last year in words, or that none is known."""
        years = sorted(tallies.tally(self.spans).slots())
        if not years:
            return gettext("sans date")
        if len(years) == 1:
            return f"{years[0]:04}"
        return gettext("de %(first)04d à %(last)04d") % {"first": years[0], "last": years[-1]}


@dataclass(frozen=True)
class SharedName:
    """A name that both have, and how often each."""

    named: Named
    counts: tuple[int, int]


@dataclass(frozen=True)
class Shared:
    """Names of one kind: those that both have, and those that each side has alone, with numbers."""

    heading: str | Promise
    both: list[SharedName]
    by_side: list[tuple[Named, list[tuple[Named, int]]]]

    def __bool__(self) -> bool:
        return bool(self.both) or any(alone for _named, alone in self.by_side)


def shared(first: Side, second: Side) -> list[Shared]:
    """Return what two of one kind share, of each kind of names that they have."""
    lists = []
    for heading, model, asked in ASKED[type(first.named)]:
        names = _shared(heading, model, (first, second), asked)
        if names:
            lists.append(names)
    return lists


def together(first: Side, second: Side) -> int:
    """Return how many published editorials have both; 0 of magazines."""
    if isinstance(first.named, Tag):
        pairs = TalliedPair.objects.filter(tag_id=first.named.pk, beside_id=second.named.pk)
        return pairs.aggregate(n=Sum("number"))["n"] or 0
    if isinstance(first.named, Author):
        signed = Byline.objects.filter(author=second.named.pk).values("editorial")
        published = Editorial.objects.exclude(pk__in=unpublished())
        both = published.filter(pk__in=signed, bylines__author=first.named)
        return both.order_by().values("pk").distinct().count()
    return 0


def _shared(
    heading: str | Promise,
    model: type[Named],
    sides: tuple[Side, Side],
    asked: Callable[[Side], Asked],
) -> Shared:
    first, second = sides
    counts, other_counts = _counted(asked(first), asked(second))
    numbers = {*counts, *other_counts}
    if isinstance(first.named, model):  # two tags are no neighbours of themselves
        numbers -= {first.named.pk, second.named.pk}
    both: list[SharedName] = []
    alone: tuple[list[tuple[Named, int]], list[tuple[Named, int]]] = ([], [])
    for number, row in model.objects.in_bulk(numbers).items():
        pair = (counts.get(number, 0), other_counts.get(number, 0))
        if all(pair):
            both.append(SharedName(row, pair))
        elif pair[0]:
            alone[0].append((row, pair[0]))
        else:
            alone[1].append((row, pair[1]))
    both.sort(key=lambda name: (-min(name.counts), -sum(name.counts), name.named.key))
    by_side = []
    for side, names in zip(sides, alone, strict=True):
        names.sort(key=lambda name: (-name[1], name[0].key))
        by_side.append((side.named, names[:MOST_SHOWN]))
    return Shared(heading, both[:MOST_SHOWN], by_side)


def _counted(first: Asked, second: Asked) -> tuple[Counts, Counts]:
    """Return what each has most of, and how often each has what the other has most of."""
    counts, other_counts = first(None), second(None)
    missing = other_counts.keys() - counts.keys()
    other_missing = counts.keys() - other_counts.keys()
    if len(counts) == MOST_ASKED and missing:
        counts = counts | first(missing)
    if len(other_counts) == MOST_ASKED and other_missing:
        other_counts = other_counts | second(other_missing)
    return counts, other_counts


# What is asked


def _most(rows: QuerySet, name: str, number: Count | Sum, among: Collection[int] | None) -> Counts:
    """Return {number of a name: how many}, of those `among` numbers, or of the most frequent."""
    if among is not None:
        rows = rows.filter(**{f"{name}__in": among})
    counted = rows.order_by().values_list(name).annotate(n=number).filter(n__gt=0)
    return dict(counted.order_by("-n", name)[:MOST_ASKED])


def _kept(model: type[TalliedTag] | type[TalliedAuthor], name: str, side: Side) -> Asked:
    """Return what asks the kept numbers for the tags or the authors of a magazine."""
    rows = model.objects.filter(state=Editorial.State.PUBLISHED, publication_id=side.named.pk)
    return partial(_most, rows, name, Sum("number"))


def _tags_of_magazine(side: Side) -> Asked:
    return _kept(TalliedTag, "tag_id", side)


def _authors_of_magazine(side: Side) -> Asked:
    return _kept(TalliedAuthor, "author_id", side)


def _tags_of_author(side: Side) -> Asked:
    signed = Byline.objects.filter(author=side.named.pk).values("editorial")
    taggings = Tagging.objects.filter(editorial__in=signed)
    return partial(_most, taggings.exclude(editorial__in=unpublished()), "tag_id", Count("*"))


def _tags_beside(side: Side) -> Asked:
    pairs = TalliedPair.objects.filter(tag_id=side.named.pk)
    return partial(_most, pairs, "beside_id", Sum("number"))


def _authors_of_tag(side: Side) -> Asked:
    tagged = Tagging.objects.filter(tag=side.named.pk).values("editorial")
    signed = Byline.objects.filter(author__isnull=False, editorial__in=tagged)
    counted = Count("editorial", distinct=True)
    return partial(_most, signed.exclude(editorial__in=unpublished()), "author_id", counted)


def _magazines(side: Side) -> Asked:
    """Return what tells the magazines of the spans, which are all known."""
    by_magazine = tallies.by(side.spans)
    counts = {number: tallies.total(by_magazine[number]) for number in tallies.numbers(by_magazine)}

    def asked(among: Collection[int] | None) -> Counts:
        return counts

    return asked


# Of each kind: heading, what the names are, what asks for those of a side.
ASKED: dict[type, list[tuple[Promise, type[Named], Callable[[Side], Asked]]]] = {
    Author: [(_("Mots-clés"), Tag, _tags_of_author), (_("Revues"), Publication, _magazines)],
    Publication: [
        (_("Signatures"), Author, _authors_of_magazine),
        (_("Mots-clés"), Tag, _tags_of_magazine),
    ],
    Tag: [
        (_("Auteurs"), Author, _authors_of_tag),
        (_("Mots-clés voisins"), Tag, _tags_beside),
        (_("Revues"), Publication, _magazines),
    ],
}
