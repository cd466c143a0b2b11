"""Whether a text may refer to another at all: most do not, and to find that out has to cost little.

Pure functions. Whether a few letters stand in a text is told ten times as quickly as whether a
pattern does, so that a pattern is only looked for where its letters are.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from archive.printed_dates import FRENCH_MONTHS


class Hint(NamedTuple):
    """Letters of which one has to stand there, and what has to be around them, or before a title.

    `before` and `behind`: within so many characters of the letters, which are all that is looked
    at; anywhere where neither is said. `is_cased`: capitals count.
    """

    letters: tuple[str, ...]
    around: re.Pattern
    before: int = 0
    behind: int = 0
    is_cased: bool = False

    def is_in(self, text: str, lower: str) -> bool:
        """Return whether it stands in a text, of which the second is in small letters."""
        looked_at = text if self.is_cased else lower
        for letters in self.letters:
            at = lower.find(letters)
            if at >= 0 and not self.before:
                return bool(self.around.search(looked_at))
            while at >= 0:
                end = at + len(letters) + self.behind
                if self.around.search(lower, max(0, at - self.before), end):
                    return True
                at = lower.find(letters, at + 1)
        return False


_CAPITALISED = [f"[{month[0]}{month[0].upper()}]{month[1:]}" for month in FRENCH_MONTHS]
_OF_ISSUES = ("uméro", "umero", "n°", "n °", "nº", "n º", "ivraison")
_LED = (
    r"(?:intitul|sous le titre|\btitr|\bli(?:re|sez)\b|\brelire\b|\bvoir\b|billet|chronique"
    r"|\barticle|[ée]criv|\bpubli|\bdans\b|dito)[^«“<.;!?]{0,50}"
)
HINTS = (
    Hint(("ditori", "édito", "edito"), re.compile(r"[ée]dito")),
    Hint(
        _OF_ISSUES,
        re.compile(
            r"\b(?:(?:notre|nos|ce|présent|premier|dernier|précédent)\s(?:num[ée]ro|livraison)"
            r"|num[ée]ro\s(?:précédent|inaugural)"
            r"|(?:notre|nos|le|la|lire|voir|relire|dans|de|depuis|apr[èe]s|avant|des|[àa]|lettre"
            r"|cahier|bulletin|newsletter|cf\.?)\s(?:num[ée]ro|n\s?[°º])\s?\d)"
        ),
        before=16,
        behind=16,
    ),
    Hint(
        ("page", "p. "),
        re.compile(
            r"\b(?:voir|lire|relire|lisez|cf|nous|notre|nos|num[ée]ro|l.écris)\b[^;!?»]{0,40}?"
            r"\b(?:pages?|pp?\.)\s?\d"
        ),
    ),
    Hint(
        ("(",),
        re.compile(
            r"\((?:in |dans |cf\.? |[Vv]oir |[Ll]ire )?(?:[«“]\s?|<\w+>)?[A-ZÀ-ÞŒ][^()]{1,70}?"
            rf"(?:{'|'.join(_CAPITALISED)}|n\s?[°º]\s?\d|num[ée]ro\s\d)",
        ),
        is_cased=True,
    ),
    Hint(("«", "“", "<em>", "<i>", "<cite>"), re.compile(rf"{_LED}[«“<]"), before=80),
    Hint(
        ("»", "”", "</em>", "</i>", "</cite>"),
        re.compile(r"(?:[»”]|</(?:em|i|cite)>)\s?(?:,\s?)?(?:\(|n\s?°|num[ée]ro)"),
    ),
)


def hints_in(html: str, among: Iterable[Hint] = HINTS) -> list[Hint]:
    """Return what in a text, or a paragraph, hints at a reference: nothing where it makes none."""
    text = html.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")
    lower = text.lower()
    return [hint for hint in among if hint.is_in(text, lower)]
