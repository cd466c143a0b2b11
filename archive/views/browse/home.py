"""The first page, and what has no place in time."""

from datetime import date
from itertools import groupby

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import tallies
from archive.figures import number
from archive.kept_pages import kept
from archive.models import Author, Editorial, Publication, Selection, Tag, Tallied
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.tallied import states_visible_to
from archive.tallies import Span
from archive.views.browse import almanac, names, published_names
from archive.views.browse.charts import timeline
from archive.views.paging import loaded, page_of_editorials

NEWEST = 8
MOST_USED_TAGS = 12
ON_THIS_DAY = 3
SELECTIONS = 3


@kept
def home(request: HttpRequest) -> HttpResponse:
    """Show what the archive is: its years, its newest editorials, those of this day, its tags."""
    visible = Editorial.objects.visible_to(request.user)
    spans = Tallied.objects.spans(states_visible_to(request.user))
    by_magazine = tallies.by(spans)
    years = sorted(tallies.tally(spans).slots())
    count = tallies.total(spans)
    magazines = len(tallies.numbers(by_magazine))
    rows = [("", _magazines(by_magazine))]
    today = timezone.localdate()
    context = {
        "count": count,
        "extent": _extent(count, magazines, published_names.listed(Author).count(), years),
        "chart": timeline.chart(spans, names.period_address({}), rows),
        "decades": sorted({year // 10 * 10 for year in years}),
        "broad_count": tallies.total(span for span in spans if span.is_broad),
        "today": today,
        "selections": list(Selection.objects.published().newest()[:SELECTIONS]),
        "tags": published_names.most_frequent(Tag, MOST_USED_TAGS),
        **_lists(visible, today, years),
    }
    return render(request, "browse/home.html", context)


def _lists(visible: EditorialQuerySet, today: date, years: list[int]) -> dict[str, list]:
    """Return the newest, those of this day and of this month in other years, all loaded at once."""
    newest = _numbers(visible, NEWEST)
    on_this_day = _numbers(almanac.on_day(visible, today.month, today.day, years), ON_THIS_DAY)
    past = []
    numbers = {*newest, *on_this_day}
    for anniversary in almanac.anniversaries(visible, today):
        if anniversary.number not in on_this_day:
            past.append(anniversary)
            numbers.add(anniversary.number)
    rows = {editorial.pk: editorial for editorial in loaded(numbers)}
    return {
        "newest": [rows[number] for number in newest],
        "on_this_day": [rows[number] for number in on_this_day],
        "anniversaries": [(anniversary, rows[anniversary.number]) for anniversary in past],
    }


def _extent(editorials: int, publications: int, authors: int, years: list[int]) -> str:
    """Return in one sentence what the archive holds; "" where it holds no editorial.

    « Une archive de 48 éditoriaux : 3 revues, 8 auteurs, de 1998 à 2021. »
    """
    if not editorials:
        return ""
    parts = []
    if publications:
        magazines = ngettext("%(n)s revue", "%(n)s revues", publications)
        parts.append(magazines % {"n": number(publications)})
    if authors:
        parts.append(ngettext("%(n)s auteur", "%(n)s auteurs", authors) % {"n": number(authors)})
    if len(years) == 1:
        parts.append(f"{years[0]:04}")
    elif years:
        span = _("de %(first)04d à %(last)04d")
        parts.append(span % {"first": years[0], "last": years[-1]})
    size = ngettext("Une archive d’un éditorial", "Une archive de %(n)s éditoriaux", editorials)
    size %= {"n": number(editorials)}
    if not parts:
        return f"{size}."
    return _("%(held)s : %(parts)s.") % {"held": size, "parts": ", ".join(parts)}


def _magazines(by_magazine: dict[int | None, list[Span]]) -> list[timeline.NamedSpans]:
    """Return a row for each magazine that has most, one for the rest, one for no magazine."""
    rows = names.rows_of(Publication, by_magazine)
    numbers = tallies.numbers(by_magazine)
    fewer = numbers[timeline.MOST_ROWS :]
    if fewer:
        name = ngettext("%(n)s autre revue", "%(n)s autres revues", len(fewer))
        spans = []
        for pk in fewer:
            spans += by_magazine[pk]
        rows.append((name % {"n": number(len(fewer))}, reverse("publications"), spans))
    if None in by_magazine and numbers:
        rows.append((_("Sans revue"), "", by_magazine[None]))
    return rows


def _numbers(editorials: EditorialQuerySet, most: int) -> list[int]:
    return list(editorials.in_order().values_list("pk", flat=True)[:most])


@kept
def undated(request: HttpRequest) -> HttpResponse:
    """Show what lies in no year: first what lies in a wider span, in its order, then the rest."""
    visible = Editorial.objects.visible_to(request.user).undated()
    ordered = visible.order_by(
        F("latest").asc(nulls_last=True), F("earliest").asc(nulls_last=True), "title", "pk"
    )
    page = page_of_editorials(request, ordered)
    groups = []
    for has_span, editorials in groupby(page, _has_span):
        groups.append((has_span, list(editorials)))
    return render(request, "browse/undated.html", {"page": page, "groups": groups})


def _has_span(editorial: Editorial) -> bool:
    return bool(editorial.earliest or editorial.latest)
