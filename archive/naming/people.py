"""Whether capitalised words name a person: by a given name, a title, a trade."""

import re
from collections.abc import Callable
from itertools import takewhile

from archive.naming.famous import FAMOUS, NO_FAMOUS, REIGNING
from archive.naming.firm_names import DOUBTFUL_FIRMS, FIRMS, HOUSES, LEGAL_FORMS
from archive.naming.given_names import GIVEN
from archive.naming.kinds import Kind, Name
from archive.naming.place_names import DOUBTFUL_PLACES, PLACES, TOWNS
from archive.naming.runs import CAPITAL, CITING, LATIN, Run
from archive.naming.words import (
    BEARING,
    BEFORE_FIRM,
    BEFORE_SURNAME,
    CALLED_AFTER,
    DONE,
    INSTITUTIONS,
    KIN,
    NATIONS,
    NO_FIRM,
    NO_SURNAME,
    OF_PERSON,
    PARTICLES,
    REIGNING_TITLES,
    RELATIVES,
    SPEAKING,
    TITLES,
    TRADES,
    WHOSE,
    WORKS,
)
from archive.text import fold

LONGEST_SHORT = 4  # letters of « Mlle »: behind such a title stands a surname
LONGEST_PARTICLE = 3  # characters of « de » and the space behind
SHORTEST_FILED = 5  # letters of a surname in capitals that no title tells from an acronym
FEWEST_BEHIND = 3  # words of a run in which somebody's name stands behind another word
MOST_GIVEN = 3  # names before a surname
MOST_SURNAMES = 3
# How surnames end that no other word of French texts is like: « Matuvic », « Þórólfsson ».
SURNAME = re.compile(
    r"\w+(?:sson|dóttir|[oe]vi[cć]|enko|escu|opoulos|[oe]wsk[ia]|insk[iay]|ovsk[iay]|idis|akis"
    r"|shvili|adze|o[gğ]lu|qvist)$"
)
# Words of a trade that houses have as well.
OF_HOUSES = {"éditeur", "leader", "premier", "auteur", "créateur", "producteur", "associé"}
_TRADE = "|".join(sorted(TRADES - OF_HOUSES, key=len, reverse=True))
_LINKS = (
    "(?:l[’'] ?|le |la |un |une |alors |notre |votre |jeune |ancien |ancienne |l[’']anci\\w+ "
    "|célèbre |premier |première |second |seconde |grand |grande |future? |actuel |actuelle )*"
)
# « , journaliste », but no house « , spécialiste de ».
_ENDED = r"(?!spécialiste|(?:l|p)iste|(?:dia|cata)logue|paragraphe)\w{2,}(?:iste|logue|graphe)"
TELLS = re.compile(
    rf",? ?\(?(?:,| est| était| fut|\()? ?{_LINKS}(?:{_TRADE})s?\b|, {_LINKS}{_ENDED}s?\b"
)
_LETTERS = "".join(letter for letter in LATIN if letter.islower() and not letter.isascii())
PROPER = re.compile(rf"[{CAPITAL}][a-z{_LETTERS}]+(?:[-’][{CAPITAL}]?[a-z{_LETTERS}]+)*$")
MOST_WORDS = 3  # of whom a trade tells
# What somebody does, by the end of the word: « le vocaliste », « l’ethnologue ».
TRADE_ENDINGS = ("iste", "istes", "logue", "ologues", "graphe", "nome", "cienne", "cien", "mane")
NO_TRADES = {"liste", "piste", "dialogue", "catalogue", "paragraphe", "autonome", "analogue"}
NO_TRADES |= {"ancien", "ancienne"}
# « (1875-1954) », « (né en 1964) » behind a name.
LIVED = re.compile(r" \((?:né|née|mort|morte)\b| \(1\d{3} ?[-–] ?(?:1\d{3}|20\d\d)\)")
CALMED = re.compile(r"[^\W\d_]+")
ORDINAL = re.compile(r"I(?:er|re|ère)|[IVX]+")
CALLING = CALLED_AFTER | BEFORE_FIRM
CALLING_BARE = frozenset(map(fold, CALLING))
OPENERS = {"Le", "La", "Les", "Du", "De", "Des"}


