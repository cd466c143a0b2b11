"""What a feed is written in: Atom, RSS 2.0, JSON Feed.

Django's own, with what they lack: several authors an entry, the date of an original as it is known,
the whole text. https://www.rfc-editor.org/rfc/rfc4287, https://www.rssboard.org/rss-specification
and https://www.jsonfeed.org/version/1.1/
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from archive import dates, parameters
from archive.parameters import Taken

DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"


class Atom(Atom1Feed):
    """A feed in Atom."""

    def root_attributes(self) -> dict:
        return super().root_attributes() | {"xmlns:dcterms": DCTERMS}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        _add_date(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def _add_date(handler, item: Mapping[str, Any]) -> None:
    """Write the date of an original; as readers know it where W3CDTF can say it, else in EDTF."""
    date = item["issued"]
    if not date:
        return
    if dates.is_w3cdtf(date):
        handler.addQuickElement("dcterms:issued", date)
        return
    printed_in = ", ".join(filter(None, [item["magazine"], date]))
    handler.addQuickElement("dcterms:bibliographicCitation", printed_in)


class Rss(Rss201rev2Feed):
    """A feed in RSS 2.0."""

    # Without it programs take the bytes for Latin-1.
    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict:
        own = {"xmlns:dc": DC, "xmlns:dcterms": DCTERMS, "xmlns:content": CONTENT}
        return super().rss_attributes() | own

    def add_root_elements(self, handler):
        # RSS wants one.
        self.feed["description"] = self.feed["description"] or self.feed["title"]
        super().add_root_elements(handler)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        _add_date(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class Json(SyndicationFeed):
    """A feed in JSON."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [_json_item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1))


def _json_item(item: Mapping[str, Any]) -> dict:
    entry = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"] or item["description"],
        "date_published": _moment(item["pubdate"]),
        "date_modified": _moment(item["updateddate"]),
        "authors": [{"name": name} for name in item["authors"]],
        "tags": list(item["categories"]),
    }
    if item["issued"]:
        # What the format has no word for is named with a low line before it.
        entry["_original"] = {"date": item["issued"]}
    return entry


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


FORMATS: Mapping[str, type[SyndicationFeed]] = {"atom": Atom, "rss": Rss, "json": Json}
WHOLE = "full"
# What every feed takes, the usual value first.
CHOICES = {"format": tuple(FORMATS), "text": ("excerpt", WHOLE)}
NO_OTHERS = Taken(())


def refused(
    request: HttpRequest, others: Taken = NO_OTHERS, unknown: Sequence[str] = ()
) -> HttpResponse | None:
    """Return what tells of parameters that are none, or whose values are none; else None.

    `others`: what this feed takes besides the parameters of every feed; `unknown`: what is told of
    their values.
    """
    taken = Taken((*CHOICES, *others.names), others.repeatable)
    problems = parameters.problems(request.GET, taken)
    for name, values in CHOICES.items():
        if request.GET.get(name, values[0]) not in values:
            problems.append(f"{name} = {' | '.join(values)}")
    return parameters.refused([*problems, *unknown])


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return what is asked of the format, without what is as usual."""
    asked = {}
    for name, values in CHOICES.items():
        if request.GET.get(name, values[0]) != values[0]:
            asked[name] = request.GET[name]
    return asked


def feed_class(request: HttpRequest) -> type[SyndicationFeed]:
    """Return what the feed is to be written in."""
    return FORMATS[request.GET.get("format", CHOICES["format"][0])]


def takes_whole(request: HttpRequest) -> bool:
    """Return True where the whole texts are asked for."""
    return request.GET.get("text") == WHOLE


def written(feed: SyndicationFeed) -> HttpResponse:
    """Return a feed with its entries."""
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)  # type: ignore[attr-defined] # each of FORMATS has one
