"""Answering doubts: the text, and beside it each question with its answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.views.desk.access import needs
from archive.views.desk.board import next_of
from archive.views.desk.questions import answer, questions
from archive.views.desk.worklists import Work, at_hand
from archive.views.errors import Missing


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Its doubts; `answer` (« key:choice ») settles one of them."""
    editorial = (
        at_hand()
        .select_related("publication")
        .prefetch_related("bylines__author")
        .filter(pk=number)
        .first()
    )
    if not editorial:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    if request.method == "POST":
        key, _colon, value = request.POST.get("answer", "").partition(":")
        if not answer(editorial, key, value, request.user):
            messages.error(
                request,
                _(
                    "Cette question n’attend plus cette réponse : quelqu’un l’a sans doute déjà donnée."
                ),
            )
        return redirect(request.get_full_path())
    work = Work.of(request, "doubts")
    rows = work.rows()
    context = {
        "editorial": editorial,
        "questions": questions(editorial),
        "work": work,
        "following": next_of(rows, editorial.pk),
        "left": rows.count(),
    }
    return render(request, "desk/doubts.html", context)
