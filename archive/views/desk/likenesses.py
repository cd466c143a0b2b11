"""Pairs of editorials with nearly the same text: reprints, shortened versions, or neither."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.models import Likeness
from archive.views.desk.access import DeskRequest, needs
from archive.views.paging import page

PER_PAGE = 20
PUBLICATIONS = ("earlier__publication", "later__publication")
# What a list of pairs does not show of either editorial, and what makes rows long to read.
LONG = (
    *("earlier__body", "earlier__text", "earlier__imported"),
    *("later__body", "later__text", "later__imported"),
)


@needs("archive.edit")
def likenesses(request: DeskRequest) -> HttpResponse:
    """Show the pairs that nobody has judged yet."""
    pairs = Likeness.objects.undecided().select_related(*PUBLICATIONS).defer(*LONG)
    context = {"page": page(request, pairs, per_page=PER_PAGE)}
    return render(request, "desk/likenesses.html", context)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: DeskRequest, number: int) -> HttpResponse:
    """Show a pair, word by word; `verdict` judges it and leads to the next."""
    pair = get_object_or_404(Likeness.objects.select_related(*PUBLICATIONS), pk=number)
    if request.method == "POST":
        return _judge(request, pair)
    context = {"pair": pair, "verdicts": Likeness.Verdict.choices}
    return render(request, "desk/likeness.html", context)


def _judge(request: DeskRequest, pair: Likeness) -> HttpResponse:
    verdict = request.POST.get("verdict", "")
    if verdict not in Likeness.Verdict.values:
        message = _("Dites si c’est une reprise, une version abrégée ou un autre texte.")
        messages.error(request, message)
        return redirect("likeness", pair.pk)
    pair.verdict, pair.by = verdict, request.user
    pair.save(update_fields=["verdict", "by"])
    following = Likeness.objects.undecided().first()
    if not following:
        return redirect("likenesses")
    return redirect("likeness", following.pk)
