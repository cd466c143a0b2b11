"""What contributors propose, one after another: an editor accepts or refuses each with one key."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.ingest.entering import people
from archive.models import AlreadyDecided, Newer, Proposal
from archive.models.proposals import LONGEST_ANSWER, ProposalQuerySet
from archive.views.desk import mails
from archive.views.desk.access import DeskRequest, needs
from archive.views.paging import page

PER_PAGE = 30


@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: DeskRequest) -> HttpResponse:
    """Show the proposals that wait; contributors see their own, with what became of them.

    `take_back` is the number of one of their own that nobody has answered: it waits no more.
    """
    if request.method == "POST":
        return _take_back(request)
    decides = request.user.has_perm("archive.edit")
    rows = _rows().filter(by=request.user).order_by("-pk")
    if decides:
        rows = _rows().open().order_by("pk")
    listing = page(request, rows, per_page=PER_PAGE)
    context = {
        "page": listing,
        "rows": [(proposal, proposal.summary()) for proposal in listing],
        "decides": decides,
    }
    return render(request, "desk/proposals.html", context)


def _take_back(request: DeskRequest) -> HttpResponse:
    number = figures.typed(request.POST.get("take_back", ""))
    proposal = get_object_or_404(_rows(), pk=number or 0, by=request.user)
    try:
        proposal.take_back()
        messages.success(request, _("Votre proposition est reprise."))
    except AlreadyDecided as error:
        messages.info(request, str(error))
    return redirect("proposals")


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: DeskRequest, number: int) -> HttpResponse:
    """Show a proposal beside its editorial; `answer` accepts or refuses it, leads to the next."""
    proposal = get_object_or_404(_rows(), pk=number)
    if request.method == "POST":
        return _decide(request, proposal)
    context = {
        "proposal": proposal,
        "editorial": proposal.editorial,
        "differences": proposal.differences(),
        "count_left": Proposal.objects.open().count(),
    }
    return render(request, "desk/proposal.html", context)


def _rows() -> ProposalQuerySet:
    rows = Proposal.objects.select_related("editorial__publication", "by", "decided_by")
    return rows.defer("editorial__imported")


def _decide(request: DeskRequest, proposal: Proposal) -> HttpResponse:
    decision = request.POST.get("answer")
    answer = " ".join(request.POST.get("reason", "").split())[:LONGEST_ANSWER]
    try:
        if decision == "accept":
            proposal.accept(request.user, person=people.number_of, answer=answer)
            _tell(request, proposal)
        elif decision == "refuse":
            proposal.refuse(request.user, answer)
            _tell(request, proposal)
        else:
            messages.error(request, _("Dites si vous acceptez ou refusez."))
            return redirect("proposal", proposal.pk)
    except AlreadyDecided as error:
        messages.info(request, str(error))
    except Newer:
        message = _(
            "L’éditorial a changé depuis : comparez, puis corrigez-le vous-même "
            "ou refusez la proposition."
        )
        messages.error(request, message)
        return redirect("proposal", proposal.pk)
    return _following(proposal)


def _tell(request: DeskRequest, proposal: Proposal) -> None:
    """Mail who proposed something what became of it, unless they answered it themselves."""
    if proposal.by and proposal.by != request.user:
        address = request.build_absolute_uri(reverse("proposals"))
        subject = _("Votre proposition est %(state)s") % {"state": proposal.get_state_display()}
        context = {
            "heading": proposal.editorial.heading,
            "what": proposal.summary(),
            "state": proposal.get_state_display(),
            "by": proposal.decided_by,
            "answer": proposal.answer,
            "address": address,
        }
        mails.tell(request, proposal.by, subject, "desk/proposal_answered.txt", context)


def _following(proposal: Proposal) -> HttpResponse:
    """Lead to the next that waits."""
    waiting = Proposal.objects.open().order_by("pk")
    following = waiting.filter(pk__gt=proposal.pk).first() or waiting.first()
    if not following:
        return redirect("proposals")
    return redirect("proposal", following.pk)
