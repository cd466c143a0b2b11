"""The pictures of issues and editorials as IIIF manifests, with the images that these lead to.

Only what readers are shown: published texts that nobody has asked to keep from search engines.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive import covers, iiif, pictures
from archive.iiif import Picture, Size
from archive.kept_pages import kept
from archive.models import Capture, Editorial, Issue, Publication, capture_files
from archive.models.chunks import CHUNK
from archive.models.editorial_queries import EditorialQuerySet
from archive.other_sites import REVALIDATED, for_other_sites
from archive.views.browse.issues.pages import issue_at
from archive.views.errors import Missing, emptied
from archive.views.pictures import sent, unless_withdrawn

NO_PICTURE = gettext_lazy("Il n’y a pas d’image à montrer ici.")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST = 1000  # pictures of an issue
MOST_SIZES = 4096  # pictures whose sizes a process keeps in mind


# Manifests


@require_safe
@for_other_sites
@unless_withdrawn
@kept
def of_editorial(request: HttpRequest, number: int) -> HttpResponse:
    """Give the pictures of an editorial: /editorials/12/manifest.json"""
    rows = Editorial.objects.with_shown_pictures().filter(pk=number)
    editorial = rows.select_related("publication").first()
    if editorial is None:
        raise Http404
    address = request.build_absolute_uri(editorial.get_absolute_url())
    properties = {
        "metadata": _metadata(request, editorial),
        "navDate": _moment(editorial.date),
        "homepage": [_page(address, editorial.heading, editorial.language)],
        **_terms(request, editorial.publication),
    }
    label = iiif.in_language(editorial.heading, editorial.language)
    return _manifest(request, label, list(_pictures_of(request, [editorial])), properties)


@require_safe
@for_other_sites
@kept
def of_issue(request: HttpRequest, slug: str, printed: str) -> HttpResponse:
    """Give the pictures of an issue: /publications/ligne-ouverte/36/manifest.json

    Its cover comes first, then those of its editorials in the order of their pages.
    """
    issue = issue_at(slug, printed)
    if (issue.publication.slug, issue.slug) != (slug, printed):
        return redirect("manifest_of_issue", issue.publication.slug, issue.slug, permanent=True)
    editorials = Editorial.objects.with_shown_pictures()
    editorials = editorials.filter(publication=issue.publication, issue_slug=issue.slug)
    shown = _cover(request, issue)
    numbers = issue.in_order(editorials.order_by().values_list("pk", "page", "title"))
    for start in range(0, len(numbers), CHUNK):
        if len(shown) >= MOST:
            break
        some = numbers[start : start + CHUNK]
        rows = editorials.in_bulk(some)
        shown += _pictures_of(request, [rows[number] for number in some if number in rows])
    if not shown:
        return emptied(request, _withdrawn_pictures(issue), NO_PICTURE)
    heading = f"{issue.publication}, {issue.name}"
    address = request.build_absolute_uri(issue.get_absolute_url())
    properties = {
        "metadata": [_pair(request, _("Revue"), issue.publication.name)],
        "navDate": _moment(issue.date),
        "homepage": [_page(address, heading, settings.LANGUAGE_CODE)],
        **_terms(request, issue.publication),
    }
    return _manifest(request, iiif.in_language(heading), shown[:MOST], properties)


def _manifest(
    request: HttpRequest,
    label: dict[str, list[str]],
    shown: Sequence[Picture],
    properties: dict[str, Any],
) -> HttpResponse:
    if not shown:
        raise Missing(NO_PICTURE)
    address = request.build_absolute_uri(request.path)
    return _json(iiif.manifest(address, label, shown, properties), iiif.MEDIA_TYPE)


def _json(content: dict[str, Any], media_type: str) -> HttpResponse:
    options = {"ensure_ascii": False}
    response = JsonResponse(content, content_type=media_type, json_dumps_params=options)
    response.headers["Cache-Control"] = REVALIDATED
    return response


def _metadata(request: HttpRequest, editorial: Editorial) -> list[dict[str, Any]]:
    names = [byline.name for byline in editorial.bylines.all()]
    pairs = [
        (_("Auteur"), ", ".join(names)),
        (_("Revue"), str(editorial.publication or "")),
        (_("Numéro"), editorial.issue),
        (_("Date"), editorial.date_display),
    ]
    return [_pair(request, label, value) for label, value in pairs if value]


def _pair(request: HttpRequest, label: str, value: str) -> dict[str, Any]:
    named = iiif.in_language(label, request.LANGUAGE_CODE)
    return {"label": named, "value": iiif.in_language(value)}


def _moment(date: str) -> str:
    """Return a day as a moment, which alone is taken; "" for a date that is no day."""
    return f"{date}T00:00:00Z" if DAY.fullmatch(date) else ""


def _page(address: str, heading: str, language: str) -> dict[str, Any]:
    label = iiif.in_language(heading, language)
    return {"id": address, "type": "Text", "label": label, "format": "text/html"}


def _terms(request: HttpRequest, magazine: Publication | None) -> dict[str, Any]:
    terms = magazine.terms if magazine else None
    if terms is None:
        return {}
    statement = _pair(request, _("Droits"), str(terms))
    return {"rights": iiif.rights(terms.address), "requiredStatement": statement}


# Canvases and images


@require_safe
@for_other_sites
@unless_withdrawn
@kept
def canvas(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """Give the canvas of a picture: /editorials/12/pictures/HASH/canvas.json"""
    return _canvas(_picture_at(request, number, sha256))


@require_safe
@for_other_sites
@kept
def cover_canvas(request: HttpRequest, slug: str, printed: str) -> HttpResponse:
    """Give the canvas of a cover: /publications/ligne-ouverte/36/cover/canvas.json"""
    issue = issue_at(slug, printed)
    shown = _cover(request, issue)
    if not shown:
        return emptied(request, covers.editorials(issue), NO_PICTURE)
    return _canvas(shown[0])


def _canvas(picture: Picture) -> HttpResponse:
    content = {"@context": iiif.PRESENTATION} | iiif.canvas(picture)
    return _json(content, iiif.MEDIA_TYPE)


@require_safe
@for_other_sites
@unless_withdrawn
def service(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """Lead from what names an image to what it is to be had in."""
    picture = _picture_at(request, number, sha256)
    response = HttpResponseRedirect(f"{picture.address}/info.json")
    response.status_code = 303
    return response


@require_safe
@for_other_sites
@unless_withdrawn
@kept
def info(request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """Tell what an image is to be had in: /editorials/12/pictures/HASH/info.json"""
    picture = _picture_at(request, number, sha256)
    media_type = f'application/ld+json;profile="{iiif.IMAGE}"'
    return _json(iiif.service(picture.address, picture.sizes), media_type)


@require_safe
@for_other_sites
@unless_withdrawn
def image(request: HttpRequest, number: int, sha256: str, asked: str) -> HttpResponse:
    """Give a picture in a size it has: /editorials/12/pictures/HASH/full/960,640/0/default.jpg"""
    _editorial, capture = _published(number, sha256)
    widths = _widths(capture)
    if not widths:
        raise Http404
    by_name = {f"{width},{height}": bound for (width, height), bound in widths.items()}
    by_name["max"] = max(widths.values())
    if asked not in by_name:
        message = _("Cette image n’existe qu’en ces tailles : %(sizes)s.")
        words = message % {"sizes": " ; ".join(by_name)}
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=400)
    return sent(request, capture, by_name[asked])


# What is shown


def _pictures_of(request: HttpRequest, editorials: Sequence[Editorial]) -> Iterator[Picture]:
    """Yield the pictures of these editorials that are there, in their order."""
    there = Capture.objects.filter(editorial__in=editorials, lost_at=None)
    captures = {}
    for row in there.filter(media_type__in=covers.MEDIA_TYPES).order_by("-pk"):
        captures[row.editorial_id, row.sha256] = row
    for editorial in editorials:
        for sha256, alternative in pictures.alternatives(editorial.body).items():
            capture = captures.get((editorial.pk, sha256))
            widths = _widths(capture) if capture else {}
            if widths:
                yield _picture(request, editorial, sha256, alternative, list(widths))


def _picture(
    request: HttpRequest, editorial: Editorial, sha256: str, alternative: str, sizes: list[Size]
) -> Picture:
    address = request.build_absolute_uri(reverse("image_service", args=[editorial.pk, sha256]))
    return Picture(
        address=address,
        image=f"{address}/{iiif.WHOLE}/max/{iiif.UPRIGHT}",
        label=alternative or editorial.heading,
        language=editorial.language,
        sizes=sizes,
        is_service=True,
    )


def _picture_at(request: HttpRequest, number: int, sha256: str) -> Picture:
    """Return a picture of an editorial by its hash. Raises Http404 where none is shown."""
    editorial, capture = _published(number, sha256)
    sizes = list(_widths(capture))
    if not sizes:
        raise Http404
    alternative = pictures.alternatives(editorial.body)[sha256]
    return _picture(request, editorial, sha256, alternative, sizes)


def _published(number: int, sha256: str) -> tuple[Editorial, Capture]:
    """Return an editorial with the capture of a picture in it. Raises Http404."""
    editorial = Editorial.objects.with_shown_pictures().filter(pk=number).first()
    if editorial is None or sha256 not in pictures.named(editorial.body):
        raise Http404
    captures = editorial.captures.filter(sha256=sha256, lost_at=None)
    capture = captures.filter(media_type__in=covers.MEDIA_TYPES).order_by("pk").first()
    if capture is None:
        raise Http404
    return editorial, capture


def _cover(request: HttpRequest, issue: Issue) -> list[Picture]:
    """Return the cover of an issue; nothing where the archive shows none."""
    borne = Issue.objects.borne_by(Editorial.objects.published())
    capture = covers.shown(issue)
    if capture is None or not borne.filter(pk=issue.pk).exists():
        return []
    try:
        size = covers.fitted(_dimensions(str(capture.content.name)), covers.SIZE)
    except OSError:
        return []
    path = request.build_absolute_uri(issue.get_absolute_url())
    label = _("Couverture : %(name)s") % {"name": issue.name}
    language = request.LANGUAGE_CODE
    return [Picture(f"{path}cover", f"{path}cover.jpg", label, language, [size], False)]


def _withdrawn_pictures(issue: Issue) -> EditorialQuerySet:
    """Return the withdrawn editorials that showed pictures of an issue, or its cover."""
    of_issue = Editorial.objects.filter(publication=issue.publication, issue_slug=issue.slug)
    showing = Q(pk__in=of_issue.with_pictures()) | Q(pk__in=covers.editorials(issue))
    return Editorial.objects.gone().filter(showing)


def _widths(capture: Capture) -> dict[Size, int]:
    """Return {size: width that is asked for it} in which a picture is shown, smallest first.

    Nothing where its file cannot be read now.
    """
    try:
        dimensions = _dimensions(str(capture.content.name))
    except OSError:
        return {}
    widths: dict[Size, int] = {}
    for width in pictures.WIDTHS:
        widths.setdefault(covers.fitted(dimensions, covers.bounds(width)), width)
    return widths


@lru_cache(maxsize=MOST_SIZES)
def _dimensions(name: str) -> Size:
    """Return the size of the picture in a file, which is named by its bytes. Raises OSError."""
    with capture_files.storage().open(name) as file:
        dimensions = covers.dimensions(file)
    if dimensions is None:
        raise OSError(f"{name} is no picture that can be shown")
    return dimensions
