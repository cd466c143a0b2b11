"""What a reader wrote, as plain paragraphs, and what is odd about it: pure functions on strings."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

# Signs that nobody sees: of control, of direction (which turn a line around), of no width.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# A letter carries at most three accents: more pile up over the lines around it.
ACCENTS = "\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
PILED = re.compile(f"([{ACCENTS}]{{3}})[{ACCENTS}]+")
MARKUP = re.compile(
    r"</?[a-z!][^<>]{0,500}>|\[/?(?:url|img|b|i|link)\b[^\]\[]{0,500}\]|&#?\w{2,8};", re.I
)
LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]{2,60}\.(?:com|net|org|info|biz|ru|cn|xyz|top)\b\S*", re.I
)
MOST_LINKS = 2  # of a letter that cites its sources
FEWEST_WORDS = 4  # beside links
FEWEST_LETTERS = 20  # of which one can say that they are all capitals
CAPITALS = 0.8  # of all letters
LONGEST_COMPARED = 25_000  # characters
ODDITIES = ("unseen", "markup", "only-links", "many-links", "capitals", "name")


def paragraphs_of(typed: str) -> str:
    """Return a text with blank lines between its paragraphs, and nothing in it that is not seen."""
    lines = [line.rstrip() for line in _seen(typed).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line_of(typed: str) -> str:
    """Return a text that stands in one line: a name."""
    return " ".join(_seen(typed).split())


def oddities(typed: str, name: str = "") -> list[str]:
    """Return what a moderator should look at in a letter as it was typed, of ODDITIES."""
    return list(_oddities(typed.replace("\r\n", "\n").replace("\r", "\n"), name))


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what makes one text of another: ("same" | "went" | "came", piece) in their order.

    [] where nothing does. By words; by lines where they are so long that this would take seconds.
    """
    if before == after:
        return []
    separator = r"(\s+)" if len(before) + len(after) <= LONGEST_COMPARED else r"(\n+)"
    old, new = re.split(separator, before), re.split(separator, after)
    pieces: list[tuple[str, str]] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[start:end])))
            continue
        for kind, piece in (("went", old[start:end]), ("came", new[other_start:other_end])):
            if piece:
                pieces.append((kind, "".join(piece)))
    return pieces


def _oddities(typed: str, name: str) -> Iterator[str]:
    if _seen(typed) != unicodedata.normalize("NFC", typed).replace("\t", " "):
        yield "unseen"
    if MARKUP.search(typed):
        yield "markup"
    links = len(LINK.findall(typed))
    own = LINK.sub(" ", MARKUP.sub(" ", typed))
    words = re.findall(r"[^\W\d_]{2,}", own)
    if links and len(words) < FEWEST_WORDS:
        yield "only-links"
    elif links > MOST_LINKS:
        yield "many-links"
    letters = [character for character in own if character.isalpha()]
    if len(letters) >= FEWEST_LETTERS and _share_of_capitals(letters) >= CAPITALS:
        yield "capitals"
    if LINK.search(name) or "@" in name or MARKUP.search(name):
        yield "name"


def _share_of_capitals(letters: list[str]) -> float:
    return sum(letter.isupper() for letter in letters) / len(letters)


def _seen(typed: str) -> str:
    """Return a text without what is not seen, its lines ended in one way, its accents composed."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no letter
    return PILED.sub(r"\1", UNSEEN.sub("", unicodedata.normalize("NFC", text)))
