"""The text of a page dump as lines: marks of browsers and lynx taken off, wrapped lines joined."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.ingest.printed import labels
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import kind

BULLET = re.compile(
    r"\s*(?:([•·▪◦○●‣∙■□►▶→*+])\s+|([•▪●‣►]|>{1,3}|»)(?=[^\s>])|(>>+)\s+|([-–—o>])\s+)(?=\S)"
)
# A line that begins something of its own.
OPENS = re.compile(rf"{BULLET.pattern}|\s*(?:©|\(c\)\s)", re.I)
NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S)")
HEADING = re.compile(r"\s*(#{1,6})\s+(?=\S)")
# lynx and w3m: numbers of links, form fields, names of pictures.
LINK_NUMBER = re.compile(r"(?<![^\s(\[«\"'’/\])|-])\[(\d{1,4})\](?=\S|$)", re.M)
# A line of links and nothing else: « [7]Sommaire [8]Dossier [9]Portraits [10]Ils bougent ».
MENU = re.compile(r"^[ \t]*(?:\[\d{1,4}\][^\[\]\n.]{2,30}(?=\[|$)){3,}$", re.M)
FEED = re.compile(r"^\s*#\[\d+\].*$", re.M)
FIELD = re.compile(
    r"\((?:BUTTON|Submit)\)|\[(?:INLINE|LINK|IMAGE|EMBED|[ xX_*]"
    r"|[\w.%~-]{1,80}\.(?:jpe?g|png|gif|svg|webp))\]|_{4,}"
)
LINKS_LIST = re.compile(
    r"^(?:References|Références)\n\s*(?:(?:Visible links|Liens visibles):?\n\s*)?1\. \S+", re.M
)
# Links of Markdown, to other sites or within the own one; their words may go over a line's end.
MARKDOWN_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300}(?:\n[^\[\]\n]{0,300})?)\]"
    r"\((?:https?:|/|#|mailto:|[\w%~-]{1,60}[/.][\w/.%~-]{0,200}(?=[)?#\s]))"
    r"[^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)"
)
# A line all in italics or bold: « _Feuille d’information_ ».
STRESSED_LINE = re.compile(r"([*_])(?=[^\s*_])([^*_]{2,200})(?<=\S)\1")
MARKDOWN_STRESS = re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1(?!\w)")
# « [ 2. EN BREF ]-------- »: the heading of a part of a letter, in its rule.
BOXED = re.compile(
    r"[-=_*]{0,8} ?\[ ?(?:\d{1,2}[.)/-] ?)?(?P<heading>[^\[\]]{3,60}?) ?\] ?[-=_*]{6,}"
)
DRAWN_RULE = re.compile(r"([*_=~#+-])\1{7,}")
# What a manuscript says of its own parts: « TITRE : La règle et l’usage ».
MANUSCRIPT = re.compile(r"(?P<label>titre|title|chap[oô]|chapeau|accroche)\s?:\s*(?=\S)", re.I)
# The same in brackets, anywhere in a manuscript.
BRACKETED = re.compile(
    r"\[(?P<label>titre|title|chap[oô]|chapeau|accroche|texte|corps|auteur|signature)\]\s*(?=\S)",
    re.I,
)
# The same in two cells of a table: « Auteur    Ada Nord ».
FIELD_CELL = re.compile(
    r"^\s*(titre|auteure?s?|date|rubrique|revue|magazine|journal|chap[oô])"
    r"(?:[ ]*\t| {3,})\s*",
    re.I,
)
OF_ISSUE = re.compile(r"\bn ?[°o]s?\b|\bn ?[°º]|\bnum[ée]ro\b", re.I)
CELL = re.compile(r" *\t[ \t]*| {3,}")
RULE = re.compile(r"[\s*_=~#+.·•–—-]*")
# In lower case as well, but no rest of a sentence.
BYLINE = re.compile(r"(?:par|by|von) (?:\S+ ){0,3}[A-ZÀ-Þ][^.]{1,60}$")
# What says by whom or when a text appeared, below which its tags may stand.
CREDIT = re.compile(
    r"(?:par|by|(?:publié|posté|écrit|rédigé|mis en ligne|posted)\b[^.]*\b\d{4}\b)\s", re.I
)
SENTENCE_ENDS = '.!?…»”"):;'
WIDEST = 100
WIDEST_HEAD = 160  # of a magazine's title, issue and date
LONG = 25  # words of a paragraph
# Columns by which a wrapped line may end early: right margins of lists, words counted otherwise.
SLACK = 2
CLOSED_SENTENCE = re.compile(r"[.!?…][\s»”\"']*$")
# A block that is wrapped on its own: its least lines, the narrowest column, and which part of its
# line breaks must be the wrapping's.
LEAST_WRAPPED = 4
ODD = 8  # columns by which the widest line is wider than the next where it was joined over a page
NARROWEST = 26
LEAST_FULL = 40  # columns of a full line where the widest has 60 or more
# Of how many lines one may be wider than the rest, and how many breaks it outweighs.
ODD_SHARE, WIDER = 8, 3
MOST_BREAKS = 0.75


@dataclass(slots=True)
class Line:
    """One line: its text, its mark, its level as a heading, and whether blank lines surround it.

    The mark is a bullet, "1." or ""; the level is 1 to 6, or 0 where the line is not marked as one.
    `html` is the text with its emphasis and links, or a whole quotation or table, where more than
    the text is known; `cells` counts what wide gaps part on the line; `own_reference` is what the
    line says where it tells how the text is to be cited.
    """

    text: str
    mark: str = ""
    heading: int = 0
    gap_before: bool = False
    gap_after: bool = False
    html: str = ""
    cells: int = 1
    own_reference: LabelLine | None = None


def lines(text: str) -> list[Line]:
    """Return the lines of a dump that hold something, wrapped ones joined."""
    link_list = LINKS_LIST.search(text)
    if link_list:
        text = text[: link_list.start()]
    # Before the numbers of links go: lynx counted them when it wrapped.
    raw_lines = _unwrapped(text.split("\n"))
    text = _unmarked("\n".join(raw_lines), bool(link_list))
    return _filled_lines(text.split("\n"))


def _filled_lines(raw_lines: list[str]) -> list[Line]:
    """Return the lines that are not blank, with the gaps around them, broken sentences joined."""
    lines: list[Line] = []
    pieces: list[list[str]] = []  # of each line
    gap = True
    is_above_text = True
    for index, raw_line in enumerate(raw_lines):
        if is_above_text:
            raw_line = FIELD_CELL.sub(r"\1 : ", raw_line.rstrip())
        label = BRACKETED.match(raw_line.strip())
        if is_above_text and not label:
            label = MANUSCRIPT.match(raw_line.strip())
        is_above_text = is_above_text and (bool(label) or len(raw_line.split()) < LONG)
        line = _line(raw_line, label)
        if line and not line.heading and _is_between_rules(raw_lines, index):
            line.heading = 1
        if line is None:
            gap = True
            continue
        line.gap_before = gap
        if lines:
            lines[-1].gap_after = gap
        gap = False
        if lines and _continues(lines[-1], pieces[-1], line):
            pieces[-1].append(line.text)
        else:
            lines.append(line)
            pieces.append([line.text])
    for line, texts in zip(lines, pieces, strict=True):
        if len(texts) > 1:
            line.text = re.sub(r" ([,.])", r"\1", " ".join(texts))
    if lines:
        lines[-1].gap_after = True
    return lines


def _without_buttons(text: str) -> str:
    """Return a line of a table without cells that hold buttons: « Titre  PDF  Imprimer »."""
    if len(text) > WIDEST:
        return text
    cells = CELL.split(text)
    kept = [cell for cell in cells if not _is_button(cell)]
    if len(cells) < 2 or len(kept) != 1:
        return text  # a row of a menu, or of a table
    return kept[0]


def _is_button(cell: str) -> bool:
    return kind(cell) == "chrome" and any(map(str.isalpha, cell))


def _is_between_rules(raw_lines: list[str], index: int) -> bool:
    """Return True for the only line between two rules: the heading of a part of a letter."""
    if not 0 < index < len(raw_lines) - 1:
        return False
    above, below = raw_lines[index - 1].strip(), raw_lines[index + 1].strip()
    return bool(DRAWN_RULE.fullmatch(above) and DRAWN_RULE.fullmatch(below))


def _unmarked(text: str, has_link_list: bool) -> str:
    """Return the text without marks of lynx, if it has any, and of Markdown.

    Lynx's are the numbers of links, Markdown's the addresses and stars.
    """
    if has_link_list or _numbers_links(text):
        text = MENU.sub(_entries, FEED.sub("", text))
        text = FIELD.sub("", LINK_NUMBER.sub("", text))
    if "](" in text:
        # Once for pictures within links, once for these.
        text = MARKDOWN_LINK.sub(_link_text, MARKDOWN_LINK.sub(_link_text, text))
        text = MARKDOWN_STRESS.sub(r"\2", text)
    return text


def _entries(menu: re.Match[str]) -> str:
    return LINK_NUMBER.sub("   ", menu[0])


def _numbers_links(text: str) -> bool:
    """Return True where numbers in brackets count up through the text."""
    numbers = [int(number) for number in LINK_NUMBER.findall(text)]
    if len(numbers) <= 7:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _link_text(link: re.Match[str]) -> str:
    """Return what a link of Markdown shows; "" for a picture."""
    if link[0].startswith("!"):
        return ""
    return link[1].replace("\n", " ")


def _line(raw_line: str, label: re.Match[str] | None) -> Line | None:
    """Return a raw line as a Line; None where it holds nothing but spaces, rules and signs.

    `label` is what a manuscript says of it.
    """
    text = raw_line.strip()
    if not text:
        return None
    stressed = STRESSED_LINE.fullmatch(text)
    text = stressed[2] if stressed else text
    mark, level = "", 0
    if label:
        level, text = int(label["label"].lower() in ("titre", "title")), text[label.end() :]
    if boxed := BOXED.fullmatch(text):
        level, text = 1, boxed["heading"]
    elif not text[0].isalnum():
        if heading := HEADING.match(text):
            level, text = len(heading[1]), text[heading.end() :].rstrip("# ")
        elif bullet := BULLET.match(text):
            mark, text = bullet.group().strip(), text[bullet.end() :]
        elif RULE.fullmatch(text):
            return None
    elif numbered := NUMBERED.match(text):
        mark = numbered.group().strip()
        text = text[numbered.end() :]
    text = _with_strokes(_without_buttons(text))
    cells = len(CELL.split(text))
    text = re.sub(r"[ \t]{2,}|\t", " ", text).strip()
    if not text:
        return None
    return Line(text, mark, level, cells=cells)


def _has_figures(text: str) -> bool:
    return any(map(str.isdigit, text))


def _with_strokes(text: str) -> str:
    """Return the line of an issue with strokes between its cells: « Titre | n° 12, mai 1998 ».

    The number of a page belongs to the title beside it: « Titre - 12 mai 1998 - Page 4 ».
    """
    cells = CELL.split(text) if len(text) <= WIDEST_HEAD else []
    pages = [cell for cell in cells if cell.isdigit()]
    if len(cells) < 2 or (pages and len(cells) < 3):
        return text
    if len(pages) == 1:
        others = [cell for cell in cells if not cell.isdigit()]
        running_head = " - ".join([*sorted(others, key=_has_figures), f"Page {pages[0]}"])
        label_line = labels.read(running_head)
        return running_head if label_line and label_line.publication else text
    parted = " | ".join(cells)
    label_line = labels.read(parted)
    is_head = label_line and (
        label_line.issue or (label_line.publication and (label_line.section or label_line.date))
    )
    return parted if is_head else text


def _unwrapped(raw_lines: list[str]) -> list[str]:
    """Return the lines with those joined into which a dump, or a column of it, was wrapped."""
    width = _wrapped_at(raw_lines)
    if width:
        return _joined(raw_lines, width)
    blocks = [list(block) for _is_blank, block in groupby(raw_lines, key=_is_blank)]
    column = max(map(_column_of, blocks), default=0)
    if not column:
        return raw_lines
    joined: list[str] = []
    for block in blocks:
        # Of two or three lines only what ends like a sentence is surely one.
        width = _column_of(block)
        if not width and CLOSED_SENTENCE.search(block[-1]):
            width = column
        joined += _joined(block, width) if width else block
    return joined


def _is_blank(raw_line: str) -> bool:
    return not _length(raw_line)


def _column_of(block: list[str]) -> int:
    """Return the width of lines without a blank one if they are a paragraph of a column; else 0.

    Most of their breaks are the wrapping's, and half of the lines go on in lower case.
    """
    if len(block) < LEAST_WRAPPED:
        return 0
    *_others, second, width = sorted(map(_length, block))
    if width > second + ODD:
        width = second
    if not NARROWEST <= width <= WIDEST:
        return 0
    joined = _joined(block, width)
    text = " ".join(block)
    small = sum(raw_line.strip()[:1].islower() for raw_line in block)
    if len(block) - len(joined) < (len(block) - 1) * MOST_BREAKS:
        return 0
    if small < len(block) / 2 and not (text.isupper() and CLOSED_SENTENCE.search(text)):
        return 0
    return width


def _wrapped_at(raw_lines: list[str]) -> int:
    """Return the column at which a dump was wrapped; 0 for one that was not."""
    # Lines that may be full: long ones, a line of text right below, whose first word had no room.
    widest = max(filter(WIDEST.__ge__, map(_length, raw_lines)), default=0)
    least = min(LEAST_FULL, widest * 2 // 3)
    followed: list[tuple[int, int]] = []  # their lengths, without that word and with it
    unwrapped = 0  # characters in lines that are too wide for that
    for raw_line, next_line in pairwise([*raw_lines, ""]):
        length = _length(raw_line)
        if length > WIDEST:
            unwrapped += length
        elif length >= least and _length(next_line):
            followed.append((length, length + 1 + len(next_line.split()[0])))
    lengths = sorted(length for length, _with_word in followed)
    if len(followed) < 3 or unwrapped > sum(lengths) / 10:
        return 0
    width = max(lengths[-1 - len(lengths) // ODD_SHARE :], key=lambda width: _fit(followed, width))
    if width < LEAST_FULL and _fit(followed, width)[0] < len(followed) * MOST_BREAKS:
        return 0  # verses, a list
    full = len(lengths) - bisect_right(lengths, width - 15)
    if full < max(3, len(lengths) // 3):
        return 0
    return width


def _fit(followed: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """Return how well lines fit a width of wrapping: a wider one speaks against it."""
    forced = sum(length <= width < with_word + SLACK for length, with_word in followed)
    wider = sum(length > width for length, _with_word in followed)
    return forced - WIDER * wider, width


def _length(raw_line: str) -> int:
    """Return the length of a line; 0 for a blank one and for a rule, as wide as it may be."""
    stripped = raw_line.strip()
    if RULE.fullmatch(stripped):
        return 0
    return len(raw_line.rstrip())


def _joined(raw_lines: list[str], width: int) -> list[str]:
    """Return the lines with wrapped ones joined.

    A break is the wrapping's where the next line's first word did not fit before it.
    """
    joined: list[list[str]] = []
    length = 0  # of the line before; 0 for a blank one
    for raw_line in raw_lines:
        stripped = raw_line.strip()
        word = stripped.split(" ", 1)[0]
        has_room = not length or length + 1 + len(word) <= width - SLACK or _is_of_issue(stripped)
        this_length = _length(raw_line)
        if not this_length or OPENS.match(raw_line) or has_room:
            joined.append([raw_line])
        else:
            joined[-1].append(stripped)
        # A signature on the right ends at the margin, and nothing was wrapped there.
        is_on_the_right = len(raw_line) - len(raw_line.lstrip()) > width / 3
        length = 0 if is_on_the_right else this_length
    return list(map(" ".join, joined))


def _is_of_issue(line: str) -> bool:
    """Return True for the line of an issue and its date, which begins below whatever is above."""
    if not line[:1].isupper() or not OF_ISSUE.search(line):
        return False
    label_line = labels.read(line)
    return bool(label_line and label_line.issue and label_line.date)


def _continues(before: Line, pieces: list[str], line: Line) -> bool:
    """Return True for the rest of a sentence that a link or a bold word broke off.

    It goes on in lower case.
    """
    if line.gap_before or line.mark or line.heading or before.heading:
        return False
    if pieces[-1][-1] in SENTENCE_ENDS or len(before.text) < 60 or CREDIT.match(before.text):
        return False
    return (line.text[0].islower() or line.text[0] in ",.;)") and not BYLINE.match(line.text)
