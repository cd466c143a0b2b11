"""The desk itself: what waits, and each list of it."""

from dataclasses import dataclass, replace

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import fixity
from archive.models import (
    CrossReference,
    Editorial,
    EditorialYear,
    Letter,
    Likeness,
    Manuscript,
    Proposal,
    Publication,
    Schedule,
    Tagging,
    Tallied,
    stored_doubts,
)
from archive.models.doubt_kinds import DoubtKind
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.tallied import states_visible_to
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.operation_lists import newest_operations
from archive.views.desk.saved_lists import on_the_board
from archive.views.desk.worklists import DOUBTFUL, WORKLISTS, Work, at_hand
from archive.views.paging import page_of_editorials, set_counts

LATEST = 8  # operations


@needs("archive.propose")
def board(request: DeskRequest) -> HttpResponse:
    """Show what waits, how far tagging has come, and what was done last."""
    fixity.aside()
    editorials = at_hand(request.user)
    lists = []
    for worklist in WORKLISTS.values():
        lists.append((worklist, worklist.of(request.user).count()))
    saved_lists, saved_count = on_the_board(request.user)
    context = {
        "lists": lists,
        "saved_lists": saved_lists,
        "saved_count": saved_count,
        "waiting": _waiting(request) if request.user.has_perm("archive.edit") else [],
        "total": Tallied.objects.total(states_visible_to(request.user)),
        "tagged": editorials.filter(pk__in=Tagging.objects.values("editorial")).count(),
        "latest_operations": newest_operations()[:LATEST],
    }
    return render(request, "desk/board.html", context)


@dataclass(frozen=True)
class Waiting:
    """What waits beside the lists of editorials; `done` is said where nothing does."""

    title: str
    address: str
    count: int
    done: str


def _waiting(request: DeskRequest) -> list[Waiting]:
    """Return what waits for an editor. Seven queries."""
    return [
        Waiting(
            _("Propositions"),
            reverse("proposals"),
            Proposal.objects.open().count(),
            _("Aucune proposition n’attend de réponse."),
        ),
        Waiting(
            _("Lettres des lecteurs"),
            reverse("desk_letters"),
            Letter.objects.waiting().count(),
            _("Aucune lettre n’attend d’être lue."),
        ),
        Waiting(
            _("Textes semblables"),
            reverse("likenesses"),
            Likeness.objects.undecided().count(),
            _("Aucune paire n’attend d’être jugée."),
        ),
        Waiting(
            _("Renvois entre textes"),
            reverse("desk_references"),
            CrossReference.objects.open().count(),
            _("Aucun renvoi n’est à établir."),
        ),
        Waiting(
            _("Vos textes en cours"),
            reverse("manuscripts"),
            Manuscript.objects.of(request.user).count(),
            _("Rien de commencé n’attend d’être enregistré."),
        ),
        Waiting(
            _("Échéances"),
            reverse("schedules"),
            Schedule.objects.count(),
            _("Rien n’est prévu."),
        ),
        Waiting(
            _("Corbeille"),
            reverse("trash"),
            Editorial.objects.in_trash().count(),
            _("La corbeille est vide."),
        ),
    ]


@needs("archive.propose")
def worklist(request: DeskRequest, name: str) -> HttpResponse:
    """Show one list of what waits, narrowed as the address says."""
    work = Work.read(request.GET, name, request.user)
    rows = work.rows()
    context = {
        "work": work,
        "page": page_of_editorials(request, rows.order_by("pk")),
        "publications": _publications(rows),
        "years": _years(rows),
        "kinds": [],
    }
    if work.worklist is DOUBTFUL and request.user.has_perm("archive.edit"):
        context["kinds"] = _kinds(work)
    return render(request, "desk/worklist.html", context)


def _kinds(work: Work) -> list[tuple[DoubtKind, int, str]]:
    """Return (kind, number of editorials with such a doubt, the list narrowed to it), most first.

    All kinds, whichever the list is narrowed to.
    """
    whole = replace(work, kind=None)
    kinds = []
    for field, code, count in stored_doubts.counts(whole.rows()):
        kind = DoubtKind(field, code)
        kinds.append((kind, count, work.narrowed_to(kind)))
    return kinds


def _publications(rows: EditorialQuerySet) -> list[Publication]:
    """Return the magazines of a list, each with `count`, the one with most first."""
    printed = rows.order_by().exclude(publication=None)
    counts = dict(printed.values_list("publication").annotate(Count("pk")))
    publications = Publication.objects.filter(pk__in=counts)
    set_counts(publications, "count", counts)
    return sorted(publications, key=lambda publication: -counts[publication.pk])


def _years(rows: EditorialQuerySet) -> list[tuple[int, int]]:
    """Return pairs: a year, how many editorials of the list may be of it."""
    years = EditorialYear.objects.filter(editorial__in=rows.order_by().values("pk"))
    return list(years.order_by("year").values_list("year").annotate(Count("pk")))


def next_of(rows: EditorialQuerySet, number: int) -> Editorial | None:
    """Return what comes after a number in a list, from its beginning again past its end."""
    ordered = rows.exclude(pk=number).order_by("pk").only("pk", "slug")
    return ordered.filter(pk__gt=number).first() or ordered.first()
