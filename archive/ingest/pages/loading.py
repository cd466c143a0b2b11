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
# Elements of the largest real page: 14,000. Far beyond, what is there is a list or a log, and half a minute of work.
MOST_ELEMENTS = 100_000
# libxml2 nests no deeper without a special option, and drops what would be.
DEEPEST = 250
TOO_DEEP = etree.XPath(f"boolean({'/*' * DEEPEST})")
CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=["']([\w.:-]+)""",
    re.I,
)
# Browsers read these as Windows-1252, of which they are parts (WHATWG Encoding Standard).
WINDOWS = {"iso8859-1", "ascii"}
# Controls that XML and databases refuse, as bytes of UTF-8; marks of no width and soft hyphens, which split words.
REFUSED = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
UNSEEN = "\u00ad\u200b\u2060\ufeff\ufffe\uffff"
# Images kept inside the page: up to nine tenths of it, and never text.
INLINE_DATA = re.compile(r"""data:[\w/+.-]+;base64,[\w+/=%\s]{200,}""")


def parsed(data: bytes, declared: str = "") -> tuple[etree._Element, list[Doubt]]:
    """The tree of a page and what is doubtful about its characters; Rejected where it is no page."""
    if len(data) > LARGEST:
        reason = _("Page trop grosse : %(size)s Mo, pour %(largest)s Mo au plus.")
        raise Rejected(reason % {"size": round(len(data) / 2**20), "largest": LARGEST // 2**20})
    text, doubts = decode(data, declared)
    for mark in UNSEEN:
        text = text.replace(mark, "") if mark in text else text
    if ";base64," in text:
        text = INLINE_DATA.sub("", text)
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise Rejected(
            _("Trop d’éléments pour une page : %(count)s.") % {"count": text.count("<") // 2}
        )
    tree = _tree(text)
    if tree is None:
        raise Rejected(_("Ce n’est pas une page HTML, ou elle est vide."))
    if TOO_DEEP(tree):
        doubts.append(Doubt("text", "nested"))
    return tree, doubts


def _tree(text: str) -> etree._Element | None:
    """A page cut in two by a stray « </html> », or with a declaration of its encoding, is read all the same."""
    encoded = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]) + text[500:]
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(encoded.encode("utf-8", "replace").translate(None, REFUSED), parser)
    except (etree.LxmlError, ValueError):
        return None


def decode(data: bytes, declared: str = "") -> tuple[str, list[Doubt]]:
    """Bytes to text: by their mark, else strictly by UTF-8 or the declared charset, else Windows-1252 with a doubt.

    UTF-8 comes before a declaration: hardly any other text is valid UTF-8, and many a page says Latin-1 wrongly.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), [])
    wide = encoding_of(data[:2000])
    told = [wide] if wide.startswith("utf-16") else _told(data, declared)
    first = [] if any(name.startswith(("utf-16", "iso2022")) for name in told) else ["utf-8"]
    for encoding in first + told:
        try:
            return _checked(data.decode(encoding), [])
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(*_by_force(data, told))


def _told(data: bytes, declared: str) -> list[str]:
    """The encodings that the server and the page name, as Python knows them."""
    meta = CHARSET.search(data[:4096])
    named = [declared, (meta[1] or meta[2]).decode("ascii", "replace") if meta else ""]
    found = []
    for name in filter(None, named):
        try:
            encoding = codecs.lookup(name.strip().strip("\"'")).name
        except (LookupError, ValueError):
            continue
        # A page whose declaration can be read byte for byte is in no UTF-16.
        if not encoding.startswith("utf-"):
            found.append("cp1252" if encoding in WINDOWS else encoding)
    return found


def _by_force(data: bytes, told: list[str]) -> tuple[str, list[Doubt]]:
    """What no encoding reads whole: UTF-8 with a few bytes astray is UTF-8 all the same, the rest is Windows-1252."""
    text = data.decode("utf-8", "replace")
    lost, beyond = text.count("\ufffd"), sum(byte > 0x7F for byte in data[:200_000])
    if lost * 20 < beyond:
        return text, [Doubt("text", "encoding", "UTF-8")]
    encoding = told[0] if told else "cp1252"
    name = "Windows-1252" if encoding == "cp1252" else encoding
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        text, name = data.decode("cp1252", "replace"), "Windows-1252"
    return text, [Doubt("text", "encoding", name)]


def _checked(text: str, doubts: list[Doubt]) -> tuple[str, list[Doubt]]:
    if is_binary(text[:200_000]) and "<" not in text[:2000]:
        raise Rejected(_("Ce fichier n’est pas du texte."))
    return text, doubts


def mojibake(text: str) -> list[Doubt]:
    """A doubt with the first place that was decoded wrongly and what it should be: « Ã©tÃ© → été »; never mended."""
    found = MOJIBAKE.search(text)
    if not found:
        return []
    around = " ".join(text[max(0, found.start() - 25) : found.end() + 25].split())
    mended = ftfy.fix_encoding(around)
    return [Doubt("text", "mojibake", f"{around} → {mended}" if mended != around else around)]
