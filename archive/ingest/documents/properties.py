"""What a file says of itself beside its text: who made it, when, under what title.

Programs fill that in by themselves: it is a doubt at most where the text says nothing, and never
wins over what is printed.
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from archive.ingest.documents.blocks import Blocks
from archive.ingest.printed import names
from archive.ingest.printed.credits import credit
from archive.ingest.records import Doubt, Record
from archive.text import slug

DAY = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")
# Titles that programs give, or that a template had.
NO_TITLE = re.compile(
    r"(?:microsoft word|document|sans[ -]nom|sans[ -]titre|untitled|title|titre|pdf)\b.{0,6}$"
    r"|microsoft word - .*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|pub|txt|html?)$",
    re.I,
)
NEAR_TOP = 15  # lines among which a title stands


@dataclass
class Properties:
    """A file's own properties; `day` is EDTF, "" where there is none.

    `is_stated`: a publisher gave title and authors, not the program that wrote the file.
    """

    title: str = ""
    authors: list[str] = field(default_factory=list)
    day: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    publication: str = ""
    is_stated: bool = False


def day_of(stamp: str) -> str:
    """Return the day of « 2004-03-01T10:00:00Z » or « D:20040301… »; "" for any other."""
    moment = DAY.match(stamp.strip())
    if not moment or not "1980" <= moment[1] <= "2100":
        return ""
    return "-".join(moment.groups())


def title_of(properties: Properties, source: str) -> str:
    """Return the title that the properties give; "" where a program gave it."""
    title = " ".join(properties.title.split())
    if NO_TITLE.fullmatch(title) or slug(title) == slug(PurePath(source).stem):
        return ""
    return title


def mark_title(properties: Properties, blocks: Blocks, source: str) -> None:
    """Make a heading of the line near the top that is the file's own title."""
    title = slug(title_of(properties, source))
    if not title:
        return
    for line in blocks.lines[:NEAR_TOP]:
        if slug(line.text) == title:
            line.heading = line.heading or 1
            return


def apply(properties: Properties, record: Record, is_alone: bool) -> None:
    """Say what the properties tell where the text tells nothing.

    `is_alone`: the file holds no other text, whose title and author they might give.
    """
    record.language = record.language or properties.language
    if properties.day and not record.date:
        _replace(record, Doubt("date", "unknown"), Doubt("date", "properties", properties.day))
    if properties.publication and not record.publication:
        record.publication = properties.publication
        _drop(record, Doubt("publication", "unknown"))
    if not is_alone:
        return
    record.tags = record.tags or properties.tags
    title = title_of(properties, record.source)
    if record.title_supplied and title:
        record.title, record.title_supplied = title, False
        _replace(record, Doubt("title", "supplied"), Doubt("title", "guess", title))
    if record.bylines or not properties.authors:
        return
    if properties.is_stated:
        _drop(record, Doubt("byline", "unknown"))
        record.bylines, doubts = credit(properties.authors, unsure=properties.authors)
        record.doubts += doubts
        return
    persons = [name for name in properties.authors if names.certainty(name)]
    if persons:
        told = Doubt("byline", "properties", ", ".join(persons))
        _replace(record, Doubt("byline", "unknown"), told)


def _replace(record: Record, stale: Doubt, fresh: Doubt) -> None:
    _drop(record, stale)
    record.doubts.append(fresh)


def _drop(record: Record, stale: Doubt) -> None:
    record.doubts = [doubt for doubt in record.doubts if doubt != stale]
