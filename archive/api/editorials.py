"""Whole editorials."""

from django.http import HttpRequest
from ninja import Query
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from archive import arks, pictures, text
from archive.api import bearers
from archive.api.interface import paged, reading, refuse_unknown_names
from archive.models import Byline, Editorial, loading, trash
from archive.models.editorial_queries import EditorialQuerySet
from archive.schemas.asked import Listed
from archive.schemas.found import Problem
from archive.schemas.records import Record, Records
from archive.search.question.query import CITED, NAMED, NOT, Question
from archive.search.question.renaming import renamed

LISTED_BY = (*NAMED, "year", CITED)


@reading(
    "/editorials",
    response={200: Records, 400: Problem},
    beside=["POST"],
    summary="Whole records, in the order of their entry",
)
def editorials(request: HttpRequest, asked: Query[Listed]):
    listed = _listed(asked)
    paging = paged(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    records = []
    if start < paging["count"]:
        page = whole(listed.order_by("pk"))[start : start + asked.page_size]
        records = [record(request, editorial) for editorial in page]
    return paging | {"results": records}


@reading(
    "/editorials/{int:number}",
    response={200: Record, 400: Problem, 404: Problem, 410: Problem, 429: Problem},
    beside=["PATCH"],
    summary="A whole record; with a token a draft, too",
)
@decorate_view(bearers.told_apart)
def editorial(request: HttpRequest, number: int):
    editorial = loading.whole(number)
    if editorial is None or not (bearers.reader(request) or _was_published(editorial)):
        raise HttpError(404, "No editorial has this number.")
    if editorial.is_withdrawn:
        raise HttpError(410, "This editorial was withdrawn.")
    return record(request, editorial)


def _was_published(editorial: Editorial) -> bool:
    return not (editorial.is_draft or trash.is_discarded_draft(editorial))


def summarized(editorial: Editorial) -> dict:
    """What a hit and a whole record tell alike."""
    publication = editorial.publication
    return {
        "id": editorial.pk,
        "source_id": editorial.source_id or None,
        "title": editorial.title or None,
        "date": editorial.date or None,
        "date_display": editorial.date_display,
        "authors": [_name(byline) for byline in editorial.bylines.all()],
        "publication": publication.name if publication else None,
        "tags": [tag.name for tag in editorial.tags.all()],
    }


def _name(byline: Byline) -> str:
    return byline.author.name if byline.author else byline.name


def _listed(asked: Listed) -> EditorialQuerySet:
    """Return those that have any of the chosen values of each facet, and none that is left out.

    Raises HttpError 400 for a name that is none.
    """
    listed = Editorial.objects.published()
    question = renamed(_question(asked))
    refuse_unknown_names(question)
    for facet in LISTED_BY:
        if chosen := question.chosen(facet):
            listed = listed.filter(pk__in=_having(facet, chosen).values("pk"))
        if excluded := question.excluded(facet):
            listed = listed.exclude(pk__in=_having(facet, excluded).values("pk"))
    return listed


def _question(asked: Listed) -> Question:
    filters = []
    for facet in LISTED_BY:
        for value in map(str, getattr(asked, facet)):
            if value.strip(NOT):  # a field of a form that is left open is sent empty
                filters.append((facet, value))
    return Question(filters=tuple(filters))


def _having(facet: str, values: list[str]) -> EditorialQuerySet:
    if facet == CITED:
        return Editorial.objects.citing(values)
    return Editorial.objects.having(facet, values)


def whole(editorials: EditorialQuerySet) -> EditorialQuerySet:
    """Return these with all that a whole record tells."""
    related = editorials.select_related("publication")
    return related.prefetch_related("bylines__author", "tags").defer("imported")


def record(request: HttpRequest, editorial: Editorial) -> dict:
    """Return a whole record."""
    told = summarized(editorial)
    publication = editorial.publication
    terms = publication.terms if publication else None
    for name in ("standfirst", "section", "issue", "page", "language"):
        told[name] = getattr(editorial, name) or None
    return told | {
        "title_supplied": editorial.title_supplied,
        "bylines": [_signature(byline) for byline in editorial.bylines.all()],
        "url": editorial.source_url or None,
        "permalink": request.build_absolute_uri(editorial.get_absolute_url()),
        "ark": arks.ark(editorial.pk) or None,
        "license": publication.licence or None if publication else None,
        "license_url": terms.address or None if terms else None,
        "html": pictures.placed(
            editorial.body, request.build_absolute_uri(editorial.pictures_address)
        ),
        "text": text.plain_spaces(editorial.text),
        "updated_at": editorial.updated_at,
        "version": editorial.version,
    }


def _signature(byline: Byline) -> dict:
    author = byline.author.slug if byline.author else None
    signature = {"name": byline.name, "role": byline.role or None}
    return signature | {"kind": byline.kind, "author": author}
