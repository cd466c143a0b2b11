"""Whether capitalised words name a place: by a list, or by what leads to it."""

import re
from collections import defaultdict

from archive.naming.firm_names import DOUBTFUL_FIRMS, FIRMS
from archive.naming.given_names import GIVEN
from archive.naming.kinds import Kind, Name
from archive.naming.people import OPENERS, PROPER
from archive.naming.place_names import (
    DOUBTFUL_PLACES,
    FEATURES,
    MASCULINE,
    PLACES,
    RIVERS,
    SPELLED,
    TOWNS,
    WORDS,
)
from archive.naming.runs import DIRECTIONS, NEAR, Run, is_place_shaped
from archive.naming.words import (
    AT,
    BEFORE_PLACE,
    BEFORE_SITE,
    CALLED_AFTER,
    DATIVE,
    DEFINITE,
    IN_PLACE,
    INSTITUTIONS,
    MONTHS,
    NATIONS,
    NEAR_PLACE,
    NO_SURNAME,
    NOT_OF_PLACE,
    PATRONS,
)

_OF = frozenset(("de", "d’", "du", "des", "la", "l’", "le"))
_INTO = frozenset(("dans", "de", "vers"))
CONTRACTED = frozenset(("au", "du", "aux", "des"))
ARTICLES = frozenset(("la", "le", "les", "un", "une", "des", "cette", "ce"))
# What stands behind a place to say which: « Failly (Moselle) », « Failly, en Lorraine ».
_LAND = "|".join(sorted(map(re.escape, PLACES - TOWNS), key=len, reverse=True))
_INSIDE = r"(?:en|au|aux|dans l(?:a|es?)|dans) (?:l[’'])?"
SAYS_WHERE = re.compile(
    rf"(?: \(|, | (?={_INSIDE}))(?:{_INSIDE})?(?:l[ae] )?(?:(?:{_LAND})(?!\w)|\d\d\))"
)
# « Vertilly (Haute-Marne) »: behind a person stands a land.
DEPARTMENT = re.compile(
    r" \((?:(?:Haute?s?|Basses?|Seine|Saône|Loire|Loir|Lot|Tarn|Maine|Meurthe|Ille|Eure|Indre"
    r"|Bouches|Côtes?|Deux|Pas|Puy|Val|Charente|Alpes|Pyrénées)-[\w’'-]+|Ain|Aisne|Allier|Ardèche|Ardennes"
    r"|Ariège|Aube|Aude|Aveyron|Calvados|Cantal|Charente|Cher|Corrèze|Creuse|Dordogne|Doubs|Drôme"
    r"|Eure|Finistère|Gard|Gers|Gironde|Hérault|Indre|Isère|Jura|Landes|Loiret?|Lot|Lozère|Manche|Marne"
    r"|Mayenne|Meuse|Morbihan|Moselle|Nièvre|Nord|Oise|Orne|Rhône|Sarthe|Savoie|Somme|Tarn|Var"
    r"|Vaucluse|Vendée|Vienne|Vosges|Yonne|Essonne|Yvelines)\)"
)
# With a capital since a sentence begins: what is behind may be a place.
HEADS = frozenset(("À", "En", "De", "Dans", "Vers", "Entre", "Depuis", "Et", "Ou", "Mais"))
# Just before a name: « la région Centre ».
LANDS = frozenset(
    ("région", "province", "département", "canton", "vallée", "plateau", "glacier", "rivière")
) | {"fleuve", "île", "lac", "mont", "pic", "torrent", "volcan"}
# Between an article and what a place is: « l’actuelle province de ».
EARLY = frozenset(
    ("actuel", "actuelle", "ancien", "ancienne", "petit", "petite", "grand", "grande", "vieille")
) | {"nouvelle", "future", "charmant", "charmante", "proche", "haute", "basse"}
MOST_DATED = 7  # words of « né le 8 mars 1968 à »
YEAR = re.compile(r"1\d{3}|20\d\d")
# How towns end in the lands whose French texts speak of.
ENDINGS = re.compile(
    "(?:[iî]gny|[ae]y|[ln]y|[ae]c|ville|villers?|court|mont|bourg|ens|inges?|oz|az|ieux?|ières?"
    "|euil|eux|heim|wil|willer|ingen|berg|burg|stadt|dorf|hausen|bach|furt|brück|feld|ham|ford|ton"
    "|field|mouth|port|pool|land|stein|hof|fjord|vik|sk|ów|ovo|evo|grad|abad|pur|pour)$"
)
_CALLED = frozenset(SPELLED.values())
_NATIONS = NATIONS | {re.sub("^é", "e", nation) for nation in NATIONS}
BEFORE_MASCULINE = frozenset(
    ("vallée", "bassin", "massif", "col", "gorges", "rives", "delta", "estuaire", "embouchure")
)


