"""Times as people ask for them (« avant 1995 », « entre 1998 et 2002 », « années 90 ») to EDTF.

Pure functions. A page prints a date; who searches also asks for open and for rough times.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import starmap
from typing import NamedTuple

from archive import dates
from archive.printed_dates import FOLD, find_french


class Mention(NamedTuple):
    """A time that a text names, from `start` to `end`, as EDTF."""

    start: int
    end: int
    edtf: str


# Decades in words, the longer ones before those that begin them, and their EDTF.
DECADES = {
    "quatre[- ]vingts?[- ]dix|nonante": "199X",
    "quatre[- ]vingts?|huitante|octante": "198X",
    "soixante[- ]dix|septante": "197X",
    "soixante": "196X",
    "cinquante": "195X",
    "quarante": "194X",
    "trente": "193X",
    "vingt": "192X",
    "deux[- ]mille[- ]vingt": "202X",
    "deux[- ]mille[- ]dix": "201X",
    "deux[- ]mille": "200X",
}
ENGLISH = {"nineties": "199X", "eighties": "198X", "seventies": "197X", "sixties": "196X"}
DAY = timedelta(days=1)
WORDED = re.compile(
    r"(?<![\w-])(?:(?:les )?annees (?:"
    + "|".join(f"(?P<d{number}>{words})" for number, words in enumerate(DECADES))
    + rf")|(?:the )?(?P<english>{'|'.join(ENGLISH)})|decennie (?P<decade>(?:1[4-9]|20)\d0)"
    + r"|(?:the )?(?<![\d'])'?(?P<short>[2-9]0)'?s)(?![\w-])"
)
_THE = r"(?: (?:le|la|l'|les|the|en|l'an|l'annee))? ?"
# What stands before a date and opens it to one side, or says the part of it.
SINCE = re.compile(rf"(?<![\w-])(?:depuis|des|a partir d[eu']s?|a compter d[eu']|since){_THE}$")
AFTER = re.compile(rf"(?<![\w-])(?:apres|after|posterieurs? a|au[- ]dela de){_THE}$")
UNTIL = re.compile(rf"(?<![\w-])(?:jusqu'(?:en|a|au|aux)|until|till|up to){_THE}$")
BEFORE = re.compile(rf"(?<![\w-])(?:avant|before|anterieurs? a){_THE}$")
PART = re.compile(
    r"(?<![\w-])(?:(?P<start>debut|early)|(?P<middle>milieu|mi|mid)|(?P<end>fin|late))"
    r"[ -]?(?:de |des |du |d'|of )?(?:la |les |l'|the )?(?:annees )?$"
)
BETWEEN = re.compile(r"(?<![\w-])(?:entre|de|du|des|d'|between|from)(?: (?:le|les|l'annee))? ?$")
AND = re.compile(r" ?(?:et|and|&) ?(?:le |les )?")
TO = re.compile(
    r" ?(?:-|–|—|a|au|aux|to|till|jusqu'(?:en|a|au|aux))(?:(?<=[-–—]) ?| )(?:le |les )?"
)
# First and last month of the parts of a year, first and last year of those of a decade.
MONTHS = {"start": ("01", "04"), "middle": ("05", "08"), "end": ("09", "12")}
YEARS = {"start": ("0", "3"), "middle": ("3", "6"), "end": ("6", "9")}


def find(text: str) -> list[Mention]:
    """Return the times that a text asks for, in their order.

    « avant 1995 » is "../1994-12-31", « fin 1999 » is "1999-09/1999-12". A bare year is a time.
    """
    folded = text.translate(FOLD)
    times = []
    left = _printed(text, folded)
    while left:
        time = left.pop(0)
        if left and (span := _span(folded, time, left[0])):
            del left[0]
            times.append(span)
        else:
            times.append(_opened(folded, _part(folded, time)))
    return times


def ends(edtf: str) -> tuple[str, str]:
    """Return the two EDTF dates that a time lies between, "" for an open end."""
    since, slash, until = edtf.partition("/")
    if not slash:
        return edtf, edtf
    return since.strip("."), until.strip(".")  # an open end is ".." or nothing


def _printed(text: str, folded: str) -> list[Mention]:
    """The dates as pages print them, and decades in words."""
    times = list(_worded(folded))
    covered: set[int] = set()
    for time in times:
        covered.update(range(time.start, time.end))
    for time in starmap(Mention, find_french(text)):
        if time.start not in covered:
            times.append(time)
    return sorted(times)


def _worded(folded: str) -> Iterator[Mention]:
    for match in WORDED.finditer(folded):
        name = match.lastgroup or ""
        if name == "english":
            edtf = ENGLISH[match[name]]
        elif name == "decade":
            edtf = match[name][:3] + "X"
        elif name == "short":
            century = "20" if match[name] < "30" else "19"
            edtf = f"{century}{match[name][0]}X"
        else:
            edtf = list(DECADES.values())[int(name[1:])]
        yield Mention(match.start(), match.end(), edtf)


def _span(folded: str, first: Mention, last: Mention) -> Mention | None:
    """The time from one date to the next, where the text says so; None where it does not."""
    between = folded[first.end : last.start]
    before = BETWEEN.search(folded, 0, first.start)
    if not (TO.fullmatch(between) or (before and AND.fullmatch(between))):
        return None
    since, until = ends(first.edtf)[0], ends(last.edtf)[1]
    edtf = dates.valid_or_empty(f"{since}/{until}")
    if not edtf or not since or not until:
        return None
    start = before.start() if before else first.start
    return Mention(start, last.end, edtf)


def _part(folded: str, time: Mention) -> Mention:
    """« fin 1999 » and « début des années 90 » as the part that they are."""
    start, end, edtf = time
    year = re.search(r"(?:1[4-9]|20)\d\d|\d0", folded[start:end])
    opening = start
    if year:
        opening += year.start()
    match = PART.search(folded, 0, start)
    if match is None and len(edtf) == 4:
        match = PART.search(folded, start, opening)  # the date's own pattern took it
    if match is None or len(edtf) != 4:
        return time
    name = match.lastgroup or ""
    if edtf.endswith("X"):
        first, last = YEARS[name]
        return Mention(match.start(), end, f"{edtf[:3]}{first}/{edtf[:3]}{last}")
    first, last = MONTHS[name]
    return Mention(match.start(), end, f"{edtf}-{first}/{edtf}-{last}")


def _opened(folded: str, time: Mention) -> Mention:
    """« depuis 2010 » is open to the future, « avant 1995 » to the past."""
    start, end, edtf = time
    earliest, latest = dates.bounds(edtf)
    if not earliest or not latest:
        return time
    is_of_years = latest.month == 12 and earliest.month == earliest.day == 1
    for pattern, opened in (
        (SINCE, f"{_named(earliest, is_of_years)}/.."),
        (UNTIL, f"../{_named(latest, is_of_years)}"),
        (AFTER, f"{_named(latest + DAY, is_of_years)}/.."),
        (BEFORE, f"../{_named(earliest - DAY, is_of_years)}"),
    ):
        if match := pattern.search(folded, 0, start):
            return Mention(match.start(), end, opened)
    return time


def _named(day: date, is_of_years: bool) -> str:
    """A day, or its year alone where the time that it bounds is of whole years."""
    return f"{day.year:04}" if is_of_years else day.isoformat()
