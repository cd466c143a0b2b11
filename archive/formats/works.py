"""Editorials as every format takes them: with all that readers may see, a slice at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.utils import timezone

from archive import pictures
from archive.licences import Licence
from archive.models import Editorial
from archive.references import Reference, reference

AT_ONCE = 100  # editorials in memory


class Signature(NamedTuple):
    """Who signs a work, as printed. `kind` is an AuthorKind."""

    name: str
    role: str
    kind: str


@dataclass(frozen=True)
class Work:
    """A published editorial. `html` is its clean body; whatever is not known is ""."""

    number: int
    title: str
    heading: str  # the title as it is shown: in brackets where the page bore none
    standfirst: str
    html: str
    language: str
    date: str  # EDTF
    date_display: str
    magazine: str
    section: str
    issue: str
    page: str
    signatures: list[Signature]
    tags: list[str]
    source_id: str
    address: str  # of its page here
    slug: str
    source_address: str  # where it was on the web
    terms: Licence | None
    changed: datetime
    reference: Reference


@dataclass(frozen=True)
class Collection:
    """Works that go together into a file. `site` is its address, without « / » at its end."""

    title: str
    language: str
    site: str
    site_name: str


def works(numbers: Iterable[int], site: str) -> Iterator[Work]:
    """Yield the published ones of these editorials, in this order."""
    waiting = iter(numbers)
    while portion := list(islice(waiting, AT_ONCE)):
        rows = Editorial.objects.defer("text", "imported").select_related("publication")
        rows = rows.prefetch_related("bylines__author", "tags")
        published = rows.published_among(portion)
        for number in portion:
            if number in published:
                yield _work(published[number], site)


def _work(editorial: Editorial, site: str) -> Work:
    magazine = editorial.publication
    bylines = editorial.bylines.all()
    address = site + editorial.get_absolute_url()
    return Work(
        number=editorial.pk,
        title=editorial.title,
        heading=editorial.heading,
        standfirst=editorial.standfirst,
        html=pictures.without(editorial.body),
        language=editorial.language,
        date=editorial.date,
        date_display=editorial.date_display,
        magazine=magazine.name if magazine else "",
        section=editorial.section,
        issue=editorial.issue,
        page=editorial.page,
        signatures=[Signature(byline.name, byline.role, byline.kind) for byline in bylines],
        tags=[tag.name for tag in editorial.tags.all()],
        source_id=editorial.source_id,
        address=address,
        slug=editorial.slug,
        source_address=editorial.source_url,
        terms=magazine.terms if magazine else None,
        changed=editorial.updated_at,
        reference=reference(editorial, address, timezone.localdate()),
    )
