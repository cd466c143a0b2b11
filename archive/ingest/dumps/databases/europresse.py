"""Documents of Europresse: magazine, day and page, then the headline, names and the text."""

import re
from itertools import chain

from archive import printed_dates
from archive.ingest.dumps.databases.clippings import Clipping, blocks_of, with_gaps
from archive.ingest.printed import labels, names
from archive.ingest.printed.template_lines import is_section

END = re.compile(
    r"^[^\n·]{0,30}\bnews·\S+.*$",
    re.M | re.I,
)
MOST_LINES_ABOVE = 12  # lines above a title: the feet of the document before, and the head
LONGEST_KICKER = 40  # characters of what stands above a headline
MOST_ABOVE = 3  # blocks above a day that stands alone and is no crosshead
PLACE = re.compile(
    r"^(?:(?P<section>[^,\d]{2,60}), )?(?P<date>[^,]*\b(?:19|20)\d\d)"
    r"(?: [-–] \d\d:\d\d(?: UTC ?[+-]\d\d:\d\d)?)?(?:, (?P<issue>n[°o]\.? ?\d+))?"
    r"(?:, (?:p|page)s?\.? ?(?P<page>[\w-]+(?:, ?[\w-]+)*))?\.?$",
    re.I,
)
# « Mercredi 12 mars 2008 • p. 2 • 311 mots », and the line of the source beside it.
CELL = re.compile(r"\s{1,9}•\s{1,9}")
WORDS = re.compile(r"\d+ mots?")
OF_HEAD = re.compile(r"\b(?:\d+ mots?|p\. ?\w+|n[°o]\. ?\d+|(?:19|20)\d\d)\b", re.I)
PAGE = re.compile(r"p\. ?[\w-]+")
ISSUE = re.compile(r"n[°o]\.? ?\d+", re.I)
SOURCE = re.compile(r"^(?P<publication>[^,]{2,60}?)(?:, (?:no|n°|nº)\.? ?(?P<issue>[\w-]+))?$")


def clipping_of(part: str, number: str) -> Clipping:
    """Return the document above the line with its number; an empty one where none stands there."""
    clipping = Clipping(number=number)
    blocks = blocks_of(part)
    if not _has_plain_head(blocks):
        blocks = blocks_of(_with_head_in_lines(part))
    place = _place_of_document(blocks)
    if place < 0 or place + 2 >= len(blocks):
        return clipping
    above = [line for block in blocks[max(0, place - 6) : place] for line in block]
    head, title, *rest = blocks[place:]
    _take_source(clipping, above, head)
    sections = list(filter(is_section, title)) if len(title) > 1 else []
    if not sections and _is_over_headline(title):
        sections = title[:1]
    clipping.section = clipping.section or " ".join(sections)
    clipping.title = " ".join(line for line in title if line not in sections)
    signed = labels.read(sections[0]) if sections else None
    if signed and signed.bylines:  # « L’éditorial de Sonia Chabert »
        clipping.author = signed.bylines[0].name
        clipping.section = signed.section or clipping.section
    if len(rest) > 1 and _may_be_author(rest[0]):
        clipping.author = " ".join(rest.pop(0))
    clipping.body = with_gaps(rest)
    return clipping


def _is_over_headline(title: list[str]) -> bool:
    """Return True where a few words stand above a headline: « Le fait du jour » and the like.

    A headline that needs two lines fills the first one.
    """
    if len(title) != 2 or len(title[0]) > LONGEST_KICKER or title[0][-1] in ".,:;-":
        return False
    return title[1][0].isupper() and not title[0].isupper()


def _has_plain_head(blocks: list[list[str]]) -> bool:
    """Return True where the first line with a day has no bullets on it or in the lines around."""
    for index, block in enumerate(blocks):
        if any(map(_is_place, block)):
            around = chain.from_iterable(blocks[max(0, index - 1) : index + 2])
            return not any(map(CELL.search, around))
    return False


