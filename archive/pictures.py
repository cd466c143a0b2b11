"""Pictures in a body: `<img src="picture:HASH" alt="…">`, by the SHA-256 of a capture's bytes.

What readers' browsers get are addresses in several sizes; what is stored names the picture alone.
"""

import re
from collections.abc import Collection
from html import escape, unescape

SCHEME = "picture:"
WIDTHS = (480, 960, 1920)  # pixels: a phone, a column at twice its points, the whole screen
SIZES = "(min-width: 34rem) 32.5rem, 100vw"  # as article.css sets the column
PICTURE = re.compile(rf'<img\b[^>]*\bsrc="{SCHEME}([0-9a-f]{{64}})"[^>]*>')
ANY = re.compile(r"<img\b[^>]*>")
EMPTY = re.compile(r"<figure>\s*</figure>\n?")
SOURCE = re.compile(rf'\bsrc="{SCHEME}([0-9a-f]{{64}})"')
ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
WIDTH = re.compile(r'\bwidth="(\d{1,5})"')
PLACED = re.compile(r"/editorials/\d+/pictures/([0-9a-f]{64})-\d+\.jpg$")


def named(html: str) -> list[str]:
    """Return the hashes of the pictures that a body shows, in its order."""
    return PICTURE.findall(html)


def alternatives(html: str) -> dict[str, str]:
    """Return {hash: what stands in its place} of the pictures that a body shows, in its order."""
    words: dict[str, str] = {}
    for image in PICTURE.finditer(html):
        alternative = ALTERNATIVE.search(image[0])
        words.setdefault(image[1], unescape(alternative[1]).strip() if alternative else "")
    return words


def known(html: str) -> str:
    """Return HTML without the pictures that are none of the archive's own."""
    if "<img" not in html:
        return html
    return ANY.sub(lambda image: image[0] if PICTURE.fullmatch(image[0]) else "", html)


def without(html: str) -> str:
    """Return HTML without pictures, for what cannot show any; their captions stay."""
    if "<img" not in html:
        return html
    return EMPTY.sub("", ANY.sub("", html))


def among(html: str, hashes: Collection[str]) -> str:
    """Return a body with those of its pictures whose hashes are among these."""
    kept = PICTURE.sub(lambda image: image[0] if image[1] in hashes else "", html)
    return EMPTY.sub("", kept) if kept != html else html


def placed(html: str, address: str) -> str:
    """Return a body whose pictures have addresses: `address` is that of the editorial's pictures,
    « /editorials/12/pictures/ »."""
    if "<img" not in html:
        return html

    def with_address(image: re.Match) -> str:
        sources = [f"{address}{image[1]}-{width}.jpg {width}w" for width in _widths(image[0])]
        source = f'src="{address}{image[1]}-{WIDTHS[1]}.jpg" srcset="{", ".join(sources)}"'
        return SOURCE.sub(f'{source} sizes="{SIZES}" loading="lazy"', image[0])

    return PICTURE.sub(with_address, html)


def _widths(image: str) -> list[int]:
    """Return the widths that a picture is to be had in: none is wider than it but the first."""
    width = WIDTH.search(image)
    if width is None:
        return list(WIDTHS)
    return [at for at in WIDTHS if at == WIDTHS[0] or at <= int(width[1])]


def source_of(address: str) -> str:
    """Return « picture:HASH » for the address of a picture of the archive's, "" for any other."""
    if address.startswith(SCHEME):
        return address
    match = PLACED.search(address)
    return f"{SCHEME}{match[1]}" if match else ""


def named_by_hash(html: str) -> str:
    """Return HTML of an editor, or a page, with its pictures as a body names them."""

    def by_hash(image: re.Match) -> str:
        source = source_of(image[2])
        return f'{image[1]}"{source}"' if source else image[0]

    return re.sub(r'(<img\b[^>]*?\bsrc=)"([^"]*)"', by_hash, html)


def figure(sha256: str, size: tuple[int, int], alternative: str, caption: str) -> str:
    """Return a picture as a body has it, with what stands in its place and what is below it."""
    width, height = size
    image = f'<img src="{SCHEME}{sha256}" alt="{escape(alternative)}"'
    image += f' width="{width}" height="{height}">'
    below = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
    return f"<figure>{image}{below}</figure>"
