"""Searches and worklists that the team keeps under a name: counted, assigned, annotated."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from archive.forms import LinesField
from archive.models import SavedList
from archive.models.saved_lists import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, MOST
from archive.search import ask
from archive.search.question.query import Question
from archive.search.question.renaming import renamed
from archive.search.question.wording import in_words
from archive.views.desk import mails
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.worklists import Work
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 20  # each is a search
ON_THE_BOARD = 8


@dataclass(frozen=True)
class Asked:
    """What a list asks: in words, as parameters, where it is seen, how many editorials it has."""

    title: str
    parameters: list[tuple[str, str]]
    address: str
    count: int

    @property
    def query(self) -> str:
        """Return its parameters as an address has them, and as it is kept."""
        return urlencode(self.parameters)


class Counted(NamedTuple):
    """A saved list with what it finds now; `asked` is None where it names what is no more."""

    saved: SavedList
    asked: Asked | None


class SavedListForm(forms.ModelForm):
    note = LinesField(
        label=gettext_lazy("Notes"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_NOTE,
        required=False,
    )

    class Meta:
        model = SavedList
        fields = ["name", "assignee"]

    field_order = ["name", "assignee", "note"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["assignee"].queryset = team()  # type: ignore[attr-defined] # a choice of rows
        self.fields["assignee"].empty_label = "–"  # type: ignore[attr-defined]
        self.initial.setdefault("note", self.instance.note)

    def save(self, commit=True):
        self.instance.note = self.cleaned_data["note"]
        return super().save(commit)


def team() -> QuerySet[User]:
    """Return who works at the desk, by their names."""
    granted = User.objects.with_perm(
        "archive.propose", backend="django.contrib.auth.backends.ModelBackend"
    )
    members = User.objects.filter(Q(pk__in=granted.values("pk")) | Q(is_staff=True))
    return members.filter(is_active=True).order_by("username")


def on_the_board(user: User) -> tuple[list[Counted], int]:
    """Return the lists that concern a user first, with their counts, and how many there are."""
    saved = SavedList.objects.first_of(user)[:ON_THE_BOARD]
    return [_counted(row, user) for row in saved], SavedList.objects.count()


@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def saved_lists(request: DeskRequest) -> HttpResponse:
    """Show the saved lists; what the address asks can be saved as one more."""
    asked = _asked(request.GET, request.user)
    form = None
    status = 200
    if request.method == "POST" and not request.user.has_perm("archive.edit"):
        raise PermissionDenied
    if request.method == "POST":
        form = SavedListForm(request.POST)
        if _is_saved(request, form, asked):
            return redirect("saved_lists")
        status = 422
    elif asked and request.user.has_perm("archive.edit"):
        form = SavedListForm(initial={"name": asked.title[:LONGEST_NAME]})
    context: dict[str, Any] = {"asked": asked, "form": form, "lists": []}
    if form is None:  # else a page that the address tells is one of its search
        listing = page(request, SavedList.objects.first_of(request.user), per_page=PER_PAGE)
        lists = [_counted(row, request.user) for row in listing]
        context |= {"page": listing, "lists": lists}
    return render(request, "desk/lists.html", context, status=status)


def _is_saved(request: DeskRequest, form: SavedListForm, asked: Asked | None) -> bool:
    """Save what the address asks under what the form says; return False where it cannot be."""
    if not form.is_valid():
        return False
    try:
        form.instance.address = _address(asked)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    form.instance.by = request.user
    saved = form.save()
    _tell_assignee(request, saved, None)
    messages.success(request, _("La liste est gardée : elle est aussi sur la page du bureau."))
    return True


def _address(asked: Asked | None) -> str:
    """Return what is kept of it. Raises ValidationError."""
    if asked is None:
        raise ValidationError(_("Cette adresse ne demande rien : partez d’une recherche."))
    if len(asked.query) > LONGEST_ADDRESS:
        raise ValidationError(_("Cette recherche est trop longue pour être gardée."))
    if SavedList.objects.count() >= MOST:
        message = _("Au plus %(most)s listes : retirez-en d’abord.")
        raise ValidationError(message % {"most": MOST})
    return asked.query


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def saved_list(request: DeskRequest, number: int) -> HttpResponse:
    """Show a saved list; posted to, it is renamed, assigned, annotated, or removed."""
    saved = get_object_or_404(SavedList.objects.with_names(), pk=number)
    if request.method == "POST" and request.POST.get("do") == "remove":
        saved.delete()
        messages.success(request, _("La liste n’est plus gardée."))
        return redirect("saved_lists")
    former = saved.assignee
    form = SavedListForm(request.POST or None, instance=saved)
    if request.method == "POST" and form.is_valid():
        _tell_assignee(request, form.save(), former)
        messages.success(request, _("C’est enregistré."))
        return redirect("saved_list", number)
    status = 422 if form.errors else 200
    # What a refused form holds is not what is saved.
    row = SavedList.objects.with_names().get(pk=number)
    context = {"list": _counted(row, request.user), "form": form}
    return render(request, "desk/list.html", context, status=status)


def _tell_assignee(request: DeskRequest, saved: SavedList, former: User | None) -> None:
    """Mail whoever has a list to work through now, unless they have given it to themselves."""
    if saved.assignee and saved.assignee not in (former, request.user):
        address = request.build_absolute_uri(reverse("desk"))
        subject = _("Une liste vous est confiée : %(name)s") % {"name": saved.name}
        context = {"by": request.user, "saved": saved, "address": address}
        mails.tell(request, saved.assignee, subject, "desk/list_assigned.txt", context)


def _counted(saved: SavedList, user: User) -> Counted:
    return Counted(saved, _asked(QueryDict(saved.address), user))


def _asked(params: QueryDict, user: User) -> Asked | None:
    """Return what an address asks; None where that is nothing, or is no more."""
    if "list" in params:
        return _of_worklist(params, user)
    question = replace(renamed(Question.read(params)), page=1, page_size=Question.page_size)
    if question.is_empty:
        return None
    parameters = question.parameters()
    address = reverse("search") + question.address()
    count = ask(question, loosen=False).count
    return Asked(in_words(question), parameters, address, count)


def _of_worklist(params: QueryDict, user: User) -> Asked | None:
    try:
        work = Work.read(params, params.get("list", ""), user)
    except Missing:
        return None
    parameters = [("list", work.worklist.name), *work.parameters]
    address = reverse("worklist", args=[work.worklist.name]) + work.narrowing()
    return Asked(work.title(), parameters, address, work.rows().count())
