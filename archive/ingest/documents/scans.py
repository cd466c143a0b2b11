"""Scanned pages as programs read them: blocks of lines, made paragraphs and headings."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from archive.ingest.documents import typeset
from archive.ingest.records import Doubt

# Of the height of the text: from which a block's letters are a heading's. What is measured on a
# scan differs by a third from line to line; sizes that a program tells do not.
MEASURED, TOLD = 1.45, 1.15
LONGEST_HEADING = 250  # characters
SAME = 0.75  # of another heading's height: one of the same level
BULLET = re.compile(r"[•·▪+*–-]\s+(?:_+\s*)?(?=\S)")
INDENTED = 0.6  # heights of a line
SHORT = 0.8  # of a block's width: a line that ends before it ends its paragraph
# A word that the program itself trusts less, of 1; so many of a hundred are told.
UNSURE, MANY = 0.5, 0.05
MOST_TOLD = 3
LETTERS = re.compile(r"[^\W\d_]{3,}")
SENTENCE_END = re.compile(r"[.!?…»”\"][)\]\d»”\"]*$")


@dataclass
class ScannedLine:
    """A line: where it begins and ends, in the scan's own unit, and how high it is."""

    left: float
    right: float
    height: float
    text: str


@dataclass
class Block:
    """Lines that belong together: `size` is that of its letters, where it is told."""

    lines: list[ScannedLine] = field(default_factory=list)
    size: float = 0.0
    key: str = ""


@dataclass
class Scan:
    """A page: its blocks in the order of reading, and the words that may be misread."""

    blocks: list[Block] = field(default_factory=list)
    words: int = 0
    unsure: list[str] = field(default_factory=list)

    def add_word(self, word: str, trust: float | None) -> None:
        """Count a word, and note it where the program hardly trusts its own reading."""
        self.words += 1
        if trust is not None and trust < UNSURE and LETTERS.search(word):
            self.unsure.append(word)


def markup(scans: list[Scan]) -> str:
    """Return scanned pages as HTML: paragraphs, headings by their size, no running heads."""
    is_told = all(block.size for scan in scans for block in scan.blocks)
    told: list[Block] = []
    for scan in scans:
        for block in scan.blocks:
            told += [block] if is_told else _by_height(block)
    body = _body_height(told, is_told)
    heads, running = _running_heads(scans)
    pieces: list[tuple[float, str]] = [(0.0, head) for head in heads]
    for block in told:
        if len(block.lines) == 1 and _pattern(block) in running:
            continue
        ratio = _height(block, is_told) / body if body else 0.0
        is_heading = ratio >= (TOLD if is_told else MEASURED)
        paragraphs = [_lines(block)] if is_heading else _paragraphs(block)
        for paragraph in paragraphs:
            text = typeset.joined(paragraph)
            _add(pieces, ratio if is_heading and len(text) <= LONGEST_HEADING else 0.0, text)
    return "\n".join(_html(pieces))


def _by_height(block: Block) -> list[Block]:
    """Return the lines of a block by their height: programs put a title and a name into one."""
    parts: list[Block] = []
    for line in block.lines:
        before = parts[-1].lines[-1].height if parts else 0.0
        if not before or max(before, line.height) > MEASURED * min(before, line.height):
            parts.append(Block(size=block.size, key=block.key))
        parts[-1].lines.append(line)
    return parts


def _lines(block: Block) -> list[str]:
    return [line.text for line in block.lines]


def _height(block: Block, is_told: bool) -> float:
    if is_told:
        return block.size
    return median(line.height for line in block.lines)


def _body_height(blocks: Iterable[Block], is_told: bool) -> float:
    """Return the height of most of the text."""
    heights: list[float] = []
    for block in blocks:
        for line in block.lines:
            heights += [block.size if is_told else line.height] * (1 + len(line.text) // 10)
    return median(heights) if heights else 0.0


def _paragraphs(block: Block) -> list[list[str]]:
    """Return the lines of a block by paragraphs: indented first lines, short last ones."""
    left = median(line.left for line in block.lines)
    width = max(line.right for line in block.lines) - min(line.left for line in block.lines)
    right = max(line.right for line in block.lines)
    paragraphs: list[list[str]] = []
    is_short = False
    for line in block.lines:
        is_indented = left + INDENTED * line.height < line.left < left + width / 4
        closed = bool(paragraphs) and bool(SENTENCE_END.search(paragraphs[-1][-1]))
        begins = not paragraphs or (closed and (is_indented or is_short))
        begins = begins or bool(BULLET.match(line.text))
        if begins or (is_short and not line.text[:1].islower() and not closed):
            paragraphs.append([])
        paragraphs[-1].append(line.text)
        is_short = line.right < right - (1 - SHORT) * width
    return paragraphs


def _add(pieces: list[tuple[float, str]], ratio: float, text: str) -> None:
    """Add a paragraph, or the rest of one that a column or a page broke off."""
    if pieces and not ratio and not pieces[-1][0] and text[:1].islower():
        before = pieces[-1][1]
        if not SENTENCE_END.search(before):
            pieces[-1] = 0.0, typeset.joined([before, text])
            return
    pieces.append((ratio, text))


def _html(pieces: list[tuple[float, str]]) -> Iterable[str]:
    levels = _levels({ratio for ratio, _text in pieces if ratio})
    for ratio, text in pieces:
        if ratio:
            yield f"<h{levels[ratio]}>{html.escape(text, quote=False)}</h{levels[ratio]}>"
        elif BULLET.match(text):
            item = html.escape(BULLET.sub("", text, count=1), quote=False)
            yield f"<ul><li>{item}</li></ul>"
        else:
            yield f"<p>{html.escape(text, quote=False)}</p>"


def _levels(ratios: set[float]) -> dict[float, int]:
    """Return {ratio: level of heading}; what differs as little as a scan does is of one level."""
    levels: dict[float, int] = {}
    largest, level = 0.0, 0
    for ratio in sorted(ratios, reverse=True):
        if not largest or ratio < SAME * largest:
            largest, level = ratio, min(6, level + 1)
        levels[ratio] = level
    return levels


def _pattern(block: Block) -> str:
    return typeset.pattern(" ".join(_lines(block)))


def _running_heads(scans: list[Scan]) -> tuple[list[str], set[str]]:
    """Return what is printed at the top or foot of several pages, each once, and its patterns."""
    counts: dict[str, list[str]] = {}
    running: set[str] = set()
    for scan in scans:
        edges = [block for block in scan.blocks[:2] + scan.blocks[-2:] if len(block.lines) == 1]
        for block in edges:
            if typeset.FOLIO.fullmatch(block.lines[0].text):
                running.add(_pattern(block))
            else:
                counts.setdefault(_pattern(block), []).append(block.lines[0].text)
    repeated = {
        pattern: printed
        for pattern, printed in counts.items()
        if len(printed) > 1 and len(printed) >= len(scans) / 4
    }
    return [typeset.head_of(printed) for printed in repeated.values()], running | set(repeated)


def doubts(scans: list[Scan]) -> list[Doubt]:
    """Return a doubt with words that the program itself did not trust, where they are many."""
    words = sum(scan.words for scan in scans)
    unsure = [word for scan in scans for word in scan.unsure]
    if len(unsure) < 2 or len(unsure) < MANY * words:
        return []
    return [Doubt("text", "scanned", ", ".join(unsure[:MOST_TOLD]))]
