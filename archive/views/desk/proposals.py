"""What contributors propose, one after another: an editor accepts or refuses each with one key."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.models import AlreadyDecided, Newer, Proposal
from archive.models.readable import label
from archive.views.desk.access import needs
from archive.views.desk.corrections import person
from archive.views.paging import page

PER_PAGE = 30


@needs("archive.propose")
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Those that wait; for contributors their own, with what became of them."""
    decides = request.user.has_perm("archive.edit")
    rows = (
        _rows().open().order_by("pk")
        if decides
        else _rows().filter(by=request.user).order_by("-pk")
    )
    shown = page(request, rows, per_page=PER_PAGE)
    context = {"page": shown, "rows": [(one, _said(one)) for one in shown], "decides": decides}
    return render(request, "desk/proposals.html", context)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One of them beside the editorial; `answer` accepts or refuses it and leads to the next."""
    found = get_object_or_404(_rows(), pk=number)
    if request.method == "POST":
        return _answered(request, found)
    context = {
        "proposal": found,
        "editorial": found.editorial,
        "said": found.differences(),
        "left": Proposal.objects.open().count(),
    }
    return render(request, "desk/proposal.html", context)


def _rows() -> QuerySet:
    return Proposal.objects.select_related("editorial__publication", "by", "decided_by").defer(
        "editorial__imported"
    )


def _said(proposal: Proposal) -> str:
    """What it is about, in few words: « mots-clés : Formation · titre »"""
    tags = ", ".join([*proposal.add, *("−" for _one in proposal.remove)])
    parts = [f"{label('editorial', 'tags')} : {tags}"] if tags else []
    return " · ".join([*parts, *(label("editorial", name) for name in proposal.values)])


def _answered(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    decide = {"accept": partial(proposal.accept, person=person), "refuse": proposal.refuse}.get(
        request.POST.get("answer")
    )
    try:
        if decide:
            decide(request.user)
    except AlreadyDecided as error:
        messages.info(request, str(error))
    except Newer:
        said = _(
            "L’éditorial a changé depuis : comparez, puis corrigez-le vous-même ou refusez la proposition."
        )
        messages.error(request, said)
        return redirect("proposal", proposal.pk)
    if not decide:
        messages.error(request, _("Dites si vous acceptez ou refusez."))
        return redirect("proposal", proposal.pk)
    waiting = Proposal.objects.open().order_by("pk")
    following = waiting.filter(pk__gt=proposal.pk).first() or waiting.first()
    return redirect("proposal", following.pk) if following else redirect("proposals")
