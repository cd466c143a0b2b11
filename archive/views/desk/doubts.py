"""Answering doubts: the text, and beside it each question with its answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.views.desk import scans
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.board import next_of
from archive.views.desk.provenance import Line, beside, chosen_capture
from archive.views.desk.questions import answer, questions
from archive.views.desk.worklists import Work, editorial_at_hand


@needs("archive.edit")
@require_safe
def begin(request: DeskRequest) -> HttpResponse:
    """Open the first editorial with a doubt, or the list itself where it is empty."""
    return redirect(Work.of(request, "doubts").start("doubts"))


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def of_editorial(request: DeskRequest, number: int) -> HttpResponse:
    """Show the doubts about an editorial; `answer` (« key:choice ») settles one of them."""
    editorial = editorial_at_hand(number)
    if request.method == "POST":
        key, _colon, choice = request.POST.get("answer", "").partition(":")
        if not answer(editorial, key, choice, request.user):
            message = _(
                "Cette question n’attend plus cette réponse : quelqu’un l’a sans doute déjà donnée."
            )
            messages.error(request, message)
        return redirect(request.get_full_path())
    work = Work.of(request, "doubts")
    rows = work.rows()
    captures = list(editorial.captures.order_by("-captured_at", "-pk"))
    capture = chosen_capture(captures, "", editorial)
    source = beside(capture, editorial) if capture else {"lines": []}
    context = source | scans.shown_beside(request.GET, editorial, capture)
    context |= {
        "editorial": editorial,
        "capture": capture,
        "questions": questions(editorial, _plain(source["lines"])),
        "work": work,
        "following": next_of(rows, editorial.pk),
        "count_left": rows.count(),
    }
    return render(request, "desk/doubts.html", context)


def _plain(lines: list[Line]) -> str:
    """Return the text of a capture whose lines are marked."""
    return "\n".join(" ".join(sentence for sentence, _is_held in line) for line in lines)
