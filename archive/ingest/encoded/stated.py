"""What encoded texts state alike: names, days, and the doubts about what they do not state."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from archive import dates, printed_dates
from archive.ingest.printed.credits import credit
from archive.ingest.records import Doubt, Printed, Record, Rejected, doubts_of_length
from archive.languages import LANGUAGE_OF, language
from archive.text import clean_html, plain


def records(
    path: Path,
    elements: Sequence[etree._Element],
    record_of: Callable[[etree._Element, str], Record],
) -> Iterator[Record | Rejected]:
    """Yield what is made of each element of a file; where one is refused, the others stay.

    Where a file holds several, each is told apart by its number: « file#2 ».
    """
    for number, element in enumerate(elements, start=1):
        source = f"{path}#{number}" if len(elements) > 1 else str(path)
        try:
            yield record_of(element, source)
        except Rejected as rejected:
            rejected.source = source
            yield rejected


def day(year: str, month: str = "", of_month: str = "") -> str:
    """Return a date as EDTF from its parts; "" where the year is none."""
    if not (year.isdecimal() and len(year) == 4):
        return ""
    parts = [year]
    if month.isdecimal() and 1 <= int(month) <= 12:
        parts.append(f"{int(month):02}")
        if of_month.isdecimal() and 1 <= int(of_month) <= 31:
            parts.append(f"{int(of_month):02}")
    return "-".join(parts)


def read_date(record: Record, printed: str) -> None:
    """Set the date of a record from what is stated, with the doubts about it."""
    printed = " ".join(printed.split())
    if not printed:
        record.doubts.append(Doubt("date", "unknown"))
        return
    record.date = printed_dates.as_edtf(printed) or None
    if not record.date:
        record.doubts.append(Doubt("date", "printed", printed[:80]))
    elif (dates.bounds(record.date)[0] or date.min) > date.today():
        record.doubts.append(Doubt("date", "future"))


def sign(record: Record, authors: list[Printed]) -> None:
    """Set the persons among the stated authors, with the doubts about them."""
    roles = {author.name: author for author in authors}
    bylines, doubts = credit([author.name for author in authors])
    record.bylines = [roles.get(byline.name, byline) for byline in bylines]
    record.doubts += doubts


def finish(record: Record, stated_language: str, left_out: set[str]) -> None:
    """Clean the text, set its language, and say what is unknown or left out."""
    record.html = clean_html(record.html)
    text = plain(record.html)
    code = stated_language[:2].lower()
    record.language = code if code in LANGUAGE_OF else language(text)
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    if not record.title:
        record.doubts.append(Doubt("title", "unknown"))
    if not record.publication:
        record.doubts.append(Doubt("publication", "unknown"))
    if left_out:
        record.doubts.append(Doubt("text", "missing", ", ".join(sorted(left_out))))
    record.doubts += doubts_of_length(text)