def person(run: Run) -> Name | None:
    """Return the person that a run names; None where that is not sure."""
    noble = _noble(run)
    if noble is not None:
        return noble
    if len(run.words) > 2 and run.words[1] in TITLES and run.words[0] in NO_SURNAME:
        run = run.part(1)  # « Selon Monsieur Untel »
    title, rest = _titled(run)
    if rest is None:
        return None
    filed = _filed(rest, bool(title))
    if filed is not None:
        return filed
    if title:
        return _by_title(title, rest)
    return _by_number(rest) or _by_given_name(rest) or _by_trade(rest) or _by_list(rest)


def behind_heading(run: Run, is_word: Callable[[str], bool]) -> Run:
    """Return a run behind what opens it in capitals and is a word or a place.

    That is a heading, or where a text is from: « ENTRETIEN Claire Martin », « PARIS Claire ».
    `is_word`: True for a word of the language, in small letters, whatever accents it lacks.
    """
    shouted = list(takewhile(str.isupper, run.words))
    if not 0 < len(shouted) <= MOST_SURNAMES or len(shouted) == len(run.words):
        return run
    title, _rest = _titled(run)
    is_short = len("".join(shouted)) < SHORTEST_FILED
    if title or is_short or not is_given(run.words[len(shouted)]):
        return run
    is_place = _calm(" ".join(shouted)) in PLACES
    if is_place or all(_is_of_heading(word, is_word) for word in shouted):
        return run.part(len(shouted))
    return run


def _is_of_heading(word: str, is_word: Callable[[str], bool]) -> bool:
    """Return True for capitals that no surname needs: a place, a word that is no given name."""
    calm = _calm(word)
    if calm in PLACES or word.lower() in PARTICLES:
        return True
    return is_word(word.lower()) and not is_given(calm)


def surname(name: str) -> str:
    """Return a person's name without the title or the given names before it."""
    words = name.split(" ")
    place = 0
    while place < len(words) - 1 and (words[place] in TITLES or _is_before(words[place])):
        place += 1
    is_plain = len(words) == 2 and words[0] not in OPENERS and words[0] not in PARTICLES
    if not place and is_plain and words[0][:2] != "d’":  # a given name that no list has
        place = 1
    return " ".join(words[place:])


def is_given(word: str) -> bool:
    """Return True for a given name, a compound one too."""
    if word in GIVEN:
        return True
    first, dash, rest = word.partition("-")
    return bool(dash) and first in GIVEN and rest in GIVEN


def _is_before(word: str) -> bool:
    """Return True for what stands before a surname: a given name or an initial."""
    return word.endswith(".") or is_given(word)


def _titled(run: Run) -> tuple[str, Run | None]:
    """Return the title before a name, "" for none, and the words behind it."""
    title = ""
    if run.before and run.before[0] in TITLES:
        title = run.before[0]
    words = run.words
    place = 0
    while place < len(words) and words[place] in TITLES:
        title = words[place]
        place += 1
    if place == len(words):
        return title, None
    return title, run.part(place) if place else run


def _noble(run: Run) -> Name | None:
    """Return whom a title and « de » before a name tell: « madame de Staël »."""
    if len(run.before) < 2 or run.before[0] not in ("de", "d’") or run.before[1] not in TITLES:
        return None
    is_place = run.name in PLACES or run.name in DOUBTFUL_PLACES
    if is_place or "".join(run.before[2:3]).lower() in ("un", "une"):  # « un monsieur de Roanne »
        return None
    particle = run.text.rindex(run.before[0][0], 0, run.start)
    if run.words[0] in NO_SURNAME or particle < run.start - LONGEST_PARTICLE:
        return None
    name = run.text[particle : run.start].replace("'", "’") + run.name
    return Name(particle, run.end, f"{_short(run.before[1])} {name}", Kind.PERSON)


def _by_title(title: str, run: Run) -> Name | None:
    words = run.words
    if words[0] in NO_SURNAME and not (words[0] in OPENERS and len(words) > 1):
        return None
    if title == "Don" and words[0] in PARTICLES:  # a gift
        return None
    last = _end(words, 1 if words[0] in OPENERS else 0)
    surnames = words[:last]
    if not surnames or surnames[-1] in NO_SURNAME or len("".join(surnames)) < 2:
        return None
    name = " ".join(surnames)
    if is_given(name) and len(title) > LONGEST_SHORT:  # « Madame Sandrine » is nobody to look up
        return None
    bearer = run.part(0, last)
    if len(surnames) == 1 or not is_given(words[0]):
        name = f"{_short(title)} {name}"
    return told(bearer, name)


