"""What stands behind the title of a text: its magazine, date, issue and page.

Pure functions.
"""

import re
from typing import NamedTuple

from archive import issues
from archive.crossreferences.masks import A_DATE, A_QUOTE, Masked

_NO_NAME = re.compile(r"[\d/@:;]")
_BEHIND_TITLE = re.compile(
    rf"(?:,? ?\(?(?:(?P<issue>(?:lettre |cahier )?(?:numero|n ?°) ?\d{{1,4}}),? ?)?"
    rf"(?:(?:du |de |d'|en )?(?P<date>{A_DATE}))?(?:,? (?:p\.|pages?) ?(?P<page>\d{{1,4}}))?\)?)"
)
# « Ça sonne » (Décroché, mai 2001), « Ça sonne », *Décroché* n° 10
_IN_MAGAZINE = re.compile(
    rf"(?:,? (?:dans |in )?(?P<italics>{A_QUOTE})"
    rf"|,? ?\((?:in |dans )?(?P<named>{A_QUOTE}|[^()\ue010-\ue013]{{2,60}}?))"
    rf"(?:, ?| \(?)(?=(?:du |de |d'|en )?{A_DATE}|(?:lettre |cahier )?(?:numero|n ?°) ?\d)"
)


class Behind(NamedTuple):
    """What stands behind a title, and where it ends."""

    end: int
    facts: dict[str, str]


def in_magazine(paragraph: Masked, end: int) -> Behind | None:
    """Return in which magazine, issue … the title that ends there stands, if that is told."""
    opening = _IN_MAGAZINE.match(paragraph.signs, end)
    if not opening:
        return None
    group = "italics" if opening["italics"] else "named"
    name = magazine(paragraph, *opening.span(group))
    if not name or (group == "italics" and not _is_quoted(paragraph, end, opening.start(group))):
        return None
    after = behind(paragraph, opening.end())
    return Behind(after.end, {"magazine": name, **after.facts})


def _is_quoted(paragraph: Masked, end: int, start: int) -> bool:
    """True where a title is in quotation marks, and what follows it is not.

    Of two alike the second may be another text's title.
    """
    return paragraph.plain[end - 1] in "»”" and paragraph.plain[start] not in "«“"


def magazine(paragraph: Masked, start: int, end: int) -> str:
    """Return the name that stands there, "" where it is none of a magazine.

    « Nicole Pénicaut, Libération » names one behind its author.
    """
    name = paragraph.title(start, end).rstrip(",").split(", ")[-1]
    is_name = name[:1].isupper() and not _NO_NAME.search(name)
    return name if is_name else ""


def behind(paragraph: Masked, end: int) -> Behind:
    """Return the date, issue and page that stand behind a title or its magazine."""
    match = _BEHIND_TITLE.match(paragraph.signs, end)
    if not match:
        return Behind(end, {})
    issue = issues.slug(match["issue"] or "")
    date = paragraph.dates.get(match.start("date"), "") if match["date"] else ""
    page = (match["page"] or "").lstrip("0") if issue or date else ""
    facts = {"issue": issue, "date": date, "page": page}
    return Behind(match.end(), {name: fact for name, fact in facts.items() if fact})
