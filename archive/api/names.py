"""Names of the archive, and the issues of magazines."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Sum
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query

from archive import dates, tallies, text
from archive.api.interface import current_slugs, paged, reading, refuse_unknown_names
from archive.identifiers import SCHEMES
from archive.models import (
    Author,
    Editorial,
    Issue,
    Publication,
    Tag,
    Tallied,
    TalliedAuthor,
    TalliedTag,
)
from archive.models.editorial_queries import EditorialQuerySet
from archive.schemas.asked import AskedBeginning, AskedIssues, AskedNames
from archive.schemas.found import Problem
from archive.schemas.names import Authors, Completions, Issues, Magazines, Tags, Years
from archive.search import complete as completions
from archive.search.question.query import Question

PUBLISHED = [Editorial.State.PUBLISHED]


class Kept(NamedTuple):
    """Where it is kept how many editorials bear a name, and in which order names stand."""

    model: type[Author] | type[Publication] | type[Tag]
    numbers: type[Tallied] | type[TalliedAuthor] | type[TalliedTag]
    column: str
    order: tuple[str, ...]


AUTHORS = Kept(Author, TalliedAuthor, "author_id", ("sort_name", "key"))
MAGAZINES = Kept(Publication, Tallied, "publication_id", ("key",))
TAGS = Kept(Tag, TalliedTag, "tag_id", ("key",))


@reading(
    "/authors",
    response={200: Authors, 400: Problem},
    summary="Who signed published editorials, as catalogues file them",
)
def authors(request: HttpRequest, asked: Query[AskedNames]):
    paging, rows, named = _names(request, asked, AUTHORS)
    for row, entry in zip(rows, named, strict=True):
        entry |= {"kind": row.kind, "sort_name": row.sort_name}
        for column in ("born", "died", *SCHEMES):
            entry[column] = getattr(row, column) or None
    return paging | {"results": named}


@reading(
    "/publications",
    response={200: Magazines, 400: Problem},
    summary="Magazines of published editorials",
)
def publications(request: HttpRequest, asked: Query[AskedNames]):
    paging, rows, named = _names(request, asked, MAGAZINES)
    for row, entry in zip(rows, named, strict=True):
        entry |= {"issn": row.issn or None, "publisher": row.publisher or None}
    return paging | {"results": named}


@reading(
    "/tags",
    response={200: Tags, 400: Problem},
    summary="Tags of published editorials, with their place in the vocabulary",
)
def tags(request: HttpRequest, asked: Query[AskedNames]):
    paging, rows, named = _names(request, asked, TAGS, "aliases", "broader")
    for row, entry in zip(rows, named, strict=True):
        entry |= {
            "description": row.description or None,
            "aliases": [alias.name for alias in row.aliases.all()],
            "broader": [wider.slug for wider in row.broader.all()],
        }
    return paging | {"results": named}


def _names(
    request: HttpRequest, asked: AskedNames, kept: Kept, *related: str
) -> tuple[dict, list[Any], list[dict]]:
    """Return the paging, the rows of a page of names, and what is told of each."""
    borne = kept.numbers.objects.filter(state__in=PUBLISHED).order_by().values(kept.column)
    listed: Any = kept.model.objects.filter(
        pk__in=borne.annotate(n=Sum("number")).filter(n__gt=0).values(kept.column),
        key__contains=text.fold(asked.like),
    )
    paging = paged(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    rows: list[Any] = []
    if start < paging["count"]:
        in_order = listed.order_by(*kept.order).prefetch_related(*related)
        rows = list(in_order[start : start + asked.page_size])
    narrowing = {f"{kept.column}__in": [row.pk for row in rows]}
    spans = kept.numbers.objects.spans(PUBLISHED, of=kept.column, **narrowing)
    groups = tallies.by(spans)
    return paging, rows, [_named(request, row, groups) for row in rows]


def _named(request: HttpRequest, row: Any, groups: Mapping) -> dict:
    spans = groups.get(row.pk, [])
    years = tallies.tally(spans).slots()
    return {
        "value": row.slug,
        "name": row.name,
        "editorials": tallies.total(spans),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "url": request.build_absolute_uri(row.get_absolute_url()),
    }


@reading(
    "/years",
    response={200: Years, 400: Problem},
    summary="How many editorials there are of each year",
)
def years(request: HttpRequest):
    spans = Tallied.objects.spans(PUBLISHED)
    tally = tallies.tally(spans)
    results = []
    for year in sorted(tally.slots()):
        entry: dict[str, Any] = {
            "year": year,
            "editorials": tally.sure[year],
            "perhaps": tally.perhaps[year],
        }
        entry["url"] = request.build_absolute_uri(reverse("year", args=[year]))
        results.append(entry)
    undated = tallies.total(span for span in spans if span.is_broad)
    return {"count": tallies.total(spans), "undated": undated, "results": results}


@reading(
    "/complete",
    response={200: Completions, 400: Problem},
    summary="What may complete a search that is being typed",
)
def complete(request: HttpRequest, asked: Query[AskedBeginning]):
    results = []
    for completion in completions(asked.q):
        entry = {"kind": completion.kind, "text": completion.text, "count": completion.count}
        results.append(entry | {"value": str(completion.key) or None})
    return {"results": results}


@reading(
    "/issues",
    response={200: Issues, 400: Problem},
    summary="The issues of magazines, by magazine and number",
)
def issues(request: HttpRequest, asked: Query[AskedIssues]):
    published = Editorial.objects.published()
    listed = Issue.objects.borne_by(published)
    # A field of a form that is left open is sent empty.
    if named := list(filter(None, asked.publication)):
        slugs = current_slugs("publication", named)
        refuse_unknown_names(Question(filters=tuple(("publication", slug) for slug in slugs)))
        listed = listed.filter(publication__slug__in=slugs)
    paging = paged(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    rows = []
    if start < paging["count"]:
        in_order = listed.order_by("publication__key", "numbering", "rank", "slug")
        rows = list(in_order.select_related("publication")[start : start + asked.page_size])
    counts = _counts(published, rows)
    results = []
    for issue in rows:
        results.append(_issue(request, issue, counts[issue.publication_id, issue.slug]))
    return paging | {"results": results}


def _counts(published: EditorialQuerySet, issues: Sequence[Issue]) -> dict[tuple[int, str], int]:
    """Return {(magazine's id, slug of an issue): how many of the editorials are of it}."""
    magazines = {issue.publication_id for issue in issues}
    slugs = {issue.slug for issue in issues}
    rows = published.filter(publication__in=magazines, issue_slug__in=slugs).order_by()
    counted = rows.values_list("publication", "issue_slug").annotate(n=Count("*"))
    return {(magazine, slug): count for magazine, slug, count in counted}


def _issue(request: HttpRequest, issue: Issue, count: int) -> dict:
    return {
        "value": f"{issue.publication.slug}/{issue.slug}",
        "publication": issue.publication.name,
        "number": issue.number,
        "name": issue.name,
        "title": issue.title or None,
        "date": issue.date or None,
        "date_display": dates.display(issue.date) if issue.date else None,
        "editorials": count,
        "url": request.build_absolute_uri(issue.get_absolute_url()),
    }
