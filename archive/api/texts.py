"""What texts have to do with each other: references, sentences that stand in several."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query
from ninja.errors import HttpError

from archive.api.interface import current_slugs, paged, reading
from archive.curves import reuse as sentences
from archive.curves.reuse import MOST, Printed, Shared
from archive.models import CrossReference, Editorial, Publication, trash
from archive.schemas.asked import AskedReferences, AskedReturning, AskedReuse
from archive.schemas.found import Problem
from archive.schemas.texts import References, SharedSentences

SHOWN = ("title", "title_supplied", "slug", "date", "state", "publication__name")
_READ = [f"editorial__{name}" for name in SHOWN] + [f"cited__{name}" for name in SHOWN]


@reading(
    "/references",
    response={200: References, 400: Problem, 404: Problem, 410: Problem},
    summary="What texts say of each other: of one, to one, or all",
)
def references(request: HttpRequest, asked: Query[AskedReferences]):
    for number in filter(None, [asked.editorial, asked.cited]):
        _refuse_unpublished(number)
    rows = CrossReference.objects.linked().of_what_readers_have()
    if asked.editorial is not None:
        rows = rows.filter(editorial=asked.editorial)
    if asked.cited is not None:
        rows = rows.filter(cited=asked.cited)
    paging = paged(request, rows.count(), asked)
    start = (asked.page - 1) * asked.page_size
    related = rows.select_related("editorial__publication", "cited__publication", "publication")
    only = related.only(
        *("printed", "kind", "issue", "publication__name", "publication__slug"), *_READ
    )
    page = only[start : start + asked.page_size]
    return paging | {"references": [_reference(request, row) for row in page]}


def _refuse_unpublished(number: int) -> None:
    """Raise HttpError: 410 for the number of a withdrawn editorial, 404 for that of none."""
    asked_for = Editorial.objects.filter(pk=number)
    if asked_for.published().exists():
        return
    if trash.is_any_told(asked_for):
        raise HttpError(410, "This editorial was withdrawn.")
    raise HttpError(404, "No editorial has this number.")


def _reference(request: HttpRequest, row: CrossReference) -> dict:
    issue = None
    if row.cited is None and row.publication:
        address = reverse("issue", args=[row.publication.slug, row.issue])
        issue = {
            "publication": row.publication.name,
            "issue": row.issue,
            "url": request.build_absolute_uri(address),
        }
    return {
        "editorial": _text(request, row.editorial),
        "printed": row.printed,
        "kind": row.kind,
        "cited": _text(request, row.cited) if row.cited else None,
        "issue": issue,
    }


def _text(request: HttpRequest, editorial: Editorial) -> dict:
    return {
        "id": editorial.pk,
        "title": editorial.title or None,
        "date": editorial.date or None,
        "publication": editorial.publication.name if editorial.publication else None,
        "url": request.build_absolute_uri(editorial.get_absolute_url()),
    }


@reading(
    "/reuse",
    response={200: SharedSentences, 400: Problem, 404: Problem, 410: Problem, 503: Problem},
    summary="Which sentences of an editorial stand in others, too",
)
def reuse(request: HttpRequest, asked: Query[AskedReuse]):
    _refuse_unpublished(asked.editorial)
    shared = sentences.of_editorial(asked.editorial)
    start = (asked.page - 1) * asked.page_size
    page = sentences.printed(shared[start : start + asked.page_size])
    return paged(request, len(shared), asked) | {"sentences": _sentences(request, page)}


@reading(
    "/returning",
    response={200: SharedSentences, 400: Problem, 503: Problem},
    summary="Which sentences return most, in all texts or in those of a magazine",
)
def returning(request: HttpRequest, asked: Query[AskedReturning]):
    number = None
    if asked.publication:
        [slug] = current_slugs("publication", [asked.publication])
        number = Publication.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if number is None:
            raise HttpError(400, "publication: no magazine has this slug.")
    shared = sentences.most_returning(number)
    if asked.month:
        shared = [sentence for sentence in shared if sentence.month == asked.month]
    else:
        shared = shared[:MOST]
    start = (asked.page - 1) * asked.page_size
    page = sentences.printed_returning(shared[start : start + asked.page_size])
    return paged(request, len(shared), asked) | {"sentences": _sentences(request, page)}


def _sentences(request: HttpRequest, shared: Iterable[Shared]) -> list[dict]:
    told = []
    for sentence in shared:
        standing = [sentence.printed, *sentence.others]
        told.append(
            {
                "text": sentence.printed.line.keyword,
                "editorials": sentence.editorials,
                "month": sentence.month or None,
                "standing": [_standing(request, printed) for printed in standing],
            }
        )
    return told


def _standing(request: HttpRequest, printed: Printed) -> dict:
    line = printed.line
    text = _text(request, line.editorial)
    return text | {
        "authors": list(printed.names),
        "paragraph": line.paragraph,
        "text": line.keyword,
        "same": not printed.is_near,
        "url": request.build_absolute_uri(line.address),
    }
