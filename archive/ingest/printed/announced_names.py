"""The names that a label announces, and where they end."""

import re

from archive import offices, printed_dates
from archive.ingest.printed import names
from archive.ingest.printed.label_words import until_separator
from archive.ingest.records import Printed
from archive.text import fold

# What ends a name where no sign does: « Marta Jary for Daily Mail », « Dave Epstein Globe Staff ».
OFFICE_WORDS = names.BODIES | names.ROLES | {"for", "pour", "globe"}
# « Par notre collaborateur Ada Nord »
OURS = re.compile(r"^(?:[Nn]otre|[Nn]os|[Vv]otre) (?:[a-zà-ÿ]+ ){1,3}(?=[A-ZÀ-Þ])")


def bylines_before(text: str) -> tuple[list[Printed], str]:
    """Return the bylines with which a text opens, and what stands behind them."""
    text = OURS.sub("", text)
    # « Par François Rouffiac 1 mars 2005 »
    days = printed_dates.find_french(text)
    if days:
        start = days[0][0]
        bylines = names.printed(text[:start], is_announced=True)
        if bylines:
            return bylines, text[start:]
    # « X (avec Y et Z) » is one list of names.
    bylines = names.printed(re.sub(r"[()]", ", ", text), is_announced=True)
    if bylines:
        return bylines, ""
    bylines = _names_and_office(text)
    if bylines:
        return bylines, ""
    head, behind = until_separator(text)
    bylines = names.printed(head, is_announced=True)
    if bylines:
        return bylines, behind
    return _names_before_office(text), behind


def _names_and_office(text: str) -> list[Printed]:
    """Return the names and the office of « X and Y The Canadian Press », no sign between them."""
    words = text.split()
    for cut in range(len(words) - 1, 1, -1):
        office = " ".join(words[cut:])
        if not offices.is_office(office) or words[cut - 1].strip(",;") != words[cut - 1]:
            continue
        bylines = names.printed(" ".join(words[:cut]), is_announced=True)
        shorter = " ".join(words[cut - 1 :])
        if bylines and not offices.is_office(shorter):
            return [*bylines, Printed(office)]
    return []


def _names_before_office(text: str) -> list[Printed]:
    """Return the names before a place, an office or a role: « X, Zürich », « X Globe Staff »."""
    before, comma, office = text.partition(",")
    if comma and len(office.split()) <= 4:
        text = before
    bylines = names.printed(text, is_announced=True)
    if bylines:
        return bylines
    words = text.split()
    for cut in range(2, min(4, len(words) - 1) + 1):
        if fold(words[cut]).strip(".,") in OFFICE_WORDS:
            return names.printed(" ".join(words[:cut]), is_announced=True)
    return []
