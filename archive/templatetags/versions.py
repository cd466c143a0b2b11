"""Two versions of a value side by side, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

register = template.Library()

SHORT = 60  # characters of a value that is shown whole
LONGEST = 400  # of one that has nothing to be compared with
MOST_WORDS = 8_000  # of a text that is compared; of longer ones their beginnings are
AROUND = 8  # words that are shown on either side of a change
_WORD = re.compile(r"\s*<[^>]*>|\s*[^\s<]+")


@register.simple_tag
def compared(before: str, after: str) -> SafeString:
    """What went in <del>, what came in <ins>; of what stayed only the words around, « … » for the rest."""
    if not before or not after or max(len(before), len(after)) <= SHORT:
        pieces = [
            ("del", Truncator(before).chars(LONGEST)),
            ("ins", Truncator(after).chars(LONGEST)),
        ]
        return format_html_join(" ", "<{0}>{1}</{0}>", [piece for piece in pieces if piece[1]])
    return format_html_join(
        "", "{}", ((_shown(*piece),) for piece in _pieces(_words(before), _words(after)))
    )


def _words(value: str) -> list[str]:
    return _WORD.findall(value)[:MOST_WORDS]


def _pieces(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """("", kept), ("del", gone), ("ins", come) in the order of reading."""
    steps = SequenceMatcher(None, before, after, autojunk=len(before) > 1000).get_opcodes()
    for number, (what, start, end, first, last) in enumerate(steps):
        if what == "equal":
            yield "", _elided(before[start:end], number == 0, number == len(steps) - 1)
        else:
            yield from (
                (tag, "".join(words))
                for tag, words in (("del", before[start:end]), ("ins", after[first:last]))
            )


def _elided(words: list[str], is_first: bool, is_last: bool) -> str:
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(words) <= head + tail + 2:
        return "".join(words)
    return "".join(
        [*words[:head], " …" if not is_last or head else "", *(words[-tail:] if tail else [])]
    )


def _shown(tag: str, words: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, words) if tag and words else format_html("{}", words)
