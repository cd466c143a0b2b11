"""Dates in EDTF: which are valid, which days they may be, how they are displayed. Pure functions.

EDTF is the Extended Date/Time Format of ISO 8601-2: https://www.loc.gov/standards/datetime/
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

WINTER = 24  # among EDTF's numbers for the parts of a year
SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
W3CDTF = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
# The package parses no qualifier behind a season: « été 2004 environ » is 2004-22~.
SEASON = re.compile(r"(\d{4})-(2[1-9]|3\d|4[01])([?~%]?)")


def valid(edtf: str) -> str:
    """Return an EDTF in its canonical form.

    Raises ValueError where it is none, or lies outside the years 1 to 9999.
    """
    text = re.sub(r"\s+", "", edtf or "")
    text = re.sub(r"(?<=\d)[ux]+(?=$|[-/?~%])", lambda digits: "X" * len(digits[0]), text)
    text = re.sub(r"\?~|~\?", "%", re.sub(r"T\d\d:\d\d.*$", "", text))
    try:
        if not re.search(r"\d|XX", text):  # the package would take 15 ms to find out
            raise ValueError(text)
        bounds(text)
    except ValueError as error:
        raise ValueError(f"not an EDTF date: {str(edtf)[:40]!r}") from error
    return text


def valid_or_empty(edtf: str) -> str:
    """Return the EDTF in its canonical form; "" where it is none."""
    try:
        return valid(edtf)
    except ValueError:
        return ""


def is_day(edtf: str) -> bool:
    """Return True for a full, certain day, which <time datetime> can hold."""
    return len(edtf) == 10 and edtf.replace("-", "").isdecimal()


def is_w3cdtf(edtf: str) -> bool:
    """Return True for a year, month or day that is certain.

    https://www.w3.org/TR/NOTE-datetime
    """
    return bool(W3CDTF.fullmatch(edtf))


@lru_cache(maxsize=20_000)
def bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """Return the earliest and the latest day that an EDTF allows, None for an open end.

    Approximate dates are taken at their word. Winter spans its whole year: magazines number it by
    either end. Raises ValueError if it is no EDTF.
    """
    if not edtf:
        return None, None
    if "/" in edtf:
        return _interval_bounds(edtf)
    simple = SIMPLE.fullmatch(edtf)
    if simple and (simple[2] or "01") <= "12":
        return _simple_bounds(simple)
    season = SEASON.fullmatch(edtf)
    if season and int(season[2]) == WINTER:
        return date(int(season[1]), 1, 1), date(int(season[1]), 12, 31)
    try:
        parsed = parse_edtf(edtf[:7] if season else edtf)
        return _as_date(parsed.lower_strict()), _as_date(parsed.upper_strict())
    except (EDTFParseException, AttributeError, TypeError, OverflowError) as error:
        raise ValueError(edtf) from error


def _simple_bounds(simple: re.Match) -> tuple[date, date]:
    """Bounds of YYYY, YYYY-MM or YYYY-MM-DD; the package does the same a hundred times slower."""
    year, month, day = int(simple[1]), simple[2], simple[3]
    if day:
        exact = date(year, int(month), int(day))
        return exact, exact
    first, last = int(month or 1), int(month or 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _interval_bounds(edtf: str) -> tuple[date | None, date | None]:
    """Side by side: the package pads an unknown end by ten years and lets intervals run back."""
    start, _slash, end = edtf.partition("/")
    if "/" in end or not (start.strip(".") or end.strip(".")):
        raise ValueError(edtf)
    earliest = bounds("" if start == ".." else start)[0]
    latest = bounds("" if end == ".." else end)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(edtf)
    return earliest, latest


def _as_date(moment) -> date | None:
    """A day of the package's (struct_time, or an infinity) as a date; None at an end of time."""
    if isinstance(moment, float):
        return None
    year, month, day = tuple(moment)[:3]
    if year < 0 or year > 9999:
        raise ValueError(year)
    if year in (0, 9999):
        return None
    return date(year, month, day)


def years(edtf: str | None) -> list[int]:
    """Return the years that an EDTF may be of; none where unknown, open or more than ten."""
    earliest, latest = bounds(edtf)
    if not earliest or not latest or latest.year - earliest.year >= 10:
        return []
    return list(range(earliest.year, latest.year + 1))


def overlapping(dates: Iterable[str]) -> list[tuple[str, str]]:
    """Return which EDTFs share days, each with the one before it that reaches furthest.

    One that begins within what an interval ends with (« 1998/2004 », « 2004/.. ») follows it.
    """
    pairs: list[tuple[str, str]] = []
    furthest, reach = "", 0
    for start, edtf in sorted(((bounds(edtf)[0] or date.min).toordinal(), edtf) for edtf in dates):
        if furthest and start < reach:
            pairs.append((furthest, edtf))
        end = _followed_from(edtf)
        if not furthest or end > reach:
            furthest, reach = edtf, end
    return pairs


