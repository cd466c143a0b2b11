"""Whether capitalised words name a firm or an institution: by a list, a form, a word beside."""

import re
from collections import defaultdict
from dataclasses import replace

from archive.naming.firm_names import (
    ANY_CASE,
    BEFORE_WORDS,
    CLUB,
    DOUBTFUL_FIRMS,
    ENDINGS,
    ENGLISH,
    FIRM_WORDS,
    FIRMS,
    LEGAL_FORMS,
    OFFICIAL,
)
from archive.naming.institutions import ADJECTIVE, institution
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER, is_given
from archive.naming.place_names import PLACES
from archive.naming.places import is_nation
from archive.naming.runs import ACTS, CAPITAL, INNER, NEAR, Run, unified
from archive.naming.words import (
    BEFORE_FIRM,
    BESIDE_FIRM,
    BOUGHT,
    HANDLING,
    INSTITUTIONS,
    INVESTING,
    MEMBERS,
    NO_FIRM,
    NO_SURNAME,
    OF_FIRM,
    PARTICLES,
    WORKING,
)

SHORTEST_ACRONYM = 2  # letters: of so few there are too many that name no house
MOST_WORDS = 3  # of a name that an apposition tells
_A_HOUSE = (
    "une? (?:société|entreprise|agence|start-up|startup|association|ONG|fondation|banque|compagnie"
    "|coopérative|mutuelle|cabinet|fabricant|filiale|enseigne|hebdomadaire|quotidien"
    "|fournisseur|constructeur|prestataire|opérateur)(?!,? (?:une? |ou ))"  # no list of them
)
_AFTER = (
    "(?:une |la |l[’']|le )?(?:filiale|éditeur|spécialiste|leader|opérateur|outsourceur|start-up"
    "|constructeur|prestataire|intégrateur|distributeur)|une (?:société|entreprise|agence)"
    "|(?:le )?numéro (?:un|deux|trois|1|2|3)"
)
_MANY = (
    "positions|salariés|employés|collaborateurs|téléconseillers|magasins|agences|abonnés|clients"
)
TELLS = re.compile(
    rf"(?:,| \(|,? qui est| est| était) ?(?:{_A_HOUSE}\b"
    rf"|(?:{_AFTER}) (?:de|du|des|d[’']|en|\w+ais|\w+aise)\b)"
    r"|, (?:co)?(?:dirigée?|rachetée?|présidée?|fondée?) par\b"
    rf"| ?\(\d[\d \u00a0\u202f]* (?:{_MANY})\b"
)
_CAPITALS = rf"[{CAPITAL}][\w-]+"
_WORD = rf"[{CAPITAL}][a-zß-ÿ-]+"  # no further than a heading that has run into it
# Behind what opens an institution's name: words of it in small letters.
GOES_ON = re.compile(r" (?:de|des|du|d[’']|à|pour|et|en)\b| ?[+&]")
TITLE_GOES_ON = re.compile(r" (?:du|de l[a’']|d’) ?[a-zß-ÿ]")  # « la revue Carnets du paysage »
# Before a run, these say that an English name began earlier: « Dare to Care Records ».
OF_ENGLISH_NAMES = frozenset(("to", "of", "for", "and", "the", "in"))
OF_ENGLISH = re.compile(rf"(?: (?:of|for) (?:the )?{_CAPITALS}(?: (?:and )?{_CAPITALS})*){{1,3}}")
OF = frozenset(("de", "d’", "du", "des", "la", "l’"))
_TASK = (
    rf"(?:de la |de l[’'] ?|du |des |d[’']){_WORD}(?: {ADJECTIVE.pattern}){{0,2}}"
    rf"(?: des [a-zß-ÿ-]+s\b| et {ADJECTIVE.pattern})?"
)
# « ministère de l’Emploi, du Travail et de la Cohésion sociale ».
MINISTRY = re.compile(
    rf"ministère (?:(?:en )?chargée? )?{_TASK}"
    rf"(?:(?:, {_TASK})* et {_TASK}| et des affaires étrangères)?"
)
# What a house is called, before its name: « la société », « le cabinet de conseil américain ».
_HOUSE = "|".join(sorted(BEFORE_FIRM, key=len, reverse=True))
_BESIDE = (
    rf"(?:de |d[’'])?(?:{'|'.join(sorted(HANDLING))})\b|(?:{'|'.join(sorted(BESIDE_FIRM))})\b"
    rf"|en ligne|{ADJECTIVE.pattern}"
)
CALLED = re.compile(
    rf"(?:\b(?:[Ll][ea]|du|au|cette|ce|notre) (?:{_HOUSE})|[Ll][’'] ?(?:{_HOUSE})"
    rf"|\b(?:[Ll]es|des|aux) (?:éditions|laboratoires|sociétés|banques))"
    rf"(?: (?:{_BESIDE})){{0,4}} \Z"
)
CALLING = BEFORE_FIRM | {"sociétés", "banques"}
OF_SOMEBODY = ("éditions", "laboratoires")  # houses that are called as their founders are
# Behind « directeur », these say of what he is: « directeur général de ».
WHOLE = frozenset(("général", "générale", "exécutif", "exécutive", "délégué", "déléguée"))
DIRECTING = frozenset(
    ("directeur", "directrice", "président-directeur", "présidente-directrice", "administrateur")
)
ACRONYM = re.compile(r"[A-ZÀ-Ý]{2}[A-ZÀ-Ý0-9&]{0,5}(?:-[a-z]{2})?$")


