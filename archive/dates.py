"""Dates as magazines print them (« 12 Fév 2001 », « printemps 2004 ») to EDTF and back: pure functions.

EDTF is the Extended Date/Time Format of ISO 8601-2: https://www.loc.gov/standards/datetime/
"""

import calendar
import re
import unicodedata
from datetime import date
from functools import lru_cache

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

# What stands for each month in French, English, German and Spanish, without accents; a dot may follow a short form.
MONTHS = (
    "janvier|january|janv|jan|januar|janner|enero|ene",
    "fevrier|february|fevr|fev|feb|februar|feber|febrero",
    "mars|march|mar|marz|marzo",
    "avril|april|avr|apr|abril|abr",
    "mai|may|mayo",
    "juin|june|jun|juni|junio",
    "juillet|july|juil|jul|juli|julio",
    "aout|august|aug|agosto|ago",
    "septembre|september|sept|sep|septiembre|setiembre",
    "octobre|october|oct|oktober|okt|octubre",
    "novembre|november|nov|noviembre",
    "decembre|december|dec|dezember|dez|diciembre|dic",
)
SEASONS = ("printemps|spring", "ete|summer", "automne|autumn|fall", "hiver|winter")
WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lunes|martes|miercoles|jueves|viernes|sabado|domingo"
)
MONTH_OF = {
    name: number for number, names in enumerate(MONTHS, start=1) for name in names.split("|")
}
SEASON_OF = {
    name: number for number, names in enumerate(SEASONS, start=21) for name in names.split("|")
}


_MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
_DAY = r"\d{1,2}(?:er|re|st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:1[4-9]|20)\d\d(?!\d)"
_LE = rf"(?:(?:{WEEKDAYS})\b\.?,? )?(?:le |the |der |den |dem |el |am )?"
_TO = r" ?(?:-|–|—|/|et|and|au|a|to|&) ?"
_GAP = r"(?: |-|\. ?|/|, ?| of | de | del )"

# One pattern a way of printing, the most telling first: where several fit at one place, the first is taken.
FORMS = {
    "iso": rf"(?P<iy>{_YEAR}-\d\d-\d\d)(?:t\d\d:\d\d[\d:.+z-]*)?(?!\d)",
    "slashed": rf"(?P<sy>{_YEAR})/(?P<sm>\d\d)/(?P<sd>\d\d)(?!\d)",
    "across": rf"(?:du )?{_LE}(?P<ad1>{_DAY}) (?P<am1>{_MONTH})(?: (?P<ay1>{_YEAR}))?{_TO}"
    rf"{_LE}(?P<ad2>{_DAY}) (?P<am2>{_MONTH}) (?P<ay2>{_YEAR})",
    "within": rf"(?:du )?{_LE}(?P<wd1>{_DAY}){_TO}{_LE}(?P<wd2>{_DAY}) (?P<wm>{_MONTH}) (?P<wy>{_YEAR})",
    "day": rf"{_LE}(?P<dd>{_DAY}){_GAP}?(?P<dm>{_MONTH}){_GAP}?(?P<dy>{_YEAR})",
    "english": rf"{_LE}(?P<em>{_MONTH}) (?P<ed>{_DAY}),? (?P<ey>{_YEAR})",
    "numbers": rf"{_LE}(?P<n1>\d{{1,2}})(?P<sep>[/.-])(?P<n2>\d{{1,2}})(?P=sep)(?P<ny>{_YEAR}|\d\d(?!\d))",
    "months": rf"(?P<mm1>{_MONTH})(?: (?P<my1>{_YEAR}))?{_TO}(?P<mm2>{_MONTH}) (?P<my2>{_YEAR})",
    "month": rf"(?P<om>{_MONTH}){_GAP}?(?P<oy>{_YEAR})",
    "numbered": rf"(?P<bm>0?[1-9]|1[0-2])/(?P<by>{_YEAR})",
    "part": rf"(?P<pn>[1-4])(?:er|e|eme|nd|st|rd|th)? (?P<pk>trimestre|semestre|quarter) (?P<py>{_YEAR})",
    "season": rf"(?P<ss>{'|'.join(SEASONS)}) (?:de )?(?P<sy1>{_YEAR})(?:[-–/](?P<sy2>{_YEAR}|\d\d(?!\d)))?",
    "decade": r"(?:les )?annees (?P<d1>(?:1[4-9]|20)?\d0)(?!\d)|(?:the )?(?P<d2>(?:1[4-9]|20)\d0)s",
    "isomonth": rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![\d-])",
    "years": rf"(?P<y1>{_YEAR})[-–/](?P<y2>{_YEAR})",
    "year": rf"(?<!\d ){_YEAR}",
}
_ABOUT = r"(?:(?P<about>vers|environ|env\.|circa|ca\.|c\.|about|around|autour de) (?:le |l')?)?"
_ROUGHLY = r"(?:(?:debut|fin|courant|mi|early|late|mid)[ -](?:de )?)?"
_DOUBT = r"(?P<doubt> ?(?:\?|\(\?\)|\[\?\]))?"
# Behind « n° », the number is an issue's and not a day; a further "/12" makes it something else.
DATE = re.compile(
    rf"(?<![\w/.-])(?<!n°)(?<!n° ){_ABOUT}{_ROUGHLY}"
    rf"(?:{'|'.join(f'(?P<{name}>{form})' for name, form in FORMS.items())})(?![\w]|[./-]\d){_DOUBT}"
)
# What may stand around a date for a text to be that date and nothing else.
BEFORE = re.compile(
    r"(?:(?:publiee?|parue?|mise? en ligne|datee?|posted|published):? ?)?(?:le|du|de|en|on|in|the|am|vom|el)? ?"
)
CLOCK = r"\d{1,2} ?(?:h|:|heures?) ?(?:\d\d)?(?::\d\d(?:\.\d+)?)?(?: ?min)?(?: ?[ap]\.?m\.?)?"
ZONE = r"(?: ?[+-]\d\d:?\d\d)?(?: ?\(?[a-z]{1,5}(?: ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?)?"
AFTER = re.compile(rf"(?:,? ?(?:[-–|·@]|a|at)? ?{CLOCK}{ZONE})?[ .,;]*")


