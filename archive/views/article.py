"""The page of an editorial, and the picture that links to it show."""

import html
from collections.abc import Sequence
from copy import copy
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import (
    cards,
    dates,
    iiif,
    kept_pages,
    page_citations,
    pictures,
    structured_data,
    typesetting,
)
from archive.crossreferences import blocks, showing
from archive.curves import reuse
from archive.kept_pages import kept
from archive.models import Capture, Editorial, Place, loading, neighbours, selections, unsaid
from archive.models.neighbours import Beside
from archive.models.prepared import Blank, Prepared
from archive.models.withholding import withheld
from archive.other_sites import REVALIDATED
from archive.page_citations import Link
from archive.search import Related, related
from archive.tallies import DAY, MONTH, YEAR
from archive.views.citing import files_of, in_styles, reference_of, refuse_draft
from archive.views.errors import gone
from archive.views.named import with_names
from archive.views.search import hits
from archive.views.search.hits import Walk

# French prose, silently: Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
WORDS_A_MINUTE = 230
DESCRIPTION = 160  # characters
MOST_AUTHORS = 2  # whose editorials before and after are asked for
_captured = Prepared(
    lambda: (
        Capture.objects.except_pictures()
        .filter(editorial__pk=Blank(0))
        .values_list("captured_at")[:1]
    )
)


class Chosen(NamedTuple):
    """A selection that holds an editorial; of a series the episodes beside it, too."""

    place: Place
    before: Editorial | None = None
    after: Editorial | None = None


class Neighbours(NamedTuple):
    """The editorials before and after an editorial in the same magazine or by the same author."""

    label: str
    before: Editorial | None
    after: Editorial | None


class Citing(NamedTuple):
    """Editorials that refer to one: the first of them, and how many there are."""

    first: Sequence[Editorial]
    total: int


