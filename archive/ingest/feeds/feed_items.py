"""What any feed says of an entry, to a Record: which text is the whole one, which date the day of
publication."""

import re
from dataclasses import dataclass, field
from datetime import date
from time import struct_time

from archive import dates, languages, printed_dates, text
from archive.ingest.posts.embeds import absolute, readable
from archive.ingest.posts.paragraphs import paragraphs
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.ingest.printed import names
from archive.ingest.printed.credits import names_in
from archive.ingest.records import Doubt, Record, doubts_of_length, without_text

EXCERPT = 150  # words that a description has at least which is taken for the whole text
BLOCK = re.compile(
    r"<(?:p|div|br|ul|ol|dl|h\d|blockquote|table|section|article|pre|figure)[\s>/]", re.I
)
# How an excerpt ends, folded.
CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:lire|voir) (?:la suite|plus|l'article)|read (?:more|the rest)"
    r"|continue reading|weiterlesen|leer mas|seguir leyendo)[^.]{0,60}$"
)
# What WordPress sets below each text of its feeds, in the reader's language.
APPEARED = re.compile(
    r"<p>\s*(?:The post|L[’'](?:article|entrée)|Cet article|Le billet|Der Beitrag|La entrada"
    r"|L'articolo)\s*"
    r"(?:<a [^>]*>[^<]*</a>)\s*(?:[^<]{0,40}(?:first|premier|zuerst|primero|prima)[^<]{0,20})\s*"
    r"(?:<a [^>]*>[^<]*</a>)\s*\.?\s*</p>\s*$",
    re.I,
)
MAIL = re.compile(r"[(<]?[^\s()<>]+@[^\s()<>]+[)>]?")


@dataclass
class Item:
    """An entry as its feed gives it.

    Dates are as printed; `parsed` is the moment of publication (UTC) where a library reads more
    than `dates`. `base` completes relative addresses.
    """

    title: str = ""
    content: str = ""
    summary: str = ""
    is_summary: bool = True
    base: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    updated_is_published: bool = False
    parsed: struct_time | None = None
    tags: list[str] = field(default_factory=list)
    url: str = ""
    source_id: str = ""
    publication: str = ""
    language: str = ""
    is_draft: bool = False
    comments: str = ""


def fill(record: Record, item: Item) -> None:
    """Set what the item says on the record. Raises Rejected where it holds no text."""
    _set_text(record, item)
    body = text.plain(record.html)
    record.title, record.publication = item.title, item.publication
    record.language = languages.language(body) or item.language[:2].lower()
    record.is_draft = item.is_draft
    if item.comments.strip().isdecimal():
        record.comments = int(item.comments)
    record.source_id = item.source_id.strip()
    if not item.url.startswith("mailto:"):
        record.url = absolute(item.url.strip())
    if item.url and not record.url:
        record.doubts.append(Doubt("url", "unknown", item.url[:200]))
    for tag in map(_on_a_line, item.tags):
        if tag and tag not in record.tags and _is_subject(tag):
            record.tags.append(tag)
    _set_bylines(record, item)
    _set_date(record, item)
    _doubt_what_is_missing(record)


def _on_a_line(printed: str) -> str:
    return " ".join(printed.split())


def _doubt_what_is_missing(record: Record) -> None:
    facts = {"title": record.title, "byline": record.bylines, "language": record.language}
    doubted = {doubt.field for doubt in record.doubts}
    for name, fact in facts.items():
        if not fact and name not in doubted:
            record.doubts.append(Doubt(name, "unknown"))


def _set_text(record: Record, item: Item) -> None:
    """Take the longer of content and summary; the shorter is the standfirst, unless it is the
    text's own beginning."""
    content, summary = _clean(item.content, item.base), _clean(item.summary, item.base)
    only_summary = not content
    if len(text.plain(summary)) > len(text.plain(content)):
        content, summary = summary, content
    record.html, body = content, text.plain(content)
    if not body:
        raise without_text()
    lead = " ".join(text.plain(summary).split())
    opening = " ".join(_words(lead)[:12])
    if lead and opening and opening not in " ".join(_words(body)):
        record.standfirst = lead
    if only_summary and _is_excerpt(item, body):
        record.doubts.append(Doubt("text", "excerpt"))
    else:
        record.doubts += doubts_of_length(body)


def _is_excerpt(item: Item, body: str) -> bool:
    """Return True if the summary, which is all there is, is less than the whole text."""
    if item.is_summary or len(body.split()) < EXCERPT:
        return True
    return bool(CUT_OFF.search(text.fold(body[-120:])))


def _clean(html: str, base: str) -> str:
    if html and not BLOCK.search(html):
        html = paragraphs(html)
    return text.clean_html(APPEARED.sub("", readable(html, base).strip()))


def _words(plain: str) -> list[str]:
    return re.findall(r"\w+", text.fold(plain))


def _is_subject(tag: str) -> bool:
    return text.slug(tag) not in NO_SUBJECT and not tag.startswith(("http://", "https://"))


def _set_bylines(record: Record, item: Item) -> None:
    """Set a byline for each author; an account, an address or a blog's name is at most a doubt."""
    for printed in dict.fromkeys(map(_on_a_line, item.authors)):
        author = MAIL.sub("", printed).strip(" ()<>,") or printed
        is_nobody = names.is_account(author) or "@" in author
        if is_nobody or text.fold(author) in ("unknown", text.fold(item.publication)):
            record.doubts.append(Doubt("byline", "guess", author))
            continue
        bylines, doubts = names_in(author)
        record.bylines += bylines
        record.doubts += doubts


def _set_date(record: Record, item: Item) -> None:
    """Set the day as printed, in the zone that it is printed in: the same moment is another day
    elsewhere."""
    printed = item.published
    if not printed and item.updated_is_published:
        printed = item.updated
    record.date = day_of(printed)
    if record.date:
        if (dates.bounds(record.date)[0] or date.min) > date.today():
            record.doubts.append(Doubt("date", "future"))
    elif printed and item.parsed:
        record.doubts.append(Doubt("date", "guess", _utc_day(item.parsed)))
    elif printed:
        record.doubts.append(Doubt("date", "printed", printed[:100]))
    elif updated := day_of(item.updated):
        record.doubts.append(Doubt("date", "updated", updated))
    else:
        record.doubts.append(Doubt("date", "unknown"))


def day_of(printed: str) -> str | None:
    """Return the EDTF of a feed's date; None where it is no date that can be."""
    try:
        return printed_dates.parse_french(printed.strip())
    except ValueError:
        return None


def _utc_day(moment: struct_time) -> str:
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"