def _with_head_in_lines(part: str) -> str:
    """Return a document whose head has bullets between its cells with those on lines of their own.

    What says the day keeps the page beside it.
    """
    lines = part.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    bulleted = [index for index in filled[:MOST_LINES_ABOVE] if CELL.search(lines[index])]
    heads = [index for index in bulleted if OF_HEAD.search(lines[index])][:1]
    if not heads:
        return part
    top = filled.index(heads[0])
    beside = [index for index in filled[max(0, top - 1) : top + 2] if index in bulleted]
    cells: list[str] = []
    for index in beside:
        cells += [cell for cell in CELL.split(lines[index].strip()) if not WORDS.fullmatch(cell)]
    above = lines[: beside[0]]
    # The day above its line of source, or right below it.
    while above and printed_dates.parse_french(above[-1].strip()):
        cells.append(above.pop().strip())
    days = [cell for cell in cells if printed_dates.parse_french(cell)]
    pages = [cell for cell in cells if PAGE.fullmatch(cell)]
    others = [cell for cell in cells if cell not in days + pages]
    numbers = [cell for cell in others if ISSUE.fullmatch(cell)]
    sources = [cell for cell in others if cell not in numbers]
    head = [", ".join(sources[:1] + numbers), *sources[1:], ", ".join(days + pages)]
    return "\n".join([*above, "", *filter(None, head), "", *lines[beside[-1] + 1 :]])


def _place_of_document(blocks: list[list[str]]) -> int:
    """Return the index of the block with a document's day; -1 where there is no document.

    It is the first with a section beside the day, or a magazine above it: a day may be a crosshead
    of the text. Of several with a page it is the one with the most text below it: a list of
    contents has days too.
    """
    if not blocks:
        return -1
    places = [index for index, block in enumerate(blocks) if any(map(_is_place, block))]
    paged = [index for index in places if any(map(_has_page, blocks[index]))]
    if paged:
        return _above_most_text(blocks, paged)
    for index in places:
        if _has_source(blocks, index):
            return index
    if places[:1] and places[0] < MOST_ABOVE:
        return places[0]
    return 0 if len(blocks) > 2 else -1


def _above_most_text(blocks: list[list[str]], places: list[int]) -> int:
    """Return the place that has the most characters below it, up to the next."""
    lengths = [sum(map(len, block)) for block in blocks]
    texts: list[int] = []
    for place, following in zip(places, [*places[1:], len(blocks)], strict=True):
        texts.append(sum(lengths[place + 1 : following]))
    return max(zip(texts, places, strict=True))[1]


def _has_page(line: str) -> bool:
    place = PLACE.match(line)
    return bool(place and place["page"] and _is_place(line))


def _has_source(blocks: list[list[str]], index: int) -> bool:
    """Return True for a day with a section, or with a magazine in its block or right above."""
    block = blocks[index]
    if any(place["section"] for place in filter(None, map(PLACE.match, block))):
        return True
    above = blocks[index - 1] if index else []
    return len(block) > 1 or (len(above) == 1 and bool(SOURCE.match(above[0])))


def _is_place(line: str) -> bool:
    place = PLACE.match(line)
    return bool(place and printed_dates.find_french(place["date"]))


def _take_source(clipping: Clipping, above: list[str], head: list[str]) -> None:
    """Take the magazine and its issue from above the day, or from the first line beside it."""
    places = [line for line in head if _is_place(line)]
    sources = [line for line in head if line not in places]
    named = [above[index + 1] for index in _names_of_source(above)]
    source = SOURCE.match((sources[:1] or named[-1:] or above[-1:] or [""])[0])
    if source:
        clipping.publication, clipping.issue = source["publication"], _issue(source["issue"])
    elif sources:
        clipping.publication = sources[0]
    for line in [*sources[1:], *places]:
        _take_place(clipping, line)


def _names_of_source(lines: list[str]) -> list[int]:
    wording = ("nom de la source", "source name")
    return [index for index, line in enumerate(lines[:-1]) if line.lower() in wording]


def _issue(number: str | None) -> str:
    if not number:
        return ""
    return f"n° {number}"


def _take_place(clipping: Clipping, line: str) -> None:
    """Take section, date, issue and page of « Idées, mercredi 23 octobre 2002, p. 54 »."""
    place = PLACE.match(line)
    if PAGE.fullmatch(line):
        clipping.page = line.removeprefix("p.").strip()
    elif not place:
        clipping.section = clipping.section or line
    else:
        clipping.date = place["date"]
        clipping.section = place["section"] or clipping.section
        clipping.page = place["page"] or clipping.page
        clipping.issue = place["issue"] or clipping.issue


def _may_be_author(block: list[str]) -> bool:
    line = " ".join(block)
    if len(line) > 100 or line[-1] in ".?!…":
        return False
    return bool(names.printed(re.sub(r"^par\s+", "", line, flags=re.I)))
