"""The text of a page dump as lines: browsers' and lynx's marks taken off, wrapped lines joined again."""

import re
from dataclasses import dataclass
from itertools import pairwise

BULLET = re.compile(r"\s*(?:([•·▪◦○●‣∙■□►▶→*+])\s+|([•▪●‣►>])(?=\S)|([-–—o>])\s+)(?=\S)")
NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S)")
HEADING = re.compile(r"\s*(#{1,6})\s+(?=\S)")
# lynx and w3m: numbers of links, form fields, names of pictures.
LINK_NUMBER = re.compile(r"(?<![^\s(\[«\"'’/\])|-])\[(\d{1,4})\](?=\S|$)", re.M)
FEED = re.compile(r"^\s*#\[\d+\].*$", re.M)
FIELD = re.compile(
    r"\((?:BUTTON|Submit)\)|\[(?:INLINE|LINK|IMAGE|EMBED|[ xX_*]|[\w.%~-]{1,80}\.(?:jpe?g|png|gif|svg|webp))\]|_{4,}"
)
LINKS_LIST = re.compile(
    r"^(?:References|Références)\n\s*(?:(?:Visible links|Liens visibles):?\n\s*)?1\. \S+", re.M
)
MARKDOWN_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|/|#|mailto:)[^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)"
)
MARKDOWN_STRESS = re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1(?!\w)")
RULE = re.compile(r"[\s*_=~#+.·•–—-]*")
# In lower case as well, but no rest of a sentence.
BYLINE = re.compile(r"(?:par|by|von) (?:\S+ ){0,3}[A-ZÀ-Þ][^.]{1,60}$")
SENTENCE_ENDS = '.!?…»”"):;'
WIDEST = 100
# Columns by which a wrapped line may end early: right margins of lists, words counted otherwise.
SLACK = 2


@dataclass(slots=True)
class Line:
    """One line: its text without mark, the mark (a bullet, "1." or ""), the heading's level, blank lines around it."""

    text: str
    mark: str = ""
    heading: int = 0
    gap_before: bool = False
    gap_after: bool = False


def lines(text: str) -> list[Line]:
    """The lines of a dump that hold something, wrapped ones joined."""
    listed = LINKS_LIST.search(text)
    raw = (text[: listed.start()] if listed else text).split("\n")
    # Before the numbers of links go: lynx counted them when it wrapped.
    if width := _wrapped_at(raw):
        raw = _joined(raw, width)
    raw = _unmarked("\n".join(raw), bool(listed)).split("\n")
    found: list[Line] = []
    pieces: list[list[str]] = []
    gap = True
    for one in raw:
        line = _line(one)
        if line is None:
            gap = True
            continue
        line.gap_before = gap
        if found:
            found[-1].gap_after = gap
        gap = False
        if found and _continues(found[-1], pieces[-1], line):
            pieces[-1].append(line.text)
        else:
            found.append(line)
            pieces.append([line.text])
    for line, texts in zip(found, pieces, strict=True):
        line.text = re.sub(r" ([,.])", r"\1", " ".join(texts)) if len(texts) > 1 else line.text
    if found:
        found[-1].gap_after = True
    return found


def _unmarked(text: str, listed: bool) -> str:
    """The text without lynx's numbers of links, if it has any, and without Markdown's addresses and stars."""
    numbers = [int(number) for number in LINK_NUMBER.findall(text)]
    if listed or (
        len(numbers) > 7 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        text = FIELD.sub("", LINK_NUMBER.sub("", FEED.sub("", text)))
    if "](" in text:
        text = MARKDOWN_LINK.sub(lambda link: "" if link[0][0] == "!" else link[1], text)
        text = MARKDOWN_STRESS.sub(r"\2", text)
    return text


def _line(raw: str) -> Line | None:
    """A raw line as a Line; None where it holds nothing but spaces, rules and signs."""
    text = raw.strip()
    if not text:
        return None
    mark, level = "", 0
    if not text[0].isalnum():
        if heading := HEADING.match(text):
            level, text = len(heading[1]), text[heading.end() :].rstrip("# ")
        elif bullet := BULLET.match(text):
            mark, text = bullet.group().strip(), text[bullet.end() :]
        elif RULE.fullmatch(text):
            return None
    elif numbered := NUMBERED.match(text):
        mark = numbered.group().strip()
        text = text[numbered.end() :]
    text = re.sub(r"[ \t]{2,}|\t", " ", text).strip()
    return Line(text, mark, level) if text else None


def _wrapped_at(raw: list[str]) -> int:
    """The column at which a dump was wrapped; 0 for one that was not."""
    lengths = [len(one.rstrip()) for one in raw]
    followed = sorted(
        length for length, after in pairwise(lengths) if length >= 40 and after and length <= WIDEST
    )
    if (
        len(followed) < 3
        or sum(length for length in lengths if length > WIDEST) > sum(followed) / 10
    ):
        return 0
    # The widest, but for a few odd ones.
    width = followed[-1 - len(followed) // 50]
    full = sum(length > width - 15 for length in followed)
    return width if full >= max(3, len(followed) // 3) else 0


def _joined(raw: list[str], width: int) -> list[str]:
    """Wrapped lines joined: a break is the wrapping's where the next line's first word did not fit before it."""
    joined: list[list[str]] = []
    length = 0
    for one in raw:
        stripped = one.strip()
        word = stripped.split(" ", 1)[0]
        starts = (
            not stripped
            or BULLET.match(one)
            or not length
            or length + 1 + len(word) <= width - SLACK
        )
        if starts:
            joined.append([one])
        else:
            joined[-1].append(stripped)
        length = len(one.rstrip()) if stripped else 0
    return [" ".join(parts) for parts in joined]


def _continues(before: Line, pieces: list[str], line: Line) -> bool:
    """True for the rest of a sentence that a link or a bold word broke off: it goes on in lower case."""
    if line.gap_before or line.mark or line.heading or before.heading:
        return False
    if pieces[-1][-1] in SENTENCE_ENDS or len(before.text) < 60:
        return False
    return (line.text[0].islower() or line.text[0] in ",.;)") and not BYLINE.match(line.text)
