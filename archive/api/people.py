"""Who and what the texts name."""

from typing import Any

from django.http import HttpRequest
from ninja import Query
from ninja.errors import HttpError

from archive import tallies
from archive.api.interface import paged, reading
from archive.mentions.quoting import Quotation, quotations
from archive.models import Sheet
from archive.schemas.asked import Paged
from archive.schemas.found import Problem
from archive.schemas.people import AskedPeople, People, Person


@reading(
    "/people",
    response={200: People, 400: Problem},
    summary="The people, organisations and places that the texts name",
)
def people(request: HttpRequest, asked: Query[AskedPeople]):
    listed = Sheet.objects.shown().like(asked.like)
    if asked.kind:
        listed = listed.filter(kind__in=asked.kind)
    paging = paged(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    results = []
    if start < paging["count"]:
        for sheet in listed.order_by("filing", "pk")[start : start + asked.page_size]:
            results.append(_named(request, sheet) | {"editorials": sheet.named_in})
    return paging | {"results": results}


@reading(
    "/people/{slug}",
    response={200: Person, 400: Problem, 404: Problem},
    summary="A name in the texts, with its mentions",
)
def person(request: HttpRequest, slug: str, asked: Query[Paged]):
    sheet = Sheet.objects.at(slug[:100].replace("\0", ""))
    if sheet is None or not Sheet.objects.shown().filter(pk=sheet.pk).exists():
        raise HttpError(404, "The texts name nothing that has this address.")
    mentions = sheet.mentions()
    paging = paged(request, mentions.count(), asked)
    start = (asked.page - 1) * asked.page_size
    quoted = []
    if start < paging["count"]:
        quoted = quotations(list(mentions[start : start + asked.page_size]))
    author = sheet.signing()
    years = tallies.tally(tallies.spans(sheet.editorials()))
    return (
        paging
        | _named(request, sheet)
        | {
            "forms": sheet.other_forms(),
            "author": author.slug if author else None,
            "years": [
                {"year": year, "editorials": years.sure[year], "perhaps": years.perhaps[year]}
                for year in sorted(years.slots())
            ],
            "mentions": [_mention(request, quotation) for quotation in quoted],
        }
    )


def _named(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    return {
        "value": sheet.slug,
        "name": sheet.name,
        "kind": sheet.kind,
        "wikidata": sheet.wikidata or None,
        "viaf": sheet.viaf or None,
        "url": request.build_absolute_uri(sheet.get_absolute_url()),
    }


def _mention(request: HttpRequest, quotation: Quotation) -> dict[str, Any]:
    editorial = quotation.editorial
    return {
        "id": editorial.pk,
        "title": editorial.title or None,
        "date": editorial.date or None,
        "authors": list(quotation.names),
        "publication": editorial.publication.name if editorial.publication else None,
        "paragraph": quotation.paragraph,
        "sentence": quotation.before + quotation.name + quotation.behind,
        "name": quotation.name,
        "number": quotation.number,
        "url": request.build_absolute_uri(quotation.address),
    }
