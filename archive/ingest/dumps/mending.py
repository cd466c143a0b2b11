"""What wrong decoding, print and scanning left in a dump, mended where it is certain.

A text decoded twice is read right, words divided at the end of a line are whole again, a drop
capital joins its word, and a sentence goes on over the running head of a new page. Of a mail that
passes a text on, the text stays: the mail's own day and sender are not the text's.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise, starmap

import ftfy
import simplemma

from archive.ingest.dumps import glued, wrappings
from archive.ingest.files.decoding import MOJIBAKE
from archive.ingest.printed import labels
from archive.ingest.records import Doubt
from archive.text import fold

LONGEST_WORD = 60  # characters of a line that are looked at for the half of a word
LONGEST_HEAD = 100  # characters of a page's running head
LONGEST_LINE = 20_000  # characters: a longer one is no paragraph over a page break
# So many places make it certain that a whole text was decoded twice.
CERTAIN = 3
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# A word divided at the end of a line; "¬" and "\u00ad" are the hyphens of PDF and Word.
DIVIDED = re.compile(r"([^\W\d_]+)[-‐¬\u00ad]$")
SMALL_WORD = re.compile(r"[a-zà-ÿœæ][^\W\d_]*")
# Words that stand behind a hyphen of their own: « dira-t-on », « celui-là », « peut-être ».
AFTER_HYPHEN = re.compile(
    r"t|ils?|elles?|on|je|tu|nous|vous|ce|moi|toi|lui|leur|y|en|là|ci|mêmes?|être"
)
# Columns by which a line may end before the margin and be full.
SLACK = 4
DROP_CAPITAL = re.compile(r"^([A-ZÀ-Þ])(?:[ \t]*\n[ \t]*|[ \t]{1,8})(?=[’']?[a-zà-ÿ])", re.M)
# Words behind « A », « À », « O », « Y » that are words of their own: « A la rentrée ».
AFTER_LETTER = re.compile(
    r"(?:l[ae]s?|un|une|ce|ces|cet|cette|chaque|tous?|toutes?|quoi|qui|quel\w*|vous|nous|moi|lui"
    r"|mon|ma|mes|son|sa|ses|notre|nos|votre|vos|leurs?|propos|partir|peine|force|travers|défaut"
    r"|mesure|l’|l'|d’|d'|en|compris|a|est|et|few|man|new|woman|year|la)\b"
)
STANDS_ALONE = "AÀÔOYI"
# A line in which every letter stands alone, as headlines were set: « É D I T O ».
SPACED = re.compile(r"^([ \t]*)([A-ZÀ-Þ](?:[ \t]+[A-ZÀ-Þ'’]){4,})[ \t]*$", re.M)
PROSE = re.compile(r"^[ \t]*(?:\S+[ \t]+){8}\S", re.M)  # the first line of a text
FOLIO = re.compile(r"[-–—\s|\[]*(?:page\s+)?\d{1,4}(?:\s*(?:/|sur|of)\s*\d{1,4})?[-–—\s|\]]*", re.I)
# A page's foot may be the magazine's addresses: « courrier@revue.example – www.revue.example ».
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+|(?:https?://|www\.)\S+|[-–—|/•·]")
MOST_BEFORE = 4  # words before them
NUMBERED_PAGE = re.compile(r"^\d{1,3}\s*[|/•·–—-]?\s|(?<!n°)(?<!no)\s[|/•·–—-]?\s*\d{1,3}$", re.I)
UNCLOSED = re.compile(r"[\w,;’'-]")
# A paragraph's number in a learned journal, without a space: « 1La communication est née… ».
NUMBERED = re.compile(r"^(\d{1,3})[ \u00a0]?(?=[A-ZÀ-Þ«“\"(\[].{40})", re.M)
MOST_TOLD = 3  # words that a doubt gives as examples
DIGIT_IN_WORD = re.compile(r"\b[^\W\d_]+[01][^\W\d_]+\b")
RN_WORD = re.compile(r"\b[a-zà-ÿ]*rn[a-zà-ÿ]*\b")


def mended(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    """Return the text of a dump mended, and its doubts with what was mended and what was not."""
    text, doubts = _decoded_once(text, doubts)
    text, of_mail = wrappings.unwrapped(text)
    text = glued.parted(text.translate(LIGATURES))
    text = _without_page_breaks(_undivided(text))
    text = _unnumbered(DROP_CAPITAL.sub(_drop_capital, _unspaced(text)))
    return text, doubts + of_mail + _scanning(text)


def _decoded_once(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    """Return a text that was decoded twice as it was before, with a doubt that says so."""
    places = MOJIBAKE.findall(text)
    if len(places) < CERTAIN:
        return text, doubts
    right = ftfy.fix_encoding(text)
    if MOJIBAKE.search(right):
        return text, doubts
    garbled = next(word for word in text.split() if MOJIBAKE.search(word))
    kept = [doubt for doubt in doubts if doubt.code != "mojibake"]
    return right, [*kept, Doubt("text", "repaired", f"{garbled} → {ftfy.fix_encoding(garbled)}")]


def _undivided(text: str) -> str:
    """Return a text whose words are divided at line ends with its lines joined.

    A text with fewer than two such words that the lexicon has is returned as it is: browsers end
    lines behind a hyphen that is the word's own.
    """
    raw_lines = text.split("\n")
    if sum(starmap(_is_word_in_two, pairwise(raw_lines))) < 2:
        return text
    width = _column(raw_lines)
    paragraphs: list[list[str]] = []
    before = ""  # the line above, without what surrounds it
    for raw_line in raw_lines:
        line = raw_line.strip()
        if _halves(before, line):
            paragraphs[-1][-1] = stem(paragraphs[-1][-1], line)
            paragraphs[-1].append(line)
        elif before and line[:1].isalnum() and not _fits(len(before), line, width):
            paragraphs[-1].append(f" {line}")
        else:
            paragraphs.append([line or raw_line])
        before = line
    return "\n".join(map("".join, paragraphs))


def _halves(line: str, following: str) -> tuple[str, str] | None:
    """Return the halves of the word that is divided between two lines; None where none is."""
    before = DIVIDED.search(line.rstrip()[-LONGEST_WORD:])
    behind = SMALL_WORD.match(following.lstrip()[:LONGEST_WORD])
    if before and behind:
        return before[1], behind[0]
    return None


def _is_word_in_two(line: str, following: str) -> bool:
    """Return True for a word that the lexicon has and that is divided between two lines."""
    halves = _halves(line, following)
    if not halves:
        return False
    return _is_known("".join(halves)) and not _is_known("-".join(halves))


def _column(raw_lines: list[str]) -> int:
    """Return the width of a text's column, in characters: that of its divided lines."""
    widths: list[int] = []
    for raw_line in raw_lines:
        if DIVIDED.search(raw_line.rstrip()[-LONGEST_WORD:]):
            widths.append(len(raw_line.strip()))
    widths.sort()
    return widths[len(widths) // 2]


def _fits(length: int, line: str, width: int) -> bool:
    """Return True where a line's first word would have fitted behind `length` characters."""
    return length + 1 + len(line.split()[0]) <= width - SLACK


def is_divided(line: str, following: str) -> bool:
    """Return True where a line ends in half a word, with a hyphen, and the next one begins so."""
    return _halves(line, following) is not None


def stem(line: str, following: str) -> str:
    """Return a line that ends in half a word, with its hyphen or without.

    The hyphen goes unless the lexicon has both halves and not the word that they make: « dit-il ».
    """
    before, behind = _halves(line, following) or ("", "")
    stem = line.rstrip()[:-1]
    if AFTER_HYPHEN.fullmatch(behind) or _is_known(f"{before}-{behind}"):
        return f"{stem}-"
    if _is_known(before) and _is_known(behind) and not _is_known(before + behind):
        return f"{stem}-"
    return stem


def _is_known(word: str) -> bool:
    return any(simplemma.is_known(form, lang="fr") for form in (word, word.lower()))


def _without_page_breaks(text: str) -> str:
    """Return a text in which sentences go on over the numbers and running heads of pages.

    Those go to its top, where they still say of what issue it is.
    """
    raw_lines = text.split("\n")
    counts = Counter(raw_line.strip() for raw_line in raw_lines)
    heads: list[str] = []
    joined: list[str] = []
    index = 0
    while index < len(raw_lines):
        before = _last_line(joined)
        end = 0
        if before >= 0 and _is_open(joined[before]):
            end = _end_of_break(raw_lines, index, counts)
        if end and SMALL_WORD.match(raw_lines[end].lstrip()[:LONGEST_WORD]):
            heads += filter(None, map(str.strip, raw_lines[index:end]))
            joined[before:] = [_over_break(joined[before], raw_lines[end].strip())]
            index = end
        else:
            joined.append(raw_lines[index])
        index += 1
    heads, joined = _with_feet([*heads, *_at_edges(raw_lines)], joined)
    return "\n".join([*dict.fromkeys(heads), *joined])


def _at_edges(raw_lines: list[str]) -> list[str]:
    """Return the first and the last line where a page's number stands beside a magazine's issue."""
    filled = list(filter(None, map(str.strip, raw_lines)))
    return [line for line in filled[:1] + filled[-1:] if _is_numbered(line) and _issue_in(line)]


def _is_numbered(line: str) -> bool:
    return len(line) <= LONGEST_HEAD and bool(NUMBERED_PAGE.search(line))


def _with_feet(heads: list[str], lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the heads of pages with the lines that are such, and the other lines.

    Those name the same magazine (the last page's foot may be the only place of the month), or say
    the same of an issue several times. What lists issues says something else on each line.
    """
    readings = [_issue_in(line.strip()) for line in lines]
    titles = {reading[0] for reading in map(_issue_in, heads) if reading}
    counts = Counter(readings)
    feet: list[str] = []
    others: list[str] = []
    for line, reading in zip(lines, readings, strict=True):
        if reading and (reading[0] in titles or counts[reading] > 1):
            feet.append(line.strip())
        else:
            others.append(line)
    return heads + feet, others


def _issue_in(line: str) -> tuple[str, str, str] | None:
    """Return magazine, issue and date of a running head; None where a line names no magazine."""
    if not line or len(line) > LONGEST_HEAD or not any(map(str.isdigit, line)):
        return None
    label = labels.read(line)
    if not label or not label.publication:
        return None
    return fold(label.publication), label.issue, label.date or ""


def _is_open(line: str) -> bool:
    """Return True for a line that ends within a sentence; false for one of very many."""
    return len(line) < LONGEST_LINE and bool(UNCLOSED.match(line.rstrip()[-1:]))


def _over_break(line: str, following: str) -> str:
    if _halves(line, following):
        return stem(line, following) + following
    return f"{line.rstrip()} {following}"


def _last_line(lines: list[str]) -> int:
    """Return the index of the last line that is not blank; -1 where it is far or there is none."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        if lines[index].strip():
            return index
    return -1


def _end_of_break(raw_lines: list[str], index: int, counts: Counter[str]) -> int:
    """Return the index of the first line below a page's number or head; 0 where none stands."""
    end, heads = index, 0
    while end < len(raw_lines) and end < index + 8:
        line = raw_lines[end].strip()
        if line and not _is_running_head(line, counts):
            break
        heads += bool(line)
        end += 1
    if heads and end < len(raw_lines):
        return end
    return 0


def _is_running_head(line: str, counts: Counter[str]) -> bool:
    if FOLIO.fullmatch(line):
        return True
    if len(line) > LONGEST_HEAD or line[-1] in ".!?…":
        return False
    if counts[line] > 1 and line.isupper():
        return True
    if _are_addresses(line):
        return True
    return any(map(str.isdigit, line)) and _names_an_issue(line)


def _are_addresses(line: str) -> bool:
    """Return True for addresses and the strokes between them, with a few words before them."""
    words = line.split()
    are_addresses = [bool(ADDRESS.fullmatch(word)) for word in words]
    if not any(
        is_address and len(word) > 1 for is_address, word in zip(are_addresses, words, strict=True)
    ):
        return False
    first = are_addresses.index(True)
    return first <= MOST_BEFORE and all(are_addresses[first:])


@lru_cache(maxsize=16)  # lines that are looked at again from each of those above
def _names_an_issue(line: str) -> bool:
    label = labels.read(line)
    if not label or not (label.issue or (label.publication and _is_numbered(line))):
        return False
    return bool(label.date or label.page or label.publication)


def _unnumbered(text: str) -> str:
    """Return a text whose paragraphs are numbered from 1 on without their numbers."""
    numbers = list(map(int, NUMBERED.findall(text)))
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return text
    return NUMBERED.sub("", text)


def _unspaced(text: str) -> str:
    """Return a text with « ÉDITO » for « É D I T O »; between two words stand two spaces or more.

    Below the first prose only words of the lexicon are such: « A B A B A » rhymes.
    """
    prose = PROSE.search(text)
    above_prose = prose.start() if prose else len(text)

    def joined(match: re.Match[str]) -> str:
        words = [re.sub(r"\s", "", word) for word in re.split(r"[ \t]{2,}", match[2])]
        if match.start() > above_prose and not all(map(_is_known, words)):
            return match.group()
        return match[1] + " ".join(words)

    return SPACED.sub(joined, text)


def _drop_capital(match: re.Match[str]) -> str:
    letter, behind = match[1], match.string[match.end() :]
    if match.group() == f"{letter} " and letter in STANDS_ALONE:
        return match.group()
    if letter in STANDS_ALONE and AFTER_LETTER.match(behind):
        return f"{letter} "
    return letter


def _scanning(text: str) -> list[Doubt]:
    """Return a doubt with words that a scanner misread, of which there are two or more."""
    odd_words = DIGIT_IN_WORD.findall(text)
    for word in dict.fromkeys(RN_WORD.findall(text)):
        if not _is_known(word) and _is_known(word.replace("rn", "m")):
            odd_words.append(word)
    if len(odd_words) < 2:
        return []
    return [Doubt("text", "scanned", ", ".join(odd_words[:MOST_TOLD]))]