def _filed(run: Run, is_titled: bool) -> Name | None:
    """Return whose surname stands in capitals before the given name: « DURAND Jean »."""
    words = run.words
    if len(words) < 2 or not words[0].isupper():
        return None
    given = len(words)
    while given > 1 and is_given(words[given - 1]) and not words[given - 1].isupper():
        given -= 1
    surnames = words[:given]
    is_filed = 0 < given < len(words) and len(surnames) <= MOST_SURNAMES
    if not is_filed or not all(len(word) > 1 and word.isupper() for word in surnames):
        return None
    if any(word in NO_FIRM or word in LEGAL_FORMS or word in FIRMS for word in surnames):
        return None
    if not is_titled and len("".join(surnames)) < SHORTEST_FILED:  # « PJ Harvey »
        return None
    if not is_titled and given + 1 < len(words):  # « ENTRETIEN Claire Martin »
        return None
    name = " ".join([*words[given:], *map(_calm, surnames)])
    return told(run, name)


def _calm(word: str) -> str:
    """Return a word in capitals as a name is written: « Le », « Saint-Jean », « D’Arc »."""
    return CALMED.sub(lambda letters: letters[0].capitalize(), word)


def _short(title: str) -> str:
    shorts = {"monsieur": "M.", "mr": "M.", "madame": "Mme", "mademoiselle": "Mlle", "mm.": "M."}
    shorts |= {"mmes": "Mme"}
    return shorts.get(title.lower(), title)


def _by_given_name(run: Run) -> Name | None:
    words = run.words
    first = _first_given(run)
    if first is None:
        return None
    last = first + 1
    while last < len(words) - 1 and last - first < MOST_GIVEN and _is_before(words[last]):
        last += 1
    surnames = _end(words[last:], 0)
    if last >= len(words) or not surnames or words[last] in LEGAL_FORMS:
        return None
    if words[last + surnames - 1] in NO_FIRM or words[last][:2] == "l’":
        return None
    if len("".join(words[last : last + surnames])) < 2:  # « Corinne F. » is meant to be nobody
        return None
    if words[last] in NO_SURNAME and not (words[last] in OPENERS and surnames > 1):
        return None
    bearer = run.part(first, last + surnames)
    if bearer.name in HOUSES or bearer.name in FIRMS or bearer.name in PLACES:
        return None
    if bearer.is_quoted or is_called_after(run):
        return None
    return told(bearer, bearer.name)


def _first_given(run: Run) -> int | None:
    """Return which word of a run is the given name that opens somebody's; None for none.

    It is the first, the second behind a word that opens a sentence, or it stands behind « de »:
    « Robinson de Jules Supervielle ».
    """
    words = run.words
    if is_given(words[0]):
        return 0
    if len(words) < FEWEST_BEHIND:
        return None
    if run.is_head and is_given(words[1]):
        return None if _calls(words[0]) else 1
    if words[0] in INSTITUTIONS or "de" not in words:
        return None
    place = words.index("de") + 1
    is_behind = place < len(words) - 1 and is_given(words[place]) and not _calls(words[0])
    return place if is_behind else None


def _by_number(run: Run) -> Name | None:
    """Return the sovereign whom a number tells: « Louis XIV », « François Ier »."""
    words = run.words
    for place in (1, 2):
        if len(words) > place and ORDINAL.fullmatch(words[place]) and words[place - 1] in REIGNING:
            bearer = run.part(place - 1, place + 1)
            return None if is_called_after(run) else told(bearer, bearer.name)
    return None


def _by_list(run: Run) -> Name | None:
    """Return whom everybody knows by the surname alone."""
    last = run.words[-1]
    if len(run.words) > 1 and not (run.is_head and len(run.words) == 2):
        return None
    if last not in FAMOUS or is_called_after(run):
        return None
    bearer = run.part(len(run.words) - 1)
    return told(bearer, bearer.name)


def is_called_after(run: Run) -> bool:
    """Return True where something is called after what is named: « rue Jean Jaurès »."""
    if run.before and run.before[0].lower() in BEARING:
        return True
    before = [word for word in run.before[:3] if word not in PARTICLES and word != "l’"]
    return bool(before) and _calls(before[0])