def _openings() -> dict[str, list[tuple[str, str]]]:
    """Return {first word: (in small letters, name)}, the longest first.

    Of the names with words in small letters that open so.
    """
    openings: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(FIRMS, key=len, reverse=True):
        others = name.split(" ")[1:]
        if any(word[:1].islower() and word not in PARTICLES for word in others):
            for printed in {name, name.replace("É", "E")}:
                openings[printed.split(" ")[0]].append((printed.lower(), name))
    return openings


OPENINGS = _openings()


def firm(run: Run) -> Name | None:
    """Return the firm or institution that a run names; None where that is not sure."""
    return (
        _by_ministry(run)
        or _by_list(run)
        or institution(run)
        or _by_form(run)
        or _by_word(run)
        or _by_opening(run)
        or _by_ending(run)
        or _by_english(run)
        or _by_deed(run)
    )


def _by_list(run: Run) -> Name | None:
    rest = run
    if run.name not in FIRMS and run.is_head and len(run.words) > 1:
        rest = run.part(1)
    for small, name in OPENINGS.get(rest.words[0], ()):
        printed = run.text[rest.start : rest.start + len(name)].replace("'", "’")
        behind = run.text[rest.start + len(name) : rest.start + len(name) + 1]
        if printed.lower() == small and not behind.isalnum():
            called = OFFICIAL.get(name, printed if printed in FIRMS else name)
            listed = Name(rest.start, rest.start + len(name), called, Kind.FIRM)
            longer = institution(run)  # of which the list has the beginning
            goes_on = run.text.startswith(" et d", listed.end)
            return longer if goes_on and longer and longer.end > listed.end else listed
    if rest.name in FIRMS:
        return _listed(rest, rest.name)
    listed_name = ANY_CASE.get(rest.name.lower()) if len(rest.words) > 1 else None
    if listed_name:  # « Organisation Mondiale de la Santé »
        return _listed(rest, listed_name)
    last = _last_piece(rest)
    if last.name in FIRMS:  # « API de Google »
        return _told(last)
    first = _piece(rest)
    if len(first.words) < len(rest.words) and first.name in FIRMS:
        return _told(first)
    return None


def _listed(run: Run, name: str) -> Name:
    return replace(_told(run), name=OFFICIAL.get(name, name))


