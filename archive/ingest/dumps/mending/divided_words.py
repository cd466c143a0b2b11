"""Words that print and PDF divide at the ends of lines, made whole again."""

import re
from itertools import pairwise, starmap

import simplemma

LONGEST_WORD = 60  # characters of a line that are looked at for the half of a word
# A word divided at the end of a line; "¬" and "\u00ad" are the hyphens of PDF and Word.
DIVIDED = re.compile(r"([^\W\d_]+)[-‐¬\u00ad]$")
SMALL_WORD = re.compile(r"[a-zà-ÿœæ][^\W\d_]*")
ADDRESS = re.compile(r"www\.|https?:|\S+@|\S+\.(?:fr|com|org|net)\b")
# Words that stand behind a hyphen of their own: « dira-t-on », « celui-là », « peut-être ».
AFTER_HYPHEN = re.compile(
    r"t|ils?|elles?|on|je|tu|nous|vous|ce|moi|toi|lui|leur|y|en|là|ci|mêmes?|être"
)
RULE = re.compile(r"[\W_]*")  # drawn from side to side
# Columns by which a line may end before the margin and be full.
SLACK = 4


def joined(text: str) -> str:
    """Return a text whose words are divided at line ends with its lines joined.

    A text is returned as it is that has but one such word, both halves of which are words, or none
    that the lexicon has: browsers end lines behind a hyphen that is the word's own.
    """
    raw_lines = text.split("\n")
    divided = list(filter(None, starmap(_in_two, pairwise(raw_lines))))
    certain = [both for both in divided if is_known("".join(both))]
    if not certain or (len(divided) < 2 and all(map(is_known, certain[0]))):
        return text
    width = _column(raw_lines)
    paragraphs: list[list[str]] = []
    before = ""  # the line above, without what surrounds it
    for raw_line in raw_lines:
        line = raw_line.strip()
        if halves(before, line):
            paragraphs[-1][-1] = stem(paragraphs[-1][-1], line)
            paragraphs[-1].append(line)
        elif line[:1].isalnum() and _fills(len(before), line, width):
            paragraphs[-1].append(f" {line}")
        else:
            paragraphs.append([line or raw_line])
        before = "" if RULE.fullmatch(line) else line
    return "\n".join(map("".join, paragraphs))


def halves(line: str, following: str) -> tuple[str, str] | None:
    """Return the halves of the word that is divided between two lines; None where none is."""
    before = DIVIDED.search(line.rstrip()[-LONGEST_WORD:])
    behind = SMALL_WORD.match(following.lstrip()[:LONGEST_WORD])
    if before and behind and not ADDRESS.match(following.lstrip()[:LONGEST_WORD]):
        return before[1], behind[0]
    return None


def _in_two(line: str, following: str) -> tuple[str, str] | None:
    """Return the halves of what is divided between two lines and has no hyphen of its own."""
    both = halves(line, following)
    if both and not is_known("-".join(both)):
        return both
    return None


def _column(raw_lines: list[str]) -> int:
    """Return the width of a text's column, in characters.

    It is that of its divided lines, or of all that go on in lower case where those are wider: a
    ragged margin ends behind the halves of words, too.
    """
    divided: list[int] = []
    going_on: list[int] = []
    for raw_line, following in pairwise(raw_lines):
        if DIVIDED.search(raw_line.rstrip()[-LONGEST_WORD:]):
            divided.append(len(raw_line.strip()))
        if raw_line.strip() and following.strip()[:1].islower():
            going_on.append(len(raw_line.strip()))
    return max(_median(divided), _median(going_on))


def _median(widths: list[int]) -> int:
    return sorted(widths)[len(widths) // 2]


def _fills(length: int, line: str, width: int) -> bool:
    """Return True where `length` characters of the column left no room for a line's first word."""
    if not 0 < length <= width + SLACK or ADDRESS.match(line[:LONGEST_WORD]):
        return False
    return length + 1 + len(line.split()[0]) > width - SLACK


def is_divided(line: str, following: str) -> bool:
    """Return True where a line ends in half a word, with a hyphen, and the next one begins so."""
    return halves(line, following) is not None


def stem(line: str, following: str) -> str:
    """Return a line that ends in half a word, with its hyphen or without.

    The hyphen goes unless the lexicon has both halves and not the word that they make: « dit-il ».
    """
    before, behind = halves(line, following) or ("", "")
    stem = line.rstrip()[:-1]
    if AFTER_HYPHEN.fullmatch(behind) or is_known(f"{before}-{behind}"):
        return f"{stem}-"
    are_words = is_known(before) and is_known(behind) and not is_known(before + behind)
    # Behind the hyphen of a name stands a capital.
    if are_words and not before[:1].isupper():
        return f"{stem}-"
    return stem


def is_known(word: str) -> bool:
    return any(simplemma.is_known(form, lang="fr") for form in (word, word.lower()))
