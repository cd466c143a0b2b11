"""A person's name taken out of texts, in whatever case, accents and spaces it is printed.

Pure functions. What stands in its place says that something stood there.
"""

import re
import unicodedata
from collections.abc import Iterable

MASK = "[nom masqué]"
SHORTEST = 4  # letters of a form: a shorter one stands in other words, too
MOST_FORMS = 20
# What may stand between two words of a name: spaces, hyphens, points, apostrophes, tags.
GAP = r"(?:[\s\-\u2010\u2011.'\u2019]|&nbsp;|<[^>]*>)+"
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r'\s[\w:-]+="([^"]*)"')


def forms(typed: str) -> list[str]:
    """Return the forms of a name that were typed, one a line, without those typed twice."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def is_too_short(form: str) -> bool:
    return sum(map(str.isalpha, form)) < SHORTEST


class Mask:
    """What finds the forms of a name and takes them out."""

    def __init__(self, names: Iterable[str]):
        in_words = [re.findall(r"\w+", _folded(name)) for name in names]
        # The longest first, so that « Jean Dupont » goes as one where « Dupont » is a form, too.
        self._words = sorted(filter(None, in_words), key=lambda words: -len("".join(words)))
        self._in_text = _pattern(self._words, GAP)
        self._in_attributes = _pattern(self._words, r"[\W_]*")

    def rare_words(self) -> list[str]:
        """Return a word of each form, the longest: no text holds the form without it."""
        return list(dict.fromkeys(max(words, key=len) for words in self._words))

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
        if self._in_attributes.search(_folded(attribute[1])):
            return ""
        return attribute[0]


def _pattern(names: Iterable[list[str]], gap: str) -> re.Pattern:
    choices = "|".join(gap.join(map(re.escape, words)) for words in names)
    return re.compile(rf"(?<!\w)(?:{choices or '(?!)'})(?!\w)")


def _folded(passage: str) -> str:
    """Return small letters without accents, each where it stood."""
    return "".join(map(_folded_sign, passage))


def _folded_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign
