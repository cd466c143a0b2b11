"""Runs of capitalised words in a text, and what stands beside each."""

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from archive.naming.given_names import GIVEN
from archive.naming.place_names import PLACES, TOWNS
from archive.naming.words import ACTED, ACTIVE, NO_FIRM, NO_SAINT_PLACE, NO_SURNAME

# Latin capitals with whatever accent: « Þórólfsson », « Łódź », « Ḥusayn ».
LATIN = [chr(code) for letters in (range(0x41, 0x250), range(0x1E00, 0x1F00)) for code in letters]
CAPITAL = "".join(filter(str.isupper, LATIN))
_WORD = rf"[{CAPITAL}]\w*(?:[-’'&]\w+)*"
_JOINT = "(?:de la|de|du|des|van der|von der|von|van|ben|bin|ibn|el|al|da|dos|di|della|zu|y|&)"
RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_JOINT} )?(?:d[’'])?{_WORD})*")
_ELIDED = re.compile(
    r"(?:[CDJLMNST]|(?:Lors|Puis|Jus)?[Qq]u)[’'](?=[^\W\d_])"
)  # what may stand before a word
# « J.-P. Untel », « T. A. Untel ».
INITIALS = re.compile(
    rf"(?!M\.[ \u00a0])(?:[{CAPITAL}]h?\.[- \u00a0]?){{1,3}}(?:de |van |von |d[’'])?{_WORD}"
    rf"(?:[ \u00a0]{_WORD})?"
)
# Behind « Jeanne T »; « Louis V. » ends a sentence.
MIDDLE = re.compile(rf"(?<=[^IVX])\.[ \u00a0](?P<surname>{_WORD})")
EPITHET = re.compile(rf" l(?:[ea] |[’'])[{CAPITAL}][a-zß-ÿ]+\b")  # « Charles le Chauve »
OPENING = frozenset(("", " ", "\u00a0", "\n", "(", "«", "’", "'"))  # names begin behind these
# Not one plain space: there is one behind each word.
_SPACES = re.compile(r"[\u00a0\u202f][ \u00a0\u202f]*| [ \u00a0\u202f]+")
_PARTS = re.compile(r"[^ \u00a0\u202f]+")
# What ends a sentence or opens one: a capital behind it tells nothing.
ENDS = frozenset('.!?…:«“"\n•–—*>|)]')
CLOSED = frozenset(".!?…:;,(")  # behind these no word before leads to a name
CUTS = frozenset(".!?…:;,(«—")
_CUT = re.compile(".*[.!?…:;,(«—]")
OPEN_TITLES = ("M.", "MM.", "Dr.", "Mr.")
MOST_BEFORE = 4  # words before a run that are looked at
SHORT = 1_000  # characters of a text of which it is soon known that nothing leads to a name
NEAR = 60  # characters before a run that are looked at
DIRECTIONS = frozenset(("Nord", "Sud", "Centre", "Est", "Ouest"))
GLUED = frozenset("@#/.-_")  # no name begins behind these
HYPHENS = ("\u2010", "\u2011")  # as typesetters have them
APOSTROPHES = ("’", "'")
APPOSED = (", ", " (")
CITING = (", in «", ", in “", ', in "', ", op. cit", ", art. cit")  # behind who wrote what is cited
A_HOUSE = ", une "  # « Xambre, une société lyonnaise, »
QUOTES = frozenset('"«»“”')
SPACED = " \u00a0\u202f"
# Of what is behind a name: that it does what firms do.
_ACTIVE = "|".join(sorted(ACTIVE, key=len, reverse=True))
_ACTED = "|".join(sorted(ACTED, key=len, reverse=True))
ACTS = re.compile(
    r" (?:\([^()]{1,60}\) )?"
    rf"(?:(?:vient d[e’'] ?|va |a |ont |n[’']a )?(?:{_ACTIVE})"
    rf"|(?:a|ont|avait|avaient|n[’']a|n[’']ont) (?:pas |déjà |aussi )?(?:{_ACTED}))\b"
)
TRADES_END = frozenset(("iste ", "ogue ", "aphe "))  # « le flûtiste Untel », soon compared
LANDS = ("région ", "Région ")  # « la région Centre »
ELIDING = frozenset(("Qu", "Lo", "Pu", "Ju"))  # « Qu’ », « Lorsqu’ », « Puisqu’ », « Jusqu’ »
LED = ("à ", "À ", *TRADES_END)
# « SaaSpasse »: no word of a language is so. Looked over once, however long it is.
INNER = re.compile(r"(?=\w+$)\w*[a-zß-ÿ][A-ZÀ-Ý]")
_HINTS = re.compile(
    rf"\b[àÀ] [{CAPITAL}]| \(\d|, une |, (?:in [«“\"]|op\. cit|art\. cit)"
)  # « à Failly », « Octophone (2 400 positions) »
_TRADE_HINTS = re.compile(rf"(?:{'|'.join(sorted(TRADES_END))})[{CAPITAL}]")
_INITIAL_HINTS = re.compile(rf"[ (’'][{CAPITAL}]\.[- \u00a0]?[{CAPITAL}]")
# Names that nothing but places have: « Vitry-sur-Seine », « Saint-Léonard ».
_COMPOUND = re.compile(
    r"[A-ZÀ-Ý][a-zß-ÿ]\w*(?:-\w+){0,8}-(?:sur|sous|lès|lez|en|le|la|les)-(?:[\w’']+-)*[A-ZÀ-Ý]\w+$"
)
_ARTICLES = frozenset(("le", "la", "les"))
# « Neuville-aux-Bois », but no « Chou-aux-Fleurs ».
_TO_THE = re.compile(
    r"(?:[A-ZÀ-Ý]\w*(?:[egln]y|ville|villers?|court|mont|bourg)|Bois|Bourg|Pont|Val)-aux?-[A-ZÀ-Ý]\w+$"
)
# « Mont-Repos », « Château-Thierry ».
_HILL = re.compile(
    r"(?:Mont|Bourg|Château|Villers|Val|Roche|Port)-[A-ZÀ-Ý][a-zß-ÿ]+(?:-[A-ZÀ-Ý]\w+)*$"
)
_SAINT = re.compile(r"Sainte?-[A-ZÀ-Ý]\w+(?:-[\w’']+)*$")


class Run:
    """Capitalised words that follow each other: from `start` to `end` of `text`.

    `name`: the words with single spaces and one kind of apostrophe.
    """

    def __init__(self, text: str, start: int, end: int):
        self.text, self.start, self.end = text, start, end
        # Each finder asks for these: a cached property would cost more.
        self.name = unified(text[start:end])
        self.words = self.name.split(" ")

    @cached_property
    def before(self) -> list[str]:
        """The words before it in its part of the sentence, the nearest first, four at most."""
        near = self.text[max(0, self.start - NEAR) : self.start]
        near = near[near.rfind("\n") + 1 :].replace("'", "’").replace("’", "’ ")
        words: list[str] = []
        for word in reversed(near.split()):
            if len(words) == MOST_BEFORE:
                break
            # Most words have none of these signs: that is soon seen.
            cut = None if CUTS.isdisjoint(word) or word in OPEN_TITLES else _CUT.match(word)
            if cut is None:
                words.append(word)
                continue
            if cut.end() < len(word):
                words.append(word[cut.end() :])
            break
        return words

    @cached_property
    def is_head(self) -> bool:
        """True where it opens a sentence, a line, a quotation or a list."""
        return is_head(self.text, self.start)

    @cached_property
    def is_quoted(self) -> bool:
        """True where it is all that stands between quotation marks: a title."""
        opening = self.text[max(0, self.start - 2) : self.start].strip(SPACED)[-1:]
        return opening in QUOTES and self.text[self.end : self.end + 2].strip(SPACED)[:1] in QUOTES

    def part(self, first: int, last: int | None = None) -> "Run":
        """Return the run of some of its words."""
        places = [match.span() for match in _PARTS.finditer(self.text, self.start, self.end)]
        chosen = places[first:last]
        return Run(self.text, chosen[0][0], chosen[-1][1])


def hyphened(text: str) -> str:
    """Return a text with hyphens of one kind, each sign where it was."""
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-")
    return text


def unified(text: str) -> str:
    """Return a text with single spaces of one kind, and one kind of apostrophe."""
    if "  " in text or "\u00a0" in text or "\u202f" in text:  # else that is looked for in vain
        text = _SPACES.sub(" ", text)
    return text.replace("'", "’")


def is_head(text: str, start: int) -> bool:
    """Return True where a sentence, a line, a quotation or a list begins at a place."""
    place = start - 1
    if place > 0 and text[place] in "’'":  # « L’Europe »
        place -= 2 if text[place - 1] in "LDJNCSTM" else 1
    while place >= 0 and text[place] in SPACED:
        place -= 1
    if place < 0:
        return True
    mark = text[place]
    if mark == "-":
        return place == 0 or text[place - 1] in " \n"
    if mark == "." and text[max(0, place - 2) : place + 1].endswith("M."):
        return False
    return mark in ENDS


def runs(text: str, singles: Collection[str], leading: frozenset[str]) -> Iterator[Run]:
    """Yield the runs of capitalised words of a text that may be names, in its order.

    Those of several words may; one alone where it is of `singles`, where its shape tells, where it
    may have an apposition or where a word of `leading` is near before it, « à » just before it. The
    look costs little, since few are names.
    """
    # A long text has such a word nearly always: it would be cut into words for nothing.
    is_led = len(text) > SHORT or not leading.isdisjoint(_words(text))
    if not is_led and not _hints(text) and not _may_have(text, singles):
        return
    for match in RUN.finditer(text):
        words = match[0]
        start, end = match.span()
        if len(words) == 1 and text[end : end + 1] == ".":
            named = INITIALS.match(text, start)
            if named and text[max(0, start - 1) : start] in OPENING:
                yield Run(text, start, named.end())
            continue
        if words in GIVEN and text[end + 1 : end + 2] == "l":
            named = EPITHET.match(text, end)
            if named and text[max(0, start - 1) : start] in OPENING:
                yield Run(text, start, named.end())
                continue
        if words[-2:-1] == " " and text[end : end + 1] == ".":
            end = _behind_initial(text, words, end)
            words = text[start:end]
        is_none = words in NO_SURNAME or words in NO_FIRM
        if is_none and not text.endswith(LANDS, 0, start):
            continue
        if words[1:2] in APOSTROPHES or words[:2] in ELIDING:
            start = _behind_elision(text, start, end)
            words = text[start:end]
            if not words:
                continue
        if start and text[start - 1] not in SPACED and _is_glued(text, start):
            rest = RUN.search(text, start + len(words.split(" ")[0]), end)
            if rest is None or text[start - 1] in GLUED:
                continue
            start, words = rest.start(), rest[0]
        acts = _is_telling(words) and (is_place_shaped(words) or ACTS.match(text, end))
        if words in singles or " " in words or "\u00a0" in words or acts:
            yield Run(text, start, end)
        elif text[end : end + 2] in APPOSED:
            counts = text[end + 2 : end + 3].isdigit()
            tells = counts or text.startswith(CITING, end) or text.startswith(A_HOUSE, end)
            if tells or not is_head(text, start) or (is_led and _is_led(text, start, leading)):
                yield Run(text, start, end)
        elif text.endswith(LED, 0, start) or (is_led and _is_led(text, start, leading)):
            yield Run(text, start, end)


def _behind_initial(text: str, words: str, end: int) -> int:
    """Return where a run ends that goes on behind an initial: « Jeanne T. Untel »."""
    middle = MIDDLE.match(text, end) if words.split(" ")[-2] in GIVEN else None
    if middle is None or middle["surname"] in NO_SURNAME or middle["surname"] in PLACES:
        return end
    return middle.end()


def _hints(text: str) -> bool:
    """Return True where a sign or an ending may tell a name: each is soon looked for."""
    if _HINTS.search(text):
        return True
    if any(ending in text for ending in TRADES_END) and _TRADE_HINTS.search(text):
        return True
    return ". " in text and bool(_INITIAL_HINTS.search(text))


def _is_glued(text: str, start: int) -> bool:
    """Return True behind a sign that no name begins behind, or a letter: « la banqueContrat »."""
    if text[start - 1] in GLUED:
        return text[max(0, start - 3) : start] != "ex-"
    return text[start - 1].isalnum()


def same(text: str, wanted: Collection[str]) -> Iterator[Run]:
    """Yield the runs of a text that are one of these, or one of these behind a word."""
    for match in RUN.finditer(text):
        words = match[0]
        start, end = match.span()
        if words[1:2] in APOSTROPHES or words[:2] in ELIDING:
            start = _behind_elision(text, start, end)
            words = text[start:end]
        if words in wanted or (" " in words and start < end) or "\u00a0" in words:
            yield Run(text, start, end)


def is_place_shaped(word: str) -> bool:
    """Return True for a word that by its shape is the name of a place."""
    if "-" not in word:
        return False
    if word[:5] == "Saint":
        return bool(_SAINT.match(word)) and word.replace("'", "’") not in NO_SAINT_PLACE
    first, linking, *others = word.split("-")
    if first in PLACES and first not in TOWNS:  # « Guinée-Conakry »
        return all(part in TOWNS or part in DIRECTIONS for part in (linking, *others))
    if linking in _ARTICLES and first in GIVEN:  # « Jean-le-Bon »
        return False
    return bool(_COMPOUND.match(word) or _TO_THE.match(word) or _HILL.match(word))


def _is_telling(word: str) -> bool:
    """Return True for a word whose shape may say what it names: an acronym, capitals inside."""
    if is_place_shaped(word):
        return True
    if word.istitle():
        return False
    return (len(word) > 1 and word.isupper() and word not in NO_FIRM) or bool(INNER.match(word))


def _may_have(text: str, singles: Collection[str]) -> bool:
    """Return False where no capitals can be a name: of half of all texts that is soon known."""
    for words in RUN.findall(text):
        if words in singles or " " in words or "\u00a0" in words or _is_telling(words):
            return True
        if words in GIVEN:
            return True
        if words[2:] in singles or words[3:] in singles:  # « L’Europe », « Qu’Europe »
            return True
    return False


def _behind_elision(text: str, start: int, end: int) -> int:
    """Return where capitals begin behind « L’ » and the like; the end where none do."""
    elided = _ELIDED.match(text, start, end)
    if elided is None:
        return start
    if text[elided.end()].isupper():
        return elided.end()
    rest = RUN.search(text, elided.end(), end)
    return rest.start() if rest else end


def _is_led(text: str, start: int, leading: frozenset[str]) -> bool:
    mark = text[max(0, start - 2) : start]
    if mark[-1:] == "\n" or (mark[:1] in CLOSED and text[max(0, start - 3)] not in "Mr"):
        return False
    near = text[max(0, start - NEAR) : start]
    return not leading.isdisjoint(_words(near))


def _words(text: str) -> list[str]:
    return text.replace("’", "' ").replace("'", "' ").split()
