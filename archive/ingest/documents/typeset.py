"""The lines of a PDF's pages as HTML: paragraphs whole again, headings by their size.

Running heads and the numbers of pages go; the first of each head stays at the top, where it says
of what magazine and issue the pages are.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby, pairwise
from statistics import median

from archive.ingest.documents.columns import TextLine
from archive.ingest.dumps import mending
from archive.ingest.dumps.mending import divided_words

EDGE = 3  # lines at a page's top and foot among which its running heads stand
FOLIO = re.compile(r"[-–—|\s]*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*[/|]\s*\d{1,4})?[-–—|\s]*", re.I)
FOLIO_BESIDE = re.compile(r"^\d{1,4}\s+(?=\D)|\s+(?:p(?:age|\.)?\s*)?\d{1,4}$", re.I)
DIGITS = re.compile(r"\d+")
# Of the height of the text: from which a line is a heading, and by which sizes differ.
HEADING, OTHER_SIZE = 1.15, 0.07
LONGEST_HEADING = 250  # characters
# Heights of a line: by how much a line is indented, and a paragraph set apart.
INDENTED, APART = 0.5, 0.5
CAPITALS = 0.6  # of a column's width: a shorter line in capitals is one of its own
ROOM = 1.2  # times what a word takes: so much is left where a line ends of its own
LEAST_LINES = 3  # that show where a column ends
NOTE = re.compile(r"[\[(]?(?:\d{1,2}|\*+|[¹²³⁴⁵⁶⁷⁸⁹])[)\]]?\s*(?=[^\W\d_]|«)")
SMALLER = 0.93  # of the height of the text: what is no larger may be a note
BULLET = re.compile("[•·▪◦‣\uf0b7–-]\\s+(?=\\S)")
SENTENCE_END = re.compile(r"[.!?…:»”\"][)\]\d»”\"]*$")


def markup(pages: list[list[TextLine]]) -> str:
    """Return the text of pages as HTML."""
    kept, heads = _without_running_heads(pages)
    lines = [line for page in kept for line in page]
    size = body_size(lines)
    levels = _levels(lines, size)
    lines, notes = _without_notes(lines, size)
    _set_edges(lines)
    blocks = [f"<p>{_escaped(head)}</p>" for head in heads]
    for paragraph in _paragraphs(lines):
        text = joined(line.text for line in paragraph)
        level = levels.get(_rounded(paragraph[0].height), 0)
        if level and len(text) <= LONGEST_HEADING:
            blocks.append(f"<h{level}>{_escaped(text)}</h{level}>")
        elif BULLET.match(text):
            blocks.append(f"<ul><li>{_escaped(BULLET.sub('', text, count=1))}</li></ul>")
        else:
            blocks.append(f"<p>{_escaped(text)}</p>")
    for note in notes:
        blocks.append(f'<p class="note">{_escaped(joined(line.text for line in note))}</p>')
    return "\n".join(blocks)


def body_size(lines: list[TextLine]) -> float:
    """Return the height of most of the text; 0.0 where there is none."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[_rounded(line.height)] += len(line.text)
    return max(counts, key=lambda height: counts[height], default=0.0)


def _rounded(height: float) -> float:
    return round(height * 2) / 2


def _levels(lines: list[TextLine], size: float) -> dict[float, int]:
    """Return {height: level of heading}, the largest first."""
    heights = {_rounded(line.height) for line in lines if line.height > HEADING * size}
    return {
        height: min(6, rank) for rank, height in enumerate(sorted(heights, reverse=True), start=1)
    }


