"""What needs a person: lists of editorials, each narrowed as the desk's address says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Editorial, Import, Publication
from archive.views.errors import Missing


@dataclass(frozen=True)
class Worklist:
    """`name` in addresses, `title` for people; `rows` picks from all editorials that are not withdrawn."""

    name: str
    title: str
    done: str  # what the desk says where nothing is left
    work: str  # the name of the address where one of them is worked on
    rows: Callable[[QuerySet], QuerySet]


WORKLISTS = {
    one.name: one
    for one in (
        Worklist(
            "untagged",
            gettext_lazy("Sans mot-clé"),
            gettext_lazy("Tous les éditoriaux portent un mot-clé."),
            "tag_one",
            lambda editorials: editorials.filter(taggings__isnull=True),
        ),
        Worklist(
            "doubts",
            gettext_lazy("Doutes laissés par l’import"),
            gettext_lazy("Aucun doute n’attend de réponse."),
            "doubts",
            lambda editorials: editorials.doubtful(),
        ),
        Worklist(
            "undated",
            gettext_lazy("Sans date"),
            gettext_lazy("Tous les éditoriaux sont datés."),
            "correct",
            lambda editorials: editorials.filter(date=""),
        ),
        Worklist(
            "unsigned",
            gettext_lazy("Sans auteur"),
            gettext_lazy("Tous les éditoriaux sont signés."),
            "correct",
            lambda editorials: editorials.filter(bylines__isnull=True),
        ),
        Worklist(
            "drafts",
            gettext_lazy("Brouillons"),
            gettext_lazy("Aucun brouillon."),
            "correct",
            lambda editorials: editorials.drafts(),
        ),
    )
}


def at_hand(user=None) -> QuerySet:
    """The editorials that the desk works on; drafts are for those who may edit."""
    rows = Editorial.objects.except_withdrawn()
    return rows if user is None or user.has_perm("archive.edit") else rows.published()


@dataclass(frozen=True)
class Work:
    """A worklist, of one magazine, year or import where the address names one."""

    worklist: Worklist
    publication: Publication | None = None
    year: int | None = None
    event: Import | None = None
    parameters: list[tuple[str, str]] = field(default_factory=list)
    user: object = None  # whose work it is: see `at_hand`

    @classmethod
    def read(cls, params: QueryDict, name: str, user=None) -> "Work":
        """Raises Missing where there is no such list, magazine or year."""
        if name not in WORKLISTS:
            raise Missing(_("Le bureau n’a pas de telle liste."))
        slug, year = params.get("publication", ""), params.get("year", "")
        publication = Publication.objects.filter(slug=slug).first() if slug else None
        if (slug and not publication) or (
            year and not (year.isascii() and year.isdigit() and len(year) == 4)
        ):
            raise Missing(_("L’archive ne connaît pas cette revue ou cette année."))
        number = params.get("import", "")
        event = (
            Import.objects.filter(pk=number).first() if re.fullmatch("[0-9]{1,9}", number) else None
        )
        if number and not event:
            raise Missing(_("L’archive ne connaît pas cet import."))
        said = [
            one for one in (("publication", slug), ("year", year), ("import", number)) if one[1]
        ]
        return cls(WORKLISTS[name], publication, int(year) if year else None, event, said, user)

    @classmethod
    def of(cls, request: HttpRequest, usual: str) -> "Work":
        """The list that an address names as `list`, the usual one where it names none."""
        return cls.read(request.GET, request.GET.get("list", usual), request.user)

    @property
    def page(self) -> str:
        """The name of the address where whoever asks works on one of them: contributors answer a doubt by a correction."""
        may_edit = self.user is None or self.user.has_perm("archive.edit")
        return self.worklist.work if may_edit or self.worklist.work != "doubts" else "correct"

    def rows(self) -> QuerySet:
        rows = self.worklist.rows(at_hand(self.user))
        if self.publication:
            rows = rows.filter(publication=self.publication)
        if self.event:
            rows = rows.filter(pk__in=self.event.items.order_by().values("editorial"))
        return rows.in_year(self.year) if self.year is not None else rows

    def title(self) -> str:
        """« Sans mot-clé, En-Contact, 2001 »"""
        parts = [
            self.worklist.title,
            self.publication,
            None if self.year is None else f"{self.year:04}",
            self.event,
        ]
        return ", ".join(str(part) for part in parts if part)

    def narrowing(self) -> str:
        """« ?publication=en-contact », or nothing."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""

    def address(self) -> str:
        """As parameters of a page that works through the list."""
        return "?" + urlencode([("list", self.worklist.name), *self.parameters])
