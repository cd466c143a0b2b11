"""What stands on several pages of one site is none of their texts: boxes, notices, copyright lines.

The pages of one import are compared as they pass: each waits until those behind it are read, as
far as `AHEAD`, and a repeated block is taken out of its text, with a doubt that quotes it.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree
from lxml.html import fragment_fromstring

from archive.ingest.pages.element_text import length_inside, openings, text_of, words_of
from archive.ingest.records import Doubt, Record, Rejected, doubts_of_length
from archive.text import plain

# Pages that are read before the first of them is let go; characters and bytes of them.
AHEAD, MOST_WAITING = 40, 32 << 20
# Blocks that are remembered, some hundred bytes each; the oldest are forgotten first.
MOST_BLOCKS = 200_000
# Letters from which prose may be a part of the site by itself, and beside a block that is. « Bonne
# lecture à tous ! » ends many an editorial of one magazine, and editorials quote each other.
LONG, SHORT = 100, 40
# Pages on which links stand that are a part of the site; those on which prose does, and their part
# of the pages of the site that were read.
OF_LINKS, OF_PROSE, SHARE = 2, 3, 0.5
# Words up to which prose is short for a box, and pages on which longer prose is a part of the site:
# what few pages share in so many words may as well be an author's.
SHORT_PROSE, OF_LONG_PROSE = 25, 8
# Blocks at either end of a text that are its edge, where sites put their boxes.
EDGE = 2
# The part of a block's letters in links that makes it a part of the site whatever its length.
LINKED = 0.6
# A page of whose text more than this stands on others is their copy.
COPIED = 0.5
HEADINGS = {"h2", "h3", "h4"}
SITE_BYTES = 4  # of a block's key that are of its site


@dataclass
class Block:
    """A block of a text: its element, its words, and what it is known by on all pages of a site."""

    element: etree._Element
    words: str
    key: bytes

    @property
    def key_of_words(self) -> str:
        """What it is known by on any site, where a saved page may not tell its own."""
        return self.key[SITE_BYTES:].hex()

    @property
    def is_heading(self) -> bool:
        """True for a crosshead, which never goes alone: « Conclusion » stands in many texts."""
        return self.element.tag in HEADINGS

    @property
    def is_own(self) -> bool:
        """True for what tells nothing by standing on other pages: a quotation, a picture."""
        return self.element.tag == "blockquote" or not self.words

    @property
    def is_linked(self) -> bool:
        """True for a list of links and its like."""
        return length_inside(self.element, "a") > LINKED * len(self.words)


@dataclass
class Page:
    """A record of a page with the blocks of its text, as it waits for those behind it."""

    record: Record
    text: etree._Element
    blocks: list[Block]

    @property
    def head(self) -> set[bytes]:
        """The keys of the blocks with which its text begins."""
        return {block.key for block in self.blocks[:EDGE]}

    @property
    def foot(self) -> set[bytes]:
        """The keys of those with which it ends."""
        return {block.key for block in self.blocks[-EDGE:]}

    @property
    def length(self) -> int:
        """The letters of its text."""
        return sum(len(block.words) for block in self.blocks)


def without_repeated(records: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """Yield the records of one import in their order, those of pages without repeated blocks.

    What several pages of a site have in the same words, and is not most of one, is repeated: links,
    and prose at one edge of many texts, or beside what goes. A page that was let go before a block
    came again keeps it.
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


def take_out(record: Record, keys: Collection[str]) -> None:
    """Take out of a record's text the blocks of these keys, as `Record.taken_out` has them."""
    page = _page(record)
    _trim(page, [block for block in page.blocks if block.key_of_words in keys])


def _size(item: Page | Record | Rejected) -> int:
    if isinstance(item, Rejected):
        return 0
    record = item.record if isinstance(item, Page) else item
    return len(record.html) + len(record.capture)


def _let_go(item: Page | Record | Rejected, counts: "Counts") -> Record | Rejected:
    if isinstance(item, Page):
        _trim(item, _repeated(item, counts))
        return item.record
    return item


def _page(record: Record) -> Page:
    text = fragment_fromstring(record.html, create_parent="div")
    site = _hashed(record.site, SITE_BYTES)
    blocks = []
    for element in text:
        words = words_of(text_of(element))
        key = site + _hashed(f"{element.tag in HEADINGS}\n{words}", 8)
        blocks.append(Block(element, words, key))
    return Page(record, text, blocks)


def _hashed(text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=size).digest()


@dataclass(slots=True)
class Count:
    """On how many pages of its site a block stands, and on how many of them at either edge."""

    pages: int = 0
    at_head: int = 0
    at_foot: int = 0


