"""People who are named by initials or by what they are called: « J.-P. Untel », « Jean le Bon »."""

from archive.naming.firm_names import DOUBTFUL_FIRMS, FIRMS
from archive.naming.kinds import Name
from archive.naming.people import PROPER, is_called_after, told
from archive.naming.place_names import DOUBTFUL_PLACES, PLACES
from archive.naming.runs import SPACED, Run
from archive.naming.words import NO_SURNAME, TITLES

# What stands before initials; behind a noun they are a letter: « le plan B. Untel ».
SIGNS = frozenset((",", ";", "(", ":", "«", "–", "—", "&"))
LEADING = frozenset(
    ("de", "d’", "par", "et", "avec", "que", "qu’", "selon", "chez", "comme", "pour", "dont", "ou")
)
ARTICLES = ("le", "la")
ELIDED = "l’"


def byname(run: Run) -> Name | None:
    """Return the person whom a run names so; None where that is not sure."""
    words = run.words
    if words[0].endswith("."):
        return _by_initials(run)
    if len(words) > 1 and (words[1] in ARTICLES or words[1].startswith(ELIDED)):
        return _by_epithet(run)
    return None


def _by_initials(run: Run) -> Name | None:
    if not PROPER.match(run.words[-1]) or is_called_after(run):
        return None
    for word in run.words:
        if word in NO_SURNAME or word in PLACES or word in FIRMS:
            return None
    sign = run.text[max(0, run.start - 2) : run.start].strip(SPACED)[-1:]
    is_led = bool(run.before) and run.before[0] in LEADING
    return told(run, run.name) if is_led or sign in SIGNS else None


def _by_epithet(run: Run) -> Name | None:
    called = run.words[-1].removeprefix(ELIDED)
    if not PROPER.match(called) or called in NO_SURNAME or called in TITLES:
        return None
    if called in PLACES or called in DOUBTFUL_PLACES or called in FIRMS | DOUBTFUL_FIRMS:
        return None
    return None if is_called_after(run) else told(run, run.name)
