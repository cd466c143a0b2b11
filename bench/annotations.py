"""How far the annotations of pages can be trusted: days and texts that the pages themselves do not bear out."""

import functools
import re
import sys
import unicodedata
from pathlib import Path

from lxml import html

ROOT = Path(__file__).parents[1]
# The days of a page's publication and change in its data.
PUBLISHED = re.compile(r"(?:datepublished|published_time)[^\d<>]{1,40}(\d{4}-\d\d-\d\d)")
CHANGED = re.compile(r"(?:datemodified|modified_time)[^\d<>]{1,40}(\d{4}-\d\d-\d\d)")
# Characters of a paragraph, and such paragraphs behind the annotated ones that are no box or notice.
LONG, MANY = 80, 3
# The part of an annotated text that stands in it twice.
TWICE = 0.1
SENTENCE_END = re.compile(r"[.!?…。][\s»”\"'’)\]]{0,3}$")


def words(text: str | None) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", (text or "").casefold())
    return re.findall(
        r"\w+", "".join(char for char in decomposed if not unicodedata.combining(char))
    )


def key(text: str | None) -> str:
    return " ".join(words(text))


@functools.cache
def first_headings(path: str) -> list[str]:
    """Return the words of the <h1> of a page, as they stand there."""
    tree = html.fromstring(Path(path).read_bytes())
    return [key(heading.text_content()) for heading in tree.iter("h1")]


def visible_titles(page: dict) -> set[str]:
    """Return the headings of a page that share a word with its annotated title."""
    annotated_words = {word for word in words(page["title"]) if len(word) > 3}
    headings = first_headings(page["path"]) if "path" in page else []
    return {heading for heading in headings if annotated_words.intersection(heading.split())}


@functools.cache
def stands_as_published(path: str, day: str) -> bool:
    """Return True where a day stands on a page, in any form, and not as that of a change.

    That is what its data say of the change, where they give another for the publication.
    """
    sys.path.insert(0, str(ROOT))
    from archive.printed_dates import FOLD, MONTHS

    year, month, number = day.split("-")
    names, bare = MONTHS[int(month) - 1], str(int(number))
    forms = (
        rf"{year}[-/]?{month}[-/]?{number}",
        rf"{bare}\D{{0,6}}(?:{names})\D{{0,6}}{year}",
        rf"(?:{names})\D{{0,3}}{bare}\D{{0,6}}{year}",
        rf"0?{bare}[./]{month}[./]{year}|{int(month)}/{bare}/{year}",
    )
    printed = re.compile(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)")
    folded = Path(path).read_bytes().decode("utf-8", "replace").translate(FOLD)
    published, changed = set(PUBLISHED.findall(folded)), set(CHANGED.findall(folded))
    if published and day in changed - published:
        return False
    years = re.finditer(year, folded)
    return any(printed.search(folded, max(0, y.start() - 30), y.end() + 10) for y in years)


@functools.cache
def is_whole(path: str, text: str) -> bool:
    """Return True for an annotated text that is all of the page's, and that once.

    It is not where a tenth of it stands in it twice, or where it breaks off: behind its last
    paragraph, the page goes on with several more beside it.
    """
    paragraphs = [key(line) for line in text.splitlines() if len(line) > LONG]
    once = set(paragraphs)
    length = sum(map(len, paragraphs))
    if length - sum(map(len, once)) > TWICE * length:
        return False
    return _prose_behind(path, once) < MANY


def _prose_behind(path: str, annotated: set[str]) -> int:
    """Return the number of paragraphs of sentences beside and behind the last annotated one."""
    last = None
    tree = html.fromstring(Path(path).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for paragraph in tree.iter("p"):
        if key(paragraph.text_content()) in annotated:
            last = paragraph
    if last is None:
        return 0
    parent = last.getparent()
    if parent.tag == "blockquote":
        last = parent
    lines = [" ".join(below.text_content().split()) for below in last.itersiblings("p")]
    return sum(len(line) > LONG and bool(SENTENCE_END.search(line)) for line in lines)
