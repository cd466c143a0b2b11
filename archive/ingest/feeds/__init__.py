"""Feeds (RSS, RDF, Atom, CDF), a blog's export by Blogger among them: entries to Records, one in
memory at a time.

A feed is cut at its entries before it is parsed, so that one that is broken leaves the others
whole; each is then given to feedparser in the shell of the feed's own opening tags. JSON Feed is
read by `json_feeds`.
"""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import struct_time
from xml.sax import SAXParseException

import feedparser
from django.utils.translation import gettext as _
from feedparser import FeedParserDict
from lxml import etree

from archive import text
from archive.ingest.feeds import blogger, feed_items, json_feeds
from archive.ingest.feeds.feed_items import Item
from archive.ingest.files import decoding, formats, xml_parts
from archive.ingest.files.xml_parts import Part
from archive.ingest.records import Doubt, Record, Rejected, refused_letter

# What nothing ends goes on to the end: else each further beginning would be read to there anew.
TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)([\w:.-]++)((?:[^<>"']|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
# White space that no text has: feedparser goes through it anew from each of its lines.
GAP = re.compile(rb"(?<!\s)\s{1000,}")
BARE = re.compile(r"&(?!#?\w+;)")
FRAMES = {"rss", "channel", "feed", "rdf"}


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each entry; Rejected, with the reason, for what is none or is broken.

    Raises Rejected where the file is no feed, or an empty one.
    """
    path = Path(path)
    if formats.is_json(formats.head(path)):
        yield from json_feeds.read(path)
        return
    parts = xml_parts.parts(path, xml_parts.FEED_TURN)
    head = next(parts)
    feed = _Feed(head)
    if blogger.holds_comments(path):
        _gather_comments(path, feed)
    has_entries = False
    for part in parts:
        if part.kind != "between":
            has_entries = True
            yield from _entries(part, feed, f"{path}:{part.line}")
    if not has_entries:
        yield from _whole(feed, head, str(path))


def _gather_comments(path: Path, feed: "_Feed") -> None:
    """Have the feed know the comments of a blog's export before its posts are read.

    They stand anywhere in it, each an entry of its own.
    """
    for part in xml_parts.parts(path, xml_parts.FEED_TURN):
        if part.kind != "item":
            continue
        number = blogger.post_id(part.content)
        if number and blogger.is_post(part.content):
            feed.comments.posts.add(number)
        if not blogger.is_comment(part.content):
            continue
        try:
            content, _doubts = decoding.decode(part.content, feed.encoding)
        except Rejected:
            continue  # told when its turn comes
        for entry in _repaired(f"{feed.opening}{_allowed(content)}{feed.closing}")[0].entries:
            blogger.tell_own(entry, part.content)
            feed.comments.add(entry)


class _Feed:
    """What stands before the first entry: the shell that each entry is parsed in, and in `head`
    what it says of them all."""

    def __init__(self, head: Part):
        if head.kind == "long":
            raise Rejected(_("Ce n’est pas un flux : rien n’y commence un article."))
        if b"<!ENTITY" in head.content.upper():
            raise Rejected(
                _(
                    "Ce fichier déclare des entités (DTD) ; pour la sûreté de l’archive, "
                    "il n’est pas lu."
                )
            )
        self.comments = blogger.Comments()
        self.encoding = xml_parts.encoding(head.content)
        content, self.doubts = decoding.decode(head.content, self.encoding)
        content = _allowed(content)
        frames = _frames(content)
        self.opening = "".join(tag for _name, tag in frames)
        self.closing = "".join(f"</{name}>" for name, _tag in reversed(frames))
        parsed = _parsed(f"{content}{self.closing}")
        self.head = parsed.feed
        self.version = parsed.get("version") or ""
        if frames and not self.version:
            self.version = "other"


def _allowed(content: str) -> str:
    """Return XML with U+FFFD for each reference to what no XML may hold (« &#xD83D; »)."""
    return xml_parts.FORBIDDEN_REFERENCE.sub("\ufffd", content)


def _frames(head: str) -> list[tuple[str, str]]:
    """Return the opening tags, as (name, tag), that no end has closed: of the feed itself, its
    channel, its list of items."""
    open_tags: list[tuple[str, str]] = []
    for tag in TAG.finditer(head):
        name = tag[2] or ""
        if name.rpartition(":")[2].lower() not in FRAMES or tag[3].endswith("/"):
            continue
        if not tag[1]:
            open_tags.append((name, tag[0]))
        else:
            _close(open_tags, name)
    return open_tags


def _close(open_tags: list[tuple[str, str]], name: str) -> None:
    """Take away the last open tag of that name and what stands open within it."""
    for index in reversed(range(len(open_tags))):
        if open_tags[index][0] == name:
            del open_tags[index:]
            return


def _parsed(document: str | bytes) -> FeedParserDict:
    if isinstance(document, str):
        document = document.encode("utf-8", "replace")
    document = GAP.sub(b"\n", document)
    try:
        # As a stream: what feedparser takes for an address or a file's name, it opens.
        return feedparser.parse(
            io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False
        )
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError):
        # over which it stumbles in XML that is broken oddly
        return FeedParserDict(entries=[], feed=FeedParserDict())


def _whole(feed: _Feed, head: Part, path: str) -> Iterator[Record | Rejected]:
    """Read a feed without an entry's tag: it has none, or its encoding hides them from us."""
    parsed = _parsed(head.content)
    if not (parsed.get("version") or feed.version):
        raise Rejected(_("Ce n’est pas un flux (RSS, Atom ou JSON Feed)."))
    if not parsed.entries:
        raise Rejected(_("Le flux ne contient aucun article."))
    for number, entry in enumerate(parsed.entries, start=1):
        record = Record(source=f"{path}:{number}")
        yield from _entry(entry, parsed.feed, parsed.get("version", ""), record, feed.comments)


def _entries(part: Part, feed: _Feed, source: str) -> Iterator[Record | Rejected]:
    if part.kind == "long":
        yield Rejected(
            _("Article trop long, à la ligne %(line)s.") % {"line": part.line}, source=source
        )
        return
    try:
        content, doubts = decoding.decode(part.content, feed.encoding)
    except Rejected as rejected:
        rejected.source = source
        yield rejected
        return
    allowed = _allowed(content)
    if allowed != content:
        doubts += decoding.mojibake(allowed)
    parsed, repair = _repaired(f"{feed.opening}{allowed}{feed.closing}")
    doubts += [Doubt("text", "cut")] if part.kind == "cut" else repair
    if not feed.version:
        yield Rejected(_("Ce n’est pas un flux (RSS, Atom ou JSON Feed)."), source=source)
        return
    if not parsed.entries:
        yield Rejected(_("Article illisible : XML abîmé."), source=source)
    for entry in parsed.entries:
        blogger.tell_own(entry, part.content)
        record = Record(
            source=source, doubts=list(doubts), capture=part.content, media_type="application/xml"
        )
        yield from _entry(entry, feed.head, feed.version, record, feed.comments)


def _repaired(document: str) -> tuple[FeedParserDict, list[Doubt]]:
    """Return an entry's document parsed and, where it is no well-formed XML, what is wrong with it.

    Names from elsewhere (a prefix, « &eacute; ») hurt no text: feedparser reads them by its lenient
    parser, which loses what stands in an element that nothing closes. libxml2 closes it.
    """
    parsed = _parsed(document)
    broken = parsed.get("bozo_exception")
    if not isinstance(broken, SAXParseException):
        return parsed, []
    if re.match("unbound prefix|undefined entity", broken.getMessage()):
        return parsed, []
    repair = [Doubt("text", "repaired", broken.getMessage())]
    whole = BARE.sub("&amp;", xml_parts.NAMED.sub(lambda name: unescape(name[0]), document))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    if root is None:
        return parsed, repair
    mended = _parsed(etree.tostring(root, encoding="unicode"))
    if len(str(mended.entries)) > len(str(parsed.entries)):
        parsed = mended
    return parsed, repair


def _entry(
    entry: FeedParserDict,
    head: FeedParserDict,
    version: str,
    record: Record,
    comments: blogger.Comments,
) -> Iterator[Record | Rejected]:
    if blogger.kind(entry) == "comment" and blogger.post_of(entry) in comments.posts:
        # It comes in with its post.
        reason = blogger.reason(entry)
        if reason:
            yield refused_letter(reason, record.source)
        return
    try:
        _refuse(entry)
        feed_items.fill(record, _item(entry, head, version))
        record.letters = comments.letters.get(record.source_id, [])
        yield record
    except Rejected as rejected:
        is_broken = any(doubt.code in ("cut", "repaired") for doubt in record.doubts)
        reason = _("Article illisible : XML abîmé.") if is_broken else rejected.reason
        yield Rejected(reason, source=record.source)


def _refuse(entry: FeedParserDict) -> None:
    """Raises Rejected for what Blogger exports beside its posts."""
    kind = blogger.kind(entry)
    if kind and kind != "post":
        names = {
            "what": blogger.NO_POST.get(kind, kind),
            "title": _line(entry.get("title_detail")) or "?",
        }
        raise Rejected(_("Pas un article : %(what)s (%(title)s).") % names)


def _item(entry: FeedParserDict, head: FeedParserDict, version: str) -> Item:
    is_atom = version.startswith("atom")
    content = _best_content(entry)
    summary = entry.get("summary_detail") or {}
    source = entry.get("source") or {}
    authors = _authors(entry)
    if not authors and is_atom and head.get("author"):
        authors = [head.get("author")]
    return Item(
        title=_line(entry.get("title_detail")),
        content=_html(content),
        summary=_html(summary),
        # What is called a summary is one; RSS's « description » may hold all of the text.
        is_summary=is_atom,
        base=(content or summary).get("base") or entry.get("link") or head.get("link") or "",
        authors=authors,
        published=entry.get("published") or "",
        updated=_updated(entry),
        updated_is_published=not is_atom,
        parsed=_parsed_moment(entry),
        tags=_tags(entry),
        url=entry.get("link") or "",
        source_id=entry.get("id") or "",
        publication=_line(source.get("title_detail")) or _line(head.get("title_detail")),
        language=(content or summary).get("language") or head.get("language") or "",
        is_draft=blogger.is_draft(entry),
        comments=entry.get("slash_comments") or entry.get("thr_total") or "",
    )


def _best_content(entry: FeedParserDict) -> FeedParserDict | None:
    """Return the longest content that is no plain text; else the longest; None if all are empty."""
    best, best_rank = None, (False, 0)
    for content in entry.get("content", []):
        if not content.get("value"):
            continue
        rank = (content.get("type") != "text/plain", len(content.value))
        if best is None or rank > best_rank:
            best, best_rank = content, rank
    return best


def _updated(entry: FeedParserDict) -> str:
    """Return the date of the last change; in RSS it is Dublin Core's, and there is no other."""
    if "updated" in entry:
        return entry["updated"] or ""
    return entry.get("created") or ""


def _parsed_moment(entry: FeedParserDict) -> struct_time | None:
    if "updated" in entry and "published" not in entry:
        return entry.get("updated_parsed")
    return entry.get("published_parsed")


def _tags(entry: FeedParserDict) -> list[str]:
    labels = []
    for tag in entry.get("tags", []):
        if tag.get("scheme") != blogger.KIND:
            labels.append(tag.get("label") or tag.get("term") or "")
    return labels


def _authors(entry: FeedParserDict) -> list[str]:
    """Return the authors' names.

    « ada@fil.fr (Ada Nord) » stays as it is written, since feedparser knows short domains only.
    """
    if "@" in (entry.get("author") or ""):
        return [entry.author]
    names = []
    for author in entry.get("authors", []):
        if author.get("name"):
            names.append(author["name"])
    return names


def _html(detail: FeedParserDict | None) -> str:
    """Return what a feed gives as HTML or as plain text, as HTML."""
    if not detail or not detail.get("value"):
        return ""
    if detail.get("type") == "text/plain":
        # Plain by its type; many feeds write « &nbsp; » in it all the same.
        return text.as_html(unescape(detail.value))
    return detail.value


def _line(detail: FeedParserDict | None) -> str:
    """Return the text of HTML or plain text that stands in one line (a title)."""
    if not detail or not detail.get("value"):
        return ""
    if detail.get("type") == "text/plain":
        return " ".join(unescape(detail.value).split())
    return " ".join(text.plain(detail.value).split())
