"""What acronyms stand for, as a text says itself: « système d’information (SI) »."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    LONGEST_ACRONYM,
    Token,
    is_function_word,
    single_tokens,
)
from archive.search.words.forms import is_in_lexicon
from archive.text import fold

MOST = 200  # pairs of one text: the longest glossaries
LONGEST = 120  # characters of an expansion
MOST_WORDS = 16  # of one, the small ones too
ENOUGH = 4  # letters of an acronym that may leave out a word, or take several letters of one
LONGEST_SYLLABLE = 3  # letters that a word gives: « ASSociation pour l’Emploi … »
SHORTEST_PART = 4  # letters of each half of a compound: « workforce »
SHORTEST_TITLE = 3  # letters of what is no acronym by its capitals: « Caf », « Masp »

_LETTERS = "A-ZÀ-ÖØ-Þ"
# It opens with a set of letters, so that the search runs from capital to capital: it takes a fifth
# of the time, in every text that is indexed. What stands before that letter is looked at behind it.
_ACRONYM = (
    rf"[{_LETTERS}](?<![\w.&-].)"
    rf"(?:\.(?:[{_LETTERS}]\.){{1,7}}|\.(?:[{_LETTERS}]\.){{0,6}}[{_LETTERS}]|[\w&]{{1,8}})(?![\w&-])"
)
_BRACKET = re.compile(rf"\(\s?[«\"]?\s?(?P<acronym>{_ACRONYM})\s?[»\"]?\s?(?=[):,;])")
_BEFORE_BRACKET = re.compile(
    rf"(?P<acronym>{_ACRONYM})\s?[»\"]?\s?\((?P<within>[^()\n]{{3,{LONGEST + 40}}})\)"
)
_SAID = r"(?:ou|or|soit|c['’]est[- ]à[- ]dire|i\.e\.|dite?s?|en abrégé)"
_SAID_AFTER = re.compile(
    rf"(?P<acronym>{_ACRONYM})\s?[»\"]?(?:, {_SAID} |,? (?:signifie|stands for) | ?[:=] |, pour )"
    rf"(?P<within>[^()\n;:!?]{{3,{LONGEST + 40}}})"
)
_SAID_BEFORE = re.compile(rf" {_SAID} (?:les? |la |l['’]|the )?[«\"]?\s?(?P<acronym>{_ACRONYM})")
_SENTENCE = re.compile(r"[.;:!?()\n](?!\w)|\n")
_END = re.compile(r"[,;:.]|$")
_ROMAN = re.compile(r"[IVX]+")
_ENGLISH = FUNCTION_WORDS["en"] | {"over", "per", "through"}
# « SVI (pour serveur vocal interactif) », « (en anglais Voice over IP) »
_LEADING = frozenset(("pour", "soit", "sigle", "acronyme", "abréviation", "anglais", "français"))


class Expansion(NamedTuple):
    """An acronym as a text prints it, without its dots, and what it stands for there."""

    acronym: str
    words: str


def expansions(text: str) -> list[Expansion]:
    """Return what a text says that its acronyms stand for, each pair once, at most MOST.

    The letters of an acronym are, in order, the initials of the words that it stands for; small
    words like « de » give a letter or none. A translation gives them in reverse, but for one: « CRM
    (gestion de la relation client) ». What begins so by chance alone is no expansion.
    """
    pairs: dict[Expansion, None] = {}
    for expansion in _all(text):
        pairs.setdefault(expansion)
        if len(pairs) == MOST:
            break
    return list(pairs)


def _all(text: str) -> Iterator[Expansion]:
    brackets = text if "(" in text else ""  # most texts have none
    for match in _BRACKET.finditer(brackets):
        yield from _before(text, match.start(), match["acronym"], may_be_translated=True)
    for match in _SAID_BEFORE.finditer(text):
        end = match.start()
        if text.endswith(",", 0, end):
            end -= 1
        yield from _before(text, end, match["acronym"])
    patterns = ((_BEFORE_BRACKET, brackets, True), (_SAID_AFTER, text, False))
    for pattern, within, may_be_translated in patterns:
        for match in pattern.finditer(within):
            between = match[0].removeprefix(match["acronym"])
            is_surely_said = may_be_translated or between.startswith(",")
            yield from _after(match["within"], match["acronym"], is_surely_said)


def _before(
    text: str, end: int, printed: str, may_be_translated: bool = False
) -> Iterator[Expansion]:
    """Yield what stands just before `end`, where an acronym follows."""
    acronym = Acronym.of(printed)
    if acronym is None:
        return
    before = text[max(end - LONGEST - 20, 0) : end]
    opening = 0  # of the sentence
    for boundary in _SENTENCE.finditer(before):
        opening = boundary.end()
    before = before[opening:]
    tokens = single_tokens(before)[-MOST_WORDS:]
    if not tokens or re.search(r"\w", before[tokens[-1].end :]):
        return
    start = _start(acronym, tokens)
    if start is None and may_be_translated:
        start = _start_of_translation(acronym, tokens)
    if start is not None:
        yield from _expansion(acronym, before[tokens[start].start : tokens[-1].end])


def _after(within: str, printed: str, may_be_translated: bool) -> Iterator[Expansion]:
    """Yield what an acronym stands for where that begins a text, to one of its commas or its end.

    « SVI (serveur vocal interactif, parfois robot) »
    """
    acronym = Acronym.of(printed)
    if acronym is None:
        return
    tokens = single_tokens(within)[: MOST_WORDS + 4]
    first = 0
    while first < len(tokens) - 1 and _leads(tokens[first].form):
        first += 1
    for start in dict.fromkeys((0, first)):
        for end in _END.finditer(within):
            words = [token for token in tokens[start:] if token.end <= end.start()]
            if len(words) > MOST_WORDS:
                break
            if words and _is_whole(acronym, words, may_be_translated):
                yield from _expansion(acronym, within[words[0].start : words[-1].end])
                return


def _is_whole(acronym: "Acronym", words: Sequence[Token], may_be_translated: bool) -> bool:
    """Return True if the words, from the first to the last, give the letters."""
    if _start(acronym, words, whole=True) == 0:
        return True
    return may_be_translated and _start_of_translation(acronym, words, whole=True) == 0


def _leads(form: str) -> bool:
    return _is_small(form) or form in _LEADING


def _expansion(acronym: "Acronym", words: str) -> Iterator[Expansion]:
    words = " ".join(words.split())
    if len(words) > LONGEST or "=" in words:
        return
    if words.isupper():
        words = words.lower()
    yield Expansion(acronym.printed, words)


class Acronym(NamedTuple):
    """An acronym without dots, and its letters, without accents, each beside whether it counts."""

    printed: str
    letters: str
    small: tuple[bool, ...]  # letters that need not be of a word: the « o » of « VoIP »

    @classmethod
    @lru_cache(maxsize=10_000)
    def of(cls, printed: str) -> "Acronym | None":
        """Return the acronym that a word is: « SVI », « S.V.I. », « VoIP », « SVIs », « Caf »."""
        bare = printed.replace(".", "")
        if bare.endswith("s") and len(bare) > 2 and bare[:-1].isupper():
            bare = bare[:-1]
        written = [letter for letter in bare if letter.isalpha()]
        capitals = sum(map(str.isupper, written))
        if len(written) < 2 or len(bare) > LONGEST_ACRONYM or _ROMAN.fullmatch(bare):
            return None
        if capitals < 2 and len(written) < SHORTEST_TITLE:
            return None
        letters = "".join(fold(letter)[:1] for letter in written)
        may_lack = capitals > 1
        small = tuple(may_lack and letter.islower() for letter in written)
        return cls(bare, letters, small)


# Letters and words


def _start(acronym: Acronym, tokens: Sequence[Token], whole: bool = False) -> int | None:
    """Return at which word the words begin that give the letters, the last one at the end.

    None where they do not. Where the words are the `whole`, they begin at the first of them. Those
    that leave out no word go first.
    """
    forms = [_folded(token.form) for token in tokens]
    most_skips = 0
    if len(acronym.letters) >= ENOUGH:
        most_skips = 1
    for skips in range(most_skips + 1):
        for start in _Alignment(acronym, forms).starts(len(acronym.letters), len(forms), skips):
            if (start == 0 or not whole) and _is_plausible(acronym, tokens[start:]):
                return start
    return None


class _Alignment:
    """The ways in which words give the letters of an acronym, from the last one back."""

    def __init__(self, acronym: Acronym, forms: Sequence[str]):
        self._acronym, self._forms = acronym, forms
        self._longest = 1
        if len(acronym.letters) >= ENOUGH:
            self._longest = LONGEST_SYLLABLE
        self._seen: set[tuple[int, int, int]] = set()

    def starts(self, letters: int, words: int, skips: int) -> Iterator[int]:
        """Yield from where the words give the first `letters`, the first `words` being left.

        `skips` telling words may be left out.
        """
        if not letters:
            yield words
        if not letters or not words or (letters, words, skips) in self._seen:
            return
        self._seen.add((letters, words, skips))
        form, left = self._forms[words - 1], self._acronym.letters[:letters]
        for length in range(1, min(self._longest, letters) + 1):
            if form.startswith(left[-length:]):
                yield from self.starts(letters - length, words - 1, skips)
        if letters > 1 and _is_compound(form, left[-2:]):
            yield from self.starts(letters - 2, words - 1, skips)
        if words == len(self._forms):  # the last word gives a letter
            return
        if _is_small(form):
            yield from self.starts(letters, words - 1, skips)
        elif skips and letters < len(self._acronym.letters):
            yield from self.starts(letters, words - 1, skips - 1)
        if self._acronym.small[letters - 1]:
            yield from self.starts(letters - 1, words, skips)


def _is_compound(form: str, letters: str) -> bool:
    """Return True for a word that begins so, as a word within it does: « workforce » for « wf »."""
    if not form.startswith(letters[0]):
        return False
    for place in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        if form[place] == letters[1] and is_in_lexicon(form[place:], DEFAULT_LANGUAGE):
            return True
    return False


def _start_of_translation(
    acronym: Acronym, tokens: Sequence[Token], whole: bool = False
) -> int | None:
    """Return at which word the words begin whose initials are the letters in reverse, but for one.

    French has them so of what was named in English: « gestion de la relation client (CRM) ».
    """
    letters = acronym.letters
    telling = [place for place, token in enumerate(tokens) if not _is_small(token.form)]
    chosen = telling[-len(letters) :]
    if any(acronym.small) or len(chosen) < len(letters) or chosen[-1] != len(tokens) - 1:
        return None
    start = chosen[0]
    if whole and start:
        return None
    if start and not whole and not _is_small(tokens[start - 1].form):
        return None  # the words before may be part of what it stands for
    initials = "".join(_folded(tokens[place].form)[:1] for place in reversed(chosen))
    others = sum(map(str.__ne__, initials, letters))
    if others > 1 or (others and len(letters) < 3):
        return None
    return start


def _is_plausible(acronym: Acronym, tokens: Sequence[Token]) -> bool:
    """Return True for several telling words, a small one not first, of which none is it itself."""
    forms = [token.form for token in tokens]
    telling = sum(not _is_small(form) for form in forms)
    return telling > 1 and not _is_small(forms[0]) and acronym.printed.lower() not in forms


_folded = lru_cache(maxsize=50_000)(fold)  # of forms, which texts share


@lru_cache(maxsize=50_000)
def _is_small(form: str) -> bool:
    return is_function_word(form, DEFAULT_LANGUAGE) or form in _ENGLISH