def _followed_from(edtf: str) -> int:
    """Return the number of the day from which on an EDTF is followed.

    That is the first of the year or the month that an interval ends with; else the one behind.
    """
    _start, slash, end = edtf.partition("/")
    if slash:
        first = None if end in ("", "..") else bounds(end)[0]
        return (first or date.max).toordinal()
    return (bounds(edtf)[1] or date.max).toordinal() + 1


# Showing

_SEASONS = (_("printemps"), _("été"), _("automne"), _("hiver"))
# By EDTF's numbers for the parts of a year, the hemispheres' seasons (25 to 32) told as plain ones.
PARTS = dict(enumerate(_SEASONS * 3, start=21)) | {
    33: _("1er trimestre"),
    34: _("2e trimestre"),
    35: _("3e trimestre"),
    36: _("4e trimestre"),
    37: _("1er quadrimestre"),
    38: _("2e quadrimestre"),
    39: _("3e quadrimestre"),
    40: _("1er semestre"),
    41: _("2e semestre"),
}
UNCERTAIN = {
    "?": _("%(date)s (date incertaine)"),
    "~": _("vers %(date)s"),
    "%": _("vers %(date)s (date incertaine)"),
}


def display(edtf: str | None) -> str:
    """Return an EDTF in the active language, no more precise than it is: « 12 février 2001 »."""
    return _displayed(edtf, get_language())


@lru_cache(maxsize=10_000)  # pages say the same days and years again and again
def _displayed(edtf: str | None, _language: str | None) -> str:
    if not edtf:
        return gettext("date inconnue")
    if "/" in edtf:
        return _display_interval(*edtf.split("/", 1))
    if edtf[0] in "[{" and ".." not in edtf:
        joint = gettext(" ou ") if edtf[0] == "[" else ", "
        return joint.join(map(display, edtf[1:-1].split(",")))
    if edtf[-1] in UNCERTAIN:
        return UNCERTAIN[edtf[-1]] % {"date": display(edtf[:-1])}
    if season := SEASON.fullmatch(edtf):
        return f"{PARTS[int(season[2])]} {season[1]}"
    certain = re.sub(r"(-XX)+$", "", edtf)
    if simple := SIMPLE.fullmatch(certain):
        return _display_day(*simple.groups()[:3])
    if re.fullmatch(r"\d{3}X", certain):
        return gettext("années %(decade)s") % {"decade": certain[:3] + "0"}
    return _display_bounds(*bounds(edtf))


def during(edtf: str) -> str:
    """Return for how long something was so: « 1998 – 2004 », « depuis 2005 »; "" if unknown."""
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if slash and start in ("", ".."):
        return gettext("jusqu’à %(date)s") % {"date": display(end)}
    if slash and end in ("", ".."):
        return gettext("depuis %(date)s") % {"date": display(start)}
    return display(edtf)


def _display_bounds(earliest: date | None, latest: date | None) -> str:
    """For the rarer forms of EDTF: « 1900 – 1999 », « 1914 ou avant »."""
    if not earliest and not latest:
        return display(None)
    start = earliest.isoformat().removesuffix("-01-01") if earliest else ".."
    end = latest.isoformat().removesuffix("-12-31") if latest else ".."
    return _display_interval(start, end)


def _display_day(year: str, month: str | None, day: str | None) -> str:
    words = []
    if day:
        words.append(pgettext("premier du mois", "1er") if day == "01" else str(int(day)))
    if month:
        words.append(str(MONTH_NAMES[int(month)]))
    return " ".join([*words, year])


def _display_interval(start: str, end: str) -> str:
    if start in ("", ".."):
        return gettext("%(date)s ou avant") % {"date": display(end)}
    if end in ("", ".."):
        return gettext("%(date)s ou après") % {"date": display(start)}
    return _display_common(start, end) or f"{display(start)} – {display(end)}"


def _display_common(start: str, end: str) -> str:
    """What both ends share said once: « 12–15 février 2001 », « février-mars 2001 »; else ""."""
    first, last = _plain_month(start), _plain_month(end)
    if not first or not last or len(start) != len(end):
        return ""
    if first[3] and start[:7] == end[:7]:
        return f"{_display_day(first[1], first[2], first[3]).split()[0]}–{display(end)}"
    if first[1] != last[1]:
        return ""
    if first[3]:
        return f"{display(start).rpartition(' ')[0]} – {display(end)}"
    return f"{MONTH_NAMES[int(first[2])]}-{display(end)}"


def _plain_month(edtf: str) -> re.Match | None:
    """The parts of a certain month, or a day in it; None for what is no month or not certain."""
    simple = SIMPLE.fullmatch(edtf)
    if not simple or not simple[2] or simple[2] > "12" or simple[4]:
        return None
    return simple
