"""Pairs of editorials with nearly the same text: reprints, shortened versions, or neither."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.models import Likeness
from archive.views.desk.access import needs
from archive.views.paging import page

PER_PAGE = 20


@needs("archive.edit")
def likenesses(request: HttpRequest) -> HttpResponse:
    """The pairs that nobody has judged yet."""
    pairs = Likeness.objects.undecided().select_related("one__publication", "other__publication")
    pairs = pairs.defer(
        *(f"{side}__{name}" for side in ("one", "other") for name in ("body", "text", "imported"))
    )
    return render(
        request, "desk/likenesses.html", {"page": page(request, pairs, per_page=PER_PAGE)}
    )


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: HttpRequest, number: int) -> HttpResponse:
    """One pair, word by word; `verdict` judges it."""
    pair = get_object_or_404(
        Likeness.objects.select_related("one__publication", "other__publication"), pk=number
    )
    if request.method == "POST":
        if request.POST.get("verdict") not in Likeness.Verdict.values:
            messages.error(
                request, _("Dites si c’est une reprise, une version abrégée ou un autre texte.")
            )
            return redirect("likeness", pair.pk)
        pair.verdict, pair.by = request.POST["verdict"], request.user
        pair.save(update_fields=["verdict", "by"])
        following = Likeness.objects.undecided().first()
        return redirect("likeness", following.pk) if following else redirect("likenesses")
    context = {"pair": pair, "verdicts": Likeness.Verdict.choices}
    return render(request, "desk/likeness.html", context)
