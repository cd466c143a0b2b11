"""People whose given name no list has: two words of no language around, where people stand."""

import re
from collections.abc import Callable

from archive.naming.firm_names import DOUBTFUL_FIRMS, ENDINGS, FIRMS
from archive.naming.institutions import OPENERS
from archive.naming.kinds import Kind, Name
from archive.naming.people import (
    NO_TRADES,
    OF_HOUSES,
    PROPER,
    TELLS,
    TRADE_ENDINGS,
    is_called_after,
    told,
)
from archive.naming.places import is_listed, is_nation
from archive.naming.runs import APOSTROPHES, NEAR, SPACED, Run
from archive.naming.words import DEFINITE, NO_FIRM, NO_SURNAME, TITLES, TRADES

MOST = 3  # words of such a name
LONG_ENOUGH = 4  # letters of one of them
# Before two such words, these lead to a person: of a place or a work, « de » and « dans » would.
_BEFORE = """
par avec que qu’ dont et ni ou sont contre selon lorsque lorsqu’ quand où puis ainsi mais comme
nommé nommée appelé appelée alias remplace remplacé affronte épouse épousa bat rencontre rejoint
nomme tue cite invite interroge vers si entre
"""
BEFORE = frozenset(_BEFORE.split())
# Behind two such words at the head of a sentence, these say that they are its subject.
SUBJECT = re.compile(r"(?:,? (?:qui|est|était|fut|a|avait|se|ne|y|lui)\b|,? (?:s|n|l)[’'])")
# What is said « en allemand » is another name of the same, of a land or a work mostly.
TRANSLATED = re.compile(
    r"\b[Ee]n (?:vieux |ancien )?"
    r"(?:[^\W\d_]+(?:ais|ois|ien|and)|turc|grec|russe|arabe|latin|hébreu|catalan)\b"
)
OFFICE = re.compile(
    r"\b(?:ministre|secrétaire|président|présidente|directeur|directrice|chef|cheffe|maire|porte-parole)"
    r"(?: généraux| générale?| exécuti(?:f|ve))? (?:de la |de l[’']|des? |du |d[’'])"
    r"[a-zß-ÿ-]+(?: [a-zß-ÿ-]+){0,2} \Z"
)
MARKUP = frozenset("[#*_`/!&@=>|")  # names that stand so are titles and links
ADVERB = "ment"


def unlisted(run: Run, previous: Name | None, is_any_word: Callable[[str], bool]) -> Name | None:
    """Return the person that a run names by what it is not; None where that is not sure.

    `previous`: the sure name before it in the text. `is_any_word`: True for a word, in small
    letters, of a language that French texts take words from.
    """
    words = run.words
    if len(words) > 1 and words[-1].isupper():
        return _by_capitals(run, is_any_word)
    stands = _has_trade if len(words) == 1 else _stands_where_people_do
    # What is soon seen first: it leaves out most.
    if len(words) > MOST or not all(map(_may_be, words)) or not stands(run) or run.is_quoted:
        return None
    if TRANSLATED.search(run.text, max(0, run.start - NEAR), run.start):
        return None
    if _is_listed_with(previous, run):
        return None
    if max(map(len, words)) < LONG_ENOUGH:
        return None
    if words[0] in OPENERS or words[-1] in ENDINGS or is_listed(run.name):
        return None
    if any(is_any_word(word.lower()) for word in words):
        return None
    return told(run, run.name)


def _by_capitals(run: Run, is_any_word: Callable[[str], bool]) -> Name | None:
    """Return whose surname stands in capitals: « Par Xorban QUIXEL »."""
    is_signed = run.words[0] == "Par" and len(run.words) > 2
    if is_signed:
        run = run.part(1)
    is_led = is_signed or "".join(run.before[:1]) in BEFORE | {"de", "d’"}
    if not is_led or len(run.words) != 2 or len(run.words[1]) <= LONG_ENOUGH:  # an acronym may be
        return None
    given, surname = run.words
    if not (_may_be(given) and _may_be(surname.capitalize())) or given in OPENERS:
        return None
    if surname in FIRMS or surname in NO_FIRM or any(map(is_any_word, run.name.lower().split(" "))):
        return None
    return None if is_called_after(run) else told(run, run.name)


def _is_listed_with(previous: Name | None, run: Run) -> bool:
    """Return True behind a place or a house in a list, but not for « à Vertilly, Untel avait »."""
    if previous is None or previous.kind is Kind.PERSON:
        return False
    return run.start - previous.end <= len(" et ") and not SUBJECT.match(run.text, run.end)


def _stands_where_people_do(run: Run) -> bool:
    text, start, end = run.text, run.start, run.end
    sign = text[start - 1 : start]
    if sign in MARKUP or text[end : end + 1] in MARKUP or text[end : end + 1] in ("-", ":", "]"):
        return False
    if run.is_head:
        begins = start == 0 or sign == "\n" or text[start - 2 : start - 1] in (".", "!", "?", "\n")
        return begins and bool(SUBJECT.match(text, end) or TELLS.match(text, end))
    if OFFICE.search(text, max(0, start - NEAR), start):  # « la ministre de la justice »
        return True
    if TELLS.match(text, end):  # « selon les mots d’Untel Untel, peintre »
        return True
    if sign in SPACED:
        if text[start - 2 : start - 1] == ",":
            return True
    elif sign not in APOSTROPHES:
        return False
    return bool(run.before) and run.before[0] in BEFORE


def _has_trade(run: Run) -> bool:
    """Return True for one word behind what somebody does: « le flûtiste Untel »."""
    before = run.before
    if len(before) < 2 or before[1].lower() not in DEFINITE:
        return False
    trade = before[0]
    if trade in OF_HOUSES or trade in NO_TRADES:
        return False
    return trade in TRADES or trade.endswith(TRADE_ENDINGS)


def _may_be(word: str) -> bool:
    """Return True for a word that may be a person's: a capital, small letters, in no list."""
    if word in NO_SURNAME or word in NO_FIRM or word in TITLES or word.endswith(ADVERB):
        return False
    if word in FIRMS or word in DOUBTFUL_FIRMS or is_nation(word):
        return False
    if is_listed(word) or is_listed(word.partition("-")[0]):  # « Paris-Le Bourget »
        return False
    return bool(PROPER.match(word))