def _same_length_fold() -> dict[int, str]:
    """A table for str.translate: lower case, no accents, plain spaces and apostrophes, each one for one."""
    table = {ord(space): " " for space in "\t\r\n\u00a0\u2007\u2009\u202f"}
    table |= {ord("’"): "'", ord("ᵉ"): "e", ord("ʳ"): "r", ord("º"): "°", ord("˚"): "°"}
    for code in range(0x41, 0x180):
        table[code] = unicodedata.normalize("NFD", chr(code).lower())[0]
    return table


FOLD = _same_length_fold()


def parse_french(text: str | None) -> str | None:
    """The EDTF of a text that is a date as printed, in French, English, German or Spanish, and nothing more; else None.

    « Février-mars 2001 » is the interval 2001-02/2001-03, « été 2004 » is 2004-22, « vers 2004 » 2004~.
    Of two digits, the latest year not in the future is meant: « 12.02.01 » is of 2001, « 12.02.85 » of 1985.
    """
    line = " ".join(unicodedata.normalize("NFC", text or "").split())
    found = find_french(line)
    if len(found) == 1:
        [(start, end, edtf)] = found
        folded = line.translate(FOLD)
        if BEFORE.fullmatch(folded[:start]) and AFTER.fullmatch(folded[end:]):
            return edtf
    try:
        return valid(line)
    except ValueError:
        return None


def find_french(text: str) -> list[tuple[int, int, str]]:
    """The dates printed in a text, as (start, end, EDTF), in their order; a bare year counts as one."""
    found = []
    for match in DATE.finditer(text.translate(FOLD)):
        try:
            edtf = valid(_qualified(match))
        except ValueError:
            continue
        found.append((match.start(), match.end(), edtf))
    return found


def _qualified(match: re.Match) -> str:
    form = next(name for name in FORMS if match[name])
    edtf = READ[form](match)
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get(
        (bool(match["about"]), bool(match["doubt"]))
    )
    if not mark or "X" in edtf:
        return edtf
    return "/".join(side + mark for side in edtf.split("/"))


def _month(name: str) -> int:
    return MONTH_OF[name.rstrip(".")]


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(day.rstrip('erstndh')):02}"


