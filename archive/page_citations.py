"""What reference managers and harvesters read of a page. Pure functions.

The names `citation_…` are Google Scholar's:
https://scholar.google.com/intl/en/scholar/inclusion.html; Dublin Core in HTML:
https://www.dublincore.org/specifications/dublin-core/dc-html/; COinS is OpenURL (ANSI/NISO
Z39.88-2004) in a page; links are those of https://signposting.org/FAIR/
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from archive import arks, dublin_core
from archive.references import Name, Reference

# Of a kind of its own each program makes what it likes.
LEFT_TO_OTHERS = ("type", "format", "relation")
PAGES = re.compile(r"(\d+)(?:-(\d+))?")
KIND = "https://schema.org/OpinionNewsArticle"


class Link(NamedTuple):
    """What a page leads to: `kind` is a media type, "" where it is not said."""

    address: str
    relation: str
    kind: str = ""


def metas(cited: Reference) -> SafeString:
    """Return the elements `meta` that tell what is cited, as HTML.

    A date that is not certain is told in EDTF by Dublin Core alone.
    """
    named = [(f"citation_{name}", content) for name, content in _scholar(cited)]
    for term in dublin_core.simple(cited):
        if term.name not in LEFT_TO_OTHERS:
            named.append((f"DC.{term.name}", term.value))
    filled = [(name, content) for name, content in named if content]
    return format_html_join("\n", '<meta name="{}" content="{}">', filled)


def _scholar(cited: Reference) -> Iterator[tuple[str, str]]:
    yield "title", cited.title
    for author in cited.authors:
        yield "author", _undivided(author)
    yield "publication_date", "/".join(f"{part:02}" for part in cited.simple)
    yield "journal_title", cited.magazine
    yield "issn", cited.issn
    yield "publisher", cited.publisher
    yield "volume", cited.volume
    yield "issue", cited.issue
    first, last = _pages(cited)
    yield "firstpage", first
    yield "lastpage", last
    yield "language", cited.language
    yield "abstract", cited.abstract
    yield "keywords", "; ".join(cited.tags)
    yield "fulltext_html_url", cited.address


def _undivided(author: Name) -> str:
    """Return a name that no reader takes for two, with a no-break space within « Bruno de ».

    Zotero does with « La Fresnaye, Bruno de », since there are words on either side of the comma.
    """
    if " " in author.family:
        author = author._replace(given=author.given.replace(" ", "\u00a0"))
    return str(author)


def _pages(cited: Reference) -> tuple[str, str]:
    """Return the first and the last page, "" where none is printed."""
    printed = PAGES.fullmatch(cited.pages)
    if not printed:
        return cited.pages, ""
    return printed[1], printed[2] or printed[1]


def coins(cited: Reference) -> str:
    """Return what is cited as an OpenURL context object, the title of an element `Z3988`."""
    first, last = _pages(cited)
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", cited.title),
        ("rft.jtitle", cited.magazine),
        ("rft.issn", cited.issn),
        ("rft.date", "-".join(f"{part:02}" for part in cited.simple)),
        ("rft.volume", cited.volume),
        ("rft.issue", cited.issue),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.language", cited.language),
        ("rft_id", cited.address),
    ]
    pairs += [("rft.au", str(author)) for author in cited.authors]
    return urlencode([(name, value) for name, value in pairs if value], quote_via=quote)


def links(cited: Reference, others: Iterable[Link]) -> Sequence[Link]:
    """Return what the page leads programs to: how it is cited, what it is, and others."""
    lasting = cited.address
    if cited.ark:
        lasting = arks.address(cited.ark, cited.address)
    return [Link(lasting, "cite-as"), Link(KIND, "type"), *others]


def header(leading: Iterable[Link]) -> str:
    """Return links as the header `Link` has them (RFC 8288)."""
    parts = []
    for link in leading:
        address = quote(link.address, safe=":/?#[]@!$&'()*+,;=%~")
        quoted = link.kind.replace('"', '\\"')
        kind = f'; type="{quoted}"' if quoted else ""
        parts.append(f'<{address}>; rel="{link.relation}"{kind}')
    return ", ".join(parts)
