"""Which other pages of its site a page or a site map leads to."""

import re
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from archive.sources.asking import Reply

# Each sign is looked at a few times at most, whatever a site sends.
LOCATION = re.compile(r"<loc>([^<]*(?:<!\[CDATA\[[^<]*)?)</loc>", re.I)
LINK = re.compile(
    r"<a\s[^<>]{0,2000}?\bhref\s{0,20}=\s{0,20}(?:\"([^\"]{1,2000})\"|'([^']{1,2000})')", re.I
)
LONGEST = 2000  # characters of an address
# What is no page by its ending.
FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mp[34]|avi|mov|zip|gz|tar|exe|pdf|docx?|xlsx?|pptx?"
    r"|xml|rss|atom|json)$",
    re.I,
)
UNPACKED = 50 << 20  # bytes of a reply that are unpacked: site maps have up to 50 MB
GZIP = b"\x1f\x8b"


def content(reply: Reply) -> str:
    """Return the text of a reply, unpacked up to UNPACKED bytes; "" where it cannot be."""
    body = reply.body
    if body.startswith(GZIP):
        try:
            body = zlib.decompressobj(31).decompress(body, UNPACKED)
        except zlib.error:
            return ""
    return body.decode("utf-8", "replace")


def in_site_map(text: str, site: str) -> tuple[list[str], list[str]]:
    """Return the pages of the site in a map, and the further maps that it names."""
    pages, maps = [], []
    is_index = "<sitemapindex" in text[:2000].lower()
    for location in LOCATION.findall(text):
        address = _address(location)
        if is_index and is_of(address, site):
            maps.append(address)
        elif is_page(address, site):
            pages.append(address)
    return pages, maps


def _address(location: str) -> str:
    """Return the address that a map tells, "" where that is none."""
    bare = location.strip()
    if bare[:9].upper() == "<![CDATA[":
        bare = bare[9:].removesuffix("]]>").strip()
    return unescape(bare) if len(bare) <= LONGEST else ""


def links(text: str, address: str, site: str) -> Iterator[str]:
    """Yield the pages of the site to which a page leads."""
    for double, single in LINK.findall(text):
        try:
            target = urldefrag(urljoin(address, unescape(double or single).strip())).url
        except ValueError:
            continue
        if is_page(target, site):
            yield target


def is_of(address: str, site: str) -> bool:
    """Return whether an address is of a site: the same host, at its path or below."""
    try:
        parts, of_site = urlsplit(address), urlsplit(site)
    except ValueError:
        return False
    folder = of_site.path.rpartition("/")[0] + "/"
    is_below = (parts.path or "/").startswith(folder)
    is_same_host = parts.netloc.lower() == of_site.netloc.lower()
    return parts.scheme in ("http", "https") and is_same_host and is_below


def is_page(address: str, site: str) -> bool:
    return is_of(address, site) and not FILE.search(urlsplit(address).path)
