"""The text of an element of a page: one short line of it, or all of it, and its words alone."""

import html
import re
from collections.abc import Iterable

from lxml import etree

# Emphasis and its like, which stand inside words; the edges of all other elements part words.
JOINED = {"em", "i", "b", "strong", "sup", "sub", "mark", "font", "u", "wbr", "abbr"}
WORDS = re.compile(r"\w+")
# The end of a sentence.
CLOSED = re.compile(r"[.!?…。][\s»”\"'’)\]]{0,3}$")
# Words of a label that ends in a full stop: « Sources : Insee, Dares. »
MOST_IN_LABEL = 8
# Characters that a doubt quotes of each block that was taken out, and of all.
QUOTED, MOST_QUOTED = 80, 250
# Characters of a line: what is longer is a text, and no title, byline or date.
LONGEST = 1_000
INLINE_TAG = re.compile(r"</?(?:i|em|b|strong|span|sup|sub|br|p|q|cite)\b[^>]{0,100}>")
SPACES_BEFORE_SIGN = re.compile(r"\s+([,.;])")


def line_of(element: etree._Element, between: str = " ") -> str:
    """Return the text of an element as one tidy line of up to `LONGEST` characters.

    `between` stands for the edges of elements, emphasis apart: with a bar, a byline reads
    « Par | Anne Martin | Journaliste ».
    """
    parts: list[str] = []
    length = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        text = ""
        if event == "start":
            text = inner.text or ""
        elif inner is not element:
            text = inner.tail or ""
        if inner.tag not in JOINED:
            parts.append(between)
        parts.append(text)
        length += len(text)
        if length > LONGEST:
            break
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Return a text as one line of up to `LONGEST` characters, without tags of emphasis.

    Entities are resolved, also where they were written twice.
    """
    text = html.unescape(html.unescape(text[: 4 * LONGEST]))
    text = INLINE_TAG.sub("", text)
    return SPACES_BEFORE_SIGN.sub(r"\1", " ".join(text.split()))[:LONGEST]


def text_of(element: etree._Element) -> str:
    """Return the whole text of an element on one line, as it stands between its tags."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return " ".join(text.split())


def is_prose(text: str) -> bool:
    """Return True for a sentence, closed and of more words than a label has."""
    return bool(CLOSED.search(text)) and len(text.split()) > MOST_IN_LABEL


def words_of(text: str) -> str:
    """Return the words of a text, in small letters, for comparing two readings of one page.

    It is `name_key` for long texts: accents stay.
    """
    return " ".join(WORDS.findall(text.lower()))


def element_words(element: etree._Element) -> str:
    """Return the words of an element's text, as `words_of` gives them."""
    return words_of(text_of(element))


def body_words(body: etree._Element) -> str:
    """Return the words of all blocks of a body."""
    return " ".join(map(element_words, body))


def shares_runs(words: str, text: str, least: float = 0.5) -> bool:
    """Return True where at least that part of the words stands in a text, in runs of six.

    Both are as `words_of` gives them, the text between two spaces.
    """
    listed = words.split()
    if len(listed) <= 8:
        return f" {words} " in text
    runs = [" ".join(listed[start : start + 6]) for start in range(0, len(listed) - 5, 6)]
    return sum(run in text for run in runs) >= least * len(runs)


def length_inside(element: etree._Element, tag: str) -> int:
    """Return the number of characters of text in the elements of that tag inside an element."""
    return sum(map(len, map(text_of, element.iter(tag))))


def openings(texts: Iterable[str]) -> str:
    """Return how each text begins, on one line, as a doubt quotes what was taken out."""
    beginnings = []
    for text in texts:
        if len(text) > QUOTED:
            text = text[:QUOTED].rsplit(" ", 1)[0] + "…"
        beginnings.append(text)
    return " / ".join(beginnings)[:MOST_QUOTED]
