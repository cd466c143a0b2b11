"""What other programs put around a dumped text, taken off: signs of mail, drawn frames, columns.

A text that was quoted in an answer, or passed on below the lines of a mail's head, is what the
mail was kept for; its own head and the notes above it are none of the text.
"""

import re
from collections import Counter

from archive.ingest.printed import forwarded_mail

# Signs without a shape, and those of Word's private fonts, that stand for nothing or for a bullet.
SHAPELESS = re.compile("[\x00-\x08\x0e-\x1f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufff9-\ufffd]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
# Word's fields and the addresses that mail programs print behind the words that lead there.
FIELD_CODE = re.compile(r"\bHYPERLINK\s+(?:\\l\s+)?[\"“”«][^\"“”»\n]{0,300}[\"“”»]\s?")
LED_TO = re.compile(r"[ \t]?<(?:https?:|mailto:)[^<>\s]{1,500}>")
# Stars and lines that stand for bold and italics where a mail program had only signs.
STRESSED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
SLANTED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,200}?)(?<=[^\s_])_(?![\w_])")
QUOTED = re.compile(r"[ \t]*>(?:[ \t]?>)*[ \t]?")
SIGNATURE = re.compile(r"^-- ?\n", re.M)
# Lines below a mail's signature.
LONGEST_SIGNATURE = 8
DRAWN = re.compile("[\u2500-\u257f]")
# A line between two strokes: « * LA LETTRE * », « │ Accueil │ », « | Accueil | ».
FRAMED = re.compile(r"[ \t]*([*|#│║┃])[ \t]+(\S.*?)[ \t]*\1[ \t]*$")
WIDEST_FRAME = 300
# Columns: how many lines begin one at the same place, and how wide the gap before it is.
LEAST_LINES = 5
COLUMN = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
MOST_BLOCKS = 60  # of columns, in a file of many pages
CLOSED = re.compile(r"[.!?…][\s»”\"]*$")
DEEPEST = 6  # mails within mails


def unwrapped(text: str) -> str:
    """Return the text of a dump without what mail, Word and print put around its lines."""
    text = _of_mail(PRIVATE.sub("•", SHAPELESS.sub("", text)))
    text = FIELD_CODE.sub("", LED_TO.sub("", text))
    return "\n".join(map(_without_frame, _columns_in_turn(text.split("\n"))))


def _of_mail(text: str) -> str:
    """Return what a mail passes on or quotes, where its own words are no more than a note."""
    is_mail = False
    for _depth in range(DEEPEST):
        inner = _passed_on(text)
        if inner is None:
            break
        text, is_mail = inner, True
    if not is_mail:
        return text
    signature = SIGNATURE.search(text)
    if signature and text.count("\n", signature.end()) <= LONGEST_SIGNATURE:
        text = text[: signature.start()]
    return SLANTED.sub(r"\1", STRESSED.sub(r"\1", text))


def _passed_on(text: str) -> str | None:
    forwarded = forwarded_mail.find(text, "") or forwarded_mail.below_head(text)
    if forwarded:
        return forwarded.text
    return _quoted(text)


def _quoted(text: str) -> str | None:
    """Return the lines that an answer quotes, without their signs; None where they are few."""
    quoted: list[str] = []
    own: list[str] = []
    for raw_line in text.split("\n"):
        sign = QUOTED.match(raw_line)
        if sign:
            quoted.append(raw_line[sign.end() :])
        else:
            own.append(raw_line)
    of_quoted = len(" ".join(quoted).split())
    if of_quoted <= forwarded_mail.COVER or not forwarded_mail.is_cover(" ".join(own)):
        return None
    return "\n".join(quoted)


def _without_frame(line: str) -> str:
    """Return a line without the strokes on its left and right, and without drawn ones."""
    framed = FRAMED.match(line) if len(line) <= WIDEST_FRAME else None
    if framed:
        line = framed[2]
    return DRAWN.sub(" ", line)


def _columns_in_turn(raw_lines: list[str]) -> list[str]:
    """Return the lines of a page whose columns stand side by side with the left one first."""
    for _block in range(MOST_BLOCKS):
        place = _place_of_column(raw_lines)
        if not place:
            break
        first, end, margin = place
        block = raw_lines[first:end]
        left = [line[:margin].rstrip() for line in block]
        right = [line[margin:].rstrip() for line in block]
        left, right = _trimmed(left), _trimmed(right)
        if CLOSED.search(left[-1]):
            left.append("")
        raw_lines = [*raw_lines[:first], *left, *right, *raw_lines[end:]]
    return raw_lines


def _place_of_column(raw_lines: list[str]) -> tuple[int, int, int] | None:
    """Return the first line, the end and the margin of a right column; None where none stands.

    Its lines begin at one place, with a gap before it that no line of the block crosses, and both
    columns hold sentences and not a table's cells.
    """
    starts: Counter[int] = Counter()
    for line in raw_lines:
        starts.update(gap.end() for gap in COLUMN.finditer(line))
    for margin, count in starts.most_common(3):
        end = 0
        for first, line in enumerate(raw_lines):
            if count < LEAST_LINES or first < end or not _begins_at(line, margin):
                continue
            end = _end_of_columns(raw_lines, first, margin)
            sides = [row for row in raw_lines[first:end] if _begins_at(row, margin)]
            if len(sides) >= LEAST_LINES and _are_prose(sides, margin):
                return first, end, margin
    return None


def _end_of_columns(raw_lines: list[str], first: int, margin: int) -> int:
    """Return where the block of columns ends that a line begins: at a wider line or a gap.

    What stands below two blank lines is the page's foot.
    """
    end = first
    while end < len(raw_lines) and _leaves_gap(raw_lines[end], margin):
        if not "".join(raw_lines[end : end + 2]).strip():
            break
        end += 1
    return end


def _begins_at(line: str, margin: int) -> bool:
    return line[margin - 3 : margin].isspace() and bool(line[margin : margin + 1].strip())


def _leaves_gap(line: str, margin: int) -> bool:
    return not line[margin - 2 : margin].strip()


def _are_prose(rows: list[str], margin: int) -> bool:
    """Return True where both sides of the gap have four words a line, or more, on an average."""
    left = sum(len(row[:margin].split()) for row in rows)
    right = sum(len(row[margin:].split()) for row in rows)
    return min(left, right) >= 4 * len(rows)


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without the blank ones at either end."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return []
    return lines[filled[0] : filled[-1] + 1]
