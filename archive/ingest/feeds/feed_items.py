"""What any feed says of an entry, to a Record: which text is the whole one, which date the day of publication."""

import re
from dataclasses import dataclass, field
from datetime import date
from html import escape
from time import struct_time

from archive import dates, text
from archive.ingest.posts.embeds import absolute, readable
from archive.ingest.posts.paragraphs import paragraphs
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.ingest.printed import names
from archive.ingest.printed.credits import names_in
from archive.ingest.records import Doubt, Record, without_text

SHORT = 60  # words; fewer are a text to look at
EXCERPT = 150  # words that a description has at least which is taken for the whole text
BLOCK = re.compile(
    r"<(?:p|div|br|ul|ol|dl|h\d|blockquote|table|section|article|pre|figure)[\s>/]", re.I
)
# How an excerpt ends, folded.
CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:lire|voir) (?:la suite|plus|l'article)|read (?:more|the rest)|continue reading"
    r"|weiterlesen|leer mas|seguir leyendo)[^.]{0,60}$"
)
# What WordPress sets below each text of its feeds, in the reader's language.
APPEARED = re.compile(
    r"<p>\s*(?:The post|L[’'](?:article|entrée)|Cet article|Le billet|Der Beitrag|La entrada|L'articolo)\s*"
    r"(?:<a [^>]*>[^<]*</a>)\s*(?:[^<]{0,40}(?:first|premier|zuerst|primero|prima)[^<]{0,20})\s*"
    r"(?:<a [^>]*>[^<]*</a>)\s*\.?\s*</p>\s*$",
    re.I,
)
MAIL = re.compile(r"[(<]?[^\s()<>]+@[^\s()<>]+[)>]?")


@dataclass
class Item:
    """An entry as its feed gives it. Dates are as printed; `parsed` is the moment of publication (UTC) where a library
    reads more than `dates`. `base` completes relative addresses."""

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


def from_plain(plain: str) -> str:
    """Plain text as HTML, a paragraph for each."""
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in text.paragraphs(plain))


def fill(record: Record, item: Item) -> None:
    """Sets what the item says on the record; Rejected where it holds no text."""
    _set_text(record, item)
    body = text.plain(record.html)
    record.title, record.publication = item.title, item.publication
    record.language = text.language(body) or item.language[:2].lower()
    record.state = "draft" if item.is_draft else "published"
    record.comments = int(item.comments) if item.comments.strip().isdecimal() else 0
    record.source_id = item.source_id.strip()
    record.url = absolute(item.url.strip()) if not item.url.startswith("mailto:") else ""
    if item.url and not record.url:
        record.doubts.append(Doubt("url", "unknown", item.url[:200]))
    record.tags = list(
        dict.fromkeys(
            tag for one in item.tags if (tag := " ".join(one.split())) and _is_subject(tag)
        )
    )
    _set_bylines(record, item)
    _set_date(record, item)
    unknown = {"title": record.title, "byline": record.bylines, "language": record.language}
    said = {doubt.field for doubt in record.doubts}
    record.doubts += [
        Doubt(name, "unknown") for name, value in unknown.items() if not value and name not in said
    ]


def _set_text(record: Record, item: Item) -> None:
    """The longer of content and summary; the other is the standfirst, unless it is the text's own beginning."""
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
    count = len(body.split())
    if only_summary and (
        item.is_summary or count < EXCERPT or CUT_OFF.search(text.fold(body[-120:]))
    ):
        record.doubts.append(Doubt("text", "excerpt"))
    elif count < SHORT:
        record.doubts.append(Doubt("text", "short"))


def _clean(html: str, base: str) -> str:
    if html and not BLOCK.search(html):
        html = paragraphs(html)
    return text.clean_html(APPEARED.sub("", readable(html, base).strip()))


def _words(plain: str) -> list[str]:
    return re.findall(r"\w+", text.fold(plain))


def _is_subject(tag: str) -> bool:
    return text.slug(tag) not in NO_SUBJECT and not tag.startswith(("http://", "https://"))


def _set_bylines(record: Record, item: Item) -> None:
    """Persons, one a byline; an account, a mail address or a blog's own name is at most a doubt."""
    for given in dict.fromkeys(" ".join(one.split()) for one in item.authors):
        said = MAIL.sub("", given).strip(" ()<>,") or given
        is_nobody = names.is_account(said) or text.fold(said) in names.COLLECTIVE or "@" in said
        if is_nobody or text.fold(said) in ("unknown", text.fold(item.publication)):
            record.doubts.append(Doubt("byline", "guess", said))
            continue
        bylines, doubts = names_in(said)
        record.bylines += bylines
        record.doubts += doubts


def _set_date(record: Record, item: Item) -> None:
    """The day as printed, in the zone that it is printed in: the same moment is another day elsewhere."""
    printed = item.published or (item.updated if item.updated_is_published else "")
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
    """The EDTF of a feed's date; None where there is none that can be."""
    try:
        return dates.parse_french(printed.strip())
    except ValueError:
        return None


def _utc_day(moment: struct_time) -> str:
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"
