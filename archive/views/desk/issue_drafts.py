"""The page of an issue, kept with all its rows for whoever typed it, until it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import figures, text
from archive import issues as printed_issues
from archive.models import Manuscript, Publication
from archive.models.issues import LONGEST_NUMBER
from archive.models.manuscripts import CONTENTS, ManuscriptQuerySet
from archive.views.desk.access import DeskRequest
from archive.views.desk.received import note_received, when_kept

AUTOSAVE, DISCARD = "autosave", "discard"
DEEDS = (AUTOSAVE, "keep", DISCARD)  # that keep or drop what was typed, and save nothing
LONGEST_NAME = 60  # characters of what a form calls a manuscript by
# What the form says of itself, and not of the issue.
PASSING = ("csrfmiddlewaretoken", "do", "account", "manuscript")


def answer(request: DeskRequest, magazine: Publication, number: str) -> HttpResponse:
    """Do what a button of the page says, one of DEEDS, to what was typed.

    To a script it is told under what name, and when:
    `{"manuscript": "3.1796133985277643", "kept": "Gardé à 12:03"}`
    """
    deed = request.POST["do"]
    if deed == DISCARD:
        _own(request, magazine).filter(pk=_number(request.POST)).delete()
        messages.success(request, _("Ce que vous aviez commencé est jeté."))
        note_received(request)
        return redirect(f"{request.path}?{urlencode({'number': number})}")
    manuscript = keep(request, magazine, number)
    if deed == AUTOSAVE:
        return JsonResponse({"manuscript": _name(manuscript), "kept": when_kept(manuscript)})
    messages.success(request, _("C’est gardé : vous le retrouverez ici."))
    warn_of_file(request)
    note_received(request)
    return redirect(address(manuscript, magazine))


def warn_of_file(request: DeskRequest) -> None:
    """Tell that a chosen file is kept neither by the site nor by the form."""
    if request.FILES:
        messages.warning(request, _("Le fichier que vous aviez choisi est à choisir de nouveau."))


def told(
    request: DeskRequest,
    magazine: Publication,
    number: str,
    resumed: Manuscript | None,
    is_kept: bool,
) -> dict[str, Any]:
    """Return what the page tells of what is kept of it; where `is_kept`, it is kept now.

    `kept_as`: under what name what the form holds is kept, "" where it is not; `offered`: what was
    kept before and is not shown, with `offered_at`, its address.
    """
    if is_kept:
        resumed = keep(request, magazine, number)
    kept_as = _name(resumed) if resumed else request.POST.get("manuscript", "")[:LONGEST_NAME]
    offered = None
    if request.method != "POST" and not resumed:
        offered = _of_number(request, magazine, number).first()
    offered_at = address(offered, magazine) if offered else ""
    return {"kept_as": kept_as, "offered": offered, "offered_at": offered_at}


def keep(request: DeskRequest, magazine: Publication, number: str) -> Manuscript:
    """Keep what was posted to the page of a number of a magazine, and return it."""
    printed = request.POST.get("number", "")[:LONGEST_NUMBER] or number
    name = text.seen_line(printed_issues.name(printed))
    fields = {
        "title": ", ".join(filter(None, [magazine.name, name])),
        "magazine_name": magazine.name,
        "number": number,
        "slug": printed_issues.slug(number),
        CONTENTS: _contents(request.POST),
    }
    return Manuscript.objects.keep_issue(request.user, magazine, _number(request.POST), fields)


def asked(request: DeskRequest, magazine: Publication, number: str) -> Manuscript | None:
    """Return what the address asks to go on with, if whoever asks has kept it of that number."""
    return _of_number(request, magazine, number).filter(pk=_number(request.GET)).first()


def _of_number(request: DeskRequest, magazine: Publication, number: str) -> ManuscriptQuerySet:
    """Return what whoever asks has kept of a number of a magazine, however that was typed."""
    return _own(request, magazine).filter(fields__slug=printed_issues.slug(number))


def typed(manuscript: Manuscript) -> QueryDict:
    """Return what was typed as it was posted."""
    posted = QueryDict(mutable=True)
    for name, words in manuscript.fields[CONTENTS]:
        posted.appendlist(name, words)
    return posted


def title(manuscript: Manuscript) -> str:
    """Return the magazine and the number as it was typed, as the reader's language names it."""
    magazine = manuscript.fields.get("magazine_name")
    if not magazine:  # kept before it was noted
        return manuscript.title
    number = typed(manuscript).get("number", "") or manuscript.fields["number"]
    return ", ".join(filter(None, [magazine, printed_issues.name(text.seen_line(number))]))


def description(manuscript: Manuscript) -> str:
    """Return what is kept of the issue: how many texts were typed, and the title of the first."""
    titles = [words.strip() for words in typed(manuscript).getlist("row-title") if words.strip()]
    if not titles:
        return _("numéro d’une revue")
    message = ngettext(
        "numéro d’une revue, %(n)s texte tapé : %(title)s",
        "numéro d’une revue, %(n)s textes tapés, d’abord : %(title)s",
        len(titles),
    )
    return message % {"n": len(titles), "title": titles[0]}


def forget(request: DeskRequest, magazine: Publication) -> None:
    """Drop what was kept of the form that is saved, but not what another window kept since."""
    own = _own(request, magazine)
    for manuscript in own.filter(pk=_number(request.POST)):
        if _name(manuscript) == request.POST["manuscript"]:
            manuscript.delete()
    # A form that is sent before its last autosave was answered does not have that one's name.
    own.filter(fields__contents=_contents(request.POST)).delete()


def address(manuscript: Manuscript, magazine: Publication) -> str:
    """Return where it is gone on with."""
    path = reverse("desk_issue", args=[magazine.slug])
    query = {"number": manuscript.fields["number"], "manuscript": manuscript.pk}
    return f"{path}?{urlencode(query)}"


def _own(request: DeskRequest, magazine: Publication) -> ManuscriptQuerySet:
    return Manuscript.objects.of(request.user).of_issues(magazine)


def _name(manuscript: Manuscript) -> str:
    """Return what a form calls it by: its number, and when it was kept, in microseconds."""
    return f"{manuscript.pk}.{manuscript.kept_at.timestamp() * 1_000_000:.0f}"


def _number(values: QueryDict) -> int:
    """Return the number of the manuscript that an address or a form names, 0 where none."""
    number, _dot, _kept_at = values.get("manuscript", "").partition(".")
    return figures.typed(number) or 0


def _contents(posted: QueryDict) -> list[list[str]]:
    """Return [name, what was typed] of each field, in their order."""
    contents = []
    for name, values in posted.lists():
        if name not in PASSING:
            contents += [[text.writable(name), text.writable(words)] for words in values]
    return contents