def _by_ministry(run: Run) -> Name | None:
    """Return the ministry that has what is named for its task."""
    if "ministère" not in run.before or run.before[0] not in OF:
        return None
    start = run.text.rindex("ministère", 0, run.start)
    tasks = MINISTRY.match(run.text, start)
    if tasks is None or tasks.end() < run.start:
        return None
    whole = Run(run.text, start, tasks.end())
    return Name(whole.start, whole.end, whole.name, Kind.FIRM)


def _by_form(run: Run) -> Name | None:
    """Return what a legal form, or an apposition, says to be a firm."""
    words = run.words
    is_form = len(words) > 1 and words[-1] in LEGAL_FORMS
    if is_form and words[0] not in NO_SURNAME and not words[-2].isdigit():
        return _told(run.part(0, len(words) - 1))
    if CLUB in words and len(words) > 1:  # « FC Xambre », « Le Xambre FC »
        return _told(run.part(1) if words[0] in NO_SURNAME else run)
    behind = run.text[run.end : run.end + 5]
    counts = behind[:2] == " (" and behind[2:3].isdigit()
    counts = counts or (behind == ", une" and len(words) == 1)
    if (
        (run.is_head and not counts)
        or len(words) > MOST_WORDS
        or words[0] in NO_SURNAME
        or not _may_be(run)
    ):
        return None
    return _told(run) if TELLS.match(run.text, run.end) else None


def _by_word(run: Run) -> Name | None:
    before = run.before
    if len(run.words) == 2 and run.words[0] == "Chez":  # at the head of a sentence
        run = run.part(1)
        before = ["chez"]
    if not before:
        return None
    if before[:1] == ["chez"]:
        is_work = any(word in WORKING for word in before[1:])
        is_firm = is_work or run.name in DOUBTFUL_FIRMS or is_coined(run.words[0])
        is_firm = is_firm or bool(len(run.words) == 1 and PROPER.match(run.name))
        return _told(_piece(run)) if is_firm and _may_be(_piece(run)) else None
    is_of = before[0] in ("de", "d’") or (before[0] == "du" and is_coined(run.words[0]))
    if is_of and _is_of_house(before[1:3]):
        return _told(_piece(run)) if _may_be(_piece(run)) else None
    if before[0] == "par" and before[1:2] and before[1] in BOUGHT:
        return _told(_piece(run)) if _may_be(_piece(run)) else None
    member = next((word for word in before if word not in OF), "")
    is_acronym = len(run.name) > SHORTEST_ACRONYM and ACRONYM.match(run.name)
    if before[0] in OF and member in MEMBERS and is_acronym:
        return _told(run) if _may_be(run) else None
    if before[0] == "dans" and before[1:2] and before[1] in INVESTING:
        return _told(_piece(run)) if _may_be(_piece(run)) else None
    if not is_called(run):
        return None
    piece = _piece(run)
    if piece.text.startswith(("+", " des "), piece.end):
        return None
    if before[0] == "revue" and TITLE_GOES_ON.match(piece.text, piece.end):
        return None
    is_house = piece.name in DOUBTFUL_FIRMS or (before[0] in OF_SOMEBODY and len(piece.words) > 1)
    return _told(piece) if is_house or _may_be(piece) else None


def is_called(run: Run) -> bool:
    """Return True behind what a house is called: « la société », « le cabinet de conseil »."""
    if CALLING.isdisjoint(run.before):  # soon seen, and true of most
        return False
    near = max(0, run.start - NEAR, run.text.rfind("\n", 0, run.start) + 1)
    return bool(CALLED.search(unified(run.text[near : run.start])))


def _is_of_house(before: list[str]) -> bool:
    """Return True for who or what is a house's, the nearest word first: « patron de »."""
    if not before:
        return False
    return before[0] in OF_FIRM or (before[0] in WHOLE and before[-1] in DIRECTING)


