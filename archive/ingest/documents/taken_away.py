"""Books that an archive like this one made (« Emporter »): a record each chapter.

What a chapter says of itself stands in paragraphs of their own kind: see `archive.epub`.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml import html as lxml_html

from archive import printed_dates
from archive.ingest.files.xml_documents import text_in
from archive.ingest.records import Doubt, Printed, Record, Rejected, without_text
from archive.text import clean_html, on_a_line

# A title that the archive gave: in square brackets, as librarians write it.
SUPPLIED = re.compile(r"\[(.+)\]")
# Between a magazine and a date, between names.
BETWEEN, NAMES = " · ", ", "
# How `dates.display` prints a date that is not sure, and one that nobody knows.
UNSURE = re.compile(r"(.+) \((?:date incertaine|uncertain date)\)")
UNKNOWN = ("date inconnue", "date unknown")


def is_own(chapters: Sequence[str]) -> bool:
    """Return True where every chapter has a title, and ends with the address of its page."""
    return bool(chapters) and all(map(_is_chapter, chapters))


def records(
    source: str, chapters: Sequence[str], content: bytes, media_type: str
) -> Iterator[Record | Rejected]:
    """Yield what each chapter is; why it is none, of one without a text. `content` is the book."""
    for number, chapter in enumerate(chapters, start=1):
        record = Record(source=f"{source}#{number}", capture=content, media_type=media_type)
        _read(record, _section(chapter))
        if record.html:
            yield record
        else:
            rejected = without_text()
            rejected.source = record.source
            yield rejected


def _section(chapter: str) -> etree._Element:
    """Return the page of a chapter; an empty element for one that is no single section."""
    section = lxml_html.fragment_fromstring(chapter, create_parent="div").find("section")
    return etree.Element("section") if section is None else section


def _is_chapter(chapter: str) -> bool:
    section = _section(chapter)
    headed = section.find("h1") is not None
    return headed and any(link.get("href") == text_in(link) for link in section.iterfind("p/a"))


def _read(record: Record, section: etree._Element) -> None:
    """Set all that a chapter says, and what it does not say as doubts."""
    record.language = section.get("lang", "")
    lines: dict[str, str] = {}
    for paragraph in section.iterfind("p[@class]"):
        lines.setdefault(paragraph.get("class", ""), on_a_line(text_in(paragraph)))
    _set_title(record, on_a_line(text_in(section.find("h1"))))
    record.standfirst = lines.get("standfirst", "")
    _set_where(record, lines.get("where", ""))
    record.bylines = [Printed(name) for name in lines.get("signed", "").split(NAMES) if name]
    if not record.bylines:
        record.doubts.append(Doubt("byline", "unknown"))
    body = section.find("div")
    if body is not None:
        record.html = clean_html(etree.tostring(body, encoding="unicode", method="html"))


def _set_title(record: Record, heading: str) -> None:
    supplied = SUPPLIED.fullmatch(heading)
    if supplied:
        heading = supplied[1]
        record.doubts.append(Doubt("title", "supplied"))
    record.title, record.title_supplied = heading, bool(supplied)


def _set_where(record: Record, where: str) -> None:
    """Set the magazine and the date of « En-Contact · mai 2004 », or of what is there of them."""
    magazine, _sign, printed = where.rpartition(BETWEEN)
    date = _edtf(printed)
    if date:
        record.date = date
    elif printed not in UNKNOWN:
        magazine = where
    record.publication = magazine
    if not date:
        record.doubts.append(Doubt("date", "unknown"))


def _edtf(printed: str) -> str:
    unsure = UNSURE.fullmatch(printed)
    date = printed_dates.as_edtf(unsure[1] if unsure else printed) if printed else ""
    if not (unsure and date):
        return date or ""
    return f"{date.removesuffix('~')}%" if date.endswith("~") else f"{date}?"
