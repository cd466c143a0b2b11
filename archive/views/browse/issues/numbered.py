"""The issues of a magazine, by year, and those that are missing among them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext

from archive import dates, issues, tallies, text
from archive.models import Issue, Publication
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.issues import address
from archive.tallies import MONTH

MOST_AT_ONCE = 240  # issues; of more, those of one year are shown
MOST_MISSING = 12  # runs of numbers that are told
_IS_DATED = Q(date__gt="")
# When the editorials of an issue are of: the first and the last month, the first and the last of
# the dates that they print. What `agreed` is given.
SPAN: dict[str, Any] = {
    "earliest": Min(tallies.prefix("earliest", MONTH)),
    "latest": Max(tallies.prefix("latest", MONTH)),
    "first": Min("date", filter=_IS_DATED),
    "last": Max("date", filter=_IS_DATED),
}


@dataclass(frozen=True)
class Numbered:
    """An issue in a list. `date`: EDTF, "" where it is not known; `year`: None then."""

    magazine: Publication
    slug: str
    number: str
    title: str
    date: str
    year: int | None
    order: tuple

    @property
    def name(self) -> str:
        return issues.name(self.number)

    @property
    def address(self) -> str:
        return address(self.magazine, self.slug)

    @property
    def when(self) -> str:
        """Return the date as people read it, without its year; "" where its name tells it."""
        displayed = dates.display(self.date) if self.date else ""
        if self.year and self.date[-1:].isdigit():
            displayed = displayed.removesuffix(f"{self.year:04}").strip()
        return beside_name(self.name, displayed)


def beside_name(name: str, displayed: str) -> str:
    """Return what is said beside an issue's name of its date: "" where the name tells it."""
    return "" if text.fold(displayed) in text.fold(name) else displayed


@dataclass(frozen=True)
class Year:
    """A year whose issues are shown together; a year of very many is in parts, the first being 0.

    `year`: None for issues of no year.
    """

    year: int | None
    part: int
    issues: list[Numbered]

    @property
    def name(self) -> str:
        name = f"{self.year:04}" if self.year else gettext("Sans date")
        return f"{name} ({self.part + 1})" if self.part else name

    @property
    def asked(self) -> str:
        """Return what an address asks for it by: « 2004 », « 2004-1 », « 0 » for no year."""
        asked = str(self.year or 0)
        return f"{asked}-{self.part}" if self.part else asked


@dataclass(frozen=True)
class Issues:
    """What a magazine has of issues, as its page shows them.

    `shown`: the years whose issues are shown; `years`: those among which one chooses, none where
    all are shown; `gaps`: the numbers that are missing, in a sentence.
    """

    total: int
    shown: list[Year]
    years: list[Year]
    gaps: str


def of_magazine(
    request: HttpRequest, magazine: Publication, editorials: EditorialQuerySet
) -> Issues | None:
    """Return the issues that these editorials of a magazine are of, None for none.

    Two queries, however many there are. Of very many those of the year are shown that `?issues=`
    asks for, else of the last one.
    """
    listed = sorted(_listed(magazine, editorials), key=lambda issue: issue.order)
    if not listed:
        return None
    gaps = missing_in_words(tallies.gaps(issues.covered(issue.slug for issue in listed)))
    years = _years(listed)
    if len(listed) <= MOST_AT_ONCE:
        return Issues(len(listed), years, [], gaps)
    return Issues(len(listed), [_chosen(request, years)], years, gaps)


def _years(listed: Sequence[Numbered]) -> list[Year]:
    """Return the issues by year, no more together than are shown at once."""
    by_year: dict[int | None, list[Numbered]] = defaultdict(list)
    for issue in listed:
        by_year[issue.year].append(issue)
    years = []
    for year, numbered in by_year.items():
        for part, start in enumerate(range(0, len(numbered), MOST_AT_ONCE)):
            years.append(Year(year, part, numbered[start : start + MOST_AT_ONCE]))
    return years


def _chosen(request: HttpRequest, years: Sequence[Year]) -> Year:
    """Return the year that is asked for; else the last that is known."""
    last = years[0]
    for year in years:
        if year.asked == request.GET.get("issues"):
            return year
        if year.year and not year.part:
            last = year
    return last


def missing_in_words(gaps: Sequence[tuple[int, int]]) -> str:
    """Return a sentence that tells which numbers are missing; "" for none.

    « Manquent les n° 12 à 15 et 22. »
    """
    if not gaps:
        return ""
    runs = []
    for first, last in gaps[:MOST_MISSING]:
        run = str(first)
        if last > first:
            run = gettext("%(first)s à %(last)s") % {"first": first, "last": last}
        runs.append(run)
    if len(gaps) > MOST_MISSING:
        runs.append(gettext("d’autres encore"))
    elif len(gaps) == 1 and gaps[0][0] == gaps[0][1]:
        return gettext("Manque le n° %(number)s.") % {"number": runs[0]}
    numbers = text.enumeration(runs, gettext(" et "))
    return gettext("Manquent les n° %(numbers)s.") % {"numbers": numbers}


def _listed(magazine: Publication, editorials: EditorialQuerySet) -> list[Numbered]:
    rows = editorials.filter(issue_slug__gt="").order_by().values_list("issue_slug")
    spans = {slug: span for slug, *span in rows.annotate(**SPAN)}
    listed: list[Numbered] = []
    if not spans:
        return listed
    columns = ("slug", "number", "title", "date", "numbering", "rank")
    made = Issue.objects.filter(publication=magazine).order_by()
    for slug, number, title, edtf, numbering, rank in made.values_list(*columns):
        if slug not in spans:
            continue
        date = edtf or agreed(slug, *spans[slug])
        month = spans[slug][0] or ""
        year = _year(date, month)
        # Numbered ones by number, the others by date.
        place = (numbering != "", numbering, rank if not numbering else "", date or month, slug)
        order = (year is None, year or 0, *place)
        listed.append(Numbered(magazine, slug, number, title, date, year, order))
    return listed


def agreed(
    slug: str, earliest: str | None, latest: str | None, first: str | None, last: str | None
) -> str:
    """Return the date of an issue in EDTF by its number or its editorials; "" where unknown.

    It is what all of them say that say any, or the month in which they all are: see `SPAN`.
    """
    if dated := issues.date_of(slug):
        return dated
    if first and first == last:
        return first
    if earliest and earliest == latest:
        return earliest
    return ""


def _year(edtf: str, month: str) -> int | None:
    """Return the year under which an issue is listed."""
    first = dates.bounds(edtf)[0]
    if first:
        return first.year
    return int(month[:4]) if month else None
