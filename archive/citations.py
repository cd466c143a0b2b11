"""An editorial as others cite it: ISO 690, APA, BibTeX, RIS, CSL-JSON. Pure functions.

ISO 690:2021 and APA's 7th edition (in French as the Université de Montréal has it); BibTeX with
biblatex's `date`, which is EDTF; RIS as https://en.wikipedia.org/wiki/RIS_(file_format); CSL-JSON
1.0.2 as https://github.com/citation-style-language/schema. None says more of a date than is known.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive import dates, text
from archive.references import Name, Reference

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
LATEX = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        # BibTeX counts braces, escaped ones too.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
    }
)
MOST_IN_APA = 20  # authors that are named; of more, nineteen and the last


# For readers: HTML, the magazine in italics


def iso690(cited: Reference) -> SafeString:
    """Return the editorial as ISO 690 has it cited, as HTML.

    « ABGRALL, Claire. La voix. *En ligne* [en ligne]. 12 février 2001 [consulté le …]. »
    """
    parts = [_ended(_iso_authors(cited)), *_iso_titles(cited)]
    accessed = _("consulté le %(date)s") % {"date": dates.display(cited.accessed.isoformat())}
    parts.append(f"{_iso_place(cited)} [{accessed}].")
    if cited.issn:
        parts.append(f"ISSN {cited.issn}.")
    parts.append(_("Disponible à l’adresse : %(address)s") % {"address": cited.address})
    return _joined(parts)


def _iso_authors(cited: Reference) -> str:
    names = []
    for author in cited.authors:
        family = author.family.upper() if author.given else author.family
        names.append(str(Name(family, author.given)))
    return text.enumeration(names, _(" et "))


def _iso_titles(cited: Reference) -> list[str]:
    """Return the title and the magazine; the medium stands behind the last of them."""
    medium = _("en ligne")
    if not cited.magazine:
        return [f"{cited.title} [{medium}]."]
    return [_ended(cited.title), format_html("<cite>{}</cite> [{}].", cited.magazine, medium)]


def _iso_place(cited: Reference) -> str:
    """Return when and where in its magazine it appeared: « 12 février 2001, n° 12, p. 3 »"""
    parts = [dates.display(cited.date) if cited.date else _("[s. d.]")]
    if cited.volume:
        parts.append(_("vol. %(volume)s") % {"volume": cited.volume})
    if cited.issue[:1].isdigit():
        parts.append(_("n° %(issue)s") % {"issue": cited.issue})
    elif cited.issue:
        parts.append(cited.issue)
    if cited.pages:
        parts.append(_("p. %(pages)s") % {"pages": cited.pages})
    return ", ".join(parts)


def apa(cited: Reference) -> SafeString:
    """Return the editorial as the APA has it cited, as HTML.

    « Abgrall, C. (2001, 12 février). La voix [éditorial]. *En ligne*, (12), 3. https://… »
    """
    authors = _apa_authors(cited)
    when = f"({_year_first(cited)})."
    title = f"{cited.title} [{_('éditorial')}]."
    opening = [_ended(authors), when, title] if authors else [title, when]
    return _joined([*opening, _apa_magazine(cited), cited.address])


def _apa_authors(cited: Reference) -> str:
    names = [str(Name(author.family, _initials(author.given))) for author in cited.authors]
    if len(names) > MOST_IN_APA:
        return ", ".join([*names[: MOST_IN_APA - 1], f"… {names[-1]}"])
    return text.enumeration(names, pgettext("dernier auteur en APA", " et "))


def _apa_magazine(cited: Reference) -> str:
    if not cited.magazine:
        return ""
    place = ""
    if cited.volume:
        place += f", {cited.volume}({cited.issue})"
    elif cited.issue:
        place += f", ({cited.issue})"
    if cited.pages:
        place += f", {cited.pages}"
    return format_html("<cite>{}</cite>{}.", cited.magazine, place)


def _initials(given: str) -> str:
    """Return the initials of given names: « J.-N. » of « Jean-Noël », « B. de » of « Bruno de ».

    What is not a given name stays.
    """
    words = []
    for word in given.split():
        if not word[:1].islower():
            parts = filter(None, word.split("-"))
            word = "-".join(f"{part[0]}." for part in parts)
        words.append(word)
    return " ".join(words)


def _year_first(cited: Reference) -> str:
    """Return the date with its year first: « 2001, 12 février ».

    It is as it is displayed where its year does not stand at its end.
    """
    if not cited.date:
        return _("s. d.")
    displayed = dates.display(cited.date)
    year = cited.date[:4]
    before_year = displayed.removesuffix(f" {year}")
    ends_with_year = before_year != displayed
    is_plain = cited.date[4:5] == "-" and cited.date[-1].isdigit()
    if ends_with_year and is_plain:
        return f"{year}, {before_year}"
    return displayed


def _ended(sentence: str) -> str:
    if not sentence or sentence[-1] in ".?!…":
        return sentence
    return f"{sentence}."


def _joined(parts: Sequence[str]) -> SafeString:
    spaced = [format_html("{} ", part) for part in parts[:-1] if part]
    return SafeString("".join([*spaced, format_html("{}", parts[-1])]))


# For programs


def bibtex(cited: Reference) -> str:
    """Return an entry of BibTeX, with a line end."""
    fields = {
        "author": " and ".join(map(_bibtex_name, cited.authors)),
        "title": f"{{{cited.title.translate(LATEX)}}}",
        "journal": cited.magazine.translate(LATEX),
        "date": cited.date,
        "year": str(cited.year or ""),
        "month": MONTHS[cited.simple[1] - 1] if len(cited.simple) > 1 else "",
        "note": _bibtex_note(cited),
        "volume": cited.volume,
        "number": cited.issue.translate(LATEX),
        "pages": cited.pages.replace("-", "--").translate(LATEX),
        "issn": cited.issn,
        "rights": cited.licence.translate(LATEX),
        "langid": LANGUAGES.get(cited.language[:2], ""),
        "keywords": ", ".join(cited.tags).translate(LATEX),
        "url": cited.address,
        "urldate": cited.accessed.isoformat(),
    }
    width = max(map(len, fields))
    lines = []
    for field, content in fields.items():
        if content:
            quoted = content if field == "month" else f"{{{content}}}"
            lines.append(f"  {field:{width}} = {quoted}")
    return "\n".join([f"@article{{{_key(cited)},", ",\n".join(lines), "}", ""])


def _bibtex_name(author: Name) -> str:
    written = str(author).translate(LATEX)
    if author.given:
        return written
    return f"{{{written}}}"


def _bibtex_note(cited: Reference) -> str:
    """Return the date where BibTeX has no field for one of its kind, else ""."""
    if cited.simple or not cited.date:
        return ""
    return dates.display(cited.date).translate(LATEX)


def _key(cited: Reference) -> str:
    """Return the key of an entry: « abgrall2001voix12 ».

    A person can tell what it is of, and the number keeps it apart from others.
    """
    family = text.slug(cited.authors[0].family) if cited.authors else ""
    word = max(text.slug(cited.title).split("-"), key=len)
    return f"{family}{cited.year or ''}{word}{cited.number}".replace("-", "")


def ris(cited: Reference) -> str:
    """Return a record of RIS, its lines ended as RIS asks."""
    start, _dash, end = cited.pages.partition("-")
    lines = [
        ("TY", "MGZN"),
        *(("AU", str(author)) for author in cited.authors),
        ("TI", cited.title),
        ("T2", cited.magazine),
        ("PY", str(cited.year or "")),
        ("DA", _ris_date(cited)),
        ("VL", cited.volume),
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
        ("N1", cited.licence),
    ]
    written = [f"{field}  - {content}" for field, content in lines if content]
    return "\r\n".join([*written, "ER  - ", ""])


def _ris_date(cited: Reference) -> str:
    """Return the date as RIS has it: « 2001/02/12/ », « 2001/02// », « 2004///printemps 2004 »."""
    if not cited.date:
        return ""
    if not cited.simple:
        return f"{cited.year or ''}///{dates.display(cited.date)}"
    year, *within = cited.simple
    month, day = ([f"{number:02}" for number in within] + ["", ""])[:2]
    return f"{year:04}/{month}/{day}/"


def csl(cited: Reference) -> dict:
    """Return one item of CSL-JSON, without what is not known."""
    fields = {
        "id": _key(cited),
        "type": "article-magazine",
        "genre": _("éditorial"),
        "title": cited.title,
        "author": list(map(_csl_name, cited.authors)),
        "container-title": cited.magazine,
        "volume": cited.volume,
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
        "license": cited.licence,
    }
    return {field: content for field, content in fields.items() if content}


def _csl_name(author: Name) -> dict:
    if author.given:
        return {"family": author.family, "given": author.given}
    return {"literal": author.family}


def _csl_date(cited: Reference) -> dict:
    if not cited.date:
        return {}
    if cited.simple:
        return {"date-parts": [list(cited.simple)]}
    if season := re.fullmatch(r"(\d{4})-2([1-4])", cited.date):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    bare = re.sub(r"[?~%]", "", cited.date)
    parts = []
    for end in bare.split("/"):
        if not re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", end):
            return {"literal": dates.display(cited.date)}
        parts.append(list(map(int, end.split("-"))))
    if bare != cited.date:
        return {"date-parts": parts, "circa": True}
    return {"date-parts": parts}


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
