"""Feeds (RSS, RDF, Atom, CDF), a blog's export by Blogger among them: entries to Records, one in memory at a time.

A feed is cut at its entries before it is parsed, so that one that is broken leaves the others whole; each is then given to
feedparser in the shell of the feed's own opening tags. JSON Feed is read by `json_feeds`.
"""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.sax import SAXParseException

import feedparser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from archive import text
from archive.ingest.feeds import feed_items, json_feeds
from archive.ingest.feeds.feed_items import Item
from archive.ingest.files import decoding, formats, xml_parts
from archive.ingest.files.xml_parts import Part
from archive.ingest.records import Doubt, Record, Rejected

TAG = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(/?)([\w:.-]+)((?:[^<>"']|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
BARE = re.compile(r"&(?!#?\w+;)")
FRAMES = {"rss", "channel", "feed", "rdf"}
KIND = "http://schemas.google.com/g/2005#kind"
# What a blog's export by Blogger holds besides its posts.
NO_POST = {
    "comment": gettext_lazy("commentaire d’un lecteur"),
    "page": gettext_lazy("page du site"),
    "settings": gettext_lazy("réglage du site"),
    "template": gettext_lazy("réglage du site"),
}


def read(path: Path) -> Iterator[Record | Rejected]:
    """A Record for each entry; Rejected, with the reason, for what is none and for what is broken."""
    path = Path(path)
    if formats.is_json(formats.head(path)):
        yield from json_feeds.read(path)
        return
    parts = xml_parts.parts(path, xml_parts.FEED_TURN)
    head = next(parts)
    feed = _Feed(head)
    found = False
    for part in parts:
        if part.kind != "between":
            found = True
            yield from _entries(part, feed, f"{path}:{part.line}")
    if not found:
        yield from _whole(feed, head, str(path))


class _Feed:
    """What stands before the first entry: the shell that each entry is parsed in, and what it says of them all."""

    def __init__(self, head: Part):
        if head.kind == "long":
            raise Rejected(_("Ce n’est pas un flux : rien n’y commence un article."))
        if b"<!ENTITY" in head.content.upper():
            raise Rejected(
                _(
                    "Ce fichier déclare des entités (DTD) ; pour la sûreté de l’archive, il n’est pas lu."
                )
            )
        self.encoding = xml_parts.encoding(head.content)
        content, self.doubts = decoding.decode(head.content, self.encoding)
        frames = _frames(content)
        self.opening = "".join(tag for _name, tag in frames)
        self.closing = "".join(f"</{name}>" for name, _tag in reversed(frames))
        parsed = _parsed(f"{content}{self.closing}")
        self.said, self.version = parsed.feed, parsed.get("version") or ("other" if frames else "")


def _frames(head: str) -> list[tuple[str, str]]:
    """The opening tags, by name, that no end has closed: of the feed itself, its channel, its list of items."""
    open_tags: list[tuple[str, str]] = []
    for tag in TAG.finditer(head):
        name = tag[2] or ""
        if name.rpartition(":")[2].lower() not in FRAMES or tag[3].endswith("/"):
            continue
        if not tag[1]:
            open_tags.append((name, tag[0]))
        elif name in (names := [one for one, _tag in open_tags]):
            del open_tags[len(names) - 1 - names[::-1].index(name) :]
    return open_tags


def _parsed(document: str | bytes) -> feedparser.FeedParserDict:
    content = document if isinstance(document, bytes) else document.encode("utf-8", "replace")
    try:
        # As a stream: what feedparser takes for an address or a file's name, it opens.
        return feedparser.parse(
            io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False
        )
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
    ):  # over which it stumbles in XML that is broken oddly
        return feedparser.FeedParserDict(entries=[], feed=feedparser.FeedParserDict())


def _whole(feed: _Feed, head: Part, path: str) -> Iterator[Record | Rejected]:
    """A feed in which no entry's tag was found: it has none, or is in an encoding that hides them from us."""
    parsed = _parsed(head.content)
    if not (parsed.get("version") or feed.version):
        raise Rejected(_("Ce n’est pas un flux (RSS, Atom ou JSON Feed)."))
    if not parsed.entries:
        raise Rejected(_("Le flux ne contient aucun article."))
    for number, entry in enumerate(parsed.entries, start=1):
        yield from _entry(
            entry, parsed.feed, parsed.get("version", ""), Record(source=f"{path}:{number}")
        )


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
    parsed, repair = _repaired(f"{feed.opening}{content}{feed.closing}")
    doubts += [Doubt("text", "cut")] if part.kind == "cut" else repair
    if not feed.version:
        yield Rejected(_("Ce n’est pas un flux (RSS, Atom ou JSON Feed)."), source=source)
    elif not parsed.entries:
        yield Rejected(_("Article illisible : XML abîmé."), source=source)
    for entry in parsed.entries if feed.version else []:
        record = Record(
            source=source, doubts=list(doubts), capture=part.content, media_type="application/xml"
        )
        yield from _entry(entry, feed.said, feed.version, record)


def _repaired(document: str) -> tuple[feedparser.FeedParserDict, list[Doubt]]:
    """An entry's document read and, where it is no well-formed XML, what was wrong with it.

    Names from elsewhere (a prefix, « &eacute; ») hurt no text: feedparser reads them by its lenient parser, which loses
    what stands in an element that nothing closes. libxml2 closes it.
    """
    parsed = _parsed(document)
    broken = parsed.get("bozo_exception")
    if not isinstance(broken, SAXParseException) or re.match(
        "unbound prefix|undefined entity", broken.getMessage()
    ):
        return parsed, []
    whole = BARE.sub("&amp;", xml_parts.NAMED.sub(lambda found: unescape(found[0]), document))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    mended = _parsed(etree.tostring(root, encoding="unicode")) if root is not None else parsed
    better = len(str(mended.entries)) > len(str(parsed.entries))
    return mended if better else parsed, [Doubt("text", "repaired", broken.getMessage())]


def _entry(entry, said, version: str, record: Record) -> Iterator[Record | Rejected]:
    try:
        _refuse(entry)
        feed_items.fill(record, _item(entry, said, version))
        yield record
    except Rejected as rejected:
        is_broken = any(doubt.code in ("cut", "repaired") for doubt in record.doubts)
        yield Rejected(
            _("Article illisible : XML abîmé.") if is_broken else rejected.reason,
            source=record.source,
        )


def _refuse(entry) -> None:
    """Raises Rejected for what Blogger exports beside its posts."""
    kinds = [
        tag.term.rpartition("#")[2]
        for tag in entry.get("tags", [])
        if tag.get("scheme") == KIND and tag.term
    ]
    if kinds and kinds[0] != "post":
        said = {
            "what": NO_POST.get(kinds[0], kinds[0]),
            "title": _line(entry.get("title_detail")) or "?",
        }
        raise Rejected(_("Pas un article : %(what)s (%(title)s).") % said)


def _item(entry, said, version: str) -> Item:
    contents = [one for one in entry.get("content", []) if one.get("value")]
    content = max(
        contents, key=lambda one: (one.get("type") != "text/plain", len(one.value)), default=None
    )
    summary = entry.get("summary_detail") or {}
    author = said.get("author") if version.startswith("atom") else ""
    source = entry.get("source") or {}
    return Item(
        title=_line(entry.get("title_detail")),
        content=_html(content),
        summary=_html(summary),
        # What is called a summary is one; RSS's « description » may hold all of the text.
        is_summary=version.startswith("atom"),
        base=(content or summary).get("base") or entry.get("link") or said.get("link") or "",
        authors=_authors(entry) or ([author] if author else []),
        published=entry.get("published") or "",
        # In RSS it is Dublin Core's date, and there is no other.
        updated=(entry["updated"] if "updated" in entry else entry.get("created")) or "",
        updated_is_published=not version.startswith("atom"),
        parsed=entry.get(
            "published_parsed"
            if "published" in entry or "updated" not in entry
            else "updated_parsed"
        ),
        tags=[
            tag.get("label") or tag.get("term") or ""
            for tag in entry.get("tags", [])
            if tag.get("scheme") != KIND
        ],
        url=entry.get("link") or "",
        source_id=entry.get("id") or "",
        publication=_line(source.get("title_detail")) or _line(said.get("title_detail")),
        language=(content or summary).get("language") or said.get("language") or "",
        is_draft=entry.get("app_draft") == "yes",
        comments=entry.get("slash_comments") or entry.get("thr_total") or "",
    )


def _authors(entry) -> list[str]:
    """Names; « ada@fil.fr (Ada Nord) » as it is written, since feedparser knows short domains only."""
    if "@" in (entry.get("author") or ""):
        return [entry.author]
    return [one["name"] for one in entry.get("authors", []) if one.get("name")]


def _html(detail) -> str:
    """What a feed gives as HTML, or as plain text, as HTML."""
    if not detail or not detail.get("value"):
        return ""
    return (
        feed_items.from_plain(detail.value) if detail.get("type") == "text/plain" else detail.value
    )


def _line(detail) -> str:
    """HTML or text that stands in one line (a title) as its text."""
    if not detail or not detail.get("value"):
        return ""
    value = detail.value if detail.get("type") != "text/plain" else unescape(detail.value)
    return " ".join((value if detail.get("type") == "text/plain" else text.plain(value)).split())
