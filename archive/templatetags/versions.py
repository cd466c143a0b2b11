"""Two versions of a value side by side, word by word."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive import markup, text

register = template.Library()

SHORT = 60  # characters of a value that is shown whole
LONGEST = 400  # of one that has nothing to be compared with
MOST_WORDS = 8_000  # of a text that is compared; of longer ones their beginnings are
# From so many words on the frequent ones do not start a match (difflib's autojunk): that would take
# too long.
MOST_EXACT = 1_000
BREAK = "\n"  # among the words of a text, where a paragraph ends
SHOWN_BREAK = "¶"
AROUND = 8  # words that are shown on either side of a change
_WORD = re.compile(r"\s*<[^>]*>|\s*[^\s<]+")


@register.simple_tag
def compared(before: str, after: str) -> SafeString:
    """Return two versions as one: what went in <del>, what came in <ins>.

    Of what stayed there are only the words around, « … » for the rest.
    """
    if not before or not after or max(len(before), len(after)) <= SHORT:
        versions = []
        if before:
            versions.append(markup.gone(Truncator(before).chars(LONGEST)))
        if after:
            versions.append(markup.come(Truncator(after).chars(LONGEST)))
        return markup.joined(" ", versions)
    return markup.joined("", _pieces(_words(before), _words(after)))


@register.simple_tag
def compared_paragraphs(before: str, after: str) -> list[SafeString]:
    """Return two plain texts as the paragraphs of one, whole: what went in <del>, what came in
    <ins>.

    A paragraph that was parted, or put together with the next, has a « ¶ » marked there.
    """
    old, new = _with_breaks(before), _with_breaks(after)
    is_long = max(len(old), len(new)) > MOST_EXACT
    paragraphs: list[list[str]] = [[]]
    for step in SequenceMatcher(None, old, new, autojunk=is_long).get_opcodes():
        operation, start, end, new_start, new_end = step
        if operation == "equal":
            _add_words(paragraphs, old[start:end], None)
            continue
        _add_words(paragraphs, old[start:end], markup.gone)
        _add_words(paragraphs, new[new_start:new_end], markup.come)
    return [markup.joined(" ", words) for words in paragraphs if words]


def _with_breaks(plain: str) -> list[str]:
    """Return the words of a plain text, with BREAK between its paragraphs."""
    words: list[str] = []
    for paragraph in text.paragraphs(plain):
        words += [BREAK, *paragraph.split()]
    return words[1 : MOST_WORDS + 1]


def _add_words(
    paragraphs: list[list[str]], words: Sequence[str], mark: Callable[[str], str] | None
) -> None:
    """Put words behind the last paragraph, or begin others, all of them marked alike."""
    for place, run in enumerate(" ".join(words).split(BREAK)):
        if place and mark:
            paragraphs[-1].append(mark(SHOWN_BREAK))
        if place and mark is not markup.gone:
            paragraphs.append([])
        if run.strip():
            paragraphs[-1].append(mark(run.strip()) if mark else run.strip())


def _words(version: str) -> list[str]:
    return _WORD.findall(version)[:MOST_WORDS]


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield what stayed as text, what went and what came as HTML, in the order of reading."""
    is_long = len(before) > MOST_EXACT
    steps = SequenceMatcher(None, before, after, autojunk=is_long).get_opcodes()
    last = len(steps) - 1
    for number, (operation, start, end, new_start, new_end) in enumerate(steps):
        if operation == "equal":
            yield _elided(before[start:end], number == 0, number == last)
            continue
        if start < end:
            yield markup.gone("".join(before[start:end]))
        if new_start < new_end:
            yield markup.come("".join(after[new_start:new_end]))


def _elided(words: Sequence[str], is_first: bool, is_last: bool) -> str:
    """Return what stayed, shortened to the words beside a change before and after it."""
    if is_first and is_last:  # nothing changed
        return "".join(words) if len(words) <= 2 else ""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(words) <= head + tail + 2:
        return "".join(words)
    return "".join([*words[:head], " …", *words[len(words) - tail :]])
