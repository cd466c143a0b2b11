"""JSON Feed (https://www.jsonfeed.org/version/1.1/): items to Records."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive import text
from archive.ingest.feeds import feed_items
from archive.ingest.feeds.feed_items import Item
from archive.ingest.files import decoding
from archive.ingest.files.xml_parts import LARGEST
from archive.ingest.records import Record, Rejected


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each item, a Rejected for each that holds no text.

    Raises Rejected where the file is no JSON Feed, or an empty one.
    """
    content, doubts = decoding.decode(decoding.load(path, LARGEST))
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise Rejected(_("Ce fichier n’est pas du JSON valide.")) from None
    if not isinstance(feed, dict) or "jsonfeed.org" not in _string(feed, "version"):
        raise Rejected(_("Ce n’est pas un flux JSON Feed."))
    entries = feed.get("items")
    if not isinstance(entries, list) or not entries:
        raise Rejected(_("Le flux ne contient aucun article."))
    for number, entry in enumerate(entries, start=1):
        record = Record(
            source=f"{path}:{number}", doubts=list(doubts), media_type="application/json"
        )
        try:
            if not isinstance(entry, dict):
                raise Rejected(_("L’article n’est pas un objet JSON."))
            record.capture = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace")
            feed_items.fill(record, _item(entry, feed))
            yield record
        except Rejected as rejected:
            rejected.source = record.source
            yield rejected


def _item(entry: dict, feed: dict) -> Item:
    plain = _string(entry, "content_text")
    return Item(
        title=" ".join(_string(entry, "title").split()),
        content=_string(entry, "content_html") or text.as_html(plain),
        summary=text.as_html(_string(entry, "summary")),
        base=_string(entry, "url") or _string(feed, "home_page_url"),
        authors=_authors(entry) or _authors(feed),
        published=_string(entry, "date_published"),
        updated=_string(entry, "date_modified"),
        tags=[tag for tag in _list(entry, "tags") if isinstance(tag, str)],
        url=_string(entry, "url") or _string(entry, "external_url"),
        source_id=_string(entry, "id"),
        publication=" ".join(_string(feed, "title").split()),
        language=_string(entry, "language") or _string(feed, "language"),
    )


def _authors(node: dict) -> list[str]:
    """Return the names of an entry or a feed: `authors` of version 1.1, `author` of 1.0."""
    names = []
    for person in [*_list(node, "authors"), node.get("author")]:
        name = _string(person, "name") if isinstance(person, dict) else ""
        if name:
            names.append(name)
    return names


def _string(node: dict, key: str) -> str:
    """Return a text or a number as text, without what no text may hold; "" for anything else."""
    content = node.get(key)
    if isinstance(content, int | float) and not isinstance(content, bool):
        return str(content)
    if not isinstance(content, str):
        return ""
    return content.replace("\0", "").encode("utf-8", "replace").decode()


def _list(node: dict, key: str) -> list:
    content = node.get(key)
    return content if isinstance(content, list) else []
