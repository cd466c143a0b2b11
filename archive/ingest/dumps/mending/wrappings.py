"""What other programs put around a dumped text, taken off: signs of mail, drawn frames, columns.

A text that was quoted in an answer, or passed on below the lines of a mail's head, is what the
mail was kept for; its own head and the notes above it are none of the text.
"""

import re
from collections import Counter

from archive.ingest.printed import forwarded_mail, labels
from archive.ingest.printed.forwarded_mail import Forwarded
from archive.ingest.printed.template_lines import kind
from archive.ingest.records import Doubt

# Signs without a shape, and those of Word's private fonts, that stand for nothing or for a bullet.
# The joiners within words of other scripts stay, and the sign of what could not be decoded.
SHAPELESS = re.compile(
    "[\x00-\x08\x0e-\x1f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufff9-\ufffc]"
)
PRIVATE = re.compile("[\ue000-\uf8ff]")
# Word's fields and the addresses that mail programs print behind the words that lead there.
FIELD_CODE = re.compile(r"\bHYPERLINK\s+(?:\\l\s+)?[\"“”«][^\"“”»\n]{0,300}[\"“”»]\s?")
LED_TO = re.compile(r"([ \t]?)<((?:https?:|mailto:)[^<>\s]{1,500})>")
LONGEST_ADDRESS = 600
SCHEME = re.compile(r"^(?:https?://|mailto:)(?:www\.)?|/$")
# Stars and lines that stand for bold and italics where a mail program had only signs.
STRESSED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
SLANTED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,200}?)(?<=[^\s_])_(?![\w_])")
QUOTED = re.compile(r"[ \t]*>(?:[ \t]?>)*[ \t]?")
SIGNATURE = re.compile(r"^-- ?\n", re.M)
# Lines below a mail's signature.
LONGEST_SIGNATURE = 8
SCISSORS = re.compile(
    r"^[ \t]*[-–—_=]{0,80}(?:(?:8<|>8|✂)[-–—_= ]{0,80}){1,6}[ \t]*$",
    re.M,
)
# « paru dans La Hulotte, n° 12, mai 1998, page 3. »
TAKEN_FROM = re.compile(
    r"\b(?:dans|de|du|from|in) "
    r"(?P<issue>[A-ZÀ-Þ][^.,:;!?\n]{2,60}?,? n ?[°o]\.? ?\d[^.:;!?\n]{3,50})(?=[.;:!?]|$)"
)
DRAWN = re.compile("[\u2500-\u257f]")
# A line between two strokes: « * LA LETTRE * », « │ Accueil │ », « | Accueil | ».
FRAMED = re.compile(r"[ \t]*([*|#│║┃])[ \t]+(\S.*?)[ \t]*\1[ \t]*$")
# « * * * LE CLAIRON * * * », « === LE CLAIRON === »
ORNAMENTED = re.compile(r"[ \t]*([*=~#])(?:[ \t]?\1)+[ \t]+(\S.*?)[ \t]+\1(?:[ \t]?\1)+[ \t]*$")
WIDEST_FRAME = 300
# Columns: how many lines begin one at the same place, and how wide the gap before it is.
LEAST_LINES = 5
COLUMN = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
# Beside a text: words of a menu's entry, and entries that stand beside the middle of paragraphs.
LONGEST_ENTRY, LEAST_WITHIN = 4, 2
SLACK = 3  # columns by which a full line may be shorter than the widest
MOST_BLOCKS = 60  # of columns, in a file of many pages
CLOSED = re.compile(r"[.!?…][\s»”\"]*$")
DEEPEST = 6  # mails within mails


def unwrapped(text: str) -> tuple[str, list[Doubt]]:
    """Return the text of a dump without what mail, Word and print put around its lines.

    Beside it stand doubts that quote the words of mails that went.
    """
    text, doubts = _of_mail(PRIVATE.sub("•", SHAPELESS.sub("", text)))
    text = FIELD_CODE.sub("", text)
    return "\n".join(map(_without_frame, _columns_in_turn(text.split("\n")))), doubts


def _of_mail(text: str) -> tuple[str, list[Doubt]]:
    """Return what a mail passes on or quotes, where its own words are no more than a note.

    The note is in a doubt.
    """
    notes: list[str] = []
    is_mail = False
    issue = ""
    for _depth in range(DEEPEST):
        forwarded = _passed_on(text)
        if forwarded is None:
            break
        text, is_mail = forwarded.text, True
        notes += forwarded.note.split()
        issue = _issue_in(forwarded.note) or issue
    lines = [_without_brackets(line, is_mail) for line in text.split("\n")]
    text = "\n".join(lines)
    if not is_mail:
        return text, []
    signature = SIGNATURE.search(text)
    if signature and text.count("\n", signature.end()) <= LONGEST_SIGNATURE:
        text = text[: signature.start()]
    doubts = (
        [Doubt("text", "note", " ".join(notes)[: forwarded_mail.LONGEST_NOTE])] if notes else []
    )
    text = SLANTED.sub(r"\1", STRESSED.sub(r"\1", text))
    return f"{issue}\n\n{text}" if issue else text, doubts


