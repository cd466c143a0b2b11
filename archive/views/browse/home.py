"""The first page, and what has no place in time."""

from datetime import date
from itertools import groupby

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.figures import number
from archive.models import Author, Editorial, Publication, Tag
from archive.views.browse import almanac, names, timeline
from archive.views.browse.timeline import Span
from archive.views.paging import loaded, page_of_editorials

NEWEST = 8
MOST_USED_TAGS = 12
ON_THIS_DAY = 3


def home(request: HttpRequest) -> HttpResponse:
    visible = Editorial.objects.visible_to(request.user)
    counted = timeline.spans(visible)
    of_each, years = timeline.by(counted), sorted(timeline.tally(counted).slots())
    count, magazines = (
        sum(span.count for span in counted),
        sum(1 for pk in of_each if pk is not None),
    )
    today = timezone.localdate()
    context = {
        "count": count,
        "extent": _extent(count, magazines, names.listed(Author).count(), years),
        "chart": timeline.chart(counted, names.period_address({}), [("", _magazines(of_each))]),
        "decades": sorted({year // 10 * 10 for year in years}),
        "broad_count": sum(span.count for span in counted if span.is_broad),
        "today": today,
        "tags": names.most_frequent(Tag, MOST_USED_TAGS),
        **_shown(visible, today, years),
    }
    return render(request, "browse/home.html", context)


def _shown(visible: QuerySet, today: date, years: list[int]) -> dict[str, list]:
    """The newest, those of this day and of this month in other years, all loaded at once."""
    newest = _numbers(visible, NEWEST)
    on_this_day = _numbers(almanac.on_day(visible, today.month, today.day, years), ON_THIS_DAY)
    past = [one for one in almanac.anniversaries(visible, today) if one.number not in on_this_day]
    rows = {one.pk: one for one in loaded({*newest, *on_this_day, *(one.number for one in past)})}
    return {
        "newest": [rows[number] for number in newest],
        "on_this_day": [rows[number] for number in on_this_day],
        "anniversaries": [(one, rows[one.number]) for one in past],
    }


def _extent(editorials: int, publications: int, authors: int, years: list[int]) -> str:
    """What the archive is: « Une archive de 48 éditoriaux : 3 revues, 8 auteurs, de 1998 à 2021. »; empty if it is."""
    if not editorials:
        return ""
    parts = []
    if publications:
        parts.append(
            ngettext("%(n)s revue", "%(n)s revues", publications) % {"n": number(publications)}
        )
    if authors:
        parts.append(ngettext("%(n)s auteur", "%(n)s auteurs", authors) % {"n": number(authors)})
    if years:
        span = "%(first)04d" if len(years) == 1 else _("de %(first)04d à %(last)04d")
        parts.append(span % {"first": years[0], "last": years[-1]})
    held = ngettext("Une archive de %(n)s éditorial", "Une archive de %(n)s éditoriaux", editorials)
    held %= {"n": number(editorials)}
    return (
        _("%(held)s : %(parts)s.") % {"held": held, "parts": ", ".join(parts)}
        if parts
        else f"{held}."
    )


def _magazines(of_each: dict[int | None, list[Span]]) -> list[timeline.Named]:
    """A row for each of the magazines that have most; one for all others, and one for what is of none."""
    shown = names.rows_of(Publication, of_each)
    held = {number for number in of_each if number is not None}
    rest = sorted(held, key=list(of_each).index)[timeline.MOST_ROWS :]
    if rest:
        name = ngettext("%(n)s autre revue", "%(n)s autres revues", len(rest)) % {
            "n": number(len(rest))
        }
        shown.append((name, reverse("publications"), [span for pk in rest for span in of_each[pk]]))
    if None in of_each and held:
        shown.append((_("Sans revue"), "", of_each[None]))
    return shown


def _numbers(editorials: QuerySet, most: int) -> list[int]:
    return list(editorials.in_order().values_list("pk", flat=True)[:most])


def undated(request: HttpRequest) -> HttpResponse:
    """What lies in no year: first those of which a wider span is known, in its order, then those of which nothing is."""
    visible = Editorial.objects.visible_to(request.user).undated()
    ordered = visible.order_by(
        F("latest").asc(nulls_last=True), F("earliest").asc(nulls_last=True), "title", "pk"
    )
    found = page_of_editorials(request, ordered)
    groups = [
        (known, list(items))
        for known, items in groupby(found, lambda one: bool(one.earliest or one.latest))
    ]
    return render(request, "browse/undated.html", {"page": found, "groups": groups})
