"""An editorial as others cite it: ISO 690, APA, BibTeX, RIS, CSL-JSON. Pure functions of a `Reference`.

ISO 690:2021 and APA's 7th edition (in French as the Université de Montréal has it); BibTeX with biblatex's `date`,
which is EDTF; RIS as https://en.wikipedia.org/wiki/RIS_(file_format); CSL-JSON 1.0.2 as
https://github.com/citation-style-language/schema. None says more of a date than is known.
"""

import datetime
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive import dates, text
from archive.models import Byline, Editorial

# Macros that every BibTeX style knows.
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LANGUAGES = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
}
COLLECTIVE = {"la", "le", "les", "the"}  # « La rédaction » signs for no person
LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
    | {
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
    }  # BibTeX counts braces, escaped ones too
)
MOST_IN_APA = 20  # authors that are named; of more, nineteen and the last


class Name(NamedTuple):
    """`given` is empty where there is but one name, or no person: « La rédaction »."""

    family: str
    given: str = ""

    def __str__(self):
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Reference:
    """What is cited. `date` is EDTF, "" where unknown; `address` is absolute; all others may be empty."""

    number: int
    title: str
    authors: Sequence[Name]
    magazine: str
    issn: str
    issue: str  # « 12 », « hors-série »
    pages: str  # « 3 », « 3-5 »
    date: str
    language: str
    abstract: str
    tags: Sequence[str]
    address: str
    accessed: datetime.date

    @property
    def simple(self) -> tuple[int, ...]:
        """(year), (year, month) or (year, month, day) of a date that is certain and one of these; else ()."""
        known = re.fullmatch(r"\d{4}(-\d\d){0,2}", self.date)
        parts = tuple(map(int, self.date.split("-"))) if known else ()
        return parts if len(parts) < 2 or parts[1] <= 12 else ()

    @property
    def year(self) -> int | None:
        """None where it may be of several."""
        years = dates.years(self.date)
        return years[0] if len(years) == 1 else None


def reference(editorial: Editorial, address: str, accessed: datetime.date) -> Reference:
    magazine = editorial.publication
    return Reference(
        number=editorial.pk,
        title=_line(editorial.heading),
        authors=[name(byline) for byline in editorial.bylines.all()],
        magazine=_line(magazine.name) if magazine else "",
        issn=magazine.issn if magazine else "",
        issue=re.sub(
            r"^(?:n[°ºo]|num[ée]ro)\s*(?=\d)", "", _line(editorial.issue), flags=re.IGNORECASE
        ),
        pages=re.sub(
            r"^(?:pp?\.?|pages?)\s*(?=\d)",
            "",
            _line(editorial.page).replace("–", "-"),
            flags=re.IGNORECASE,
        ),
        date=editorial.date,
        language=editorial.language,
        abstract=_line(editorial.standfirst),
        tags=[tag.name for tag in editorial.tags.all()],
        address=address,
        accessed=accessed,
    )


def name(byline: Byline) -> Name:
    """As catalogues file it: « Claire ABGRALL » is ("Abgrall", "Claire"); what signs for several is left whole."""
    printed = _line(byline.name)
    if text.fold(printed).split(" ")[0] in COLLECTIVE or text.fold(printed).startswith("l'"):
        return Name(printed)
    family, _comma, given = (
        byline.author.sort_name if byline.author else text.sort_name(printed)
    ).partition(", ")
    return Name(family, given)


def _line(value: str) -> str:
    return " ".join(re.split(r"[ \t\r\n\f\v\0]+", value)).strip()


# For readers: HTML, the magazine in italics


def iso690(cited: Reference) -> SafeString:
    """« ABGRALL, Claire. La voix. *En ligne* [en ligne]. 12 février 2001, n° 12, p. 3 [consulté le …]. … »"""
    names = [
        str(Name(one.family.upper() if one.given else one.family, one.given))
        for one in cited.authors
    ]
    authors = _all_of(names, _(" et "))
    medium = (
        format_html("<cite>{}</cite> [{}].", cited.magazine, _("en ligne"))
        if cited.magazine
        else ""
    )
    found = [dates.display(cited.date) if cited.date else _("[s. d.]")]
    if cited.issue:
        found.append(
            _("n° %(issue)s") % {"issue": cited.issue} if cited.issue[0].isdigit() else cited.issue
        )
    if cited.pages:
        found.append(_("p. %(pages)s") % {"pages": cited.pages})
    accessed = _("consulté le %(date)s") % {"date": dates.display(cited.accessed.isoformat())}
    parts = [
        *(_ended(part) for part in (authors, cited.title) if part),
        medium,
        f"{', '.join(found)} [{accessed}].",
        f"ISSN {cited.issn}." if cited.issn else "",
        _("Disponible à l’adresse : %(address)s") % {"address": cited.address},
    ]
    return _joined(parts)


def apa(cited: Reference) -> SafeString:
    """« Abgrall, C. (2001, 12 février). La voix [éditorial]. *En ligne*, (12), 3. https://… »"""
    names = [str(Name(one.family, _initials(one.given))) for one in cited.authors]
    if len(names) > MOST_IN_APA:
        authors = ", ".join([*names[: MOST_IN_APA - 1], f"… {names[-1]}"])
    else:
        authors = _all_of(names, pgettext("dernier auteur en APA", " et "))
    when = f"({_year_first(cited)})."
    title = f"{cited.title} [{_('éditorial')}]."
    place = [f"({cited.issue})" if cited.issue else "", cited.pages]
    rest = "".join(f", {part}" for part in place if part)
    magazine = format_html("<cite>{}</cite>{}.", cited.magazine, rest) if cited.magazine else ""
    opening = [_ended(authors), when, title] if authors else [title, when]
    return _joined([*opening, magazine, cited.address])