def _by_opening(run: Run) -> Name | None:
    """Return the institution whose name opens with what it is: « Université de Lausanne »."""
    words = run.words
    if len(words) < 2 or words[0] not in INSTITUTIONS:
        return None
    if any(word in NO_FIRM for word in words) or words[1] in NO_SURNAME:
        return None
    if words[1] in PARTICLES and len(words) == 2:
        return None
    for place in range(MOST_WORDS, len(words)):  # two headings that have run into each other
        if words[place] in INSTITUTIONS and words[place - 1] not in PARTICLES:
            return _told(run.part(0, place))
    return None if GOES_ON.match(run.text, run.end) else _told(run)


def _by_ending(run: Run) -> Name | None:
    """Return the house whose name ends with what it is: « Octo Publishing »."""
    words = run.words
    if words[-1] not in ENDINGS or not 1 < len(words) <= MOST_WORDS + 1:
        return None
    first = run
    if run.is_head and (len(words) > 2 and words[0] in NO_SURNAME):
        first = run.part(1)
    names = first.words[:-1]
    is_name = all(word.isalpha() or is_coined(word) for word in names)
    if not is_name or any(word in NO_SURNAME or word in PARTICLES for word in names):
        return None
    if first.is_quoted or names[0] in NO_FIRM or "".join(first.before[:1]) in OF_ENGLISH_NAMES:
        return None
    of = OF_ENGLISH.match(run.text, run.end)  # « Renmin University of China »
    return _told(Run(run.text, first.start, of.end() if of else first.end))


def _by_english(run: Run) -> Name | None:
    """Return the house whose English name goes on behind « of »: « Office of Public Works »."""
    of = OF_ENGLISH.match(run.text, run.end) if run.words[-1] in ENGLISH else None
    if of is None or run.words[0] in NO_SURNAME or run.is_quoted:
        return None
    return _told(Run(run.text, run.start, of.end()))


def _by_deed(run: Run) -> Name | None:
    """Return the firm of which it is said what firms do: « Octophone rachète »."""
    if not (run.name in DOUBTFUL_FIRMS or (len(run.words) == 1 and is_coined(run.name))):
        return None
    if run.name in NO_FIRM:
        return None
    if not run.is_head and (_is_paper(run.name) or _is_word(run)):
        return _told(run)
    return _told(run) if ACTS.match(run.text, run.end) else None


def _is_paper(name: str) -> bool:
    """Return True for a paper's name with its article: « dans Le Monde »."""
    return name in DOUBTFUL_FIRMS and name.startswith(("Le ", "La ", "L’", "Les "))


def _is_word(run: Run) -> bool:
    return run.name in FIRM_WORDS and bool(run.before) and run.before[0] in BEFORE_WORDS


def is_coined(word: str) -> bool:
    """Return True for an acronym, and for a word with a capital inside: persons have no such."""
    return word not in NO_FIRM and bool(ACRONYM.match(word) or INNER.match(word))


def _may_be(run: Run) -> bool:
    """Return True unless the words are a place's, a person's or no name at all."""
    words = run.words
    if run.name in PLACES or run.name in NO_FIRM or len(run.name) < 2:
        return False
    if is_nation(words[0]):
        return False
    if words[0] in NO_FIRM or words[-1] in NO_FIRM or run.name in NO_SURNAME:
        return False
    return not is_given(words[0])


def _piece(run: Run) -> Run:
    """Return a run up to its first « de »."""
    words = run.words
    for place, word in enumerate(words):
        if place and (word in PARTICLES or word[:2] == "d’"):
            return run.part(0, place)
    return run


def _last_piece(run: Run) -> Run:
    """Return a run behind its last « de »."""
    words = run.words
    for place in range(len(words) - 1, 0, -1):
        if words[place - 1] == "de":
            return run.part(place)
    return run


def _told(run: Run) -> Name:
    tells = bool(TELLS.match(run.text, run.end))
    tells = tells or any(word in BEFORE_FIRM for word in run.before[:3])
    return Name(run.start, run.end, run.name, Kind.FIRM, tells)
