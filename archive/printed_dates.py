"""Dates as magazines print them (« 12 Fév 2001 », « printemps 2004 ») to EDTF. Pure functions."""

import re
import unicodedata
from datetime import date

from archive.dates import WINTER, valid, valid_or_empty

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
# As French prints them, with their accents.
FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
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

# The parts of a year, in words.
ORDINALS = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4}

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
    "months": rf"(?P<mm1>{_MONTH})(?: (?P<my1>{_YEAR}))?(?:(?:{_TO}|, ?){_MONTH}){{0,2}}{_TO}"
    rf"(?P<mm2>{_MONTH}) (?P<my2>{_YEAR})",
    "month": rf"(?P<om>{_MONTH}){_GAP}?(?P<oy>{_YEAR})",
    "numbered": rf"(?P<bm>0?[1-9]|1[0-2])/(?P<by>{_YEAR})",
    "part": rf"(?P<pn>[1-4]|{'|'.join(ORDINALS)})(?:er|e|eme|nd|st|rd|th)? "
    rf"(?P<pk>trimestre|semestre|quarter) (?P<py>{_YEAR})",
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
    r"(?<![\w/.-])(?<!n°)(?<!n° )(?<!numero )(?<!num\. )(?<!no )(?<!no\. )"
    rf"{_ABOUT}{_ROUGHLY}(?:{_ANY_FORM})(?![\w]|[./-]\d){_DOUBT}"
)
_FIGURE = re.compile(r"\d")
# What may stand around a date for a text to be that date and nothing else.
BEFORE = re.compile(
    r"(?:(?:publiee?|parue?|mise? en ligne|datee?|posted|published):? ?)?"
    r"(?:le|du|de|en|on|in|the|am|vom|el)? ?"
)
CLOCK = r"\d{1,2} ?(?:h|:|heures?) ?(?:\d\d)?(?::\d\d(?:\.\d+)?)?(?: ?min)?(?: ?[ap]\.?m\.?)?"
ZONE = r"(?: ?[+-]\d\d:?\d\d)?(?: ?\(?[a-z]{1,5}(?: ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?)?"
AFTER = re.compile(rf"(?:,? ?(?:[-–|·@]|a|at)? ?{CLOCK}{ZONE})?[ .,;]*")


def _same_length_fold() -> dict[int, str]:
    """A table for str.translate: lower case, no accents, plain spaces, each sign one for one."""
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
    printed: list[tuple[int, int, str]] = []
    if not _FIGURE.search(text):  # every form has some, and most of what is typed has none
        return printed
    folded = text.translate(FOLD)
    match = DATE.search(folded)
    while match:
        start, end = match.span()
        try:
            printed.append((start, end, valid(_qualified(match))))
        except ValueError:
            if "," in match[0]:  # « 92, mars 2010 » is no day, and holds a month
                end = start + 1
        match = DATE.search(folded, end)
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


def year_of_two_digits(year: str) -> str:
    """Return the latest year, not past this one, that is printed as two digits: 2004 for "04"."""
    is_of_this_century = 2000 + int(year) <= date.today().year
    return f"20{year}" if is_of_this_century else f"19{year}"


def _read_numbers(match: re.Match) -> str:
    first, second, year = int(match["n1"]), int(match["n2"]), match["ny"]
    if len(year) == 2:
        if match["sep"] == "-":
            raise ValueError(match.group())
        year = year_of_two_digits(year)
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
    part = ORDINALS.get(match["pn"]) or int(match["pn"])
    return f"{match['py']}-{before_first + part}"


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


def as_edtf(typed: str | None) -> str:
    """Return the EDTF of a date typed as EDTF or as printed; "" where it is neither."""
    if not typed:
        return ""
    return valid_or_empty(typed) or parse_french(typed) or ""
