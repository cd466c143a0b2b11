"""All that a page claims about its text, each claim with where it was found."""

from lxml import etree

from archive.ingest.pages.claims import (
    Claim,
    Claims,
    headings,
    json_ld,
    markup_claims,
    visible_elements,
    visible_sections,
)
from archive.ingest.pages.element_text import line_of
from archive.ingest.pages.surroundings import mark_ancestors

UNSEEN = ("script", "style", "template", "svg")


def gather(tree: etree._Element, url: str = "") -> Claims:
    """Return the claims of a page that was taken from `url` ("" where that is not known).

    Scripts and styles are taken out of the tree: nothing reads them after this.
    """
    claims = Claims()
    graph = json_ld.nodes(tree)
    claims.data = _data(tree)
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    metas = list(markup_claims.metas(tree))
    window = next(tree.iter("title"), None)
    window_title = ""
    if window is not None:
        window_title = line_of(window)
    titles = [claim.value for claim in metas if claim.field == "title"]
    titles.append(window_title)

    main_headings = headings.main_headings(tree, titles)
    if main_headings:
        claims.heading = main_headings[0]
        mark_ancestors(claims.heading)

    canonical = markup_claims.canonical(tree)
    headlines = {title.casefold() for title in titles}
    headlines |= {line_of(heading).casefold() for heading in main_headings}
    addresses = _addresses(url, canonical, metas)
    claims.article = json_ld.article(graph, addresses, headlines) or {}

    claims.listed += markup_claims.json_ld_claims(claims.article, graph)
    claims.listed += metas
    claims.listed += markup_claims.labelled_metas(tree)
    claims.listed += markup_claims.microdata(tree)
    claims.listed += markup_claims.microformats(tree)
    claims.listed += markup_claims.links(tree, canonical)
    claims.listed += headings.claims(main_headings, window, titles)
    claims.listed += visible_elements.claims(tree, claims.heading)
    if not claims.first("section"):
        claims.listed += visible_sections.claims(tree, claims.heading)
    return claims


def _data(tree: etree._Element) -> list[str]:
    """Return the page's JSON that is not JSON-LD: « <script type="application/json"> »."""
    data = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/json" and script.text:
            data.append(script.text)
    return data


def _addresses(url: str, canonical: str, metas: list[Claim]) -> set[str]:
    """Return the page's own addresses, in the form in which `json_ld` compares them."""
    stated = [url, canonical]
    stated += [claim.value for claim in metas if claim.field == "url"]
    return set(filter(None, map(json_ld.address, stated)))
