"""A page's bytes to a parsed tree: encoding, size, nesting, and what is no page at all."""

import codecs
import re

import ftfy
from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HTMLParser

from archive.ingest.files.decoding import MARKS, MOJIBAKE, encoding_of, is_binary
from archive.ingest.records import Doubt, Rejected

# The largest of 329 real pages has 2.3 MB; one line of base64 pictures may add some.
LARGEST = 20 * 1024 * 1024
# Elements of the largest real page: 14,000. Far beyond, what is there is a list or a log, and half
# a minute of work.
MOST_ELEMENTS = 100_000
# libxml2 nests no deeper without a special option, and drops what would be.
DEEPEST = 250
TOO_DEEP = etree.XPath(f"boolean({'/*' * DEEPEST})")
CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)"""
    rb"""|<\?xml[^>]{0,100}?encoding=["']([\w.:-]+)""",
    re.I,
)
# Browsers read these as Windows-1252, of which they are parts (WHATWG Encoding Standard).
WINDOWS = {"iso8859-1", "ascii"}
# Controls that XML and databases refuse, as bytes of UTF-8; marks of no width and soft hyphens,
# which split words.
REFUSED = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
UNSEEN = "\u00ad\u200b\u2060\ufeff\ufffe\uffff"
# Images that stand inside the page: up to nine tenths of it, and never text.
INLINE_DATA = re.compile(r"""data:[\w/+.-]+;base64,[\w+/=%\s]{200,}""")


def parsed(content: bytes, declared: str = "") -> tuple[etree._Element, list[Doubt]]:
    """Return the tree of a page and what is doubtful about its characters.

    `declared` is the charset that the server told. Raises Rejected for what is no page.
    """
    if len(content) > LARGEST:
        reason = _("Page trop grosse : %(size)s Mo, pour %(largest)s Mo au plus.")
        size = round(len(content) / 2**20)
        raise Rejected(reason % {"size": size, "largest": LARGEST // 2**20})
    text, doubts = decode(content, declared)
    for mark in UNSEEN:
        text = text.replace(mark, "")
    if ";base64," in text:
        text = INLINE_DATA.sub("", text)
    tags = text.count("<")
    if tags > 2 * MOST_ELEMENTS:
        raise Rejected(_("Trop d’éléments pour une page : %(count)s.") % {"count": tags // 2})
    tree = _tree(text)
    if tree is None:
        raise Rejected(_("Ce n’est pas une page HTML, ou elle est vide."))
    if TOO_DEEP(tree):
        doubts.append(Doubt("text", "nested"))
    return tree, doubts


def _tree(text: str) -> etree._Element | None:
    """Return the tree of a text; None where nothing in it can be parsed.

    A page cut in two by a stray « </html> », or with a declaration of its encoding, is read all the
    same.
    """
    undeclared = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]) + text[500:]
    content = undeclared.encode("utf-8", "replace").translate(None, REFUSED)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        return None


def decode(content: bytes, declared: str = "") -> tuple[str, list[Doubt]]:
    """Return a page's text, and what is doubtful about its encoding.

    It is told by its mark, else strictly read as UTF-8 or in the declared charset, else as
    Windows-1252 with a doubt. UTF-8 comes before a declaration: hardly any other text is valid
    UTF-8, and many a page says Latin-1 wrongly.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, "replace"), [])
    wide = encoding_of(content[:2000])
    stated = _stated_encodings(content, declared)
    if wide.startswith("utf-16"):
        stated = [wide]
    attempts = ["utf-8", *stated]
    if any(name.startswith(("utf-16", "iso2022")) for name in stated):
        attempts = stated
    for encoding in attempts:
        try:
            return _checked(content.decode(encoding), [])
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(*_by_force(content, stated))


def _stated_encodings(content: bytes, declared: str) -> list[str]:
    """Return the encodings that the server and the page name, as Python knows them."""
    names = [declared]
    meta = CHARSET.search(content[:4096])
    if meta:
        names.append((meta[1] or meta[2]).decode("ascii", "replace"))
    encodings = []
    for name in filter(None, names):
        try:
            encoding = codecs.lookup(name.strip().strip("\"'")).name
        except (LookupError, ValueError):
            continue
        if encoding in WINDOWS:
            encodings.append("cp1252")
        # A page whose declaration can be read byte for byte is in no UTF-16.
        elif not encoding.startswith("utf-"):
            encodings.append(encoding)
    return encodings


def _by_force(content: bytes, stated: list[str]) -> tuple[str, list[Doubt]]:
    """Return as a text what no encoding reads whole, with the doubt that names the one taken.

    UTF-8 with a few bytes astray is UTF-8 all the same, the rest is Windows-1252.
    """
    text = content.decode("utf-8", "replace")
    lost, beyond = text.count("\ufffd"), sum(byte > 0x7F for byte in content[:200_000])
    if lost * 20 < beyond:
        return text, [Doubt("text", "encoding", "UTF-8")]
    encoding = next(iter(stated), "cp1252")
    try:
        text = content.decode(encoding, "replace")
    except LookupError:
        encoding = "cp1252"
        text = content.decode(encoding, "replace")
    name = encoding
    if encoding == "cp1252":
        name = "Windows-1252"
    return text, [Doubt("text", "encoding", name)]


def _checked(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    """Return both as they are; raise Rejected for what is no text."""
    if is_binary(text[:200_000]) and "<" not in text[:2000]:
        raise Rejected(_("Ce fichier n’est pas du texte."))
    return text, doubts


def mojibake(text: str) -> list[Doubt]:
    """Return a doubt with the first place that was decoded wrongly and what it should be.

    « Ã©tÃ© → été »; the text is never mended. [] where there is no such place.
    """
    place = MOJIBAKE.search(text)
    if not place:
        return []
    around = " ".join(text[max(0, place.start() - 25) : place.end() + 25].split())
    mended = ftfy.fix_encoding(around)
    if mended == around:
        return [Doubt("text", "mojibake", around)]
    return [Doubt("text", "mojibake", f"{around} → {mended}")]
