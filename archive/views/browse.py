"""Pages for readers: by year, month, magazine, author and tag."""

import re
from collections import defaultdict
from itertools import groupby

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.db.models.functions import ExtractMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from archive import dates, text
from archive.models import Author, Editorial, Publication, Tag
from archive.templatetags.archive import number
from archive.views import timeline
from archive.views.errors import Missing

PER_PAGE = 30
NEWEST = 8
MOST_USED_TAGS = 12
ONE_PAGE_OF_NAMES = 400

# Without a CSRF token no reader is given a cookie; all that a forged request could do is change the language.
choose_language = csrf_exempt(set_language)


def home(request: HttpRequest) -> HttpResponse:
    visible = Editorial.objects.visible_to(request.user)
    by_year, publications = visible.by_year(), list(Publication.objects.with_counts().order_by("key"))
    context = {
        "extent": _extent(visible.count(), len(publications), Author.objects.with_counts().count(), list(by_year)),
        "undated_count": visible.undated().count(),
        "years": timeline.years(by_year),
        "newest": visible.in_order().for_list()[:NEWEST],
        "publications": publications,
        "tags": Tag.objects.with_counts().order_by("-editorial_count", "key")[:MOST_USED_TAGS],
    }
    return render(request, "browse/home.html", context)


def _extent(editorials: int, publications: int, authors: int, years: list[int]) -> str:
    """What the archive is: « Une archive de 48 éditoriaux : 3 revues, 8 auteurs, de 1998 à 2021. »; empty if it is."""
    if not editorials:
        return ""
    parts = []
    if publications:
        parts.append(ngettext("%(n)s revue", "%(n)s revues", publications) % {"n": number(publications)})
    if authors:
        parts.append(ngettext("%(n)s auteur", "%(n)s auteurs", authors) % {"n": number(authors)})
    if years:
        span = "%(first)04d" if len(years) == 1 else _("de %(first)04d à %(last)04d")
        parts.append(span % {"first": years[0], "last": years[-1]})
    held = ngettext("Une archive de %(n)s éditorial", "Une archive de %(n)s éditoriaux", editorials)
    held %= {"n": number(editorials)}
    return _("%(held)s : %(parts)s.") % {"held": held, "parts": ", ".join(parts)} if parts else f"{held}."


# By date


def year(request: HttpRequest, year: int) -> HttpResponse:
    visible = Editorial.objects.visible_to(request.user)
    before, after = _years_around(visible, year)
    of_year = _with_month(visible.in_year(year), year)
    by_month = dict(of_year.order_by().values_list("month").annotate(Count("pk")))
    page = _page(request, of_year.order_by(F("month").asc(nulls_last=True), "earliest", "pk").for_list())
    context = {
        "year": year,
        "before": before,
        "after": after,
        "months": timeline.months({month: count for month, count in by_month.items() if month}),
        "groups": [(MONTHS.get(month), list(items)) for month, items in groupby(page, lambda e: e.month)],
        "page": page,
    }
    return render(request, "browse/year.html", context)


def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    visible = Editorial.objects.visible_to(request.user)
    _years_around(visible, year)
    page = _page(request, visible.in_month(year, month).order_by("earliest", "pk").for_list())
    context = {
        "year": year,
        "month": MONTHS[month],
        "before": None if month == 1 else (month - 1, MONTHS[month - 1]),
        "after": None if month == 12 else (month + 1, MONTHS[month + 1]),
        "groups": [(day, list(items)) for day, items in groupby(page, _day)],
        "page": page,
    }
    return render(request, "browse/month.html", context)


def _day(editorial: Editorial) -> str:
    """The day as French prints it, « 1er février 2001 »; empty where only the month is known."""
    known = editorial.earliest == editorial.latest
    return dates.display(editorial.earliest.isoformat()) if known else ""


def undated(request: HttpRequest) -> HttpResponse:
    editorials = Editorial.objects.visible_to(request.user).undated().order_by("title", "pk")
    return render(request, "browse/undated.html", {"page": _page(request, editorials.for_list())})


