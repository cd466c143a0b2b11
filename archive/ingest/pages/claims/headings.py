"""The headings of a page that may be its text's, and the titles that they and the window claim."""

import re
from collections.abc import Iterator

from lxml import etree

from archive.ingest.pages.claims import Claim
from archive.ingest.pages.element_text import line_of, tidy
from archive.ingest.pages.surroundings import is_elsewhere
from archive.text import name_key

MOST = 10
HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", re.I)


def main_headings(tree: etree._Element, titles: list[str]) -> list[etree._Element]:
    """Return the headings that may be the text's, the likeliest first.

    Those that the page has as its title come first, then any <h1>. `titles` are the page's own.
    """
    title_keys = list(filter(None, map(name_key, titles)))
    titled: list[etree._Element] = []
    untitled: list[etree._Element] = []
    elsewhere: list[etree._Element] = []
    for element in tree.iter("h1", "h2", "h3"):
        if element.tag != "h1" and (titled or len(untitled) > MOST):
            continue
        key = name_key(line_of(element))
        if _leads_home(element):
            continue
        is_title = len(key) > 12 and any(key in title_key for title_key in title_keys)
        if key and is_elsewhere(element):
            # Layouts are called « one-sidebar » too: better a heading in one than none.
            if is_title:
                elsewhere.append(element)
        elif is_title:
            titled.append(element)
        elif key and element.tag == "h1":
            untitled.append(element)
    return (titled + untitled or elsewhere)[:MOST]


def _leads_home(heading: etree._Element) -> bool:
    """Return True for the site's name over the page: a link to its first page."""
    for link in heading.iter("a"):
        address = link.get("href") or ""
        if HOME.fullmatch(address) and line_of(link) == line_of(heading):
            return True
    return False


def _without_kicker(heading: etree._Element, title_keys: list[str]) -> str:
    """Return a heading's line, without a kicker in an element of its own where titles lack it."""
    parts = list(filter(None, line_of(heading, " | ").strip(" |").split(" | ")))
    behind = " ".join(part.strip(" |") for part in parts[1:])
    key = name_key(behind)
    if len(key.split()) > 2 and any(title.startswith(key) for title in title_keys):
        return behind
    return line_of(heading)


def claims(
    headings: list[etree._Element], window: etree._Element | None, titles: list[str]
) -> Iterator[Claim]:
    """Yield the title that each heading claims, then that of the window (<title>).

    `titles` are as in `main_headings`.
    """
    title_keys = list(map(name_key, titles))
    for heading in headings:
        origin = "heading"
        if next(heading.iterancestors("article", "main"), None) is not None:
            origin = "headline"
        yield Claim("title", _without_kicker(heading, title_keys), origin)
    if window is not None and window.text:
        yield Claim("title", tidy(window.text), "window")
