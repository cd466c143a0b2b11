"""Editorials as a book for reading devices, pure functions: https://www.w3.org/TR/epub-33/"""

import re
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

from archive import text

MEDIA_TYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
STYLE = """body { line-height: 1.45; hyphens: auto; }
h1 { font-weight: normal; font-size: 1.6em; line-height: 1.2; margin: 0.2em 0 0.6em; }
h2, h3, h4 { font-size: 1em; margin: 1.5em 0 0.5em; }
p { margin: 0.5em 0 0; }
.where, .signed, .source, .note { font-size: 0.85em; }
.standfirst { font-size: 1.1em; font-style: italic; }
.source { margin-top: 2em; }
blockquote { margin: 1em 1.5em; font-style: italic; }
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""
CELLS = {"caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
OWNERS = {"li": ("ul", "ol"), "figcaption": ("figure",)}  # what stands in these alone
PHRASES = {"p", "h2", "h3", "h4", "caption", "figcaption"}  # that hold no blocks
SPAN = re.compile("[1-9][0-9]{0,2}")
SCOPES = {"row", "col", "rowgroup", "colgroup"}
ADDRESS = re.compile(r"(?:https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?|mailto:[!-~]+)", re.ASCII)
BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})|[\"<>\\^`{|}]")  # in an address


@dataclass(frozen=True)
class Chapter:
    """An editorial in a book: `html` is its clean body, the others are plain text, "" for none."""

    title: str
    html: str
    language: str
    where: str  # « En-Contact · mai 2004 »
    standfirst: str
    signed: str
    address: str  # of its page
    rights: str


def book(title: str, language: str, chapters: Sequence[Chapter], made: datetime) -> bytes:
    """Return a book with a chapter for each editorial and a table of them."""
    names = [f"chapter-{number}.xhtml" for number in range(1, len(chapters) + 1)]
    parts = {
        "EPUB/package.opf": _package(title, language, chapters, names, made),
        "EPUB/contents.xhtml": _contents(title, language, chapters, names),
        "EPUB/style.css": STYLE,
    }
    for name, chapter in zip(names, chapters, strict=True):
        parts[f"EPUB/{name}"] = _page(chapter)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first of all and as it is: by it a file is known as a book.
        archive.writestr(_entry("mimetype", made), MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/container.xml", made), CONTAINER)
        for name, content in parts.items():
            archive.writestr(_entry(name, made), content)
    return packed.getvalue()


def _entry(name: str, made: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, made.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _package(
    title: str, language: str, chapters: Sequence[Chapter], names: Sequence[str], made: datetime
) -> str:
    addresses = "\n".join(chapter.address for chapter in chapters)
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, addresses)
    items, spine = [], []
    for number, name in enumerate(names, 1):
        items.append(f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>')
        spine.append(f'<itemref idref="c{number}"/>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book"
 xml:lang="{_text(language)}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book">urn:uuid:{identifier}</dc:identifier>
<dc:title>{_text(title)}</dc:title>
<dc:language>{_text(language)}</dc:language>
<meta property="dcterms:modified">{made:%Y-%m-%dT%H:%M:%SZ}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{"".join(items)}
</manifest>
<spine>
<itemref idref="contents"/>
{"".join(spine)}
</spine>
</package>
"""


def _contents(title: str, language: str, chapters: Sequence[Chapter], names: Sequence[str]) -> str:
    rows = []
    for name, chapter in zip(names, chapters, strict=True):
        in_language = _language(chapter.language)
        rows.append(f'<li><a href="{name}"{in_language}>{_text(chapter.title)}</a></li>')
    body = (
        f"<h1>{_text(title)}</h1>\n"
        f'<nav epub:type="toc" role="doc-toc" aria-label="{_text(_("Sommaire"))}">\n'
        f"<ol>\n{chr(10).join(rows)}\n</ol>\n</nav>"
    )
    return PAGE.format(language=_language(language), title=_text(title), body=body)


def _page(chapter: Chapter) -> str:
    lines = []
    if chapter.where:
        lines.append(f'<p class="where">{_text(chapter.where)}</p>')
    lines.append(f"<h1>{_text(chapter.title)}</h1>")
    if chapter.standfirst:
        lines.append(f'<p class="standfirst">{_text(chapter.standfirst)}</p>')
    if chapter.signed:
        lines.append(f'<p class="signed">{_text(chapter.signed)}</p>')
    lines.append(xhtml(chapter.html))
    address = _text(chapter.address)
    lines.append(f'<p class="source"><a href="{address}">{address}</a></p>')
    if chapter.rights:
        lines.append(f'<p class="source">{_text(chapter.rights)}</p>')
    return PAGE.format(
        language=_language(chapter.language), title=_text(chapter.title), body="\n".join(lines)
    )


def _language(code: str) -> str:
    if not code:
        return ""
    return f' lang="{_text(code)}" xml:lang="{_text(code)}"'


def _text(plain: str) -> str:
    return escape(text.writable(plain))


# A body as XML, each element where it may stand


def xhtml(html: str) -> str:
    """Return clean HTML as XHTML that a strict reader takes."""
    if not html.strip():
        return ""
    root = fragment_fromstring(text.writable(html), create_parent="div")
    for element in list(root.iterdescendants()):
        _place(element)
    for element in list(root.iterdescendants()):
        _clean_attributes(element)
    return etree.tostring(root, encoding="unicode", method="xml")


def _place(element: HtmlElement) -> None:
    """Have an element stand where it may, with what it may hold."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tag in ("ul", "ol"):
        _wrap_items(element)
    elif element.tag in OWNERS and parent.tag not in OWNERS[element.tag]:
        element.tag = "p"
    elif element.tag in CELLS and _is_outside_tables(element):
        element.drop_tag()
        return
    holds_blocks = any(below.tag in text.BLOCKS for below in element.iterdescendants())
    if element.tag in text.INLINE and holds_blocks:
        element.drop_tag()
    elif element.tag in PHRASES and holds_blocks:
        for below in list(element.iterdescendants(*text.BLOCKS)):
            below.drop_tag()


def _is_outside_tables(element: HtmlElement) -> bool:
    return next(element.iterancestors("table"), None) is None


def _wrap_items(listed: HtmlElement) -> None:
    """Put into items whatever stands in a list beside them."""
    if (listed.text or "").strip():
        item = etree.SubElement(listed, "li")
        item.text, listed.text = listed.text, None
        listed.insert(0, item)
    for child in list(listed):
        tail = child.tail
        child.tail = None
        last = child
        if child.tag != "li":
            last = etree.Element("li")
            listed.replace(child, last)
            last.append(child)
        if (tail or "").strip():
            item = etree.Element("li")
            item.text = tail
            last.addnext(item)


def _clean_attributes(element: HtmlElement) -> None:
    for name in ("colspan", "rowspan"):
        if name in element.attrib and not SPAN.fullmatch(element.attrib[name]):
            del element.attrib[name]
    if "scope" in element.attrib and element.attrib["scope"] not in SCOPES:
        del element.attrib["scope"]
    if "rel" in element.attrib:
        del element.attrib["rel"]
    if element.tag == "a" and not _is_address(element):
        element.drop_tag()


def _is_address(link: HtmlElement) -> bool:
    """Return True for a link that a strict reader takes; its address is written so."""
    address = iri_to_uri(str(link.get("href", "")).strip()) or ""
    if not ADDRESS.fullmatch(address) or BROKEN.search(address) or address.count("#") > 1:
        return False
    link.set("href", address)
    return True
