"""What search engines are told: each page once (https://www.sitemaps.org/protocol.html), and which ones not to walk.

The index names parts, each of the rows whose numbers lie in one range: a part costs the same in an archive of 48 and of
100,000, keeps its address, and need not be read again until one of its rows changed.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Exists, F, IntegerField, Max, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from archive.models import Author, Editorial, Publication, Tag
from archive.search.query import FACETS

SIZE = 5_000  # rows of a part; the protocol allows 50,000 addresses in a file
LISTS = ("home", "publications", "authors", "tags", "undated", "calendar", "search_help")
# What narrows, sorts or marks what other pages show.
PARAMETERS = (*FACETS, "q", "from", "to", "sort", "hit")
NOT_FOR_ENGINES = ("/admin/", "/api/", "/desk/", "/login/", "/search/?", "/search/c", "/search/f", "/search/r")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, datetime | None]  # a path, and when what is there changed


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml"""
    parts: list[Entry] = [(reverse("sitemap", args=["periods", 0]), None)]
    for section, rows in SECTIONS.items():
        numbered = rows().annotate(part=Cast(F("pk"), IntegerField()) / SIZE).order_by("part").values_list("part")
        dated = numbered.annotate(changed=Max("updated_at")) if section == "editorials" else numbered.distinct()
        parts += [(reverse("sitemap", args=[section, part]), (*changed, None)[0]) for part, *changed in dated]
    return _xml(request, "sitemapindex", "sitemap", parts)


@require_safe
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """/sitemaps/editorials-3.xml has the published editorials with the numbers 15,000 to 19,999."""
    if section == "periods" and number == 0:
        return _xml(request, "urlset", "url", _periods())
    if section not in SECTIONS or number > 10**9:
        raise Http404
    first = number * SIZE
    rows = SECTIONS[section]().filter(pk__gte=first, pk__lt=first + SIZE).order_by("pk")
    entries = [(row.get_absolute_url(), getattr(row, "updated_at", None)) for row in rows]
    if not entries:
        raise Http404
    return _xml(request, "urlset", "url", entries)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt"""
    narrowed = [f"/*{sign}{name}=" for name in PARAMETERS for sign in "?&"]
    refused = [*NOT_FOR_ENGINES, "/editorials/*/citation.", "/tags/*+", *narrowed]
    lines = ["User-agent: *", "Allow: /search/help/", *(f"Disallow: {path}" for path in refused), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """/favicon.ico, which is asked for by programs that read no page."""
    return redirect(staticfiles_storage.url("favicon.ico"))


def _editorials() -> QuerySet:
    return Editorial.objects.published().only("slug", "updated_at")


def _named(model: type, link: str) -> Callable[[], QuerySet]:
    """Those of a model that have a published editorial."""

    def rows() -> QuerySet:
        theirs = Editorial.objects.published().filter(**{link: OuterRef("pk")})
        return model.objects.filter(Exists(theirs)).only("slug")

    return rows


SECTIONS: dict[str, Callable[[], QuerySet]] = {
    "editorials": _editorials,
    "publications": _named(Publication, "publication"),
    "authors": _named(Author, "bylines__author"),
    "tags": _named(Tag, "taggings__tag"),
}


def _periods() -> Iterator[Entry]:
    """Home, the lists, and each decade, year and month that holds something."""
    published = Editorial.objects.published()
    years = published.by_year()
    yield from ((reverse(name), None) for name in LISTS)
    yield from ((reverse("decade", args=[decade]), None) for decade in sorted({year // 10 * 10 for year in years}))
    yield from ((reverse("year", args=[year]), None) for year in years)
    one_month = published.filter(earliest__year=F("latest__year"), earliest__month=F("latest__month"))
    months = one_month.order_by().values_list("earliest__year", "earliest__month").distinct()
    yield from ((reverse("month", args=month), None) for month in sorted(months))


def _xml(request: HttpRequest, root: str, element: str, entries: Iterable[Entry]) -> HttpResponse:
    site = escape(request.build_absolute_uri("/")).removesuffix("/")
    lines = [
        f"<{element}><loc>{site}{path}</loc>{f'<lastmod>{changed.date().isoformat()}</lastmod>' if changed else ''}</{element}>"
        for path, changed in entries
    ]
    document = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>", ""]
    return HttpResponse("\n".join(document), content_type="application/xml")