def _calls(word: str) -> bool:
    """Return True for a street, a school or a house; capitals may lack their accents: « LYCEE »."""
    return word.lower() in CALLING or (word.isupper() and fold(word) in CALLING_BARE)


def _end(words: list[str], first: int) -> int:
    """Return where a surname ends: at what is no name, at « de » behind one."""
    surnames = 0
    place = first
    while place < len(words) and surnames < MOST_SURNAMES:
        word = words[place]
        if word in PARTICLES:
            if surnames and words[place - 1][:2] != "d’":  # « d’Albert de Luynes »
                break
        elif word[:2] == "d’":  # « Jeanne d’Arc », but no « Claire d’Airbus »
            if not _is_of_line(word[2:]):
                break
            surnames += 1
        elif word in NO_SURNAME and not (word in OPENERS and not surnames):
            break
        elif word not in OPENERS:
            surnames += 1
        place += 1
    while place > first and words[place - 1] in PARTICLES:
        place -= 1
    return place if surnames else 0


def _is_of_line(name: str) -> bool:
    """Return True for what stands behind « d’ » in a surname: no house, no town."""
    if name in FIRMS or name in DOUBTFUL_FIRMS or name in TOWNS:
        return False
    return bool(PROPER.match(name))


def _by_trade(run: Run) -> Name | None:
    """Return whom « le ministre Untel » or « Prénom Nom, romancier » names."""
    words = run.words
    is_ended = len(words) > 1 and SURNAME.match(words[-1])
    if not run.before and not run.is_head and not is_ended:
        return None
    if run.name in FIRMS or run.name in PLACES or run.name in DOUBTFUL_FIRMS:
        return None
    if any(word in NO_SURNAME or not PROPER.match(word) for word in words):
        return None
    if any(word in PLACES or word in FIRMS for word in words):
        return None
    before = run.before[0] if run.before else ""
    if before in NATIONS and len(run.before) > 1:  # « l’astronome grec Untel »
        before = run.before[1]
    if len(words) == 1:
        is_known = before in BEFORE_SURNAME
        if before in ("de", "d’"):
            is_known = len(run.before) > 1 and run.before[1] in OF_PERSON
        is_known = is_known or run.text.startswith(CITING, run.end)
        is_known = is_known and words[0] not in DOUBTFUL_PLACES and words[0] not in NO_FAMOUS
        if is_given(words[0]):
            is_titled = before in REIGNING_TITLES and run.before[1:2]
            return told(run, f"{before} {run.name}") if is_titled else None
        return told(run, run.name) if is_known else None
    if len(words) > MOST_WORDS or words[0] in INSTITUTIONS:
        return None
    if _is_of_trade(run.before) or before in SPEAKING or _is_of_kin(run.before):
        return told(run, run.name)
    if not run.is_head and is_ended:
        return told(run, run.name)
    if not run.is_head and (TELLS.match(run.text, run.end) or LIVED.match(run.text, run.end)):
        return told(run, run.name)
    return None


def _is_of_trade(before: list[str]) -> bool:
    """Return True behind what somebody does: « le romancier », « l’artiste argentine »."""
    if before and before[0] in NATIONS:
        before = before[1:]
    if not before:
        return False
    trade = before[0]
    if trade in TRADES or trade in BEFORE_SURNAME:
        return trade not in OF_HOUSES
    return trade.endswith(TRADE_ENDINGS) and trade not in NO_TRADES and len(before) > 1


def _is_of_kin(before: list[str]) -> bool:
    """Return True behind « le fils de », « un roman de », « sa fille », « présidé par »."""
    if len(before) < 2:
        return False
    if before[0] in RELATIVES:
        return before[1] in WHOSE
    if before[0] == "par":
        return before[1] in DONE
    if before[0] not in ("de", "d’"):
        return False
    return before[1] in KIN or before[1] in WORKS or before[1] in OF_PERSON


def told(bearer: Run, name: str) -> Name:
    """Return a person's name, and whether the text says beside it who that is."""
    trade = bearer.before[:1]
    tells = bool(TELLS.match(bearer.text, bearer.end) or (trade and trade[0] in TRADES))
    return Name(bearer.start, bearer.end, name, Kind.PERSON, tells)