def _openings() -> dict[str, list[str]]:
    """Return {first word: names with words in small letters that open so}, the longest first."""
    openings: dict[str, list[str]] = defaultdict(list)
    for name in sorted(PLACES, key=len, reverse=True):
        first, *others = name.split(" ")
        if others and others[-1][0].islower():
            openings[first].append(name)
    return openings


OPENINGS = _openings()


def place(run: Run) -> Name | None:
    """Return the place that a run names; None where that is not sure."""
    rest = run
    if run.name not in PLACES and run.is_head and len(run.words) > 1:
        rest = run.part(1)
        if run.words[0].lower() in CALLED_AFTER:  # « Place Saint-Sulpice »
            return None
    for name in OPENINGS.get(rest.words[-1], ()):
        start = rest.end - len(rest.words[-1])
        behind = rest.text[start : start + len(name) + 1].replace("'", "’")
        if behind[: len(name)] == name and not behind[len(name) :].isalnum():
            return _named(Run(rest.text, start, start + len(name)))
    before = run.before
    if rest.name in PLACES and rest.name not in GIVEN:
        if is_called_after(before) or (rest.name in TOWNS and _has_article(run, rest)):
            return None
        return _named(rest)
    if len(run.words) == 2 and run.is_head and run.words[0] in HEADS:  # « À Saint-Loup »
        run = rest
        before = rest.before
    if len(run.words) > 1:
        is_place = _is_feature(run) or _is_sited(run, before)
        if (
            len(run.words) == 2
            and run.words[0] in OPENERS
            and PROPER.match(run.words[1])
            and before
        ):
            is_place = is_place or _is_placed(run, before)  # « le village de La Chaux »
        return _named(run) if is_place else None
    if PROPER.match(run.name) and DEPARTMENT.match(run.text, run.end) and not is_nation(run.name):
        return _named(run)
    if is_place_shaped(run.name):
        is_patron = before[:1] and before[0].lower() in PATRONS
        return None if is_patron or _has_article(run, run) else _named(run)
    if not before:
        return None
    if before[0] == "en" and run.name in PLACES:  # « en Virginie », which is a given name too
        return _named(run)
    if before[0] in CONTRACTED and run.name in MASCULINE:
        return _named(run)
    is_land = before[0] in LANDS and PROPER.match(run.name)
    if is_land and not is_nation(run.name):
        return _named(run)
    if run.name in DOUBTFUL_PLACES or run.name in PLACES:
        return _named(run) if _leads(run, before) else None
    if run.name in NO_SURNAME or run.name in GIVEN or run.name in FIRMS or run.name in INSTITUTIONS:
        return None
    if not PROPER.match(run.name):
        return None
    return _named(run) if _is_placed(run, before) else None


def is_listed(name: str) -> bool:
    """Return True for a place that a list has, whether its name is sure or needs a word beside."""
    return name in PLACES or name in DOUBTFUL_PLACES or name in _CALLED


def is_nation(word: str) -> bool:
    """Return True for « Écossaise », which says of what land something is; accents may lack."""
    return word.lower() in _NATIONS


def beside(run: Run) -> Name | None:
    """Return the place that a run names where it is listed with places that are sure."""
    if run.name not in DOUBTFUL_PLACES - DOUBTFUL_FIRMS or run.name in GIVEN:
        return None
    return _named(run)


