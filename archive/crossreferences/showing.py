"""What pages show of references: the links of a text, and the texts that lead to it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from archive import issues
from archive.crossreferences.blocks import Link, Place
from archive.models import CrossReference, Editorial, loading
from archive.models.prepared import Blank, Prepared

_made = Prepared(
    lambda: (
        CrossReference.objects.linked()
        .filter(editorial__pk=Blank(0))
        .values_list(
            *("block", "start", "end", "printed", "cited_id", "issue"),
            *("publication__slug", "publication__name"),
        )
    )
)
FIRST = 6  # that are looked for on each page


def _citing(number: int | Blank):
    # The oldest first, as they came to be.
    rows = CrossReference.objects.linked().filter(
        cited__pk=number, editorial__state=Editorial.State.PUBLISHED
    )
    ordered = rows.order_by("editorial__earliest", "editorial_id")
    return ordered.values_list("editorial_id", "editorial__earliest").distinct()


_first_citing = Prepared(lambda: _citing(Blank(0))[:FIRST])


class Reference(NamedTuple):
    """A reference that leads somewhere: to an editorial, or to the issue of a magazine."""

    place: Place
    printed: str
    cited: Editorial | None
    magazine: str
    issue: str
    address: str

    @property
    def label(self) -> str:
        """What it leads to, in words."""
        if self.cited:
            parts = [self.cited.heading, self.cited.date_display]
        else:
            parts = [self.magazine, issues.name(self.issue)]
        return ", ".join(filter(None, parts))


def references(number: int) -> list[Reference]:
    """Return the references of an editorial that lead somewhere, in their order."""
    rows = _made.rows(number)
    cited = {row[4] for row in rows if row[4]}
    editorials = loading.linked(cited) if cited else {}
    leading = []
    for block, start, end, printed, to, issue, slug, magazine in rows:
        place = Place(block, start, end)
        if to in editorials:
            address = editorials[to].get_absolute_url()
            leading.append(Reference(place, printed, editorials[to], "", "", address))
        elif to is None and slug and issue:
            address = reverse("issue", args=[slug, issue])
            leading.append(Reference(place, printed, None, magazine, issue, address))
    return leading


def links(number: int) -> list[Link]:
    """Return the references of an editorial as links in its body."""
    made = []
    for reference in references(number):
        label = _("Renvoi : %(what)s") % {"what": reference.label}
        made.append(Link(reference.place, reference.printed, reference.address, label))
    return made


def first_citing(number: int) -> list[int]:
    """Return the numbers of the first FIRST editorials that lead to one, the oldest first."""
    return [row[0] for row in _first_citing.rows(number)]


def citing(number: int) -> Sequence[int]:
    """Return the numbers of all editorials that lead to one, the oldest first."""
    return [row[0] for row in _citing(number)]
