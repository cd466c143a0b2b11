"""The editors' letter to those who follow it: chosen, written, looked at, then sent."""

import re
import secrets
from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.following import composing, sending
from archive.models import Editorial, Follow, Newsletter, Selection, TopicKind
from archive.models.following.newsletters import (
    KEY,
    LONGEST_INTRODUCTION,
    LONGEST_TITLE,
    MOST_EDITORIALS,
)
from archive.models.loading import TITLED
from archive.models.selections import order_of
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.selection import Batch
from archive.views.errors import Missing

MOST_LISTED = 50  # letters
KEY_OF_PREVIEW = re.compile(rf"[0-9a-f]{{{KEY}}}")
# « 12 La voix du client », « https://archive.example/editorials/12/la-voix-du-client/ »
NUMBER = re.compile(r"\s*(?:\S*/editorials/)?(\d{1,18})\b", re.ASCII)


class Editorials(forms.CharField):
    """Editorials, one a line, each by its number or its address: a list of numbers."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})

    def to_python(self, typed):
        numbers: list[int] = []
        for line in (super().to_python(typed) or "").splitlines():
            if not line.strip():
                continue
            named = NUMBER.match(line)
            if not named:
                message = _("« %(line)s » ne commence ni par un numéro, ni par une adresse.")
                raise ValidationError(message % {"line": line.strip()[:80]})
            numbers.append(int(named[1]))
        numbers = list(dict.fromkeys(numbers))
        _check_published(numbers)
        return numbers


def _check_published(numbers: list[int]) -> None:
    """Raise ValidationError where there are too many, or one that readers cannot read."""
    if len(numbers) > MOST_EDITORIALS:
        message = _("Au plus %(most)s éditoriaux dans une lettre.") % {"most": MOST_EDITORIALS}
        raise ValidationError(message)
    published = Editorial.objects.only("state").published_among(numbers)
    missing = [number for number in numbers if number not in published]
    if missing:
        message = _("Aucun éditorial publié n’a le numéro %(number)s.")
        raise ValidationError(message % {"number": missing[0]})


class NewsletterForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Titre"), max_length=LONGEST_TITLE)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("Une ligne vide sépare les paragraphes."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        max_length=LONGEST_INTRODUCTION,
        required=False,
    )
    editorials = Editorials(
        label=gettext_lazy("Éditoriaux"),
        help_text=gettext_lazy("Un par ligne, dans l’ordre de la lettre : numéro ou adresse."),
    )


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def newsletters(request: DeskRequest) -> HttpResponse:
    """List the letters and offer a new one, of a selection where the address names one.

    Posted to, show it as followers will read it; once that is confirmed, send it.
    """
    if request.method != "POST":
        return _page(request, NewsletterForm(initial=_initial(request)))
    form = NewsletterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    is_seen = KEY_OF_PREVIEW.fullmatch(request.POST.get("key", ""))
    if "send" in request.POST and is_seen and settings.MAIL_IS_SENT:
        return _send(request, form)
    if "again" in request.POST:
        return _page(request, form)
    return _preview(request, form)


def _initial(request: DeskRequest) -> dict[str, str]:
    """Return what a selection of the editors, or a search, puts into the form."""
    if "selection" in request.GET:
        return _of_selection(request.GET["selection"])
    if not request.GET:
        return {}
    return {"editorials": _lines(Batch.read(request.GET).ids)}


def _of_selection(slug: str) -> dict[str, str]:
    selection = Selection.objects.at(slug)
    if selection is None:
        raise Missing(_("Il n’y a pas de sélection à cette adresse."))
    return {
        "title": selection.name[:LONGEST_TITLE],
        "introduction": selection.introduction[:LONGEST_INTRODUCTION],
        "editorials": _lines(order_of(selection)),
    }


def _lines(numbers: Sequence[int]) -> str:
    """Return the first that are published, a line each, by number and heading."""
    published = Editorial.objects.only("state", *TITLED).published_among(numbers[:1000])
    lines: list[str] = []
    for number in numbers:
        if number in published and len(lines) < MOST_EDITORIALS:
            lines.append(f"{number} {published[number].heading}")
    return "\n".join(lines)


def _page(request: DeskRequest, form: NewsletterForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "letters": Newsletter.objects.select_related("sent_by")[:MOST_LISTED],
        **_followers(),
    }
    return render(request, "desk/newsletters.html", context, status=status)


def _preview(request: DeskRequest, form: NewsletterForm) -> HttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    letter = form.cleaned_data
    context = {
        "form": form,
        "letter": letter,
        "subject": composing.subject(letter["title"]),
        "paragraphs": composing.paragraphs(letter["introduction"]),
        "entries": composing.entries(letter["editorials"], site),
        "key": secrets.token_hex(KEY // 2),
        **_followers(),
    }
    return render(request, "desk/newsletter.html", context)


def _send(request: DeskRequest, form: NewsletterForm) -> HttpResponse:
    """Have the letter leave with the next mails, once however often it is confirmed."""
    letter = form.cleaned_data
    Newsletter.objects.get_or_create(
        key=request.POST["key"],
        defaults={
            "title": composing.one_line(letter["title"]),
            "introduction": letter["introduction"],
            "editorials": letter["editorials"],
            "sent_by": request.user,
        },
    )
    sending.hasten()
    messages.success(request, _("La lettre part avec les prochains courriels."))
    return redirect("newsletters")


def _followers() -> dict[str, object]:
    """Return to how many a letter goes, and in words."""
    number = Follow.objects.confirmed().of_kind(TopicKind.LETTER).count()
    followed = _("Personne ne suit encore la lettre.")
    if number:
        sentence = ngettext(
            "%(n)s personne suit la lettre.", "%(n)s personnes suivent la lettre.", number
        )
        followed = sentence % {"n": figures.number(number)}
    return {
        "followers": number,
        "followed": followed,
        "is_mailed": settings.MAIL_IS_SENT,
    }
