"""Pages that say what went wrong. 400, 403 and 500 need only their templates."""

import difflib
import re
from datetime import timedelta
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from archive import text
from archive.models import Author, Editorial, EditorialYear, logins, trash
from archive.models.editorial_queries import EditorialQuerySet

LONGEST_PATH = 300  # characters that are read of an address
MOST_WORDS = 8
FEWEST_LETTERS = 4  # of a name that is looked for
MOST_COMPARED = 200  # authors whose names begin as the address does
MOST_ALIKE = 3
ALIKE = 0.7  # of difflib's ratio
LOCKED_NAME = timedelta(hours=settings.AXES_COOLOFF_TIME)
LOCKED_ADDRESS = logins.PERIOD
# What addresses of this site have besides the words of what is looked for.
ROOMS = {
    "authors",
    "publications",
    "tags",
    "editorials",
    "search",
    "feeds",
    "calendar",
    "compare",
    "undated",
    "index",
    "html",
    "php",
}


class Missing(Http404):
    """A 404 whose page gives this reason (translated text, shown to the reader)."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with what is nearest to the address: words to search for, a year, authors."""
    reason = ""
    # Other exceptions carry Django's own words, in English and not meant for readers.
    if isinstance(exception, Missing):
        reason = str(exception)
    path = unquote(request.path)[:LONGEST_PATH]
    words = _words(path)
    context = {
        "reason": reason,
        "q": " ".join(words),
        "year": _nearest_year(path),
        "authors": _authors_like(words),
    }
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, editorial: Editorial) -> HttpResponse:
    """Answer 410 for a withdrawn editorial: that it was here, and nothing of what it said.

    Raises Http404 for a draft that was thrown away, except before an editor.
    """
    if trash.is_discarded_draft(editorial) and not request.user.has_perm("archive.edit"):
        raise Http404
    return _tombstone(request, {"editorial": editorial})


def emptied(
    request: HttpRequest, editorials: EditorialQuerySet, reason: str | Promise
) -> HttpResponse:
    """Answer 410 for what only these would show, where any of them was withdrawn.

    Raises Missing, with the reason, where none was.
    """
    if not trash.is_any_told(editorials):
        raise Missing(reason)
    return _tombstone(request, {})


def _tombstone(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    response = render(request, "410.html", context, status=410)
    # Browsers keep a 410 that does not say so; it may be published again.
    response["Cache-Control"] = "no-cache"
    return response


def locked(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """Answer 429 to who has tried too many passwords, and say after how long to try again."""
    wait = LOCKED_ADDRESS if getattr(request, "is_address_locked", False) else LOCKED_NAME
    return suspended(request, wait)


def suspended(
    request: HttpRequest, wait: timedelta, context: dict[str, object] | None = None
) -> HttpResponse:
    """Answer 429, and say after how long to try again."""
    seconds = int(wait.total_seconds())
    context = {"minutes": seconds // 60} | (context or {})
    response = render(request, "registration/locked.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _words(path: str) -> list[str]:
    """Return what an address is about: « /authors/claire-abgral/ » -> claire, abgral."""
    words = re.findall(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", path)
    telling = [word for word in dict.fromkeys(words) if word.lower() not in ROOMS]
    return telling[:MOST_WORDS]


def _nearest_year(path: str) -> int | None:
    """Return the year that holds something nearest to the first one in the address."""
    digits = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", path)
    if not digits:
        return None
    year = int(digits[0])
    published = Editorial.objects.published().filter(pk=OuterRef("editorial"))
    years = EditorialYear.objects.filter(Exists(published)).values_list("year", flat=True)
    before = years.filter(year__lte=year).order_by("-year").first()
    after = years.filter(year__gte=year).order_by("year").first()
    if before is None:
        return after
    if after is None or year - before <= after - year:
        return before
    return after


def _authors_like(words: list[str]) -> list[Author]:
    """Return the authors whose names are spelt nearly like these words, the nearest first."""
    if not words:
        return []
    slug = text.slug(" ".join(words))
    if len(slug) < FEWEST_LETTERS:
        return []
    beginnings = {slug[:2]}
    for word in words:
        beginnings.add(text.slug(word)[:2])
    begin_alike = Q()
    for beginning in beginnings:
        begin_alike |= Q(slug__startswith=beginning)
    published = Editorial.objects.published().filter(bylines__author=OuterRef("pk"))
    candidates = Author.objects.filter(begin_alike, Exists(published))[:MOST_COMPARED]
    by_slug = {author.slug: author for author in candidates}
    slugs = difflib.get_close_matches(slug, by_slug, MOST_ALIKE, ALIKE)
    return [by_slug[slug] for slug in slugs]
