"""The page of an editorial, and what belongs to it: its citations, and the picture that links to it show."""

import html
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import cards, citations, dates, structured_data, typesetting
from archive.models import Author, Editorial
from archive.search import Related, related
from archive.views.errors import Missing, gone
from archive.views.search import hits
from archive.views.search.hits import Walk

WORDS_A_MINUTE = (
    230  # French prose, silently: Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
)
DESCRIPTION = 160  # characters
CARD_IS_KEPT = 24 * 3600  # seconds, by whoever fetched it
FEW = 100  # editorials of an author
MOST_AUTHORS = 2  # whose editorials before and after are asked for
LINKED = (
    "title",
    "title_supplied",
    "slug",
    "language",
    "date",
)  # all that a link to an editorial shows of it
ALL = Editorial.objects.select_related("publication").prefetch_related("bylines__author", "tags")


class Neighbours(NamedTuple):
    """The editorials before and after one of the same magazine or author."""

    label: str
    before: Editorial | None
    after: Editorial | None


@require_safe
def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    editorial = get_object_or_404(ALL, pk=number)
    if editorial.state == Editorial.State.WITHDRAWN:
        return gone(request, editorial)
    _refuse_draft(request, editorial)
    walk = hits.walk(request, editorial)
    if slug != editorial.slug:
        address = walk.address if walk else editorial.get_absolute_url()
        return redirect(address, permanent=editorial.state == Editorial.State.PUBLISHED)
    trail = _trail(editorial)
    context = {
        "editorial": editorial,
        "walk": walk,
        "trail": trail,
        "period": trail[-1][1] if len(trail) > 1 else "",
        "neighbours": _neighbours(editorial),
        "related": _related(editorial),
        "captured": editorial.captures.values_list("captured_at", flat=True).first(),
    }
    context |= _text(editorial, walk, request.GET.get("marks") != "0") | _citation(
        request, editorial
    )
    context |= _for_machines(request, editorial, context)
    return render(request, "browse/article.html", context)


@require_safe
def citation(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """A file for reference managers: /editorials/12/citation.bib"""
    editorial = get_object_or_404(ALL.exclude(state=Editorial.State.WITHDRAWN), pk=number)
    _refuse_draft(request, editorial)
    if ending not in citations.FORMATS:
        raise Http404
    written = citations.FORMATS[ending]
    response = HttpResponse(
        written.write(_cited(request, editorial)),
        content_type=f"{written.media_type}; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{editorial.slug}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(max_age=CARD_IS_KEPT, public=True)
def card(request: HttpRequest, number: int) -> HttpResponse:
    """/editorials/12/card.png; it is in the archive's own language, whoever asks for it."""
    editorial = get_object_or_404(ALL.filter(state=Editorial.State.PUBLISHED), pk=number)
    with translation.override(settings.LANGUAGE_CODE):
        place = " · ".join(filter(None, [editorial.date_display, str(editorial.publication or "")]))
        heading = html.unescape(typesetting.typeset(escape(editorial.heading), editorial.language))
    names = ", ".join(byline.name for byline in editorial.bylines.all())
    return HttpResponse(cards.card(heading, [names, place]), content_type="image/png")


def _refuse_draft(request: HttpRequest, editorial: Editorial) -> None:
    if editorial.state == Editorial.State.DRAFT and not request.user.has_perm("archive.edit"):
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))


# What is read


def _text(editorial: Editorial, walk: Walk | None, with_marks: bool) -> dict:
    """Heading, standfirst and body as they are set. `marks`: whether the words of a search are marked; None where there
    are none."""
    heading, standfirst, body = (
        escape(editorial.heading),
        escape(editorial.standfirst),
        editorial.body,
    )
    marked = (walk.heading, walk.standfirst, walk.body) if walk else ()
    marks = with_marks if any("<mark" in part for part in marked) else None
    if marks:
        heading, standfirst, body = marked
    set_body = typesetting.typeset(body, editorial.language)
    words = len(editorial.text.split())
    return {
        "heading": SafeString(typesetting.typeset(heading, editorial.language)),
        "standfirst": SafeString(typesetting.typeset(standfirst, editorial.language)),
        "body": SafeString(typesetting.with_notes(typesetting.with_anchors(set_body))),
        "words": words,
        "minutes": round(words / WORDS_A_MINUTE) or 1,
        "certainty": _certainty(editorial.date),
        "marks": marks,
    }


def _certainty(date: str) -> str:
    """How closely a date is known, in words; empty where the date says so itself, or is a day."""
    if not date or date[-1] in "?%" or (len(date) == 10 and "/" not in date):
        return ""
    if date[-1] == "~":
        return _("date approximative")
    if "/" in date or date[0] in "[{":
        return _("le jour exact n’est pas connu")
    return (
        {4: _("connue à l’année près"), 7: _("connue au mois près")}.get(len(date), "")
        if date[5:6] < "2"
        else ""
    )


