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

# What stands for each month in French, English, German and Spanish, without accents; a dot may
# follow a short form.
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
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lunes|martes|miercoles|jueves|viernes|sabado|domingo"
)


def _numbered(names: tuple[str, ...], first: int) -> dict[str, int]:
    """{each of the spellings in « a|b|c »: the number of its group}"""
    numbers = {}
    for number, spellings in enumerate(names, start=first):
        for spelling in spellings.split("|"):
            numbers[spelling] = number
    return numbers


MONTH_OF = _numbered(MONTHS, 1)
SEASON_OF = _numbered(SEASONS, 21)
WINTER = 24  # as EDTF has it

_MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
_DAY = r"\d{1,2}(?:er|re|st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:1[4-9]|20)\d\d(?!\d)"
_LE = rf"(?:(?:{WEEKDAYS})\b\.?,? )?(?:le |the |der |den |dem |el |am )?"
_TO = r" ?(?:-|–|—|/|et|and|au|a|to|&) ?"
_GAP = r"(?: |-|\. ?|/|, ?| of | de | del )"

# One pattern a way of printing, the most telling first: where several fit at one place, the first
# is taken.
FORMS = {
    "iso": rf"(?P<iy>{_YEAR}-\d\d-\d\d)(?:t\d\d:\d\d[\d:.+z-]*)?(?!\d)",
    "slashed": rf"(?P<sy>{_YEAR})/(?P<sm>\d\d)/(?P<sd>\d\d)(?!\d)",
    "across": rf"(?:du )?{_LE}(?P<ad1>{_DAY}) (?P<am1>{_MONTH})(?: (?P<ay1>{_YEAR}))?{_TO}"
    rf"{_LE}(?P<ad2>{_DAY}) (?P<am2>{_MONTH}) (?P<ay2>{_YEAR})",
    "within": rf"(?:du )?{_LE}(?P<wd1>{_DAY}){_TO}"
    rf"{_LE}(?P<wd2>{_DAY}) (?P<wm>{_MONTH}) (?P<wy>{_YEAR})",
    "day": rf"{_LE}(?P<dd>{_DAY}){_GAP}?(?P<dm>{_MONTH}){_GAP}?(?P<dy>{_YEAR})",
    "english": rf"{_LE}(?P<em>{_MONTH}) (?P<ed>{_DAY}),? (?P<ey>{_YEAR})",
    "numbers": rf"{_LE}(?P<n1>\d{{1,2}})(?P<sep>[/.-])(?P<n2>\d{{1,2}})(?P=sep)"
    rf"(?P<ny>{_YEAR}|\d\d(?!\d))",
    "months": rf"(?P<mm1>{_MONTH})(?: (?P<my1>{_YEAR}))?{_TO}(?P<mm2>{_MONTH}) (?P<my2>{_YEAR})",
    "month": rf"(?P<om>{_MONTH}){_GAP}?(?P<oy>{_YEAR})",
    "numbered": rf"(?P<bm>0?[1-9]|1[0-2])/(?P<by>{_YEAR})",
    "part": r"(?P<pn>[1-4])(?:er|e|eme|nd|st|rd|th)? (?P<pk>trimestre|semestre|quarter) "
    rf"(?P<py>{_YEAR})",
    "season": rf"(?P<ss>{'|'.join(SEASONS)}) (?:de )?"
    rf"(?P<sy1>{_YEAR})(?:[-–/](?P<sy2>{_YEAR}|\d\d(?!\d)))?",
    "decade": r"(?:les )?annees (?P<d1>(?:1[4-9]|20)?\d0)(?!\d)|(?:the )?(?P<d2>(?:1[4-9]|20)\d0)s",
    "isomonth": rf"{_YEAR}-(?:0[1-9]|1[0-2])(?![\d-])",
    "years": rf"(?P<y1>{_YEAR})[-–/](?P<y2>{_YEAR})",
    "year": rf"(?<!\d ){_YEAR}",
}
_ABOUT = r"(?:(?P<about>vers|environ|env\.|circa|ca\.|c\.|about|around|autour de) (?:le |l')?)?"
_ROUGHLY = r"(?:(?:debut|fin|courant|mi|early|late|mid)[ -](?:de )?)?"
_DOUBT = r"(?P<doubt> ?(?:\?|\(\?\)|\[\?\]))?"
_ANY_FORM = "|".join(f"(?P<{name}>{form})" for name, form in FORMS.items())
# Behind « n° », the number is an issue's and not a day; a further "/12" makes it something else.
DATE = re.compile(
    rf"(?<![\w/.-])(?<!n°)(?<!n° ){_ABOUT}{_ROUGHLY}(?:{_ANY_FORM})(?![\w]|[./-]\d){_DOUBT}"
)
# What may stand around a date for a text to be that date and nothing else.
BEFORE = re.compile(
    r"(?:(?:publiee?|parue?|mise? en ligne|datee?|posted|published):? ?)?"
    r"(?:le|du|de|en|on|in|the|am|vom|el)? ?"
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
    """Return the EDTF of a text that is a date as printed, and nothing more; else None.

    It may be French, English, German or Spanish. « Février-mars 2001 » is the interval
    2001-02/2001-03, « été 2004 » is 2004-22, « vers 2004 » 2004~. Of two digits, the latest year
    not in the future is meant: « 12.02.01 » is of 2001, « 12.02.85 » of 1985.
    """
    line = " ".join(unicodedata.normalize("NFC", text or "").split())
    printed = find_french(line)
    if len(printed) == 1:
        [(start, end, edtf)] = printed
        folded = line.translate(FOLD)
        if BEFORE.fullmatch(folded[:start]) and AFTER.fullmatch(folded[end:]):
            return edtf
    try:
        return valid(line)
    except ValueError:
        return None


def find_french(text: str) -> list[tuple[int, int, str]]:
    """Return the dates printed in a text, as (start, end, EDTF), in their order.

    A bare year counts as a date.
    """
    printed = []
    for match in DATE.finditer(text.translate(FOLD)):
        try:
            edtf = valid(_qualified(match))
        except ValueError:
            continue
        printed.append((match.start(), match.end(), edtf))
    return printed


# EDTF's mark of a date by whether it is approximate, and whether it is uncertain.
QUALIFIERS = {(True, True): "%", (True, False): "~", (False, True): "?"}


def _qualified(match: re.Match) -> str:
    form = next(name for name in FORMS if match[name])
    edtf = READ[form](match)
    qualifier = QUALIFIERS.get((bool(match["about"]), bool(match["doubt"])))
    if not qualifier or "X" in edtf:
        return edtf
    return "/".join(side + qualifier for side in edtf.split("/"))


def _month(name: str) -> int:
    return MONTH_OF[name.rstrip(".")]


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(day.rstrip('erstndh')):02}"


