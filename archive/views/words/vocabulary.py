"""What changed in the words of the archive, and what is a magazine's, an author's, a tag's own."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import figures, kept_pages, limits
from archive.concordance.keeping import Missing as Unmade
from archive.curves import asked as asking
from archive.curves import vocabulary
from archive.curves.asked import Asked, Slip
from archive.search.question.query import Question
from archive.views.errors import Missing
from archive.views.words.page import (
    MODELS,
    complaint,
    name_fields,
    narrowed_in_words,
    sent,
    with_known_names,
)

LONGEST_YEAR = 4


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what rises and falls: /words/changes/?split=2010&publication=decroche"""
    asked, slips = asking.read(request.GET)
    asked, unknown = with_known_names(asked.plainly())
    slips += unknown
    typed = request.GET.get("split", "").strip()
    split = figures.typed(typed) if len(typed) <= LONGEST_YEAR else None
    if typed and split is None:
        slips.append(Slip("odd", "split", typed[: asking.LONGEST_NAME]))
    pairs = asked.parameters()
    if split is not None:
        pairs.append(("split", str(split)))
    if not slips and sent(request) != pairs:
        query = f"?{urlencode(pairs)}" if pairs else ""
        return redirect(reverse("word_changes") + query)
    if limits.is_over(request, Question(), takes_all=True):
        return limits.page(request)
    return _changes(request, asked, split, slips)


@kept_pages.kept
def _changes(
    request: HttpRequest, asked: Asked, split: int | None, slips: list[Slip]
) -> HttpResponse:
    context: dict = {
        "asked": asked,
        "slips": list(map(complaint, slips)),
        "names": name_fields(asked),
        "narrowed": narrowed_in_words(asked),
    }
    try:
        changed = vocabulary.periods(asked, split)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/changes.html", context | {"is_unmade": True}, status=503)
    context["changed"] = changed
    if changed and split is not None and changed.split != split:
        context["is_moved"] = True
    context["curves"] = reverse("words")
    context["narrowing"] = urlencode(asked.parameters())
    return render(request, "words/changes.html", context)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show whose words are whose: /words/own/?author=luc-d-astree"""
    asked, _slips = asking.read(request.GET)
    asked, unknown = with_known_names(asked.plainly())
    if unknown or len(asked.names) != 1:
        raise Missing(_("Les mots propres à qui ? À une revue, un auteur ou un mot-clé."))
    alone = replace(asked, since="", until="")
    if sent(request) != alone.parameters():
        return redirect(reverse("own_words") + alone.address())
    if limits.is_over(request, Question(), takes_all=True):
        return limits.page(request)
    return _own(request, alone)


@kept_pages.kept
def _own(request: HttpRequest, asked: Asked) -> HttpResponse:
    ((facet, slug),) = asked.names
    context: dict = {"named": MODELS[facet].objects.get(slug=slug), "asked": asked}
    try:
        context["theirs"] = vocabulary.own(asked.narrowing)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/own.html", context | {"is_unmade": True}, status=503)
    context["curves"] = reverse("words")
    context["narrowing"] = urlencode(asked.parameters())
    return render(request, "words/own.html", context)