# What surrounds it


def _trail(editorial: Editorial) -> list[tuple[str, str]]:
    """(name, address) of home, of the year and of the month that hold the editorial, as far as they are known; of the
    undated where not even the year is."""
    first, last = editorial.earliest, editorial.latest
    trail = [(_("Années"), reverse("home"))]
    if not dates.years(editorial.date):
        trail.append((_("Sans année"), reverse("undated")))
    if first and last and first.year == last.year:
        trail.append((f"{first.year:04}", reverse("year", args=[first.year])))
        if first.month == last.month:
            name = dates.display(f"{first.year:04}-{first.month:02}").removesuffix(
                f" {first.year:04}"
            )
            trail.append((name, reverse("month", args=[first.year, first.month])))
    return trail


def _neighbours(editorial: Editorial) -> list[Neighbours]:
    """In the magazine and by the authors; those that are the same again are told once. None where the date is unknown."""
    if not editorial.earliest:
        return []
    published = Editorial.objects.published().only(*LINKED)
    among: list[tuple[str, QuerySet]] = []
    if editorial.publication:
        label = _("Dans %(magazine)s") % {"magazine": editorial.publication}
        among.append((label, published.filter(publication=editorial.publication)))
    people = dict.fromkeys(byline.author for byline in editorial.bylines.all() if byline.author)
    for person in list(people)[:MOST_AUTHORS]:
        among.append((_("De %(author)s") % {"author": person}, _by(person, published)))
    found: dict[tuple[Editorial | None, Editorial | None], str] = {}
    for label, others in among:
        found.setdefault(_beside(editorial, others), label)
    found.pop((None, None), None)
    return [Neighbours(label, *beside) for beside, label in found.items()]


def _by(person: Author, editorials: QuerySet) -> QuerySet:
    """Theirs, in the words that let the database find neighbours soon: of an author of few by their numbers, of one of
    many on the way through the dates."""
    few = list(person.bylines.order_by().values_list("editorial_id", flat=True)[: FEW + 1])
    return (
        editorials.filter(pk__in=few)
        if len(few) <= FEW
        else editorials.filter(bylines__author=person)
    )


def _beside(editorial: Editorial, others: QuerySet) -> tuple[Editorial | None, Editorial | None]:
    """The one before and the one after."""
    day, number = editorial.earliest, editorial.pk
    # The first condition is part of the second; it tells the database where in its index to begin.
    before = others.filter(Q(earliest__lte=day), Q(earliest__lt=day) | Q(pk__lt=number)).order_by(
        "-earliest", "-pk"
    )
    after = others.filter(Q(earliest__gte=day), Q(earliest__gt=day) | Q(pk__gt=number)).order_by(
        "earliest", "pk"
    )
    return before.first(), after.first()


def _related(editorial: Editorial) -> list[tuple[Editorial, Related]]:
    """Editorials on the same matter, each with the reason why."""
    found = related(editorial)
    rows = Editorial.objects.only(*LINKED, "state").published_among([one.id for one in found])
    return [(rows[one.id], one) for one in found if one.id in rows]


# What is taken along


def _cited(request: HttpRequest, editorial: Editorial) -> citations.Reference:
    address = request.build_absolute_uri(editorial.get_absolute_url())
    return citations.reference(editorial, address, timezone.localdate())


def _citation(request: HttpRequest, editorial: Editorial) -> dict:
    cited = _cited(request, editorial)
    source = " · ".join(filter(None, [cited.magazine, editorial.date_display]))
    mail = {
        "subject": f"{editorial.heading} — {settings.SITE_NAME}",
        "body": f"{editorial.heading}\r\n{source}\r\n{cited.address}",
    }
    return {
        "permanent": cited.address,
        "cited": [("ISO 690", citations.iso690(cited)), ("APA", citations.apa(cited))],
        "files": [
            (one.name, one.media_type, reverse("citation", args=[editorial.pk, ending]))
            for ending, one in citations.FORMATS.items()
        ],
        "mail": "mailto:?" + "&".join(f"{key}={quote(value)}" for key, value in mail.items()),
    }


def _for_machines(request: HttpRequest, editorial: Editorial, context: dict) -> dict:
    opening = editorial.standfirst or editorial.text or str(editorial.publication or "")
    description = Truncator(" ".join(opening.split())).chars(DESCRIPTION)
    absolute = request.build_absolute_uri
    trail = [*context["trail"], (editorial.heading, editorial.get_absolute_url())]
    return {
        "description": description,
        "card": absolute(reverse("card", args=[editorial.pk]))
        if editorial.state == Editorial.State.PUBLISHED
        else "",
        "card_size": cards.SIZE,
        "data": structured_data.script(
            structured_data.editorial(editorial, absolute, description, context["words"]),
            structured_data.breadcrumbs(trail, absolute),
        ),
    }