def _read_numbers(match: re.Match) -> str:
    first, second, year = int(match["n1"]), int(match["n2"]), match["ny"]
    if len(year) == 2:
        if match["sep"] == "-":
            raise ValueError(match.group())
        is_of_this_century = 2000 + int(year) <= date.today().year
        year = f"20{year}" if is_of_this_century else f"19{year}"
    # Day first, as in French; month first only where nothing else is possible.
    day, month = first, second
    if second > 12:
        day, month = second, first
    return f"{year}-{month:02}-{day:02}"


def _read_across(match: re.Match) -> str:
    first, last = _month(match["am1"]), _month(match["am2"])
    year = match["ay1"] or str(int(match["ay2"]) - (first > last))
    return f"{_day(year, first, match['ad1'])}/{_day(match['ay2'], last, match['ad2'])}"


def _read_within(match: re.Match) -> str:
    year, month = match["wy"], _month(match["wm"])
    return f"{_day(year, month, match['wd1'])}/{_day(year, month, match['wd2'])}"


def _read_months(match: re.Match) -> str:
    first, last = _month(match["mm1"]), _month(match["mm2"])
    year = match["my1"] or str(int(match["my2"]) - (first > last))
    return f"{year}-{first:02}/{match['my2']}-{last:02}"


def _read_part(match: re.Match) -> str:
    before_first = 39 if match["pk"] == "semestre" else 32
    return f"{match['py']}-{before_first + int(match['pn'])}"


def _read_season(match: re.Match) -> str:
    first, last, season = match["sy1"], match["sy2"], SEASON_OF[match["ss"]]
    if not last:
        return f"{first}-{season}"
    if len(last) == 2:
        last = first[:2] + last
    if season == WINTER:
        return f"{first}-12/{last}-02"
    return f"{first}-{season}/{last}-{season}"


def _read_decade(match: re.Match) -> str:
    decade = match["d1"] or match["d2"]
    if len(decade) == 2:
        century = "20" if decade in ("00", "10") else "19"
        decade = century + decade
    return decade[:3] + "X"


READ = {
    "iso": lambda match: match["iy"],
    "slashed": lambda match: f"{match['sy']}-{match['sm']}-{match['sd']}",
    "across": _read_across,
    "within": _read_within,
    "day": lambda match: _day(match["dy"], _month(match["dm"]), match["dd"]),
    "english": lambda match: _day(match["ey"], _month(match["em"]), match["ed"]),
    "numbers": _read_numbers,
    "months": _read_months,
    "month": lambda match: f"{match['oy']}-{_month(match['om']):02}",
    "numbered": lambda match: f"{match['by']}-{int(match['bm']):02}",
    "part": _read_part,
    "season": _read_season,
    "decade": _read_decade,
    "isomonth": lambda match: match["isomonth"],
    "years": lambda match: f"{match['y1']}/{match['y2']}",
    "year": lambda match: match["year"],
}

# EDTF

SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
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


def as_edtf(typed: str | None) -> str:
    """Return the EDTF of a date typed as EDTF or as printed; "" where it is neither."""
    if not typed:
        return ""
    return valid_or_empty(typed) or parse_french(typed) or ""


def is_day(edtf: str) -> bool:
    """Return True for a full, certain day, which <time datetime> can hold."""
    return len(edtf) == 10 and edtf.replace("-", "").isdecimal()


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
    if year in (0, 9999):
        return None
    return date(year, month, day)


def years(edtf: str | None) -> list[int]:
    """Return the years that an EDTF may be of; none where unknown, open or more than ten."""
    earliest, latest = bounds(edtf)
    if not earliest or not latest or latest.year - earliest.year >= 10:
        return []
    return list(range(earliest.year, latest.year + 1))


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
