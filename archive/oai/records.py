"""The records of a list, page by page, in the order of their changes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.models import Datestamp, Editorial, Publication, Standing, Tag, Tagging
from archive.models.editorial_queries import EditorialQuerySet
from archive.oai.asking import FACETS, Place, Refusal, Selective

PAGE = 100  # records of one answer
SETS = 1000  # of one answer


class Record(NamedTuple):
    """`editorial` is None where it was deleted."""

    stamp: Datestamp
    editorial: Editorial | None

    @property
    def is_gone(self) -> bool:
        # It may have been withdrawn since the stamp was read: of that the next harvest is told.
        is_there = self.editorial is not None and self.editorial.is_published
        return self.stamp.is_gone or not is_there


class Part(NamedTuple):
    """Some rows of a list; `next` is where it goes on, None at its end."""

    rows: Sequence
    next: Place | None


def page(asked: Selective) -> Part:
    """Return the next records of a list. Raises Refusal where there is none at all."""
    stamps = list(_stamps(asked)[: PAGE + 1])
    if not stamps:
        raise Refusal("noRecordsMatch", "No record is of that set and changed in that time.")
    rest = None
    if len(stamps) > PAGE:
        stamps.pop()
        before = asked.place.before if asked.place else 0
        last = stamps[-1]
        assert last.at, "only what has a time is told"
        rest = Place(last.at.isoformat(), last.number, before + PAGE)
    return Part(_with_editorials(stamps), rest)


def record(number: int) -> Record | None:
    """Return one record; None where nobody ever was told of such."""
    stamp = Datestamp.objects.timed().filter(number=number).first()
    if stamp is None:
        return None
    return _with_editorials([stamp])[0]


def earliest() -> datetime | None:
    """Return when the first change was that anybody is told of."""
    first = Datestamp.objects.timed().first()
    return first.at if first else None


def _stamps(asked: Selective) -> QuerySet[Datestamp]:
    stamps = Datestamp.objects.timed()
    if asked.since:
        stamps = stamps.filter(at__gte=datetime.fromisoformat(asked.since))
    if asked.before:
        stamps = stamps.filter(at__lt=datetime.fromisoformat(asked.before))
    if asked.place:
        at = datetime.fromisoformat(asked.place.at)
        later = Q(at__gt=at) | Q(at=at, number__gt=asked.place.number)
        stamps = stamps.filter(later, at__gte=at)
    if asked.facet:
        there = Exists(_told_of_sets().filter(pk=OuterRef("number")))
        # Of what was deleted, or is a draft again, nobody is to know of which sets it was.
        deleted = Q(standing=Standing.GONE) & ~there
        stamps = stamps.filter(Q(number__in=_members(asked)) | deleted)
    return stamps


def _members(asked: Selective) -> QuerySet:
    editorials = _told_of_sets().order_by()
    if asked.slug:
        return editorials.having(asked.facet, [asked.slug]).values("pk")
    if asked.facet == "publication":
        return editorials.filter(publication__isnull=False).values("pk")
    return editorials.filter(Exists(Tagging.objects.filter(editorial=OuterRef("pk")))).values("pk")


def _told_of_sets() -> EditorialQuerySet:
    return Editorial.objects.except_drafts().except_trashed()


def _with_editorials(stamps: Sequence[Datestamp]) -> list[Record]:
    numbers = [stamp.number for stamp in stamps]
    editorials = Editorial.objects.for_list().in_bulk(numbers)
    return [Record(stamp, editorials.get(stamp.number)) for stamp in stamps]


# Sets


def sets(place: Place | None) -> Part:
    """Return the next sets, as (spec, name): those that a published editorial is of."""
    facets = list(FACETS)
    number, before = 0, 0
    if place:
        facets = facets[facets.index(place.at) :]
        number, before = place.number, place.before
    rows: list[tuple[str, str]] = []
    for facet in facets:
        if not number:
            rows.append((facet, facet))
        room = max(SETS - len(rows), 1)
        named = list(_borne(facet).filter(pk__gt=number).order_by("pk")[: room + 1])
        for row in named[:room]:
            rows.append((f"{facet}:{row.slug}", row.name))
        if len(named) > room:
            return Part(rows, Place(facet, named[room - 1].pk, before + len(rows)))
        number = 0
    return Part(rows, None)


def _borne(facet: str) -> QuerySet:
    published = Editorial.objects.published().order_by()
    if facet == "publication":
        borne = published.filter(publication=OuterRef("pk"))
        return Publication.objects.filter(Exists(borne)).only("slug", "name")
    bearing = published.filter(pk=OuterRef("editorial"))
    taggings = Tagging.objects.filter(Exists(bearing), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(taggings)).only("slug", "name")


def sets_of(editorial: Editorial) -> Iterator[str]:
    """Yield the sets that an editorial is of; what they are parts of goes without saying.

    A draft is of none: nobody is to know what editors make of it. So is what is in the trash, which
    may have been a draft, and is told as what was deleted for good.
    """
    if editorial.is_draft or editorial.is_in_trash:
        return
    if editorial.publication:
        yield f"publication:{editorial.publication.slug}"
    for tag in editorial.tags.all():
        yield f"tag:{tag.slug}"
