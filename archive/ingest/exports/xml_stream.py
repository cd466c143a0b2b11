"""The elements of an XML export, one at a time, in memory that does not grow with the file; broken
XML is read as far as it can be. Entities and what is outside of the file are never loaded."""

import codecs
import html
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.exports.tables import ODD
from archive.ingest.files import decoding, xml_parts
from archive.ingest.records import Rejected

CHUNK = 1 << 20
LARGEST = 64 << 20  # bytes of an element
PROLOG = re.compile(r"\A\ufeff?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.S)
DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[>]|\[[^\]]*\]\s*(?=>))*>", re.I)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What stands for itself, and should have been escaped: over it, the parser would lose its way.
BARE = re.compile(r"&(?!#?\w{1,31};)|<(?![A-Za-z_/!?])")
LATIN = ("cp1252", "iso8859-15")  # of which much is UTF-8 all the same
LONGEST_REFERENCE = 12


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Have bytes that are no UTF-8 read in the Windows encoding, behind the mark that tells it."""
    assert isinstance(error, UnicodeDecodeError)
    odd = error.object[error.start : error.end].decode("cp1252", "replace")
    return ODD + odd, error.end


def _as_declared(error: UnicodeError) -> tuple[str, int]:
    """Have bytes that are no UTF-8 read in the Windows encoding, which their file declares."""
    odd, end = _as_windows(error)
    return odd.removeprefix(ODD), end


codecs.register_error("archive-as-windows", _as_windows)
codecs.register_error("archive-as-declared", _as_declared)


def elements(
    path: Path,
    names: Container[str],
    inner: Container[str] = (),
    passed_over: re.Pattern | None = None,
    must_end: bool = False,
) -> Iterator[etree._Element]:
    """Yield each child of the root of these local names as it ends, and before it those of its own
    children that are of the `inner` ones.

    What was yielded is emptied afterwards; what `passed_over` matches is not even parsed. Raises
    Rejected where entities are declared, where an element is longer than any may be, and with
    `must_end` where the root does not end.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    depth, pending = 0, 0
    for text in _texts(path):
        if passed_over:
            text = passed_over.sub("", text)
        pending += len(text)
        parser.feed(text)
        for event, element in parser.read_events():
            if event == "start":
                depth += 1
                continue
            if depth == 3 and local(element) in inner:
                yield element
                element.clear(keep_tail=False)
                pending = 0
            elif depth == 2:
                if local(element) in names:
                    yield element
                _forget(element)
                pending = 0
            depth -= 1
        if pending > LARGEST:
            raise Rejected(_("Un élément de cet export est démesuré : la suite n’est pas lue."))
    if must_end and depth:
        raise Rejected(_("L’export s’arrête avant sa fin : des articles manquent peut-être."))


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Take a child of the root away, and all before it."""
    parent = element.getparent()
    element.clear(keep_tail=False)
    if parent is not None:
        while parent[0] is not element:
            del parent[0]


def _texts(path: Path) -> Iterator[str]:
    """Yield the file as text that XML allows, without its prolog and document type."""
    with open(path, "rb") as file:
        decoder = _decoder(file)
        head = ""
        while len(head) < CHUNK and (chunk := file.read(CHUNK)):
            head += decoder.decode(chunk)
        yield _allowed(_without_prolog(head))
        kept = ""
        while chunk := file.read(CHUNK):
            text = kept + decoder.decode(chunk)
            cut = max(text.rfind("&", -LONGEST_REFERENCE), text.rfind("<", -1))
            kept = text[cut:] if cut > 0 else ""
            yield _allowed(text[:cut] if cut > 0 else text)
        yield _allowed(kept)


def _decoder(file: BinaryIO) -> codecs.IncrementalDecoder:
    """Return what decodes a file, by its mark, by what it declares, else as UTF-8.

    What declares UTF-8 or its Latin neighbours is looked at byte by byte: many lie.
    """
    head = file.read(2000)
    file.seek(0)
    name = decoding.encoding_of(head)
    declared = xml_parts.encoding(head)
    if name.startswith(("utf-16", "utf-32")):
        return codecs.getincrementaldecoder(name)("replace")
    if declared in LATIN:
        return codecs.getincrementaldecoder("utf-8")("archive-as-declared")
    if declared:
        return codecs.getincrementaldecoder(declared)("replace")
    return codecs.getincrementaldecoder("utf-8")("archive-as-windows")


def _without_prolog(head: str) -> str:
    head = PROLOG.sub("", head)
    if head[:9].upper() != "<!DOCTYPE":
        return head
    doctype = DOCTYPE.match(head)
    if doctype is None or "<!ENTITY" in doctype[0].upper():
        raise Rejected(
            _(
                "Ce fichier déclare des entités (DTD) ; pour la sûreté de l’archive, "
                "il n’est pas lu."
            )
        )
    return head[doctype.end() :].lstrip()


def _allowed(text: str) -> str:
    text = xml_parts.FORBIDDEN_REFERENCE.sub("\ufffd", FORBIDDEN.sub("", text))
    text = BARE.sub(_escaped, text)
    return xml_parts.NAMED.sub(_character, text)


def _escaped(bare: re.Match) -> str:
    return "&amp;" if bare[0] == "&" else "&lt;"


def _character(reference: re.Match) -> str:
    text = html.unescape(reference[0])
    if text == reference[0]:
        return f"&amp;{reference[1]};"
    return text
