"""What is cited of an editorial, whichever way it is written. Pure functions."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive import arks, dates, text
from archive.models import AuthorKind, Byline, Editorial

COLLECTIVE = {"la", "le", "les", "the"}  # « La rédaction » signs for no person
# What stands before the number of an issue and of a page.
ISSUE_LABEL = re.compile(r"^(?:n[°ºo]|num[ée]ro)\s*(?=\d)", re.IGNORECASE)
# « vol. 3, n° 2 »: the volume, and the number in it.
VOLUME = re.compile(
    r"(?:vol(?:ume)?|tome|t)\b[ .]*(\d+|[ivxlc]+)[ ,;:–-]*(?:n[°ºo]|num[ée]ro)[ .]*(\d.*)",
    re.IGNORECASE,
)
PAGE_LABEL = re.compile(r"^(?:pp?\.?|pages?)\s*(?=\d)", re.IGNORECASE)


class Name(NamedTuple):
    """A name as catalogues file it.

    `given` is empty where there is but one name, or no person: « La rédaction ».
    """

    family: str
    given: str = ""

    def __str__(self):
        if not self.given:
            return self.family
        return f"{self.family}, {self.given}"


@dataclass(frozen=True)
class Reference:
    """What is cited: `date` is EDTF, "" where unknown; `address` is absolute; others may be ""."""

    number: int
    title: str
    authors: Sequence[Name]
    magazine: str
    issn: str
    volume: str  # « 3 » of « vol. 3, n° 2 »
    issue: str  # « 12 », « hors-série »
    pages: str  # « 3 », « 3-5 »
    date: str
    language: str
    abstract: str
    tags: Sequence[str]
    address: str
    accessed: datetime.date
    licence: str = ""  # « CC BY 4.0 — https://… »
    publisher: str = ""  # of the magazine
    paragraph: int = 0  # the number of the paragraph that is cited, if not the whole
    ark: str = ""  # its lasting key
    version: int = 0  # of the text in which that paragraph stands

    @property
    def simple(self) -> tuple[int, ...]:
        """The date in numbers where it is certain, else (): (2001,), (2001, 2), (2001, 2, 12)."""
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", self.date):
            return ()
        parts = tuple(map(int, self.date.split("-")))
        is_season = len(parts) > 1 and parts[1] > 12
        return () if is_season else parts

    @property
    def year(self) -> int | None:
        """The year of the date; None where it may be of several years, or is unknown."""
        years = dates.years(self.date)
        if len(years) != 1:
            return None
        return years[0]


def reference(editorial: Editorial, address: str, accessed: datetime.date) -> Reference:
    """Return what is cited of an editorial whose page is at an absolute address."""
    magazine = editorial.publication
    volume, issue = volume_and_issue(editorial.issue)
    terms = magazine.terms if magazine else None
    return Reference(
        number=editorial.pk,
        title=_line(editorial.heading),
        authors=[name(byline) for byline in editorial.bylines.all()],
        magazine=_line(magazine.name) if magazine else "",
        issn=magazine.issn if magazine else "",
        volume=volume,
        issue=issue,
        pages=PAGE_LABEL.sub("", _line(editorial.page).replace("–", "-")),
        date=editorial.date,
        language=editorial.language,
        abstract=_line(editorial.standfirst),
        tags=[tag.name for tag in editorial.tags.all()],
        address=address,
        accessed=accessed,
        licence=str(terms) if terms else "",
        ark=arks.ark(editorial.pk),
        publisher=_line(magazine.publisher) if magazine else "",
    )


def paragraph_reference(
    editorial: Editorial, address: str, accessed: datetime.date, anchor: str, number: int
) -> Reference:
    """Return what is cited of a paragraph by its anchor, of the text as it is now.

    `number` counts the paragraphs from 1.
    """
    whole = reference(editorial, f"{address}#{anchor}", accessed)
    return replace(whole, paragraph=number, version=editorial.version)


def volume_and_issue(printed: str) -> tuple[str, str]:
    """Return the volume, "" where none is printed, and the number: « vol. 3, n° 2 » is 3 and 2."""
    line = _line(printed)
    in_volume = VOLUME.fullmatch(line)
    if in_volume:
        return in_volume[1], in_volume[2]
    return "", ISSUE_LABEL.sub("", line)


def name(byline: Byline) -> Name:
    """Return a name as catalogues file it: « Claire ABGRALL » is ("Abgrall", "Claire").

    What signs for several is left whole.
    """
    printed = _line(byline.name)
    folded = text.fold(printed)
    is_collective = folded.split(" ")[0] in COLLECTIVE or folded.startswith("l'")
    if is_collective or byline.kind == AuthorKind.OFFICE:
        return Name(printed)
    sorted_name = text.sort_name(printed)
    if byline.author:
        sorted_name = byline.author.sort_name
    family, _comma, given = sorted_name.partition(", ")
    return Name(family, given)


def _line(printed: str) -> str:
    return " ".join(re.split(r"[ \t\r\n\f\v\0]+", printed)).strip()
