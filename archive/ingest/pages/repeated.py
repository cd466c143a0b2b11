"""What stands on several pages of one site is none of their texts: boxes, notices, copyright lines.

The pages of one import are compared as they pass: each waits until those behind it are read, as
far as `AHEAD`, and a repeated block is taken out of its text, with a doubt that quotes it.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import fragment_fromstring

from archive.ingest.pages.element_text import length_inside, text_of, words_of
from archive.ingest.records import Doubt, Record, Rejected, doubts_of_length
from archive.text import plain

# Pages that are read before the first of them is let go; characters and bytes of them.
AHEAD, MOST_WAITING = 40, 32 << 20
# Blocks that are remembered, some dozen bytes each; the oldest are forgotten first.
MOST_BLOCKS = 200_000
# Letters from which two pages with the same block are enough, from which three are. « Bonne
# lecture à tous ! » ends many an editorial of one magazine: what is shorter goes only beside a
# block that goes.
LONG, SHORT = 100, 40
# The part of a block's letters in links that makes it a part of the site whatever its length.
LINKED = 0.6
# A page of whose text more than this stands on others is their copy.
COPIED = 0.5
HEADINGS = {"h2", "h3", "h4"}
# Characters of what was taken out that the doubt quotes, of each block and in all.
QUOTED, MOST_QUOTED = 80, 250


@dataclass
class Block:
    """A block of a text: its element, its words, and what it is known by on all pages of a site."""

    element: etree._Element
    words: str
    key: bytes

    @property
    def is_heading(self) -> bool:
        """True for a crosshead, which never goes alone: « Conclusion » stands in many texts."""
        return self.element.tag in HEADINGS

    @property
    def fewest_pages(self) -> int:
        """On how many pages it must stand to be none of the text; 0 where that tells nothing."""
        if self.is_heading:
            return 0
        is_linked = length_inside(self.element, "a") > LINKED * len(self.words)
        if len(self.words) >= LONG or (is_linked and self.words):
            return 2
        if len(self.words) >= SHORT:
            return 3
        return 0


@dataclass
class Page:
    """A record of a page with the blocks of its text, as it waits for those behind it."""

    record: Record
    text: etree._Element
    blocks: list[Block]

    @property
    def length(self) -> int:
        """The letters of its text."""
        return sum(len(block.words) for block in self.blocks)


def without_repeated(records: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """Yield the records of one import in their order, those of pages without repeated blocks.

    What stands on several pages in the same words, and is not most of one, is repeated. A page that
    was let go before a block came again keeps it.
    """
    counts = Counts()
    waiting: deque[Page | Record | Rejected] = deque()
    size = 0
    for record in records:
        if not isinstance(record, Record) or not record.site:
            if waiting:
                waiting.append(record)
            else:
                yield record
                continue
        else:
            page = _page(record)
            counts.add(page)
            waiting.append(page)
        size += _size(waiting[-1])
        while len(waiting) > AHEAD or size > MOST_WAITING:
            first = waiting.popleft()
            size -= _size(first)
            yield _let_go(first, counts)
    for item in waiting:
        yield _let_go(item, counts)


def _size(item: Page | Record | Rejected) -> int:
    if isinstance(item, Rejected):
        return 0
    record = item.record if isinstance(item, Page) else item
    return len(record.html) + len(record.capture)


def _let_go(item: Page | Record | Rejected, counts: "Counts") -> Record | Rejected:
    if isinstance(item, Page):
        _trim(item, counts)
        return item.record
    return item


def _page(record: Record) -> Page:
    text = fragment_fromstring(record.html, create_parent="div")
    blocks = []
    for element in text:
        words = words_of(text_of(element))
        known_by = f"{record.site}\n{element.tag in HEADINGS}\n{words}".encode()
        blocks.append(Block(element, words, hashlib.blake2b(known_by, digest_size=8).digest()))
    return Page(record, text, blocks)


class Counts:
    """On how many pages of its site each block stands; pages that copy another count as one."""

    def __init__(self) -> None:
        self._pages: dict[bytes, int] = {}

    def of(self, block: Block) -> int:
        return self._pages.get(block.key, 0)

    def add(self, page: Page) -> None:
        """Count a page's blocks, unless most of its text came before."""
        blocks = {block.key: block for block in page.blocks}
        again = sum(len(block.words) for block in blocks.values() if block.key in self._pages)
        if again > COPIED * page.length:
            return
        for key in blocks:
            # Set anew, so that what comes again is the last to be forgotten.
            self._pages[key] = self._pages.pop(key, 0) + 1
        while len(self._pages) > MOST_BLOCKS:
            del self._pages[next(iter(self._pages))]


def _trim(page: Page, counts: Counts) -> None:
    """Take the repeated blocks out of a page's text, unless they are most of it."""
    repeated = _repeated(page.blocks, counts)
    length = sum(len(block.words) for block in repeated)
    if not repeated or length > COPIED * page.length:
        return
    openings = []
    for block in repeated:
        opening = text_of(block.element)
        if len(opening) > QUOTED:
            opening = opening[:QUOTED].rsplit(" ", 1)[0] + "…"
        openings.append(opening)
        block.element.drop_tree()
    record = page.record
    record.html = "".join(etree.tostring(e, encoding="unicode", method="html") for e in page.text)
    record.doubts.append(Doubt("text", "repeated", " / ".join(openings)[:MOST_QUOTED]))
    record.doubts += doubts_of_length(plain(record.html))


def _repeated(blocks: list[Block], counts: Counts) -> list[Block]:
    """Return the repeated blocks of a page, in their order."""
    going = [0 < block.fewest_pages <= counts.of(block) for block in blocks]
    _take_along(blocks, going, counts)
    for number in reversed(range(len(blocks))):
        is_repeated = blocks[number].is_heading and counts.of(blocks[number]) > 1
        if is_repeated and _is_above_nothing(blocks, going, number):
            going[number] = True
    return [block for block, goes in zip(blocks, going, strict=True) if goes]


def _take_along(blocks: list[Block], going: list[bool], counts: Counts) -> None:
    """Mark short blocks that are repeated between two that go, or from one to the text's end."""
    between: list[int] | None = None
    for number, block in enumerate(blocks):
        if going[number]:
            for short in between or []:
                going[short] = True
            between = []
        elif between is not None and counts.of(block) > 1 and not block.is_heading:
            between.append(number)
        else:
            between = None
    for short in between or []:
        going[short] = True


def _is_above_nothing(blocks: list[Block], going: list[bool], number: int) -> bool:
    """Return True for a heading below which all goes, up to the next one."""
    for below in range(number + 1, len(blocks)):
        if not going[below]:
            return blocks[below].is_heading and below > number + 1
    return True
