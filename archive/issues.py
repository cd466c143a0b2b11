"""Issues and pages as magazines print them, in one form for comparing. Pure functions.

« N° 36 », « 036 » and « numéro 36 » are "36", « hors-série Formation » is "hors-serie-formation".
"""

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from django.utils.translation import gettext

from archive.printed_dates import FOLD, parse_french
from archive.text import slug as slug_of

# Words in the names of issues that their addresses write without accents.
_ACCENTED = {
    "ete": "été",
    "fevrier": "février",
    "aout": "août",
    "decembre": "décembre",
    "numero": "numéro",
    "special": "spécial",
    "speciale": "spéciale",
    "supplement": "supplément",
    "annee": "année",
    "tire": "tiré",
    "a": "à",
}
LONGEST_RUN = 12  # issues that one may stand for: « 36-37 » is two, « 2001-2015 » is no run
LONGEST_PAGES = 100  # pages from the first to the last of an article
MOST_TITLE_WORDS = 3  # behind « hors-série »: « hors-série printemps 2012 »

_NUMBER_WORD = re.compile(
    r"(?<!\w)(?:n ?°|(?:nos?|nr|n|num|numeros?|issues?|numbers?)(?![a-z]))[ .°]*(?=\d)|#(?=\d)|n ?°"
)
_AND = re.compile(r"(?<=\d) ?(?:et|a|and|&|/|-|–|—) ?(?=\d)")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_PAGE_WORD = re.compile(r"(?<!\w)(?:pages?|pp?)[ .]*(?=[\divxlc])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER_SIGN = re.compile(r"(n[°º]s?) (?=\d)", re.IGNORECASE)
# Nothing but a number, or two: « 36 », « 36-37 », « 36 bis ».
_BARE = re.compile(r"(\d{1,4}(?:-\d{1,4})?)(?: ?(bis|ter))?")
_PLAIN = re.compile(r"\d{1,4}(?:-\d{1,4})?(?:-(?:bis|ter))?")  # the slug of such
_ROMAN = re.compile(r"[ivxlc]+(?:-[ivxlc]+)?")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
FOUR_FIGURES = 1000
LONGEST_RANK = 200  # characters
WIDTH = 8  # digits to which numbers are filled up, to be in order as texts
DATED = "date"  # the numbering of issues that bear a date in the place of a number
# Issues beside the numbered ones, by which all of their kind are found.
KINDS = ("hors-serie", "supplement", "numero-special", "special", "tire-a-part")
ISSUE_NUMBER = r"\d{1,4}(?: ?[-/] ?\d{1,4})?(?: (?:bis|ter)\b)?(?![\w,]|[./-]\d| \d\d\b)"
# What tells that a number is an issue's.
TYPED = re.compile(
    rf"(?<![\w-])(?:(?:lettre|newsletter|cahier|livraison|bulletin) ?(?:n ?°|no\.?|numero)?"
    rf" ?(?:{ISSUE_NUMBER})"
    rf"|(?:n ?°s?|nos?\.?|nr\.?|num\.?|numeros?|issues?|#) ?(?:{ISSUE_NUMBER})"
    r"|(?P<kind>hors[- ]series?|numero special|supplements?|tire a part)(?![\w-]))"
)


class Place(NamedTuple):
    """Where an issue stands in its magazine: in which numbering, and in which place of that."""

    numbering: str  # "" of the numbered issues, « hors-serie », « vol »
    rank: str  # in order as texts are


class Mention(NamedTuple):
    """An issue that a text names, from `start` to `end`, as the `slug` that it would have."""

    start: int
    end: int
    slug: str


def slug(printed: str) -> str:
    """Return an issue as an address has it, "" for an empty one: « lettre n° 54 », "lettre-54"."""
    folded = _NUMBER_WORD.sub("", _same(printed))
    return _slug(_ZEROS.sub("", _AND.sub("-", folded)))


def name(printed: str) -> str:
    """Return what an issue is called: « n° 36 » of "N°036" and of "36", others as printed."""
    line = " ".join(printed.split())
    bare = _BARE.fullmatch(_AND.sub("-", _NUMBER_WORD.sub("", _same(line)).strip()))
    if not bare or _YEAR.match(bare[1]):
        return _NUMBER_SIGN.sub("\\1\N{NO-BREAK SPACE}", line)
    number = _ZEROS.sub("", bare[1])
    named = gettext("n° %(number)s") % {"number": number}
    return f"{named} {bare[2]}" if bare[2] else named


def name_of(slug: str) -> str:
    """Return what an issue that the archive does not know is called, by its slug.

    « n° 36 » for `36`, « hors-série printemps 2012 » for `hors-serie-printemps-2012`.
    """
    words = slug.replace("hors-serie", "hors_série").split("-")
    if not words[0].isdecimal():
        return " ".join(_ACCENTED.get(word, word) for word in words).replace("_", "-")
    numbers = list(takewhile(str.isdecimal, words))
    named = gettext("n° %(number)s") % {"number": "-".join(numbers)}
    return " ".join([named, *words[len(numbers) :]])


def address(magazine: str, printed: str) -> str:
    """Return an issue with its magazine's slug before it: "decroche/36"; "" without either."""
    issue = slug(printed)
    return f"{magazine}/{issue}" if magazine and issue else ""


def parted(address: str) -> tuple[str, str]:
    """Return the magazine's slug and the issue's of an `address`."""
    magazine, _slash, issue = address.partition("/")
    return magazine, issue


def keys(printed: str) -> list[str]:
    """Return all that a printed issue is found by: its slug, its numbers, its kind.

    « lettre n° 54 » is found by "lettre-54" and "54", « 36-37 » by "36-37", "36" and "37".
    """
    whole = slug(printed)
    if not whole:
        return []
    found_by = [whole]
    for kind in KINDS:
        if f"-{kind}-" in f"-{whole}-":
            found_by.append(kind)
    found_by += _numbers(whole, LONGEST_RUN)
    return list(dict.fromkeys(found_by))


def page_slug(printed: str) -> str:
    """Return a page, or the pages of an article, for comparing: « pp. 20-22 » is "20-22"."""
    return _slug(_ZEROS.sub("", _AND.sub("-", _PAGE_WORD.sub("", _same(printed)))))


def page_name(printed: str) -> str:
    """Return what a page is called: « p. 20–22 » of "20-22"; others as printed, "" for none."""
    line = " ".join(printed.split())
    pages = page_slug(line)
    if not re.fullmatch(r"(?:\d+|[ivxlc]+)(?:-(?:\d+|[ivxlc]+))*", pages):
        return line
    return gettext("p. %(pages)s") % {"pages": pages.replace("-", "–")}


def page_keys(printed: str) -> list[str]:
    """Return all that a printed page is found by: « 20-22 » by "20-22", "20", "21" and "22"."""
    whole = page_slug(printed)
    if not whole:
        return []
    return list(dict.fromkeys([whole, *_numbers(whole, LONGEST_PAGES)]))


def mentions(text: str) -> list[Mention]:
    """Return the issues that a typed text may name, in their order, longer readings first.

    « hors-série formation » may be that issue, or any that is a « hors-série ».
    """
    folded = text.translate(FOLD)
    readings: list[Mention] = []
    for match in TYPED.finditer(folded):
        start, end = match.span()
        if match["kind"]:
            for longer in reversed(_ends(folded, end)):
                readings.append(Mention(start, longer, slug(text[start:longer])))
            readings.append(Mention(start, end, slug(text[start:end]).rstrip("s")))
            continue
        issue = slug(text[start:end])
        # « dernier numéro 2018 » speaks of a year.
        if not _YEAR.fullmatch(issue) or "°" in match[0]:
            readings.append(Mention(start, end, issue))
    return readings


def sought(field: str, typed: str) -> str:
    """Return what `keys` or `page_keys` must have for a typed "issue" or "page"."""
    return page_slug(typed) if field == "page" else slug(typed)


def number(issue: str) -> str:
    """Return the last number of an issue's slug, "" where it has none: of "lettre-54", "54"."""
    numbers = re.findall(r"\d+", issue)
    return numbers[-1] if numbers else ""


def place(issue: str) -> Place:
    """Return where an issue of this slug stands: « hors-serie-2 » behind « hors-serie-1 »."""
    if date := date_of(issue):
        return Place(DATED, date)
    if not re.search(r"\d|[a-z]", issue):
        return Place("", issue)
    for kind in KINDS:
        if issue == kind or issue.startswith(f"{kind}-"):
            return Place(kind, _rank(issue.removeprefix(kind).strip("-")))
    if is_plain(issue):
        return Place("", _rank(issue))
    words = [word for word in issue.split("-") if not word.isdecimal()]
    return Place("-".join(words), _rank("-".join(re.findall(r"\d+", issue))))


def date_of(issue: str) -> str:
    """Return the date that an issue bears as its number, in EDTF: of « mai-2004 », 2004-05.

    "" where it bears another number, or none.
    """
    if not re.search("[a-z]", issue):
        return ""
    return parse_french(issue.replace("-", " ")) or ""


def is_plain(issue: str) -> bool:
    """Return True for the slug of a numbered issue: "36", "36-37", "36-bis"."""
    return bool(_PLAIN.fullmatch(issue))


def covered(slugs: Iterable[str]) -> set[int]:
    """Return the numbers of the numbered issues among these: « 36-37 » is 36 and 37.

    A year is no number but in a magazine that has come so far.
    """
    numbers: set[int] = set()
    years: set[int] = set()
    for issue in slugs:
        if not is_plain(issue):
            continue
        if _YEAR.search(issue):
            years.add(int(re.findall(r"\d+", issue)[0]))
        elif issue.isdecimal():
            numbers.add(int(issue))
        else:
            numbers.update(map(int, _numbers(issue, LONGEST_RUN)))
    has_come_so_far = any(number >= FOUR_FIGURES for number in numbers)
    return numbers | years if has_come_so_far else numbers


def page_place(printed: str) -> tuple[int, int]:
    """Return where a page stands in its issue: Roman numbers before others, none at the end."""
    pages = page_slug(printed)
    if _ROMAN.fullmatch(pages):
        return 0, _of_roman(pages.partition("-")[0])
    figures = re.search(r"\d+", pages)
    return (1, int(figures[0])) if figures else (2, 0)


def _of_roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    total = 0
    for digit, following in zip(values, [*values[1:], 0], strict=True):
        total += -digit if digit < following else digit
    return total


def _rank(words: str) -> str:
    """Return what orders issues of one numbering: years, their numbers, then their words."""
    parts = words.split("-")
    numbers = [part for part in parts if part.isdecimal()]
    numbers.sort(key=lambda number: not _YEAR.fullmatch(number))  # « n° 1 (2004) »
    filled = [number.rjust(WIDTH, "0") for number in numbers]
    return "-".join([*filled, *(part for part in parts if not part.isdecimal())])[:LONGEST_RANK]


def _same(printed: str) -> str:
    return " ".join(printed.replace("№", "n°").translate(FOLD).split())


def _slug(folded: str) -> str:
    if not re.search(r"[a-z0-9]", folded):  # « 特集 » is one, « … » is none
        return "-".join(re.findall(r"\w+", folded))
    return slug_of(folded)


def _ends(folded: str, end: int) -> list[int]:
    """Where each of the few words behind a place ends."""
    ends = []
    for word in re.compile(r"[ «»\"]*[^\s«»\"]+").finditer(folded, end):
        ends.append(word.end())
        if len(ends) == MOST_TITLE_WORDS:
            break
    return ends


def _numbers(whole: str, longest: int) -> list[str]:
    """The numbers in a slug, those between two of a run as well; no year of a named issue."""
    is_named = bool(re.search(r"[a-z]", whole))
    numbers = []
    for digits in re.findall(r"\d+", whole):
        if not (is_named and _YEAR.fullmatch(digits)):
            numbers.append(digits)
    run = re.search(r"(?<![\w])(\d{1,4})-(\d{1,4})(?!\d)", whole)
    if run and 0 < int(run[2]) - int(run[1]) < longest:
        numbers += map(str, range(int(run[1]), int(run[2]) + 1))
    return numbers
