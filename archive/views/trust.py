"""/trust/: what the archive holds and lacks, and what proves that it is whole."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.figures import number
from archive.models import SourceState
from archive.trust.holdings import Extent, Holdings, Magazine
from archive.trust.statements import Statement, statement

MOST_MAGAZINES = 50  # that have a row each
MOST_GAPS = 8  # runs of years that are written out for one magazine
# Years that are drawn: one mistyped year must not make all others too narrow to see.
MOST_DRAWN = 200
WIDTH = 10  # of a year in the drawing


@dataclass(frozen=True)
class Row:
    """A magazine in the table. `path`: the years that it has, in a drawing 10 high; "" for none."""

    name: str
    address: str
    years: str
    extent: Extent
    gaps: list[str]
    more_gaps: int
    path: str


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Show what anybody may know; the same for editors and readers."""
    said = statement()
    fewer, fewer_editorials = _fewer(said.holdings)
    context = {
        "statement": said,
        "whole": said.holdings.whole,
        "years": _span(said.holdings.whole),
        "rows": _rows(said.holdings),
        "fewer": fewer,
        "fewer_editorials": fewer_editorials,
        "width": _width(said.holdings.whole),
        "answers": _answers(said),
    }
    return render(request, "trust/trust.html", context)


def _rows(holdings: Holdings) -> list[Row]:
    whole = holdings.whole
    rows = []
    for magazine in holdings.magazines[:MOST_MAGAZINES]:
        extent = magazine.extent
        gaps = [_years(*gap) for gap in extent.gaps] if magazine.publication else []
        rows.append(
            Row(
                name=_name(magazine),
                address=magazine.publication.get_absolute_url() if magazine.publication else "",
                years=_span(extent),
                extent=extent,
                gaps=gaps[:MOST_GAPS],
                more_gaps=len(gaps[MOST_GAPS:]),
                path=_path(extent, whole),
            )
        )
    return rows


def _name(magazine: Magazine) -> str:
    if magazine.publication:
        return magazine.publication.name
    return _("Sans revue")


def _fewer(holdings: Holdings) -> tuple[str, int]:
    """Return how many magazines have no row, in words, and how many editorials these have."""
    rest = holdings.magazines[MOST_MAGAZINES:]
    if not rest:
        return "", 0
    name = ngettext("%(n)s autre revue", "%(n)s autres revues", len(rest))
    editorials = sum(magazine.extent.editorials for magazine in rest)
    return name % {"n": number(len(rest))}, editorials


def _span(extent: Extent) -> str:
    """Return « 1998–2021 »; "" where no year is known."""
    if extent.first is None or extent.last is None:
        return ""
    return _years(extent.first, extent.last)


def _years(first: int, last: int) -> str:
    if first == last:
        return f"{first:04}"
    return f"{first:04}–{last:04}"


def _width(whole: Extent) -> int:
    """Return how wide the drawings are; 0 where there are none."""
    if whole.first is None or whole.last is None:
        return 0
    years = whole.last - whole.first + 1
    return WIDTH * years if years <= MOST_DRAWN else 0


def _path(extent: Extent, whole: Extent) -> str:
    """Draw each run of years that a magazine has as one bar."""
    if not _width(whole) or whole.first is None or not extent.years:
        return ""
    path = ""
    start = extent.years[0]
    for first, last in [*extent.gaps, (extent.years[-1] + 1, 0)]:
        path += f"M{WIDTH * (start - whole.first)} 0h{WIDTH * (first - start)}v10h-"
        path += f"{WIDTH * (first - start)}z"
        start = last + 1
    return path


def _answers(said: Statement) -> list[tuple[str, int]]:
    """Return in words how the pages of origin answered, and how many did so."""
    proof = said.proof("sources")
    if not proof:
        return []
    answers = []
    for state in SourceState:
        count = int(proof.facts.get(state.value, 0))
        if count:
            answers.append((str(state.label), count))
    unasked = int(proof.facts.get("unasked", 0))
    if unasked:
        answers.append((_("pas encore vérifiée"), unasked))
    return answers