def _without_running_heads(pages: list[list[TextLine]]) -> tuple[list[list[TextLine]], list[str]]:
    """Return the pages without what is printed on many of them, and each such line once."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({pattern(line.text) for line in _edges(page)})
    heads: dict[str, list[str]] = {}
    kept: list[list[TextLine]] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        kept.append([])
        for line in page:
            printed = pattern(line.text)
            is_repeated = counts[printed] > 1 and counts[printed] >= len(pages) / 4
            if id(line) in edges and FOLIO.fullmatch(line.text):
                continue
            if id(line) in edges and is_repeated:
                heads.setdefault(printed, []).append(line.text)
                continue
            kept[-1].append(line)
    return kept, [head_of(printed) for printed in heads.values()]


def _edges(page: list[TextLine]) -> list[TextLine]:
    """Return the highest and the lowest lines of a page."""
    by_height = sorted(page, key=lambda line: -line.top)
    if len(by_height) <= 2 * EDGE:
        return [line for line in by_height[:1] + by_height[-1:] if len(line.text) < 100]
    return by_height[:EDGE] + by_height[-EDGE:]


def pattern(text: str) -> str:
    """Return what lines have in common that differ by their numbers alone."""
    return DIGITS.sub("0", " ".join(text.split()).casefold())


def head_of(printed: list[str]) -> str:
    """Return a running head as it stands on most pages, without the number that differs."""
    if len(set(printed)) == 1:
        return printed[0]
    return FOLIO_BESIDE.sub("", printed[0]).strip(" |–-")


def _set_edges(lines: list[TextLine]) -> None:
    """Give the lines of each column and size the right edge that they keep.

    A column that stands alone on a page seems to go on to where a title above it ends.
    """
    groups: dict[tuple, list[TextLine]] = {}
    for line in lines:
        groups.setdefault((line.page, line.region, _rounded(line.height)), []).append(line)
    for group in groups.values():
        left, right = group[0].column
        if len(group) >= LEAST_LINES:
            rights = sorted(line.right for line in group)
            right = rights[-1 - len(rights) // 10]
        for line in group:
            line.column = (left, right)


def _without_notes(
    lines: list[TextLine], size: float
) -> tuple[list[TextLine], list[list[TextLine]]]:
    """Return the lines without the notes at the foot of pages, and the notes."""
    kept: list[TextLine] = []
    notes: list[list[TextLine]] = []
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for line in lines:
        is_small = line.height < SMALLER * size
        if is_small and NOTE.match(line.text) and _is_at_foot(line, pages[line.page], size):
            notes.append([line])
        elif is_small and notes and _is_below(notes[-1][-1], line):
            notes[-1].append(line)
        else:
            kept.append(line)
    return kept, notes


def _is_at_foot(line: TextLine, page: list[TextLine], size: float) -> bool:
    """Return True where no text of full size stands below on its page, in its column."""
    for other in page:
        if other.height < SMALLER * size:
            continue
        if other.top < line.bottom and other.left < line.right and other.right > line.left:
            return False
    return True


def _is_below(above: TextLine, line: TextLine) -> bool:
    return above.page == line.page and line.top < above.top and _is_same_size(above, line)


def _paragraphs(lines: list[TextLine]) -> list[list[TextLine]]:
    paragraphs: list[list[TextLine]] = []
    leading = _leading(lines)
    for line in lines:
        if paragraphs and _continues(paragraphs[-1], line, leading):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _leading(lines: list[TextLine]) -> float:
    """Return the blank space between two lines of a paragraph, in heights of a line."""
    spaces: list[float] = []
    for _column, group in groupby(lines, key=lambda line: (line.page, line.region)):
        column = list(group)
        for above, below in pairwise(column):
            if _is_same_size(above, below) and above.bottom > below.bottom:
                spaces.append((above.bottom - below.top) / below.height)
    return median(spaces) if spaces else 0.0


def _is_same_size(first: TextLine, second: TextLine) -> bool:
    return abs(first.height - second.height) <= OTHER_SIZE * first.height


def _continues(paragraph: list[TextLine], line: TextLine, leading: float) -> bool:
    """Return True where a line goes on with the paragraph above, over columns and pages too."""
    above = paragraph[-1]
    if not _is_same_size(above, line):
        return False
    is_open = not SENTENCE_END.search(above.text)
    if (above.page, above.region) != (line.page, line.region):
        return is_open and (line.text[:1].islower() or above.text[-1] in "-,")
    if (above.bottom - line.top) / line.height > leading + APART:
        return False
    if _is_capitals_apart(above, line) or _is_capitals_apart(line, above):
        return False
    if _has_room(above, line):
        return is_open and line.text[:1].islower()
    is_indented = line.left > line.column[0] + INDENTED * line.height
    is_above_indented = above.left > line.column[0] + INDENTED * line.height
    return not is_indented or is_above_indented


def _is_capitals_apart(line: TextLine, other: TextLine) -> bool:
    """Return True for a short line in capitals beside one that is not: « ÉDITORIAL »."""
    width = line.column[1] - line.column[0]
    is_short = line.right - line.left < CAPITALS * width
    return is_short and line.text.isupper() and not other.text.isupper()


def _has_room(above: TextLine, line: TextLine) -> bool:
    """Return True where the first word of a line would have fitted behind the line above."""
    word = line.text.split()[0]
    per_character = (line.right - line.left) / len(line.text)
    return line.column[1] - above.right > ROOM * per_character * (len(word) + 1)


def joined(texts: Iterable[str]) -> str:
    """Return the lines of a paragraph as one, words divided at their ends whole again."""
    whole = ""
    for text in texts:
        text = text.translate(mending.LIGATURES)
        if divided_words.is_divided(whole, text):
            whole = divided_words.stem(whole, text) + text
        elif whole:
            whole = f"{whole} {text}"
        else:
            whole = text
    return whole


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