def _read_numbers(m: re.Match) -> str:
    first, second, year = int(m["n1"]), int(m["n2"]), m["ny"]
    if len(year) == 2:
        if m["sep"] == "-":
            raise ValueError(m.group())
        century = 2000 if 2000 + int(year) <= date.today().year else 1900
        year = str(century + int(year))
    # Day first, as in French; month first only where nothing else is possible.
    day, month = (second, first) if second > 12 else (first, second)
    return f"{year}-{month:02}-{day:02}"


def _read_across(m: re.Match) -> str:
    first, last = _month(m["am1"]), _month(m["am2"])
    year = m["ay1"] or str(int(m["ay2"]) - (first > last))
    return f"{_day(year, first, m['ad1'])}/{_day(m['ay2'], last, m['ad2'])}"


def _read_months(m: re.Match) -> str:
    first, last = _month(m["mm1"]), _month(m["mm2"])
    year = m["my1"] or str(int(m["my2"]) - (first > last))
    return f"{year}-{first:02}/{m['my2']}-{last:02}"


def _read_season(m: re.Match) -> str:
    first, season = m["sy1"], SEASON_OF[m["ss"]]
    if not m["sy2"]:
        return f"{first}-{season}"
    last = m["sy2"] if len(m["sy2"]) == 4 else first[:2] + m["sy2"]
    return f"{first}-12/{last}-02" if season == 24 else f"{first}-{season}/{last}-{season}"


def _read_decade(m: re.Match) -> str:
    decade = m["d1"] or m["d2"]
    if len(decade) == 2:
        decade = ("20" if decade in ("00", "10") else "19") + decade
    return decade[:3] + "X"


READ = {
    "iso": lambda m: m["iy"],
    "slashed": lambda m: f"{m['sy']}-{m['sm']}-{m['sd']}",
    "across": _read_across,
    "within": lambda m: "/".join(
        _day(m["wy"], _month(m["wm"]), day) for day in (m["wd1"], m["wd2"])
    ),
    "day": lambda m: _day(m["dy"], _month(m["dm"]), m["dd"]),
    "english": lambda m: _day(m["ey"], _month(m["em"]), m["ed"]),
    "numbers": _read_numbers,
    "months": _read_months,
    "month": lambda m: f"{m['oy']}-{_month(m['om']):02}",
    "numbered": lambda m: f"{m['by']}-{int(m['bm']):02}",
    "part": lambda m: f"{m['py']}-{(39 if m['pk'] == 'semestre' else 32) + int(m['pn'])}",
    "season": _read_season,
    "decade": _read_decade,
    "isomonth": lambda m: m["isomonth"],
    "years": lambda m: f"{m['y1']}/{m['y2']}",
    "year": lambda m: m["year"],
}

# EDTF

SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
# The package parses no qualifier behind a season: « été 2004 environ » is 2004-22~.
SEASON = re.compile(r"(\d{4})-(2[1-9]|3\d|4[01])([?~%]?)")
WINTER = 24


def valid(edtf: str) -> str:
    """The EDTF in its canonical form; ValueError where it is not one, or lies outside the years 1 to 9999."""
    text = re.sub(r"\s+", "", edtf or "")
    text = re.sub(r"(?<=\d)[ux]+(?=$|[-/?~%])", lambda m: m.group().upper().replace("U", "X"), text)
    text = re.sub(r"\?~|~\?", "%", re.sub(r"T\d\d:\d\d.*$", "", text))
    try:
        if not re.search(r"\d|XX", text):  # the package would take 15 ms to find out
            raise ValueError(text)
        bounds(text)
    except ValueError as error:
        raise ValueError(f"not an EDTF date: {str(edtf)[:40]!r}") from error
    return text


def is_day(edtf: str) -> bool:
    """Return True for a full, certain day, which <time datetime> can hold."""
    return len(edtf) == 10 and edtf.replace("-", "").isdecimal()


