"""An editorial as programs cite it: BibTeX, RIS, CSL-JSON. Pure functions.

BibTeX with biblatex's `date`, which is EDTF; RIS as Wikipedia has it,
https://en.wikipedia.org/wiki/RIS_(file_format); CSL-JSON 1.0.2 as
https://github.com/citation-style-language/schema. None says more of a date than is known.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

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
    """Return the date where BibTeX has no field for one of its kind, and the paragraph."""
    parts = []
    if cited.date and not cited.simple:
        parts.append(dates.display(cited.date))
    parts += _passage(cited)
    return ", ".join(parts).translate(LATEX)


def _passage(cited: Reference) -> list[str]:
    """Return which paragraph is cited, if any, and of which version of the text."""
    if not cited.paragraph:
        return []
    return [
        _("paragr. %(number)s") % {"number": cited.paragraph},
        _("version %(number)s") % {"number": cited.version},
    ]


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
        ("N1", ", ".join(_passage(cited))),
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
        # A variable of styles, for which the schema of data has no field.
        "custom": {"license": cited.licence} if cited.licence else {},
        "version": str(cited.version or ""),
        "note": ", ".join(_passage(cited)[:1]),
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
