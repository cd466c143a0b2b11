"""Whether capitalised words name a place: by a list, or by what leads to it."""

from archive.naming.given_names import GIVEN
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER
from archive.naming.place_names import DOUBTFUL_PLACES, PLACES
from archive.naming.runs import Run
from archive.naming.words import BEFORE_PLACE, DEFINITE, NO_SURNAME, NOT_OF_PLACE

_OF = frozenset(("de", "d’", "du", "des", "la", "l’", "le"))
_INTO = frozenset(("dans", "de", "vers"))
DIRECTIONS = frozenset(("Nord", "Sud", "Centre", "Est", "Ouest"))


def place(run: Run) -> Name | None:
    """Return the place that a run names; None where that is not sure."""
    rest = run
    if run.name not in PLACES and run.is_head and len(run.words) > 1:
        rest = run.part(1)
    before = run.before
    if rest.name in PLACES and rest.name not in GIVEN:
        if _is_called_after(before):
            return None
        return _named(rest)
    if len(run.words) > 1 or not before:
        return None
    if run.name in DOUBTFUL_PLACES or run.name in PLACES:
        return _named(run) if _leads(run.name, before) else None
    is_placed = len(before) > 2 and before[0] in ("de", "d’") and before[1] in BEFORE_PLACE
    if not (is_placed and before[2] in DEFINITE and PROPER.match(run.name)):
        return None
    if run.name in NO_SURNAME or run.name in GIVEN:
        return None
    return _named(run)


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