def _initials(given: str) -> str:
    """« Jean-Noël » is « J.-N. », « Bruno de » « B. de »: what is not a given name stays."""
    words = [
        word if word[:1].islower() else "-".join(f"{part[0]}." for part in word.split("-") if part)
        for word in given.split()
    ]
    return " ".join(words)


def _year_first(cited: Reference) -> str:
    if not cited.date:
        return _("s. d.")
    shown, year = dates.display(cited.date), cited.date[:4]
    rest = shown.removesuffix(f" {year}")
    return (
        f"{year}, {rest}"
        if rest != shown and cited.date[4:5] == "-" and cited.date[-1].isdigit()
        else shown
    )


def _all_of(names: Sequence[str], last: str) -> str:
    return last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".?!…" else f"{sentence}."


def _joined(parts: Sequence[str]) -> SafeString:
    spaced = [format_html("{} ", part) for part in parts[:-1] if part]
    return SafeString("".join([*spaced, format_html("{}", parts[-1])]))


# For programs


def bibtex(cited: Reference) -> str:
    fields = {
        "author": " and ".join(_bibtex_name(one) for one in cited.authors),
        "title": f"{{{cited.title.translate(LATEX)}}}",
        "journal": cited.magazine.translate(LATEX),
        "date": cited.date,
        "year": str(cited.year or ""),
        "month": MONTHS[cited.simple[1] - 1] if len(cited.simple) > 1 else "",
        "note": ""
        if cited.simple or not cited.date
        else dates.display(cited.date).translate(LATEX),
        "number": cited.issue.translate(LATEX),
        "pages": cited.pages.replace("-", "--").translate(LATEX),
        "issn": cited.issn,
        "langid": LANGUAGES.get(cited.language[:2], ""),
        "keywords": ", ".join(cited.tags).translate(LATEX),
        "url": cited.address,
        "urldate": cited.accessed.isoformat(),
    }
    width = max(map(len, fields))
    lines = [
        f"  {key:{width}} = {value if key == 'month' else f'{{{value}}}'}"
        for key, value in fields.items()
        if value
    ]
    return "\n".join([f"@article{{{_key(cited)},", ",\n".join(lines), "}", ""])


def _bibtex_name(one: Name) -> str:
    written = str(one).translate(LATEX)
    return written if one.given else f"{{{written}}}"


def _key(cited: Reference) -> str:
    """« abgrall2001voix12 »: told by a person, kept apart by the number."""
    family = text.slug(cited.authors[0].family) if cited.authors else ""
    word = max(text.slug(cited.title).split("-"), key=len)
    return f"{family}{cited.year or ''}{word}{cited.number}".replace("-", "")


def ris(cited: Reference) -> str:
    start, _dash, end = cited.pages.partition("-")
    lines = [
        ("TY", "MGZN"),
        *(("AU", str(one)) for one in cited.authors),
        ("TI", cited.title),
        ("T2", cited.magazine),
        ("PY", str(cited.year or "")),
        ("DA", _ris_date(cited)),
        ("IS", cited.issue),
        ("SP", start.strip()),
        ("EP", end.strip()),
        ("SN", cited.issn),
        ("LA", cited.language),
        ("AB", cited.abstract),
        *(("KW", tag) for tag in cited.tags),
        ("UR", cited.address),
        ("Y2", cited.accessed.strftime("%Y/%m/%d/")),
        ("DB", settings.SITE_NAME),
    ]
    written = [f"{tag}  - {value}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def _ris_date(cited: Reference) -> str:
    """« 2001/02/12/ », « 2001/02// »; « 2004///printemps 2004 » where it is no day, month or year."""
    if not cited.date:
        return ""
    if not cited.simple:
        return f"{cited.year or ''}///{dates.display(cited.date)}"
    year, month, day = (*cited.simple, 0, 0)[:3]
    return f"{year:04}/{month or '':{'02' if month else ''}}/{day or '':{'02' if day else ''}}/"


def csl(cited: Reference) -> dict:
    """One item of CSL-JSON."""
    item = {
        "id": _key(cited),
        "type": "article-magazine",
        "genre": _("éditorial"),
        "title": cited.title,
        "author": [
            {"family": one.family, "given": one.given} if one.given else {"literal": one.family}
            for one in cited.authors
        ],
        "container-title": cited.magazine,
        "issue": cited.issue,
        "page": cited.pages,
        "issued": _csl_date(cited),
        "ISSN": cited.issn,
        "language": cited.language,
        "abstract": cited.abstract,
        "keyword": ", ".join(cited.tags),
        "URL": cited.address,
        "accessed": {"date-parts": [list(cited.accessed.timetuple()[:3])]},
        "source": settings.SITE_NAME,
    }
    return {key: value for key, value in item.items() if value}


def _csl_date(cited: Reference) -> dict:
    if not cited.date:
        return {}
    if cited.simple:
        return {"date-parts": [list(cited.simple)]}
    if season := re.fullmatch(r"(\d{4})-2([1-4])", cited.date):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    bare = re.sub(r"[?~%]", "", cited.date)
    ends = bare.split("/")
    if not all(re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", end) for end in ends):
        return {"literal": dates.display(cited.date)}
    parts = [[int(part) for part in end.split("-")] for end in ends]
    return {"date-parts": parts, "circa": True} if bare != cited.date else {"date-parts": parts}


# By the end of their addresses


class Format(NamedTuple):
    name: str
    media_type: str
    write: Callable[[Reference], str]


def _as_json(cited: Reference) -> str:
    return json.dumps([csl(cited)], ensure_ascii=False, indent=2) + "\n"


FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", _as_json),
}
