"""What wrong decoding, print and scanning left in a dump, mended where it is certain.

A text decoded twice is read right, words divided at the end of a line are whole again, a drop
capital joins its word, and a sentence goes on over the running head of a new page. Of a mail that
passes a text on, the text stays: the mail's own day and sender are not the text's.
"""

import re

import ftfy

from archive.ingest.dumps.mending import asides, divided_words, glued, page_breaks, wrappings
from archive.ingest.files import single_bytes
from archive.ingest.files.decoding import MOJIBAKE
from archive.ingest.records import Doubt

# So many places make it certain that a whole text was decoded twice.
CERTAIN = 3
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
DROP_CAPITAL = re.compile(r"^([A-ZÀ-Þ])(?:[ \t]*\n[ \t]*|[ \t]{1,8})(?=[’']?[a-zà-ÿ])", re.M)
# Words behind « A », « À », « O », « Y » that are words of their own: « A la rentrée ».
AFTER_LETTER = re.compile(
    r"(?:l[ae]s?|un|une|ce|ces|cet|cette|chaque|tous?|toutes?|quoi|qui|quel\w*|vous|nous|moi|lui"
    r"|mon|ma|mes|son|sa|ses|notre|nos|votre|vos|leurs?|propos|partir|peine|force|travers|défaut"
    r"|mesure|l’|l'|d’|d'|en|compris|a|est|et|few|man|new|woman|year|la)\b"
)
STANDS_ALONE = "AÀÔOYI"
# The first word of a text in capitals behind its drop capital: « Q UAND le facteur ».
DROPPED_OFF = re.compile(
    r"^([ \t]*)([A-ZÀ-Þ])(?:[ \t]*\n[ \t]*|[ \t]{1,8})([’']?[A-ZÀ-Þ]{1,20})"
    r"(?=[ \t,][ \t]*[a-zà-ÿ])",
    re.M,
)
# A line in which every letter stands alone, as headlines were set: « É D I T O ».
SPACED = re.compile(r"^([ \t]*)([A-ZÀ-Þ](?:[ \t]+[A-ZÀ-Þ'’]){4,})[ \t]*$", re.M)
PROSE = re.compile(
    r"^[ \t]*(?=[^\n]*[a-zà-ÿ]{2})(?:\S+[ \t]+){8}\S", re.M
)  # the first line of a text
# A paragraph's number in a learned journal, without a space: « 1La communication est née… ».
NUMBERED = re.compile(
    r"^(\d{1,3})[ \u00a0]?(?=[A-ZÀ-Þ«“\"(\[].{40})(?!.*\n\d{1,3}[ \u00a0]?[A-ZÀ-Þ])", re.M
)
# Where each number is glued to its paragraph, notes that have a space behind theirs are not meant.
GLUED_NUMBER = re.compile(r"^(\d{1,3})(?=[A-ZÀ-Þ«“\"(\[].{40})", re.M)
WITH_ACCENT = re.compile(r"\S*é\S*")
MOST_TOLD = 3  # words that a doubt gives as examples
DIGIT_IN_WORD = re.compile(r"\b[^\W\d_]+[01][^\W\d_]+\b")
RN_WORD = re.compile(r"\b[a-zà-ÿ]*rn[a-zà-ÿ]*\b")


def mended(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    """Return the text of a dump mended, and its doubts with what was mended and what was not."""
    text, doubts = _decoded_once(text, doubts)
    text, of_mail = wrappings.unwrapped(text)
    text = glued.parted(text.translate(LIGATURES))
    text = page_breaks.closed(asides.moved(divided_words.joined(text)))
    text = DROP_CAPITAL.sub(_drop_capital, DROPPED_OFF.sub(_dropped_off, _unspaced(text)))
    text = _unnumbered(text)
    return text, doubts + of_mail + _scanning(text)


def _decoded_once(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    """Return a text that was decoded twice as it was before, with a doubt that says so."""
    right = single_bytes.read_again(text)
    word = WITH_ACCENT.search(right) if right else None
    if word:
        start, end = word.span()
        repair = f"{text[start:end]} → {right[start:end]}"
        return right, [*doubts, Doubt("text", "repaired", repair)]
    places = MOJIBAKE.findall(text)
    if len(places) < CERTAIN:
        return text, doubts
    right = ftfy.fix_encoding(text)
    if MOJIBAKE.search(right):
        return text, doubts
    garbled = next(word for word in text.split() if MOJIBAKE.search(word))
    kept = [doubt for doubt in doubts if doubt.code != "mojibake"]
    return right, [*kept, Doubt("text", "repaired", f"{garbled} → {ftfy.fix_encoding(garbled)}")]


def _unnumbered(text: str) -> str:
    """Return a text whose paragraphs are numbered from 1 on without their numbers."""
    for numbered in (GLUED_NUMBER, NUMBERED):
        numbers = list(map(int, numbered.findall(text)))
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
            return numbered.sub("", text)
    return text


def _unspaced(text: str) -> str:
    """Return a text with « ÉDITO » for « É D I T O »; between two words stand two spaces or more.

    Below the first prose only words of the lexicon are such: « A B A B A » rhymes.
    """
    prose = PROSE.search(text)
    above_prose = prose.start() if prose else len(text)

    def joined(match: re.Match[str]) -> str:
        words = [re.sub(r"\s", "", word) for word in re.split(r"[ \t]{2,}", match[2])]
        if match.start() > above_prose and not all(map(divided_words.is_known, words)):
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


def _dropped_off(match: re.Match[str]) -> str:
    """Return a word with its drop capital; both as they are where they make none: « A PARIS »."""
    margin, letter, rest = match.groups()
    if rest[0] in "’'":
        return f"{margin}{letter}{rest}"
    may_stand_alone = letter in STANDS_ALONE and divided_words.is_known(rest)
    if may_stand_alone or not divided_words.is_known(letter + rest):
        return match.group()
    return f"{margin}{letter}{rest}"


def _scanning(text: str) -> list[Doubt]:
    """Return a doubt with words that a scanner misread, of which there are two or more."""
    odd_words = DIGIT_IN_WORD.findall(text)
    for word in dict.fromkeys(RN_WORD.findall(text)):
        if not divided_words.is_known(word) and divided_words.is_known(word.replace("rn", "m")):
            odd_words.append(word)
    if len(odd_words) < 2:
        return []
    return [Doubt("text", "scanned", ", ".join(odd_words[:MOST_TOLD]))]
