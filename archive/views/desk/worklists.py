"""What needs a person: lists of editorials, each narrowed as the desk's address says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import figures
from archive.models import Capture, Editorial, Import, Publication
from archive.models.doubt_kinds import DoubtKind
from archive.models.editorial_queries import EditorialQuerySet
from archive.views.desk.access import DeskRequest
from archive.views.errors import Missing

PARAMETERS = ("publication", "year", "import", "kind")  # that narrow a list


@dataclass(frozen=True)
class Worklist:
    """A list of what waits; `rows` picks it from all editorials that are at hand.

    `name` stands in addresses, `title` is for people.
    """

    name: str
    title: str | Promise
    done: str | Promise  # what the desk says where nothing is left
    work: str  # the name of the address where one of them is worked on
    rows: Callable[[EditorialQuerySet], EditorialQuerySet]
    is_of_withdrawn: bool = False  # picked from those that are

    def of(self, user: User | None) -> EditorialQuerySet:
        """Return its editorials, as far as they are at hand for a user."""
        if not self.is_of_withdrawn:
            return self.rows(at_hand(user))
        if user and not user.has_perm("archive.edit"):
            return Editorial.objects.none()
        return self.rows(Editorial.objects.withdrawn())


UNTAGGED = Worklist(
    "untagged",
    gettext_lazy("Sans mot-clé"),
    gettext_lazy("Tous les éditoriaux portent un mot-clé."),
    "tag_editorial",
    lambda editorials: editorials.filter(taggings__isnull=True),
)
DOUBTFUL = Worklist(
    "doubts",
    gettext_lazy("Doutes laissés par l’import"),
    gettext_lazy("Aucun doute n’attend de réponse."),
    "doubts",
    lambda editorials: editorials.doubtful(),
)
UNDATED = Worklist(
    "undated",
    gettext_lazy("Sans date"),
    gettext_lazy("Tous les éditoriaux sont datés."),
    "correct",
    lambda editorials: editorials.filter(date=""),
)
UNSIGNED = Worklist(
    "unsigned",
    gettext_lazy("Sans auteur"),
    gettext_lazy("Tous les éditoriaux sont signés."),
    "correct",
    lambda editorials: editorials.filter(bylines__isnull=True),
)
DRAFTS = Worklist(
    "drafts",
    gettext_lazy("Brouillons"),
    gettext_lazy("Aucun brouillon."),
    "correct",
    lambda editorials: editorials.drafts(),
)
WITHDRAWN = Worklist(
    "withdrawn",
    gettext_lazy("Retirés"),
    gettext_lazy("Aucun éditorial n’est retiré."),
    "correct",
    lambda withdrawn: withdrawn,
    is_of_withdrawn=True,
)
LOST_CAPTURES = Worklist(
    "lost-captures",
    gettext_lazy("Captures perdues"),
    gettext_lazy("Toutes les captures sont là."),
    "provenance",
    lambda editorials: editorials.filter(pk__in=Capture.objects.lost().values("editorial")),
)
WORKLISTS = {
    worklist.name: worklist
    for worklist in (
        *(UNTAGGED, DOUBTFUL, UNDATED, UNSIGNED, LOST_CAPTURES),
        *(DRAFTS, WITHDRAWN),
    )
}


def at_hand(user: User | None = None) -> EditorialQuerySet:
    """Return the editorials that the desk works on; drafts are for those who may edit."""
    rows = Editorial.objects.except_withdrawn()
    if user and not user.has_perm("archive.edit"):
        return rows.published()
    return rows


def editorial_at_hand(number: int, user: User | None = None) -> Editorial:
    """Return an editorial to be read and worked on; raise Missing where the desk has none such."""
    rows = at_hand(user).select_related("publication").prefetch_related("bylines__author")
    editorial = rows.filter(pk=number).first()
    if not editorial:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    return editorial


@dataclass(frozen=True)
class Work:
    """A worklist, of one magazine, year, import or kind of doubt where the address names one."""

    worklist: Worklist
    publication: Publication | None = None
    year: int | None = None
    event: Import | None = None
    kind: DoubtKind | None = None
    parameters: list[tuple[str, str]] = field(default_factory=list)
    user: User | None = None  # whose work it is: see `at_hand`

    @classmethod
    def read(cls, params: QueryDict, name: str, user: User | None = None) -> "Work":
        """Return the work that an address names.

        Raises Missing where there is no such list, magazine, year, import or kind.
        """
        if name not in WORKLISTS:
            raise Missing(_("Le bureau n’a pas de telle liste."))
        publication = _publication(params.get("publication", ""))
        year = _year(params.get("year", ""))
        event = _event(params.get("import", ""))
        kind = _kind(params.get("kind", ""))
        parameters = []
        for parameter in PARAMETERS:
            typed = params.get(parameter)
            if parameter == "publication" and publication:
                typed = publication.slug  # which may have taken the place of the one typed
            if typed:
                parameters.append((parameter, typed))
        return cls(WORKLISTS[name], publication, year, event, kind, parameters, user)

    @classmethod
    def of(cls, request: DeskRequest, usual: str) -> "Work":
        """Return the list that an address names as `list`, the usual one where it names none."""
        return cls.read(request.GET, request.GET.get("list", usual), request.user)

    @property
    def page(self) -> str:
        """Return the name of the address where whoever asks works on one of them.

        Contributors answer a doubt by a correction, and see no captures.
        """
        may_edit = self.user is None or self.user.has_perm("archive.edit")
        if self.worklist in (DOUBTFUL, LOST_CAPTURES) and not may_edit:
            return "correct"
        return self.worklist.work

    def rows(self) -> EditorialQuerySet:
        """Return the editorials of the list."""
        rows = self.worklist.of(self.user)
        if self.publication:
            rows = rows.filter(publication=self.publication)
        if self.event:
            rows = rows.filter(pk__in=self.event.items.order_by().values("editorial"))
        if self.year is not None:
            rows = rows.in_year(self.year)
        if self.kind:
            rows = rows.doubtful(self.kind)
        return rows

    def start(self, page: str) -> str:
        """Return the address of `page` for the first editorial; of the list where it is empty."""
        first = self.rows().order_by("pk").only("pk").first()
        if first:
            return reverse(page, args=[first.pk]) + self.address()
        return self.list_address()

    def list_address(self) -> str:
        """Return the address of the page that lists it."""
        return reverse("worklist", args=[self.worklist.name]) + self.narrowing()

    def title(self) -> str:
        """Return the list in words: « Sans mot-clé, En-Contact, 2001 »"""
        parts: list[object] = [self.worklist.title, self.publication]
        if self.year is not None:
            parts.append(f"{self.year:04}")
        parts.append(self.event)
        if self.kind:
            parts.append(self.kind.title())
        return ", ".join(str(part) for part in parts if part)

    def narrowing(self) -> str:
        """Return « ?publication=en-contact », or nothing."""
        if not self.parameters:
            return ""
        return f"?{urlencode(self.parameters)}"

    def narrowed_to(self, kind: DoubtKind) -> str:
        """Return the parameters of the same list, of that kind of doubt."""
        others = [(name, typed) for name, typed in self.parameters if name != "kind"]
        return "?" + urlencode([*others, ("kind", kind.key)])

    def address(self) -> str:
        """Return the list as parameters of a page that works through it."""
        return "?" + urlencode([("list", self.worklist.name), *self.parameters])


def _publication(slug: str) -> Publication | None:
    if not slug:
        return None
    publication = Publication.objects.at(slug)
    if not publication:
        raise _unknown()
    return publication


def _year(typed: str) -> int | None:
    if not typed:
        return None
    if not re.fullmatch("[0-9]{4}", typed):
        raise _unknown()
    return int(typed)


def _unknown() -> Missing:
    return Missing(_("L’archive ne connaît pas cette revue ou cette année."))


def _event(typed: str) -> Import | None:
    if not typed:
        return None
    event = Import.objects.filter(pk=figures.typed(typed) or 0).first()
    if not event:
        raise Missing(_("L’archive ne connaît pas cet import."))
    return event


def _kind(typed: str) -> DoubtKind | None:
    if not typed:
        return None
    kind = DoubtKind.read(typed)
    if not kind:
        raise Missing(_("Les doutes n’ont pas de tel genre."))
    return kind
