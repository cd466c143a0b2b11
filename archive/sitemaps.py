"""What search engines are told: each page once, and which ones not to walk.

The protocol: https://www.sitemaps.org/protocol.html. The index names parts, each of the rows whose
numbers lie in one range: a part costs the same in an archive of 48 and of a million, and keeps its
address. When its rows changed is told in the part alone: to tell it in the index, too, the database
would read the whole archive.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from archive import tallies
from archive.kept_pages import kept
from archive.models import (
    Author,
    Byline,
    Editorial,
    Issue,
    Publication,
    Selection,
    Sheet,
    Tag,
    Tagging,
    Tallied,
    Withholding,
)
from archive.search.question.query import FILTERS

SIZE = 10_000  # rows of a part; the protocol allows 50,000 addresses in a file, and as many files
LISTS = (
    *("home", "publications", "authors", "tags", "undated", "calendar", "search_help"),
    *("selections", "people", "about", "contact", "legal", "privacy", "accessibility"),
)
# What narrows, sorts or marks what other pages show.
PARAMETERS = (*FILTERS, "issues", "q", "from", "to", "sort", "hit")
NOT_FOR_ENGINES = (
    "/admin/",
    "/api/",
    "/compare/?",
    "/desk/",
    "/follow/",
    "/login/",
    "/oai",
    "/people/?",
    "/random/",
    "/search/?",
    "/search/c",
    "/search/f",
    "/search/r",
    "/shelf/",
    "/sru",
    "/unapi",
    "/words/?",
    "/words/lines",
    "/words/own/",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, datetime | None]  # a path, and when what is there changed


@require_safe
@kept
def index(request: HttpRequest) -> HttpResponse:
    """Return the list of all parts of the sitemap: /sitemap.xml"""
    parts: list[Entry] = [(reverse("sitemap", args=["periods", 0]), None)]
    for section, rows in SECTIONS.items():
        for number in _parts(rows()):
            parts.append((reverse("sitemap", args=[section, number]), None))
    return _xml(request, "sitemapindex", "sitemap", parts)


@require_safe
@kept
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """Return one part of the sitemap, the addresses of the rows that it holds; 404 if none.

    /sitemaps/editorials-3.xml has the published editorials with the numbers 30,000 to 39,999.
    """
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
    """Return what tells search engines which pages not to walk: /robots.txt"""
    files = ["/editorials/*/citation.", "/selections/*/selection."]
    refused = [*NOT_FOR_ENGINES, *files, "/tags/*+"]
    for name in PARAMETERS:
        refused += [f"/*?{name}=", f"/*&{name}="]
    lines = ["User-agent: *", "Allow: /search/help/"]
    lines += [f"Disallow: {path}" for path in refused]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _editorials() -> QuerySet:
    withheld = Withholding.objects.values("editorial")  # few: see `_borne`
    return Editorial.objects.published().exclude(pk__in=withheld).only("slug", "updated_at")


def _borne(
    model: type[Author | Tag],
    links: type[Byline | Tagging],
    name: str,
) -> Callable[[], QuerySet]:
    """Return what gives the rows of a model that a published editorial bears.

    `links` says which bear them, by its columns `editorial` and `name`.
    """

    def rows() -> QuerySet:
        # The few that are not published are left out: to look up all that are takes a hundred
        # times as long.
        unpublished = Editorial.objects.unpublished().values("pk")
        borne = links.objects.filter(**{name: OuterRef("pk")}).exclude(editorial__in=unpublished)
        return model.objects.filter(Exists(borne)).only("slug")

    return rows


def _publications() -> QuerySet:
    borne = Editorial.objects.published().filter(publication=OuterRef("pk"))
    return Publication.objects.filter(Exists(borne)).only("slug")


def _issues() -> QuerySet:
    borne = Issue.objects.borne_by(Editorial.objects.published())
    return borne.select_related("publication").only("slug", "publication__slug")


SECTIONS: dict[str, Callable[[], QuerySet]] = {
    "editorials": _editorials,
    "publications": _publications,
    "issues": _issues,
    "authors": _borne(Author, Byline, "author"),
    "tags": _borne(Tag, Tagging, "tag"),
    "selections": Selection.objects.published,
    "sheets": Sheet.objects.shown,
}


def _parts(rows: QuerySet) -> list[int]:
    """Return the numbers of the parts that hold any of the rows, in order, by one query.

    It takes a step of the key from the first row of a part to the first of the next, and so reads a
    row a part, not all.
    """
    beyond = RawSQL("(part.number + 1) * %s", [SIZE])
    first, first_params = _first(rows)
    following, following_params = _first(rows.filter(pk__gte=beyond))
    query = (
        f"WITH RECURSIVE part(number) AS (SELECT ({first}) / %s UNION ALL"
        f" SELECT ({following}) / %s FROM part WHERE part.number IS NOT NULL)"
        " SELECT number FROM part WHERE number IS NOT NULL ORDER BY number"
    )
    with connections[rows.db].cursor() as cursor:
        cursor.execute(query, [*first_params, SIZE, *following_params, SIZE])
        return [number for (number,) in cursor.fetchall()]


def _first(rows: QuerySet) -> tuple[str, tuple]:
    """Return the query of the least number of some rows."""
    least = rows.order_by("pk").values("pk")[:1]
    sql, params = least.query.get_compiler(rows.db).as_sql()
    return sql, tuple(params)


def _periods() -> Iterator[Entry]:
    """Yield home, the lists, and each decade and year that holds something: they lead to months."""
    spans = Tallied.objects.spans([Editorial.State.PUBLISHED])
    years = sorted(tallies.tally(spans).slots())
    for name in LISTS:
        yield reverse(name), None
    for decade in sorted({year // 10 * 10 for year in years}):
        yield reverse("decade", args=[decade]), None
    for year in years:
        yield reverse("year", args=[year]), None


def _xml(request: HttpRequest, root: str, element: str, entries: Iterable[Entry]) -> HttpResponse:
    site = escape(request.build_absolute_uri("/")).removesuffix("/")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    for path, changed in entries:
        when = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        lines.append(f"<{element}><loc>{site}{path}</loc>{when}</{element}>")
    lines += [f"</{root}>", ""]
    return HttpResponse("\n".join(lines), content_type="application/xml")
