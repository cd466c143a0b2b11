"""JSON Feed (https://www.jsonfeed.org/version/1.1/): items to Records."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest.feeds import feed_items
from archive.ingest.feeds.feed_items import Item
from archive.ingest.files import decoding
from archive.ingest.files.xml_parts import LARGEST
from archive.ingest.records import Record, Rejected


def read(path: Path) -> Iterator[Record | Rejected]:
    """A Record for each item, a Rejected for each that holds no text."""
    content, doubts = decoding.decode(decoding.load(path, LARGEST))
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise Rejected(_("Ce fichier n’est pas du JSON valide.")) from None
    if not isinstance(feed, dict) or "jsonfeed.org" not in _string(feed, "version"):
        raise Rejected(_("Ce n’est pas un flux JSON Feed."))
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise Rejected(_("Le flux ne contient aucun article."))
    for number, item in enumerate(items, start=1):
        record = Record(
            source=f"{path}:{number}", doubts=list(doubts), media_type="application/json"
        )
        try:
            if not isinstance(item, dict):
                raise Rejected(_("L’article n’est pas un objet JSON."))
            record.capture = json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
            feed_items.fill(record, _item(item, feed))
            yield record
        except Rejected as rejected:
            rejected.source = record.source
            yield rejected


def _item(item: dict, feed: dict) -> Item:
    plain = _string(item, "content_text")
    return Item(
        title=" ".join(_string(item, "title").split()),
        content=_string(item, "content_html") or feed_items.from_plain(plain),
        summary=feed_items.from_plain(_string(item, "summary")),
        base=_string(item, "url") or _string(feed, "home_page_url"),
        authors=_authors(item) or _authors(feed),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        url=_string(item, "url") or _string(item, "external_url"),
        source_id=_string(item, "id"),
        publication=" ".join(_string(feed, "title").split()),
        language=_string(item, "language") or _string(feed, "language"),
    )


def _authors(said: dict) -> list[str]:
    """`authors` of version 1.1, `author` of 1.0."""
    people = [*_list(said, "authors"), said.get("author")]
    return [name for one in people if isinstance(one, dict) and (name := _string(one, "name"))]


def _string(said: dict, key: str) -> str:
    value = said.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return (
        value.replace("\0", "").encode("utf-8", "replace").decode()
        if isinstance(value, str)
        else ""
    )


def _list(said: dict, key: str) -> list:
    value = said.get(key)
    return value if isinstance(value, list) else []
