"""XML documents, parsed whole: no entity is expanded, no document type loaded, nothing fetched."""

import html
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.decoding import encoding_of
from archive.ingest.records import Rejected

CAREFULLY = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
# A DOCTYPE may name a type, as those of JATS and XHTML do; what it declares itself is refused.
DECLARED = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,1000}\[", re.I)
BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")  # spaces where a line may end, and ends of lines
MOST_HELD = 250_000  # elements at a time: some 30 MB
NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")


def root_of(content: bytes) -> etree._Element:
    """Return the root element.

    Raises Rejected where it is no sound XML, or declares entities of its own.
    """
    refuse_declarations(content)
    parser = etree.XMLParser(**CAREFULLY)
    try:
        root = etree.fromstring(NAMED.sub(_character, content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable() from error
    if root is None:
        raise Rejected(_("Document abîmé : son XML est vide."))
    return root


def small_root_of(content: bytes) -> etree._Element:
    """Return the root element of a part of few elements. Raises Rejected, for one of many too."""
    if content.count(b"<") > 2 * MOST_HELD:
        raise too_large()
    return root_of(content)


def streamed(content: bytes, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a name as each ends, and forget it with all before it.

    One within another is a part of that, and not yielded.
    Raises Rejected as `root_of`, and where more than MOST_HELD come before one ends.
    """
    refuse_declarations(content)
    plain = io.BytesIO(NAMED.sub(_character, content))
    held = 0
    try:
        for _event, element in etree.iterparse(plain, **CAREFULLY):
            held += 1
            if held > MOST_HELD:
                raise too_large()
            if local(element) == name and not _is_within(element, name):
                yield element
                _forget(element)
                held = 0
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable() from error


def _is_within(element: etree._Element, name: str) -> bool:
    return next(element.iterancestors(f"{{*}}{name}"), None) is not None


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def too_large() -> Rejected:
    return Rejected(_("Document démesuré une fois décompressé : il n’est pas lu."))


def _unreadable() -> Rejected:
    return Rejected(_("Document abîmé : son XML n’est pas lisible."))


def refuse_declarations(content: bytes) -> None:
    """Raise Rejected where XML declares entities, or a document type of its own."""
    text = content.decode(encoding_of(content[:2000]), "replace")
    if DECLARED.search(text):
        raise Rejected(_("Ce document déclare des entités (DTD), ce qui est refusé par prudence."))


def _character(reference: re.Match[bytes]) -> bytes:
    """Return « &eacute; », which a document type would have explained, as a number."""
    character = html.unescape(reference[0].decode("ascii"))
    if character.startswith("&"):
        return b"&amp;" + reference[0][1:]
    return b"".join(b"&#%d;" % ord(sign) for sign in character)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is none."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname


def text_in(element: etree._Element | None) -> str:
    """Return all the text of an element on one line; "" for None.

    No-break and narrow spaces stay: they are the author's.
    """
    if element is None:
        return ""
    return BREAKABLE.sub(" ", "".join(element.itertext())).strip()