def _has_article(run: Run, rest: Run) -> bool:
    """Return True where an article stands before a name, in its run or before that."""
    if run is not rest:
        return run.words[0].lower() in ARTICLES
    return bool(run.before) and run.before[0].lower() in ARTICLES


def _is_sited(run: Run, before: list[str]) -> bool:
    """Return True for an unknown name of several words behind « à », with the land it is in."""
    if not before or before[0] != "à" or not SAYS_WHERE.match(run.text, run.end):
        return False
    return not any(word in NO_SURNAME or word in GIVEN for word in run.words)


def _is_feature(run: Run) -> bool:
    """Return True for « Vallée de Joux »: a feature of the land with its name."""
    words = run.words
    return words[0] in FEATURES and PROPER.match(words[-1]) is not None and not run.is_head


def _is_placed(run: Run, before: list[str]) -> bool:
    """Return True where what stands beside an unknown name says that a place is meant."""
    if before[0] in ("à", "vers") and SAYS_WHERE.match(run.text, run.end):
        return True
    if before[0] == "à" and len(before) > 1:
        word = before[1]
        if word in AT:
            return True
        if word in MONTHS or YEAR.fullmatch(word):
            return _is_dated(run, before)
        is_dative = any(word.lower() in DATIVE for word in before[1:])
        return not is_dative and bool(ENDINGS.search(run.name))
    if before[0] == "À":
        return run.text[run.end : run.end + 2] == ", "
    if before[0] == "du" and before[1:2] and before[1] in BEFORE_MASCULINE:  # « la vallée du Zub »
        return True
    if before[0] not in ("de", "d’") or len(before) < 2:
        return False
    if before[1] in NEAR_PLACE:
        return True
    is_early = before[1] in BEFORE_SITE or not EARLY.isdisjoint(before[2:3])
    articles = before[2:4] if is_early else before[2:3]  # « la grande salle de »
    if DEFINITE.isdisjoint(map(str.lower, articles)):
        return False
    if before[1] in BEFORE_SITE:
        return bool(ENDINGS.search(run.name) or SAYS_WHERE.match(run.text, run.end))
    return before[1] in BEFORE_PLACE


def _is_dated(run: Run, before: list[str]) -> bool:
    """Return True where a place stands behind a day or a year: « né le 8 mars à Failly ».

    That is at the head of a clause, before a comma, or in what is said to be somewhere; else it may
    be whom something is said or given to: « dit en 2004 à Durand que non ».
    """
    if before[-1].istitle() or run.text[run.end : run.end + 1] == ",":
        return True
    near = run.text[max(0, run.start - NEAR) : run.start].lower().split()
    return not AT.isdisjoint(near[-MOST_DATED:])


def _leads(run: Run, before: list[str]) -> bool:
    """Return True where what stands before leads to a place, be its name a word as well."""
    name = run.name
    if name in GIVEN:
        return False
    if before[0] == "à" or (before[0] == "en" and name not in DIRECTIONS):
        return True
    if before[:2] == ["le", "dans"]:
        return True
    if before[0].lower() in ("la", "le", "l’", "du"):
        if name in RIVERS:
            return not run.is_head and not is_called_after(before)
        is_within = before[0] in ("la", "l’") and len(before) > 1 and before[1] in _INTO
        return is_within and not is_called_after(before)
    if before[:2] == ["les", "dans"]:
        return True
    if name in WORDS and not run.is_head and before[0].lower() not in ARTICLES:
        return before[0] in IN_PLACE and not is_called_after(before)
    return (
        before[0] in ("de", "d’")
        and len(before) > 1
        and (before[1] in BEFORE_PLACE or before[1] in BEFORE_SITE)
    )


def is_called_after(before: list[str]) -> bool:
    """Return True for « rue de Paris », « boulevard Saint-Germain » and the like."""
    if before and before[0].lower() in CALLED_AFTER:
        return True
    for word in before[:3]:
        if word in NOT_OF_PLACE:
            return bool(before[0] in _OF)
        if word not in _OF:
            return False
    return False


def _named(run: Run) -> Name:
    return Name(run.start, run.end, SPELLED.get(run.name, run.name), Kind.PLACE)
