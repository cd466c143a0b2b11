"""What a page says of itself in JSON-LD (schema.org): https://schema.org/Article"""

import json
import re
from collections.abc import Iterator

from lxml import etree

ARTICLES = {
    *(
        "article",
        "newsarticle",
        "blogposting",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
    ),
    *(
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "report",
        "scholarlyarticle",
        "techarticle",
        "liveblogposting",
    ),
    *(
        "socialmediaposting",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "review",
        "creativework",
    ),
}
WEAKER = {
    "webpage",
    "itempage",
    "podcastepisode",
    "radioepisode",
    "videoobject",
    "recipe",
    "event",
    "interview",
    "book",
}
# Comments and control characters that break otherwise good JSON.
WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$")
# Objects of one page; a graph of more is a catalogue.
MOST = 5_000


def nodes(tree: etree._Element) -> list[dict]:
    """All objects of a page's JSON-LD, outer ones first; what is no JSON is passed over."""
    found: list[dict] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found += _objects(_loaded(script.text))
    return found[:MOST]


def _loaded(text: str) -> object:
    text = WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object) -> Iterator[dict]:
    """The objects in a JSON value, breadth first, so that an article comes before those that it mentions."""
    level, seen = [value], 0
    while level and seen < MOST:
        below: list[object] = []
        for one in level:
            seen += 1
            if isinstance(one, dict):
                yield one
                below += [inner for inner in one.values() if isinstance(inner, dict | list)]
            elif isinstance(one, list):
                below += one
        level = below


def types(node: dict) -> set[str]:
    """The types of an object, in small letters, without the vocabulary's address: {"newsarticle"}."""
    given = node.get("@type")
    listed = given if isinstance(given, list) else [given]
    return {one.rpartition("/")[2].lower() for one in listed if isinstance(one, str)}


def article(found: list[dict], addresses: set[str], titles: set[str]) -> dict | None:
    """The object that is the page's article: by its address, else by its headline, else the first of its type.

    `addresses` are the page's own, `titles` its headings folded. A list of other articles holds the same types.
    """
    best, points = None, 0.0
    for node in found:
        kinds = types(node)
        weight = 2.0 if kinds & ARTICLES else 1.0 if kinds & WEAKER else 0.0
        if not weight or not (
            {"headline", "author", "datePublished", "name", "articleBody"} & node.keys()
        ):
            continue
        weight += 0.5 if "articleBody" in node or "author" in node else 0.0
        weight -= 0.5 if kinds == {"creativework"} else 0.0
        weight += 3.0 if addresses & set(_addresses(node)) else 0.0
        weight += (
            2.0
            if text(node.get("headline") or node.get("name")).casefold().strip() in titles
            else 0.0
        )
        if weight > points:
            best, points = node, weight
    return best


def _addresses(node: dict) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str):
            yield address(value)


def address(url: str) -> str:
    """An address for comparing: without scheme, fragment, query and last slash."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.strip()).rstrip("/")


def text(value: object) -> str:
    """A value as a text: the first of a list, an object's name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
        return text(value) if isinstance(value, list) else str(value)
    return (
        str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    )


def people(value: object, found: list[dict]) -> Iterator[tuple[str, set[str]]]:
    """(name, types) of each author: objects, references into the graph, plain strings, lists of these."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and "name" not in one and "@id" in one:
            one = next(
                (node for node in found if node.get("@id") == one["@id"] and "name" in node), one
            )
        if isinstance(one, str):
            yield one, set()
        elif isinstance(one, dict):
            names = one.get("name")
            for name in names if isinstance(names, list) else [names]:
                if isinstance(name, str):
                    yield name, types(one)
        elif isinstance(one, list):
            yield from people([inner for inner in one if isinstance(inner, str | dict)], found)
