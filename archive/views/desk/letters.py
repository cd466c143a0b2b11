"""Readers' letters at the desk: what waits, and what becomes of each."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.letter_forms import MendingForm, ReplyForm
from archive.models import Change, Letter, LetterState, differences, moderation
from archive.models.letters import LONGEST_EMAIL, LetterQuerySet
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import numbers, seal
from archive.views.desk.steering import tell
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 30
LATEST = 10  # changes of one letter
MOST_ASKED = 100  # letters of one address or name
DECISIONS = {
    "accept": LetterState.SHOWN,
    "refuse": LetterState.REFUSED,
    "spam": LetterState.SPAM,
    "wait": LetterState.WAITING,
}
LISTS = {
    LetterState.WAITING: gettext_lazy("À lire"),
    LetterState.SHOWN: gettext_lazy("Publiées"),
    LetterState.REFUSED: gettext_lazy("Refusées"),
    LetterState.SPAM: gettext_lazy("Indésirables"),
    LetterState.ERASED: gettext_lazy("Effacées"),
}
CHANGED = gettext_lazy("La lettre a changé entre-temps : comparez, puis enregistrez.")
Deed = Callable[[DeskRequest, Letter], HttpResponse]


@sensitive_post_parameters("q")
@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: DeskRequest) -> HttpResponse:
    """Show the letters of one state; posted to, it decides about those that are ticked.

    An address of mail is asked for by a form that is sent: no address of a page holds it.
    """
    state = request.GET.get("state", LetterState.WAITING.value)
    if state not in LetterState.values:
        raise Missing(_("Il n’y a pas de lettres de cet état."))
    if request.method == "POST" and "q" not in request.POST:
        return _decided(request, _ticked(request), _list_address(state))
    rows = _rows().filter(state=state)
    asked = request.POST.get("q", "").strip()[:LONGEST_EMAIL]
    if asked:
        rows = _like(asked)
    elif state == LetterState.WAITING:
        rows = rows.order_by("arrived_at", "pk")
    else:
        rows = rows.order_by("-arrived_at", "-pk")
    per_page = PER_PAGE
    if asked:
        rows, per_page = rows[:MOST_ASKED], MOST_ASKED
    context = {
        "page": page(request, rows, per_page=per_page),
        "states": _states(state if not asked else ""),
        "state": state,
        "asked": asked,
        "address": _list_address(state),
    }
    return render(request, "desk/letters.html", context)


def _rows() -> LetterQuerySet:
    rows = Letter.objects.select_related("editorial__publication", "parent", "decided_by")
    return rows.defer("editorial__body", "editorial__text", "editorial__imported")


def _like(asked: str) -> LetterQuerySet:
    """Return the letters of an address of mail, or of a name."""
    if "@" in asked:
        return _rows().of_address(asked).order_by("-arrived_at", "-pk")
    return _rows().filter(name__icontains=asked.replace("\0", "")).order_by("-arrived_at", "-pk")


def _states(chosen: str) -> list[tuple[str, str, bool, int]]:
    """Return (name, address, whether it is shown, number of letters) of each state."""
    counts = dict(Letter.objects.order_by().values_list("state").annotate(Count("pk")))
    states = []
    for state in LetterState:
        row = (str(LISTS[state]), _list_address(state), state == chosen, counts.get(state, 0))
        states.append(row)
    return states


def _list_address(state: str) -> str:
    address = reverse("desk_letters")
    if state == LetterState.WAITING:
        return address
    return f"{address}?{urlencode({'state': state})}"


def _ticked(request: DeskRequest) -> LetterQuerySet:
    ticked = sorted(numbers(request.POST.getlist("keep")))[:MOST_ASKED]
    return Letter.objects.filter(pk__in=ticked)


def _decided(request: DeskRequest, rows: LetterQuerySet, back: str) -> HttpResponse:
    """Do what a form says with letters; tell what came of it and lead back."""
    deed, reason = request.POST.get("do", ""), request.POST.get("reason", "").strip()
    if not rows.exists():
        messages.info(request, _("Rien n’est coché."))
    elif deed == "forget":
        _tell_forgotten(request, moderation.forget_addresses(rows))
    elif deed not in DECISIONS:
        messages.error(request, _("Dites ce qui doit en être fait."))
    elif deed == "refuse" and not reason:
        messages.error(request, _("Dites pourquoi : la raison reste au bureau."))
    else:
        tell(request, moderation.decide(rows, DECISIONS[deed], request.user, reason))
    return redirect(back)


def _tell_forgotten(request: DeskRequest, count: int) -> None:
    message = ngettext("%(n)s adresse effacée.", "%(n)s adresses effacées.", count)
    messages.success(request, message % {"n": figures.number(count)})


@sensitive_post_parameters("name", "text", "reply")
@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: DeskRequest, number: int) -> HttpResponse:
    """Show a letter with what can be done with it; posted to, it is done."""
    row = get_object_or_404(_rows(), pk=number)
    if request.method != "POST":
        return _page(request, row)
    if row.is_erased:
        messages.error(request, _("Cette lettre est effacée : il n’en reste rien."))
        return redirect("desk_letter", row.pk)
    deed = DEEDS.get(request.POST.get("do", ""), _decide)
    return deed(request, row)


def _decide(request: DeskRequest, row: Letter) -> HttpResponse:
    """Decide about a letter, and lead to the next that waits; a reply that was typed is kept."""
    form = ReplyForm(request.POST)
    if request.POST.get("reply", row.reply).split() != row.reply.split():
        if refusal := _refusal(request, row, form):
            return refusal
        moderation.reply(row, form.cleaned_data["reply"], request.user)
    was_waiting = row.is_waiting
    back = reverse("desk_letter", args=[row.pk])
    rows = Letter.objects.filter(pk=row.pk)
    response = _decided(request, rows, back)
    is_decided = was_waiting and not rows.waiting().exists()
    if not is_decided:
        return response
    following = Letter.objects.waiting().order_by("arrived_at", "pk").first()
    if following is None:
        return redirect("desk_letters")
    return redirect("desk_letter", following.pk)


def _mend(request: DeskRequest, row: Letter) -> HttpResponse:
    form = MendingForm(request.POST)
    if not form.is_valid() or _is_stale(form, row):
        return _page(request, row, mending=form, status=422)
    fields = form.cleaned_data
    tell(request, moderation.mend(row, fields["name"], fields["text"], request.user, fields["why"]))
    return redirect("desk_letter", row.pk)


def _reply(request: DeskRequest, row: Letter) -> HttpResponse:
    form = ReplyForm(request.POST)
    if refusal := _refusal(request, row, form):
        return refusal
    tell(request, moderation.reply(row, form.cleaned_data["reply"], request.user))
    return redirect("desk_letter", row.pk)


def _refusal(request: DeskRequest, row: Letter, form: ReplyForm) -> HttpResponse | None:
    """Return the letter with why a reply cannot be kept; None for one that can."""
    if form.is_valid() and not _is_stale(form, row):
        return None
    if request.POST.get("reply", "").strip():
        return _page(request, row, replying=form, status=422)
    # An empty field would take away what another has replied meanwhile: it is shown instead.
    messages.error(request, CHANGED)
    return _page(request, row, status=422)


def _is_stale(form: MendingForm | ReplyForm, row: Letter) -> bool:
    """Tell in a form that another editor has changed the letter since it was shown."""
    if form.cleaned_data["seal"] == _seal(row):
        return False
    form.add_error(None, CHANGED)
    return True


def _erase(request: DeskRequest, row: Letter) -> HttpResponse:
    """Erase a letter, once it is confirmed."""
    if request.POST.get("confirm") != "1":
        return _page(request, row, is_to_confirm=True)
    moderation.erase(Letter.objects.filter(pk=row.pk), request.user)
    messages.success(request, _("La lettre est effacée pour de bon."))
    return redirect("desk_letter", row.pk)


DEEDS: dict[str, Deed] = {"mend": _mend, "reply": _reply, "erase": _erase}


def _page(
    request: DeskRequest,
    row: Letter,
    mending: MendingForm | None = None,
    replying: ReplyForm | None = None,
    is_to_confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown_seal = _seal(row)
    mending = mending or MendingForm(initial={"name": row.name, "text": row.text})
    replying = replying or ReplyForm(initial={"reply": row.reply})
    context = {
        "letter": row,
        "editorial": row.editorial,
        "email": row.email,
        "seal": shown_seal,
        "mending": mending,
        "replying": replying,
        "is_to_confirm": is_to_confirm,
        "changes": _changes(row),
        "count_waiting": Letter.objects.waiting().count(),
    }
    return render(request, "desk/letter.html", context, status=status)


def _seal(row: Letter) -> str:
    return seal((row.name, row.text, row.reply))


def _changes(row: Letter) -> list[tuple[Change, list]]:
    """Return the last changes of a letter, each with its differences."""
    rows = Change.objects.of(row).select_related("operation__by", "operation__undoes")
    changes = list(rows[:LATEST])
    differences_of = differences(changes)
    return [(change, differences_of[change.pk]) for change in changes]
