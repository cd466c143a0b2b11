"""Pages that say what went wrong. 400, 403 and 500 need only their templates."""

import difflib
import re
from urllib.parse import unquote

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive import text
from archive.models import Author, Editorial, EditorialYear

LONGEST_PATH = 300  # characters that are read of an address
MOST_WORDS = 8
MOST_COMPARED = 200  # authors whose names begin as the address does
MOST_ALIKE = 3
ALIKE = 0.7  # of difflib's ratio
# What addresses of this site have besides the words of what is looked for.
ROOMS = {
    "authors",
    "publications",
    "tags",
    "editorials",
    "search",
    "feeds",
    "calendar",
    "undated",
    "index",
    "html",
    "php",
}


class Missing(Http404):
    """A 404 whose page gives this reason (translated text, shown to the reader)."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Other exceptions carry Django's own words, in English and not meant for readers.
    reason = str(exception) if isinstance(exception, Missing) else ""
    path = unquote(request.path)[:LONGEST_PATH]
    words = _words(path)
    context = {
        "reason": reason,
        "q": " ".join(words),
        "year": _nearest_year(path),
        "authors": _authors_like(words),
    }
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, editorial) -> HttpResponse:
    """For a withdrawn editorial: that it was here, and nothing of what it said."""
    response = render(request, "410.html", {"editorial": editorial}, status=410)
    response["Cache-Control"] = (
        "no-cache"  # browsers keep a 410 that does not say so; it may be published again
    )
    return response


def _words(path: str) -> list[str]:
    """What an address is about: « /authors/claire-abgral/ » -> claire, abgral."""
    found = re.findall(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", path)
    return [word for word in dict.fromkeys(found) if word.lower() not in ROOMS][:MOST_WORDS]


def _nearest_year(path: str) -> int | None:
    """The year that holds something nearest to the first one in the address."""
    asked = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", path)
    if not asked:
        return None
    published = Editorial.objects.published().filter(pk=OuterRef("editorial"))
    year, visible = int(asked[0]), EditorialYear.objects.filter(Exists(published))
    before = visible.filter(year__lte=year).order_by("-year").values_list("year", flat=True).first()
    after = visible.filter(year__gte=year).order_by("year").values_list("year", flat=True).first()
    return min(
        (near for near in (before, after) if near is not None),
        key=lambda near: abs(near - year),
        default=None,
    )


def _authors_like(words: list[str]) -> list[Author]:
    """Those whose names are spelt nearly so."""
    slug = text.slug(" ".join(words)) if words else ""
    if len(slug) < 4:
        return []
    starts = Q()
    for start in {slug[:2], *(text.slug(word)[:2] for word in words)}:
        starts |= Q(slug__startswith=start)
    published = Editorial.objects.published().filter(bylines__author=OuterRef("pk"))
    near = {
        one.slug: one for one in Author.objects.filter(starts, Exists(published))[:MOST_COMPARED]
    }
    return [near[found] for found in difflib.get_close_matches(slug, near, MOST_ALIKE, ALIKE)]