class Counts:
    """What each block counts, of a site's pages; pages that copy another count as one."""

    def __init__(self) -> None:
        self._blocks: dict[bytes, Count] = {}
        self._pages: Counter[str] = Counter()

    def of(self, block: Block) -> int:
        """Return on how many pages a block stands."""
        return self._blocks.get(block.key, Count()).pages

    def add(self, page: Page) -> None:
        """Count a page's blocks, unless most of its text came before."""
        blocks = {block.key: block for block in page.blocks}
        again = sum(len(block.words) for block in blocks.values() if block.key in self._blocks)
        if again > COPIED * page.length:
            return
        self._pages[page.record.site] += 1
        head, foot = page.head, page.foot
        for key in blocks:
            # Set anew, so that what comes again is the last to be forgotten.
            count = self._blocks.pop(key, None) or Count()
            count.pages += 1
            count.at_head += key in head
            count.at_foot += key in foot
            self._blocks[key] = count
        while len(self._blocks) > MOST_BLOCKS:
            del self._blocks[next(iter(self._blocks))]

    def is_of_site(self, page: Page, block: Block) -> bool:
        """Return True for links on several pages, and for long prose at one edge of many."""
        count = self._blocks.get(block.key, Count())
        if block.is_own or block.is_heading:
            return False
        if block.is_linked:
            return count.pages >= OF_LINKS
        at_edge = 0
        if block.key in page.head:
            at_edge = count.at_head
        if block.key in page.foot:
            at_edge = max(at_edge, count.at_foot)
        return len(block.words) >= LONG and self._is_many(at_edge, page, block)

    def is_common(self, page: Page, block: Block) -> bool:
        """Return True for prose or a heading on so many pages that it goes beside what goes."""
        if block.is_own or (len(block.words) < SHORT and not block.is_heading):
            return False
        return self._is_many(self.of(block), page, block)

    def _is_many(self, pages: int, page: Page, block: Block) -> bool:
        fewest = OF_PROSE
        if len(block.words.split()) > SHORT_PROSE:
            fewest = OF_LONG_PROSE
        return pages >= max(fewest, SHARE * self._pages[page.record.site])


def _trim(page: Page, repeated: list[Block]) -> None:
    """Take blocks out of a page's text, with a doubt, unless they are most of it."""
    length = sum(len(block.words) for block in repeated)
    if not repeated or length > COPIED * page.length:
        return
    quoted = openings(text_of(block.element) for block in repeated)
    for block in repeated:
        block.element.drop_tree()
    html = [escape(page.text.text or "", quote=False)]
    html += [etree.tostring(e, encoding="unicode", method="html") for e in page.text]
    record = page.record
    record.html = "".join(html)
    keys = [block.key_of_words for block in repeated]
    record.taken_out = [*record.taken_out, *keys]  # a masked record's list is the unmasked one's
    record.doubts.append(Doubt("text", "repeated", quoted))
    for doubt in doubts_of_length(plain(record.html)):
        if doubt not in record.doubts:
            record.doubts.append(doubt)


def _repeated(page: Page, counts: Counts) -> list[Block]:
    """Return the repeated blocks of a page, in their order."""
    blocks = page.blocks
    going = [counts.is_of_site(page, block) for block in blocks]
    common = [counts.is_common(page, block) for block in blocks]
    _spread(blocks, going, common)
    _take_along(blocks, going, counts)
    for number in reversed(range(len(blocks))):
        is_repeated = blocks[number].is_heading and counts.of(blocks[number]) > 1
        if is_repeated and _is_above_nothing(blocks, going, number):
            going[number] = True
    return [block for block, goes in zip(blocks, going, strict=True) if goes]


def _spread(blocks: list[Block], going: list[bool], common: list[bool]) -> None:
    """Mark common prose beside a block that goes, and below a common heading."""
    prose = [number for number in range(len(blocks)) if common[number]]
    prose = [number for number in prose if not blocks[number].is_heading]
    for number in prose:
        above = number - 1
        if above >= 0 and (going[above] or _is_box(blocks, common, above)):
            going[number] = True
    for number in reversed(prose):
        if number + 1 < len(blocks) and going[number + 1]:
            going[number] = True


def _is_box(blocks: list[Block], common: list[bool], heading: int) -> bool:
    """Return True for a common heading above long prose."""
    is_long = len(blocks[heading + 1].words) >= LONG
    return is_long and common[heading] and blocks[heading].is_heading


def _take_along(blocks: list[Block], going: list[bool], counts: Counts) -> None:
    """Mark short blocks that are repeated between two that go, or from one to the text's end."""
    between: list[int] | None = None
    for number, block in enumerate(blocks):
        if going[number]:
            for short in between or []:
                going[short] = True
            between = []
        elif between is not None and _is_taken_along(block, counts):
            between.append(number)
        else:
            between = None
    for short in between or []:
        going[short] = True


def _is_taken_along(block: Block, counts: Counts) -> bool:
    if block.is_heading or block.is_own:
        return False
    return len(block.words) < SHORT and counts.of(block) > 1


def _is_above_nothing(blocks: list[Block], going: list[bool], number: int) -> bool:
    """Return True for a heading below which all goes, up to the next one."""
    for below in range(number + 1, len(blocks)):
        if not going[below]:
            return blocks[below].is_heading and below > number + 1
    return True
