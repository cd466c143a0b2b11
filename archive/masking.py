"""A person's name taken out of texts, in whatever case, accents and spaces it is printed.

Pure functions. What stands in its place says that something stood there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from archive import text

MASK = "[nom masqué]"
SHORTEST = 4  # letters of a form: a shorter one stands in other words, too
MOST_FORMS = 20
# What nobody sees and may stand after any letter: combining accents, soft hyphens, spaces and
# joiners without a width.
ACCENTS = r"\u0300-\u036f"
JOINING = r"\u00ad\u200c\u200d\u2060\ufeff"
UNSEEN = rf"{JOINING}\u200b"
# What may stand between two words of a name: spaces, hyphens, points, apostrophes, tags.
GAP = rf"(?:[\s\-\u2010\u2011.'\u2019{UNSEEN}]|&nbsp;|<[^>]*>)+"
TAG = re.compile(r"<[^>]*>")
# What may stand within a word of one, around a drop capital: « <b>H</b>ector ».
_INLINE = "|".join(sorted(text.INLINE | {"big", "code", "font", "mark", "small", "span", "u"}))
WITHIN = rf"(?:[{ACCENTS}{UNSEEN}]|</?(?:{_INLINE})\b[^<>]*>)*"
# Behind the last letter of one, before others of the same word: « Dupr<b>é</b>e ». What opens
# there, and the number of a note, is of another word.
GOES_ON = rf"(?:[{JOINING}]*\w|(?:[{JOINING}]|</(?:{_INLINE})>)+[^\W\d_])"
ATTRIBUTE = re.compile(r'\s[\w:-]+="([^"]*)"')
WORD = re.compile(r"&|\w+")
AMPERSAND = "&"
# Letters that are no others with accents, though people type them as such.
STROKES = str.maketrans("łøđħıŧ", "lodhit")
PAIRS = {"oe": "œ", "ae": "æ", "ss": "ß"}  # small letters, and their ligature
LETTERS = re.compile("|".join([*PAIRS, "."]))


def forms(typed: str) -> list[str]:
    """Return the forms of a name that were typed, one a line, without those typed twice."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def is_too_short(form: str) -> bool:
    return sum(map(str.isalpha, form)) < SHORTEST


class Mask:
    """What finds the forms of a name and takes them out."""

    def __init__(self, names: Iterable[str]):
        in_words = []
        for name in names:
            words = WORD.findall(_of_form(name))
            if any(word != AMPERSAND for word in words):
                in_words.append(words)
        # The longest first, so that « Jean Dupont » goes as one where « Dupont » is a form, too.
        self._words = sorted(in_words, key=lambda words: -len("".join(words)))
        self._in_text = _pattern(self._words, GAP)
        in_addresses = [[word for word in words if word != AMPERSAND] for words in self._words]
        self._in_attributes = _pattern(in_addresses, r"[\W_]*")

    def loosely(self) -> str:
        """Return a pattern, for any database, of what all texts that have a form hold; "" for no
        form.

        It is a word of each form, the longest, in whatever letters are not ASCII: what it finds
        is looked at closer.
        """
        rare = dict.fromkeys(max(words, key=len) for words in self._words)
        return "|".join(map(_loose, rare))

    def is_in(self, passage: str) -> bool:
        """Return True if a text, or HTML or its attributes, has a form of the name."""
        return self.html(passage) != passage

    def is_name(self, name: str) -> bool:
        """Return True if a name is a form of the masked one, and nothing else."""
        return bool(self._in_text.fullmatch(_folded(name)))

    def text(self, plain: str) -> str:
        """Return a text with MASK for each form of the name."""
        return self._replaced(plain)

    def html(self, markup: str) -> str:
        """Return HTML likewise: tags within a name stay, attributes that hold it go."""
        return self._replaced(TAG.sub(self._clean_tag, markup))

    def _replaced(self, markup: str) -> str:
        pieces, end = [], 0
        for match in self._in_text.finditer(_folded(markup)):
            within = TAG.findall(markup[slice(*match.span())])
            pieces += [markup[end : match.start()], MASK, *within]
            end = match.end()
        return "".join([*pieces, markup[end:]])

    def _clean_tag(self, tag: re.Match) -> str:
        return ATTRIBUTE.sub(self._clean_attribute, tag[0])

    def _clean_attribute(self, attribute: re.Match) -> str:
        # Addresses have blanks and accents as « %20 » and « %C3%A9 ».
        for printed in (attribute[1], unquote(attribute[1])):
            if self._in_attributes.search(_folded(printed)):
                return ""
        return attribute[0]


@lru_cache(maxsize=4)  # an import asks for the same again and again
def mask_of(names: tuple[str, ...]) -> Mask:
    return Mask(names)


def _pattern(names: Iterable[list[str]], gap: str) -> re.Pattern:
    choices = "|".join(gap.join(map(_exact, words)) for words in names)
    before = rf"(?<!\w)(?<!\w[{ACCENTS}{JOINING}])"
    behind = rf"(?![{ACCENTS}])(?!{GOES_ON})"
    return re.compile(rf"{before}(?:{choices or '(?!)'}){behind}")


def _exact(word: str) -> str:
    """Return the pattern of a folded word in a folded text."""
    if word == AMPERSAND:
        return "&(?:amp;)?"
    pieces = []
    for letters in _letters(word):
        either = f"(?:{letters}|{PAIRS[letters]})" if letters in PAIRS else re.escape(letters)
        pieces.append(either)
    # Behind the last letter, tags are those of the text around the name.
    return WITHIN.join(pieces) + f"[{ACCENTS}{UNSEEN}]*"


def _loose(word: str) -> str:
    # No database folds accents, and not each folds the case of letters that have them.
    other = "[^\\u0001-\\u007F]"
    pieces = []
    for letters in _letters(word):
        if letters in PAIRS:
            first, second = letters[0], letters[1]
            pieces.append(f"(?:(?:{first}|{other}){other}*(?:{second}|{other})|{other})")
        else:
            pieces.append(f"(?:{letters}|{other})" if letters.isascii() else other)
        pieces.append(f"{other}*")
    return "".join(pieces)


def _letters(word: str) -> Iterator[str]:
    for match in LETTERS.finditer(word):
        yield match[0]


def _of_form(name: str) -> str:
    """Return a typed form as it is looked for: folded, its ligatures and accents taken apart."""
    folded = _folded(name.replace("&amp;", AMPERSAND))
    for pair, ligature in PAIRS.items():
        folded = folded.replace(ligature, pair)
    return re.sub(f"[{ACCENTS}{UNSEEN}]", "", folded)


def _folded(passage: str) -> str:
    """Return small letters without accents, each where it stood."""
    return "".join(map(_folded_sign, passage))


def _folded_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base.translate(STROKES) if len(base) == 1 else sign
