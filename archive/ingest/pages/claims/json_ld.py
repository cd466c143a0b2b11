"""What a page says of itself in JSON-LD (schema.org): https://schema.org/Article"""

import json
import re
from collections.abc import Iterator

from lxml import etree

ARTICLES = {
    *("article", "newsarticle", "blogposting", "reportagenewsarticle", "opinionnewsarticle"),
    *("analysisnewsarticle", "backgroundnewsarticle", "reviewnewsarticle", "report"),
    *("scholarlyarticle", "techarticle", "liveblogposting", "socialmediaposting"),
    *("askpublicnewsarticle", "advertisercontentarticle", "review", "creativework"),
}
WEAKER = {
    *("webpage", "itempage", "podcastepisode", "radioepisode", "videoobject", "recipe", "event"),
    *("interview", "book"),
}
# An object without any of these is a mention, not the article.
TELLING = {"headline", "author", "datePublished", "name", "articleBody"}
# Comments and control characters that break otherwise good JSON.
WRAPPING = re.compile(
    r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$",
)
# Objects of one page; a graph of more is a catalogue.
MOST = 5_000


def nodes(tree: etree._Element) -> list[dict]:
    """Return all objects of a page's JSON-LD, outer ones first; what is no JSON is passed over."""
    graph: list[dict] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            graph += _objects(_loaded(script.text))
    return graph[:MOST]


def _loaded(text: str) -> object:
    text = WRAPPING.sub("", text).strip().rstrip(";")
    without_last_commas = re.sub(r",\s*([}\]])", r"\1", text)
    for attempt in (text, without_last_commas):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(root: object) -> Iterator[dict]:
    """Yield the objects in a JSON value, breadth first.

    So an article comes before those that it mentions.
    """
    level, seen = [root], 0
    while level and seen < MOST:
        below: list[object] = []
        for node in level:
            seen += 1
            if isinstance(node, dict):
                yield node
                below += [inner for inner in node.values() if isinstance(inner, dict | list)]
            elif isinstance(node, list):
                below += node
        level = below


def as_list(value: object) -> list:
    """Return a JSON value as a list: JSON-LD writes a list of one without brackets."""
    if isinstance(value, list):
        return value
    return [value]


def types(node: dict) -> set[str]:
    """Return the types of an object, in small letters, without their address: {"newsarticle"}."""
    names = [name for name in as_list(node.get("@type")) if isinstance(name, str)]
    return {name.rpartition("/")[2].lower() for name in names}


def is_text(node: dict) -> bool:
    """Return True for an object of a type that stands for a text or for a page of one."""
    return bool(types(node) & (ARTICLES | WEAKER))


def article(graph: list[dict], addresses: set[str], headlines: set[str]) -> dict | None:
    """Return the object that is the page's article; None where there is none.

    It is told by its address, else by its headline, else it is the first of its type: a list of
    other articles holds the same types. `addresses` are the page's own, as `address` writes them,
    `headlines` its headings in small letters.
    """
    best, most = None, 0.0
    for node in graph:
        weight = _weight(node, addresses, headlines)
        if weight > most:
            best, most = node, weight
    return best


def _weight(node: dict, addresses: set[str], headlines: set[str]) -> float:
    """Return how much speaks for an object to be the page's article; 0 for what is none."""
    kinds = types(node)
    if kinds & ARTICLES:
        weight = 2.0
    elif kinds & WEAKER:
        weight = 1.0
    else:
        return 0.0
    if not TELLING & node.keys():
        return 0.0
    if "articleBody" in node or "author" in node:
        weight += 0.5
    if kinds == {"creativework"}:
        weight -= 0.5
    if addresses & set(_addresses(node)):
        weight += 3.0
    headline = text(node.get("headline") or node.get("name"))
    if headline.casefold().strip() in headlines:
        weight += 2.0
    return weight


def _addresses(node: dict) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        url = node.get(key)
        if isinstance(url, dict):
            url = url.get("@id") or url.get("url")
        if isinstance(url, str):
            yield address(url)


def address(url: str) -> str:
    """Return an address for comparing: without scheme, fragment, query and last slash."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.strip()).rstrip("/")


def text(value: object) -> str:
    """Return a JSON value as a text: the first of a list, an object's name, else ""."""
    if isinstance(value, list):
        if not value:
            return ""
        value = value[0]
    if isinstance(value, dict):
        name = value.get("@value") or value.get("name") or ""
        if isinstance(name, list):
            return text(name)
        return str(name)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def people(authors: object, graph: list[dict]) -> Iterator[tuple[str, set[str]]]:
    """Yield (name, types) of each author in a JSON value.

    Authors are objects, references into the graph, plain strings, or lists of these.
    """
    for author in as_list(authors):
        if isinstance(author, str):
            yield author, set()
        elif isinstance(author, dict):
            author = _resolved(author, graph)
            for name in as_list(author.get("name")):
                if isinstance(name, str):
                    yield name, types(author)
        elif isinstance(author, list):
            yield from people([inner for inner in author if isinstance(inner, str | dict)], graph)


def _resolved(author: dict, graph: list[dict]) -> dict:
    """Return the object that a reference (« {"@id": …} ») means; what is none as it is."""
    if "name" in author or "@id" not in author:
        return author
    for node in graph:
        if node.get("@id") == author["@id"] and "name" in node:
            return node
    return author
