"""Whether capitalised words name a place: by a list, or by what leads to it."""

import re

from archive.naming.firm_names import FIRMS
from archive.naming.given_names import GIVEN
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER
from archive.naming.place_names import DOUBTFUL_PLACES, PLACES, TOWNS
from archive.naming.runs import Run
from archive.naming.words import AT, BEFORE_PLACE, DEFINITE, NO_SURNAME, NOT_OF_PLACE

_OF = frozenset(("de", "d’", "du", "des", "la", "l’", "le"))
_INTO = frozenset(("dans", "de", "vers"))
ARTICLES = frozenset(("la", "le", "les", "un", "une", "des", "cette", "ce"))
# Names that nothing but places have: « Vitry-sur-Seine ».
COMPOUND = re.compile(r"[A-ZÀ-Ý]\w+(?:-\w+)*-(?:sur|sous|lès|lez|en)-(?:[\w’]+-)*[A-ZÀ-Ý]\w+$")
SAINT = re.compile(r"Sainte?-[A-ZÀ-Ý]\w+(?:-[\w’]+)*$")
DIRECTIONS = frozenset(("Nord", "Sud", "Centre", "Est", "Ouest"))


def place(run: Run) -> Name | None:
    """Return the place that a run names; None where that is not sure."""
    rest = run
    if run.name not in PLACES and run.is_head and len(run.words) > 1:
        rest = run.part(1)
    before = run.before
    if rest.name in PLACES and rest.name not in GIVEN:
        if _is_called_after(before) or (rest.name in TOWNS and _has_article(run, rest)):
            return None
        return _named(rest)
    if len(run.words) > 1 or not before:
        return None
    if run.name in DOUBTFUL_PLACES or run.name in PLACES:
        return _named(run) if _leads(run.name, before) else None
    if COMPOUND.match(run.name) or _is_at_home(run):
        return _named(run)
    is_placed = len(before) > 2 and before[0] in ("de", "d’") and before[1] in BEFORE_PLACE
    if not (is_placed and before[2].lower() in DEFINITE and PROPER.match(run.name)):
        return None
    if run.name in NO_SURNAME or run.name in GIVEN:
        return None
    return _named(run)


def _has_article(run: Run, rest: Run) -> bool:
    """Return True where an article stands before a name, in its run or before that."""
    if run is not rest:
        return run.words[0].lower() in ARTICLES
    return bool(run.before) and run.before[0].lower() in ARTICLES


def _is_at_home(run: Run) -> bool:
    """Return True where somebody or something is, lives or comes « à » what a run names."""
    before = run.before
    if before[0] != "à" or run.name in NO_SURNAME or run.name in GIVEN or run.name in FIRMS:
        return False
    if SAINT.match(run.name):
        return True
    return len(before) > 1 and before[1] in AT and bool(PROPER.match(run.name))


def _leads(name: str, before: list[str]) -> bool:
    """Return True where what stands before leads to a place, be its name a word as well."""
    if name in GIVEN:
        return False
    if before[0] == "à" or (before[0] == "en" and name not in DIRECTIONS):
        return True
    if before[:2] == ["le", "dans"]:
        return True
    if before[0] in ("la", "les", "l’") and len(before) > 1 and before[1] in _INTO:
        return not _is_called_after(before)
    return before[0] in ("de", "d’") and len(before) > 1 and before[1] in BEFORE_PLACE


def _is_called_after(before: list[str]) -> bool:
    """Return True for « rue de Paris » and the like."""
    for word in before[:3]:
        if word in NOT_OF_PLACE:
            return bool(before[0] in _OF)
        if word not in _OF:
            return False
    return False


def _named(run: Run) -> Name:
    return Name(run.start, run.end, run.name, Kind.PLACE)