@lru_cache(maxsize=20_000)
def bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """The earliest and the latest day that an EDTF allows, None for an open end; ValueError if it is no EDTF.

    Approximate dates are taken at their word. Winter spans its whole year: magazines number it by either end.
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
    first, last = (int(month), int(month)) if month else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _interval_bounds(edtf: str) -> tuple[date | None, date | None]:
    """Side by side: the package pads an unknown end by ten years and lets an interval run backwards."""
    start, _slash, end = edtf.partition("/")
    if "/" in end or not (start.strip(".") or end.strip(".")):
        raise ValueError(edtf)
    earliest = bounds("" if start == ".." else start)[0]
    latest = bounds("" if end == ".." else end)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(edtf)
    return earliest, latest


def _as_date(moment) -> date | None:
    """A day of the package's (a struct_time, or an infinity) as a date; None at either end of time."""
    if isinstance(moment, float):
        return None
    year, month, day = tuple(moment)[:3]
    if year < 0 or year > 9999:
        raise ValueError(year)
    return None if year in (0, 9999) else date(year, month, day)


def years(edtf: str | None) -> list[int]:
    """The years that an EDTF may be of; empty where unknown, open or more than ten."""
    earliest, latest = bounds(edtf)
    if not earliest or not latest or latest.year - earliest.year >= 10:
        return []
    return list(range(earliest.year, latest.year + 1))


# Showing

_SEASONS = (_("printemps"), _("été"), _("automne"), _("hiver"))
# By EDTF's numbers for the parts of a year, the hemispheres' seasons (25 to 32) shown as plain ones.
PARTS = {21 + offset: _SEASONS[offset % 4] for offset in range(12)} | {
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
    """An EDTF in the active language, no more precise than it is: « 12 février 2001 », « vers 2004 »."""
    if not edtf:
        return gettext("date inconnue")
    if "/" in edtf:
        return _display_interval(*edtf.split("/", 1))
    if edtf[0] in "[{" and ".." not in edtf:
        return (gettext(" ou ") if edtf[0] == "[" else ", ").join(
            map(display, edtf[1:-1].split(","))
        )
    if edtf[-1] in UNCERTAIN:
        return UNCERTAIN[edtf[-1]] % {"date": display(edtf[:-1])}
    if season := SEASON.fullmatch(edtf):
        return f"{PARTS[int(season[2])]} {season[1]}"
    known = re.sub(r"(-XX)+$", "", edtf)
    if simple := SIMPLE.fullmatch(known):
        return _display_day(*simple.groups()[:3])
    if re.fullmatch(r"\d{3}X", known):
        return gettext("années %(decade)s") % {"decade": known[:3] + "0"}
    return _display_bounds(*bounds(edtf))


def _display_bounds(earliest: date | None, latest: date | None) -> str:
    """For the rarer forms of EDTF: « 1900 – 1999 », « 1914 ou avant »."""
    if not earliest and not latest:
        return display(None)
    start = earliest.isoformat().removesuffix("-01-01") if earliest else ".."
    end = latest.isoformat().removesuffix("-12-31") if latest else ".."
    return _display_interval(start, end)


def _display_day(year: str, month: str | None, day: str | None) -> str:
    shown = [year]
    if month:
        shown.append(str(MONTH_NAMES[int(month)]))
    if day:
        shown.append(pgettext("premier du mois", "1er") if day == "01" else str(int(day)))
    return " ".join(reversed(shown))


def _display_interval(start: str, end: str) -> str:
    if start in ("", ".."):
        return gettext("%(date)s ou avant") % {"date": display(end)}
    if end in ("", ".."):
        return gettext("%(date)s ou après") % {"date": display(start)}
    first, last = SIMPLE.fullmatch(start), SIMPLE.fullmatch(end)
    months = (
        first and last and (first[2] or "") <= "12" and (last[2] or "") <= "12"
    )  # else parts of a year
    if months and not (first[4] or last[4]) and len(start) == len(end) > 4:
        # What both ends share is said once: « 12–15 février 2001 », « février-mars 2001 ».
        if first[3] and start[:7] == end[:7]:
            return f"{_display_day(first[1], first[2], first[3]).split()[0]}–{display(end)}"
        if first[1] == last[1] and not first[3]:
            return f"{MONTH_NAMES[int(first[2])]}-{display(end)}"
        if first[1] == last[1]:
            return f"{display(start).rpartition(' ')[0]} – {display(end)}"
    return f"{display(start)} – {display(end)}"