@require_safe
@kept
def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show an editorial; the number decides, another slug leads to the present one."""
    editorial = loading.whole(number)
    if editorial is None:
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    refuse_draft(request, editorial)
    walk = hits.walk(request, editorial)
    if slug != editorial.slug:
        address = editorial.get_absolute_url()
        if walk:
            address = walk.address
        return redirect(address, permanent=editorial.is_published)
    if walk:
        kept_pages.spoil()  # each opening is counted
        hits.note_opened(request, walk)
    trail, chosen = _trail(editorial), _chosen(editorial)
    period = ""
    if len(trail) > 1:
        _name, period = trail[-1]
    context = {
        "editorial": editorial,
        "walk": walk,
        "trail": trail,
        "period": period,
        "neighbours": _neighbours(editorial),
        "episodes": [entry for entry in chosen if entry.place.episode],
        "selections": [entry for entry in chosen if not entry.place.episode],
        "related": _related(editorial),
        "citing": _citing(editorial),
        "is_reused": reuse.is_reused(number),
        "only_pictures": unsaid.had_only_pictures(editorial),
        "captured": next((moment for (moment,) in _captured.rows(number)), None),
    }
    context |= _text(editorial, walk, request.GET.get("marks") != "0")
    context |= _citation(request, editorial)
    context |= _for_machines(request, editorial, context)
    original = withheld(editorial)
    context["is_withheld"] = original is not None
    if original:
        context |= _text(_unmasked(editorial, original), None, False, is_unmasked=True)
    response = render(request, "article/article.html", context)
    if context["is_withheld"]:
        response.headers["X-Robots-Tag"] = "noindex"
    if editorial.is_published:
        response.headers["Link"] = page_citations.header(_links(request, editorial, context))
    return response


@require_safe
@kept
def card(request: HttpRequest, number: int) -> HttpResponse:
    """Draw /editorials/12/card.png, in the archive's own language, whoever asks for it."""
    editorial = loading.whole(number)
    if editorial is not None and editorial.is_withdrawn:
        return gone(request, editorial)
    if editorial is None or not editorial.is_published:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        place = " · ".join(filter(None, [editorial.date_display, str(editorial.publication or "")]))
        heading = html.unescape(typesetting.typeset(escape(editorial.heading), editorial.language))
    names = ", ".join(byline.name for byline in editorial.bylines.all())
    response = HttpResponse(cards.card(heading, [names, place]), content_type="image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites show it
    response.headers["Cache-Control"] = REVALIDATED
    if withheld(editorial) is not None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


# What is read


def _text(
    editorial: Editorial, walk: Walk | None, with_marks: bool, is_unmasked: bool = False
) -> dict[str, Any]:
    """Return heading, standfirst and body as they are set.

    `marks`: whether the words of a search are marked; None where there are none. `is_unmasked`: it
    has names that the archive masks elsewhere, so that none of its names leads anywhere.
    """
    heading, standfirst = escape(editorial.heading), escape(editorial.standfirst)
    body = editorial.body
    marks = None
    if walk:
        marked = (walk.heading, walk.standfirst, walk.body)
        if "<mark" in "".join(marked):
            marks = with_marks
        if marks:
            heading, standfirst, body = marked
    body = pictures.placed(body, editorial.pictures_address)
    body = blocks.linked(body, showing.links(editorial.pk))
    if not is_unmasked:
        body = with_names(body, editorial)
    set_body = typesetting.typeset(body, editorial.language)
    words = len(editorial.text.split())
    return {
        "heading": typesetting.set_html(heading, editorial.language),
        "standfirst": typesetting.set_html(standfirst, editorial.language),
        "body": SafeString(typesetting.with_notes(typesetting.with_anchors(set_body))),
        "words": words,
        "minutes": round(words / WORDS_A_MINUTE) or 1,
        "certainty": _certainty(editorial.date),
        "marks": marks,
    }


def _unmasked(editorial: Editorial, original: dict[str, str]) -> Editorial:
    """Return the editorial as people may read it on its page, where a name in it is masked."""
    shown = copy(editorial)
    for name, content in original.items():
        setattr(shown, name, content)
    return shown


def _certainty(date: str) -> str:
    """Return in words how closely a date is known; "" where it says so itself, or is a day."""
    if not date or date[-1] in "?%" or (len(date) == DAY and "/" not in date):
        return ""
    if date[-1] == "~":
        return _("date approximative")
    if "/" in date or date[0] in "[{":
        return _("le jour exact n’est pas connu")
    if len(date) == YEAR:
        return _("connue à l’année près")
    if len(date) == MONTH and date[5] < "2":  # 21 and more are seasons
        return _("connue au mois près")
    return ""


# What surrounds it


def _trail(editorial: Editorial) -> list[tuple[str, str]]:
    """Return (name, address) of home, of the year and of the month that hold the editorial.

    The trail ends where the date is not known any closer; where not even the year is known, it
    ends at the undated.
    """
    first, last = editorial.earliest, editorial.latest
    trail = [(_("Années"), reverse("home"))]
    if not dates.years(editorial.date):
        trail.append((_("Sans année"), reverse("undated")))
    if first and last and first.year == last.year:
        trail.append((f"{first.year:04}", reverse("year", args=[first.year])))
        if first.month == last.month:
            month = dates.display(f"{first.year:04}-{first.month:02}")
            name = month.removesuffix(f" {first.year:04}")
            trail.append((name, reverse("month", args=[first.year, first.month])))
    return trail


def _neighbours(editorial: Editorial) -> list[Neighbours]:
    """Return the neighbours in the magazine and by the authors, none where the date is unknown.

    Those that are the same again are told once.
    """
    if not editorial.earliest:
        return []
    lists: list[tuple[str, Beside]] = []
    if editorial.publication:
        label = _("Dans %(magazine)s") % {"magazine": editorial.publication}
        lists.append((label, neighbours.in_magazine(editorial, editorial.publication)))
    people = dict.fromkeys(byline.author for byline in editorial.bylines.all() if byline.author)
    for person in list(people)[:MOST_AUTHORS]:
        label = _("Par %(author)s") % {"author": person}
        lists.append((label, neighbours.by_author(editorial, person)))
    labels: dict[Beside, str] = {}
    for label, beside in lists:
        labels.setdefault(beside, label)
    labels.pop(Beside(None, None), None)
    return [Neighbours(label, before, after) for (before, after), label in labels.items()]


def _chosen(editorial: Editorial) -> list[Chosen]:
    """Return the selections and series that hold the editorial."""
    places = selections.places(editorial)
    numbers: list[int] = []
    for place in places:
        numbers += filter(None, (place.before, place.after))
    beside = loading.linked(numbers) if numbers else {}
    chosen = []
    for place in places:
        before, after = beside.get(place.before or 0), beside.get(place.after or 0)
        chosen.append(Chosen(place, before, after))
    return chosen


def _related(editorial: Editorial) -> list[tuple[Editorial, Related]]:
    """Return editorials on the same matter, each with the reason why."""
    reasons = {reason.id: reason for reason in related(editorial)}
    rows = loading.linked(reasons)
    return [(rows[pk], reason) for pk, reason in reasons.items() if pk in rows]


def _citing(editorial: Editorial) -> Citing:
    """Return the first editorials that refer to it, and how many there are."""
    numbers = showing.first_citing(editorial.pk)
    if not numbers:
        return Citing([], 0)
    count = len(numbers)
    if count == showing.FIRST:
        count = len(showing.citing(editorial.pk))
        numbers = numbers[:-1]
    rows = loading.linked(numbers)
    return Citing([rows[number] for number in numbers if number in rows], count)


# What is taken along


def _citation(request: HttpRequest, editorial: Editorial) -> dict[str, Any]:
    reference = reference_of(request, editorial)
    source = " · ".join(filter(None, [reference.magazine, editorial.date_display]))
    mail = {
        "subject": f"{editorial.heading} — {settings.SITE_NAME}",
        "body": f"{editorial.heading}\r\n{source}\r\n{reference.address}",
    }
    return {
        "reference": reference,
        "permanent": reference.address,
        "metas": page_citations.metas(reference),
        "coins": page_citations.coins(reference),
        "cited": in_styles(reference),
        "files": files_of(editorial),
        "mail": "mailto:?" + urlencode(mail, safe="/", quote_via=quote),
    }


def _links(request: HttpRequest, editorial: Editorial, context: dict[str, Any]) -> Sequence[Link]:
    """Return what the page leads programs to: its authors, its licence, how others have it."""
    absolute = request.build_absolute_uri
    others = []
    for byline in editorial.bylines.all():
        if byline.author:
            others.append(Link(absolute(byline.author.get_absolute_url()), "author"))
    for _name, media_type, path in context["files"]:
        others.append(Link(absolute(path), "describedby", media_type))
    if context["manifest"]:
        others.append(Link(absolute(context["manifest"]), "describedby", iiif.MEDIA_TYPE))
    terms = editorial.publication.terms if editorial.publication else None
    if terms and terms.address:
        others.append(Link(terms.address, "license"))
    return page_citations.links(context["reference"], others)


def _for_machines(
    request: HttpRequest, editorial: Editorial, context: dict[str, Any]
) -> dict[str, Any]:
    """Return what search engines, other sites and reference managers read."""
    opening = editorial.standfirst or editorial.text or str(editorial.publication or "")
    description = Truncator(" ".join(opening.split())).chars(DESCRIPTION)
    absolute = request.build_absolute_uri
    trail = [*context["trail"], (editorial.heading, editorial.get_absolute_url())]
    picture = manifest = ""
    if editorial.is_published:
        picture = absolute(reverse("card", args=[editorial.pk]))
        if withheld(editorial) is None and pictures.named(editorial.body):
            manifest = reverse("manifest_of", args=[editorial.pk])
    return {
        "description": description,
        "card": picture,
        "card_size": cards.SIZE,
        "manifest": manifest,
        "manifest_type": iiif.MEDIA_TYPE,
        "data": structured_data.script(
            structured_data.article(editorial, absolute, description, context["words"]),
            structured_data.breadcrumbs(trail, absolute),
        ),
    }
