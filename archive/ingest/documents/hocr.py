"""hOCR: scanned pages as HTML with the place of each word, as Tesseract and others write it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from archive.ingest.documents import articles, scans
from archive.ingest.documents.properties import Properties
from archive.ingest.documents.scans import Block, Scan, ScannedLine
from archive.ingest.files import xml_documents
from archive.ingest.files.decoding import decode, load
from archive.ingest.records import Record, Rejected

LARGEST = 20 * 2**20  # bytes
MEDIA_TYPE = "text/html"
BOX = re.compile(r"bbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
SIZE = re.compile(r"x_f?size\s+([\d.]+)")
TRUST = re.compile(r"x_(?:wconf|confs)\s+([\d.]+)")
LINES = ("ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocr_footer")
PARAGRAPHS = ("ocr_par", "ocrx_block", "ocr_carea")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of scanned pages, or an issue's editorials. Raises Rejected."""
    content = load(Path(path), LARGEST)
    xml_documents.refuse_declarations(content)
    source, _doubts = decode(content)
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    tree = lxml_html.document_fromstring(source, lxml_html.HTMLParser(huge_tree=False))
    pages = [_scan(page) for page in _of_class(tree, ("ocr_page",))]
    if not pages:
        raise Rejected(_("Ce n’est pas une page hOCR."))
    markup = scans.markup(pages)
    for record in articles.records(str(path), markup, Properties(), content, MEDIA_TYPE):
        if isinstance(record, Record):
            record.doubts += scans.doubts(pages)
        yield record


def _scan(page: etree._Element) -> Scan:
    scan = Scan()
    around: etree._Element | None = None
    for line in _of_class(page, LINES):
        block = _around(line)
        if not scan.blocks or block is not around:
            scan.blocks.append(Block())
            around = block
        _add(scan, scan.blocks[-1], line)
    scan.blocks = [block for block in scan.blocks if block.lines]
    return scan


def _add(scan: Scan, block: Block, line: etree._Element) -> None:
    text = xml_documents.text_in(line)
    if not text:
        return
    for word in _of_class(line, ("ocrx_word", "ocr_word")):
        trust = TRUST.search(word.get("title", ""))
        scan.add_word(xml_documents.text_in(word), float(trust[1]) / 100 if trust else None)
    title = line.get("title", "")
    box, size = BOX.search(title), SIZE.search(title)
    left, top, right, bottom = map(float, box.groups()) if box else (0.0, 0.0, 1.0, 1.0)
    height = float(size[1]) if size else bottom - top
    block.lines.append(ScannedLine(left, right, max(height, 1.0), text))


def _around(line: etree._Element) -> etree._Element | None:
    """Return the paragraph or block that a line stands in."""
    for element in line.iterancestors():
        if _has_class(element, PARAGRAPHS):
            return element
    return line.getparent()


def _has_class(element: etree._Element | None, names: tuple[str, ...]) -> bool:
    if element is None:
        return False
    return bool(set(element.get("class", "").split()) & set(names))


def _of_class(element: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    for inner in element.iter(etree.Element):
        if _has_class(inner, names):
            yield inner