def _issue_in(note: str) -> str:
    """Return the issue from which a note says that the text is; "" where it names none.

    « Trouvé dans La Hulotte, n° 12, mai 1998, page 3. » names magazine, number and month.
    """
    for taken in TAKEN_FROM.finditer(note):
        label_line = labels.read(taken["issue"])
        if label_line and label_line.publication and label_line.issue and label_line.date:
            return taken["issue"]
    return ""


def _without_brackets(line: str, is_mail: bool) -> str:
    """Return a line whose addresses stand without brackets, or not at all.

    One goes that the words before it spell, that a mail program glued to a word, or beside which
    stand only the words of a button.
    """
    if "<" not in line:
        return line
    bare = LED_TO.sub("", line).strip()
    if bare and kind(bare):
        return bare

    def address(match: re.Match[str]) -> str:
        before = line[max(0, match.start() - LONGEST_ADDRESS) : match.start()].lower()
        is_glued = is_mail and not match[1] and before[-1:].isalnum()
        if is_glued or before.rstrip(" /").endswith(SCHEME.sub("", match[2]).lower()):
            return ""
        return match[1] + match[2].removeprefix("mailto:")

    return LED_TO.sub(address, line)


def _passed_on(text: str) -> Forwarded | None:
    forwarded = forwarded_mail.find(text, "") or forwarded_mail.below_head(text)
    forwarded = forwarded or forwarded_mail.in_list_archive(text)
    return forwarded or _quoted(text) or _cut_out(text)


def _quoted(text: str) -> Forwarded | None:
    """Return the lines that an answer quotes, without their signs; None where they are few.

    Where the others are no mail's (the title and the author of the text), they stay in their place.
    """
    unsigned: list[str] = []
    quoted: list[str] = []
    own: list[str] = []
    for raw_line in text.split("\n"):
        sign = QUOTED.match(raw_line)
        if sign:
            quoted.append(raw_line[sign.end() :])
        else:
            own.append(raw_line)
        unsigned.append(raw_line[sign.end() :] if sign else raw_line)
    of_quoted = len(" ".join(quoted).split())
    if of_quoted <= forwarded_mail.COVER or not forwarded_mail.is_cover(" ".join(own)):
        return None
    if not forwarded_mail.is_mail(own):
        return Forwarded("\n".join(unsigned))
    return Forwarded("\n".join(quoted), note=forwarded_mail.words_of(own))


def _cut_out(text: str) -> Forwarded | None:
    """Return what stands between two lines of scissors (« --8<---- »); None where none does."""
    cuts = list(SCISSORS.finditer(text))
    if len(cuts) != 2:
        return None
    first, second = cuts
    own = f"{text[: first.start()]} {text[second.end() :]}"
    inner = text[first.end() : second.start()]
    if not forwarded_mail.is_cover(own) or len(inner.split()) <= forwarded_mail.COVER:
        return None
    return Forwarded(inner, note=" ".join(own.split()))


def _without_frame(line: str) -> str:
    """Return a line without the strokes on its left and right, and without drawn ones."""
    framed = None
    if len(line) <= WIDEST_FRAME:
        framed = ORNAMENTED.match(line) or FRAMED.match(line)
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
    columns hold sentences and not a table's cells, or the left one is a menu.
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
            first = _first_of_both(raw_lines, first, end, margin)
            sides = [row for row in raw_lines[first:end] if _begins_at(row, margin)]
            if len(sides) < LEAST_LINES:
                continue
            if _are_prose(sides, margin) or _is_beside_menu(raw_lines[first:end], margin):
                return first, end, margin
    return None


def _first_of_both(raw_lines: list[str], first: int, end: int, margin: int) -> int:
    """Return where both columns begin: below a headline that stands over the right one."""
    for index in range(first, end):
        if raw_lines[index][:margin].strip():
            return first
        if not raw_lines[index].strip():
            first = index + 1
    return first


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


def _is_beside_menu(rows: list[str], margin: int) -> bool:
    """Return True where a menu's entries stand beside sentences, with no regard to where they end.

    What stands beside the beginnings of paragraphs (who speaks, a date) is no menu, nor are terms,
    each of which has its explanation beside it.
    """
    left = [row[:margin].strip() for row in rows]
    right = [row[margin:].strip() for row in rows]
    beside = [index for index, entry in enumerate(left) if entry]
    if len(beside) < LEAST_LINES or max(len(entry.split()) for entry in left) > LONGEST_ENTRY:
        return False
    if any(entry[-1:] in ".:;,!?" for entry in left if entry):
        return False
    if all(right[index] for index in beside):
        return False
    width = max(map(len, right))
    within = [
        index for index in beside if index and _goes_on(right[index - 1], right[index], width)
    ]
    return len(within) >= LEAST_WITHIN


def _goes_on(above: str, line: str, width: int) -> bool:
    """Return True for the rest of a sentence, whose first word had no room on the line above."""
    if not line[:1].islower():
        return False
    return len(above) + 1 + len(line.split()[0]) > width - SLACK


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without the blank ones at either end."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return []
    return lines[filled[0] : filled[-1] + 1]