def _years_around(visible: QuerySet, year: int) -> tuple[int | None, int | None]:
    """The nearest years before and after that have editorials; a 404 outside of the archive's years."""
    years = visible.by_year()
    before, after = [y for y in years if y < year], [y for y in years if y > year]
    if year not in years and not (before and after):
        raise Missing(_("L’archive ne contient rien de l’année %(year)04d.") % {"year": year})
    return max(before, default=None), min(after, default=None)


def _with_month(editorials: QuerySet, year: int) -> QuerySet:
    """Each with the number of its month in that year as `month`; None where it may be of several."""
    one_month = Q(earliest__year=year, latest__year=year, earliest__month=F("latest__month"))
    return editorials.annotate(month=Case(When(one_month, then=ExtractMonth("earliest"))))


# By name


def authors(request: HttpRequest) -> HttpResponse:
    return _names(request, Author.objects.with_counts(), "browse/authors.html")


def author(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Author, slug=slug)
    context = {"also_signed": [printed for printed in person.names.all() if printed.name != person.name]}
    return _named(request, person, "browse/author.html", context)


def publications(request: HttpRequest) -> HttpResponse:
    published = Q(editorials__state=Editorial.State.PUBLISHED)
    magazines = (
        Publication.objects.with_counts()
        .annotate(first=Min("editorials__earliest", filter=published), last=Max("editorials__latest", filter=published))
        .order_by("key")
    )
    return render(request, "browse/publications.html", {"page": _page(request, magazines)})


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    return _named(request, get_object_or_404(Publication, slug=slug), "browse/publication.html")


def tags(request: HttpRequest) -> HttpResponse:
    return _names(request, Tag.objects.with_counts(), "browse/tags.html")


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _named(request, get_object_or_404(Tag, slug=slug), "browse/tag.html")


def _named(request: HttpRequest, named, template: str, context: dict | None = None) -> HttpResponse:
    """The page of an author, a magazine or a tag: its editorials, newest first. A name that only drafts and withdrawn
    editorials bear is not told to readers."""
    visible = Editorial.objects.visible_to(request.user).filter(pk__in=named.editorials.values("pk"))
    page = _page(request, visible.in_order().for_list())
    if not page.paginator.count and not request.user.is_staff:
        raise Http404
    return render(request, template, {"named": named, "page": page, **(context or {})})


def _names(request: HttpRequest, named: QuerySet, template: str) -> HttpResponse:
    """All names by first letter; a letter at a time where they are many."""
    groups = defaultdict(list)
    for one in sorted(named, key=_filed_under):  # the database would file « Éluard » behind « Zola »
        groups[_initial(one)].append(one)
    letter = request.GET.get("letter", "")
    many = sum(map(len, groups.values())) > ONE_PAGE_OF_NAMES
    if letter and letter not in groups:
        raise Missing(_("Aucun nom ne commence ainsi."))
    shown = letter or (next(iter(groups)) if many else "")
    context = {
        "letters": [(initial, len(items)) for initial, items in groups.items()],
        "shown": shown,
        "by_letter": many or bool(letter),
        "groups": [(initial, items) for initial, items in groups.items() if shown in ("", initial)],
    }
    return render(request, template, context)


def _filed_under(named) -> str:
    return text.fold(getattr(named, "sort_name", named.name))


def _initial(named) -> str:
    first = _filed_under(named)[:1].upper()
    return first if first.isalpha() else "0–9"


# Paging


def _page(request: HttpRequest, items: QuerySet) -> Page:
    """The page that `?page=` asks for; anything but the number of a page is a 404 that says so."""
    wanted = request.GET.get("page", "1")
    try:
        if not re.fullmatch(r"[1-9][0-9]{0,5}", wanted):
            raise EmptyPage
        return Paginator(items, PER_PAGE).page(wanted)
    except EmptyPage:
        raise Missing(_("Cette liste n’a pas de telle page.")) from None
