"""ALTO: the text of a scanned page with the place of each word; libraries keep a file a page."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.documents import articles, mets_files, scans
from archive.ingest.documents.properties import Properties
from archive.ingest.documents.scans import Block, Scan, ScannedLine
from archive.ingest.files.decoding import load
from archive.ingest.files.xml_documents import local, root_of
from archive.ingest.records import Record, Rejected

LARGEST = 20 * 2**20  # bytes
MEDIA_TYPE = "application/xml"


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a page. Raises Rejected where it is none, or is read with its issue."""
    path = Path(path)
    content = load(path, LARGEST)
    root = root_of(content)
    if local(root) != "alto":
        raise Rejected(_("Ce n’est pas une page ALTO."))
    described = mets_files.naming(path)
    if described:
        raise Rejected(
            _("Page d’un numéro que décrit « %(name)s » : elle est lue avec lui.")
            % {"name": described.name}
        )
    pages = list(of_root(root))
    markup = scans.markup(pages)
    for record in articles.records(str(path), markup, Properties(), content, MEDIA_TYPE):
        if isinstance(record, Record):
            record.doubts += scans.doubts(pages)
        yield record


def of_root(root: etree._Element) -> Iterator[Scan]:
    """Yield the pages of an ALTO document."""
    sizes = {
        style.get("ID", ""): _number(style.get("FONTSIZE")) for style in root.iter("{*}TextStyle")
    }
    for page in root.iter("{*}Page"):
        scan = Scan()
        for element in page.iter("{*}TextBlock"):
            block = _block(element, sizes, scan)
            if block.lines:
                scan.blocks.append(block)
        yield scan


def _block(element: etree._Element, sizes: dict[str, float], scan: Scan) -> Block:
    block = Block(key=element.get("ID", ""), size=_size(element, sizes))
    for line in element.iter("{*}TextLine"):
        text = _text(line, scan)
        if not text:
            continue
        left = _number(line.get("HPOS"))
        right = left + _number(line.get("WIDTH"))
        block.lines.append(ScannedLine(left, right, _number(line.get("HEIGHT")) or 1.0, text))
        block.size = _size(line, sizes) or block.size
    return block


def _text(line: etree._Element, scan: Scan) -> str:
    """Return the words of a line; of a word in two lines, whole in the first."""
    words: list[str] = []
    for element in line:
        name, word = local(element), element.get("CONTENT", "")
        if name == "HYP" and words and not words[-1].endswith(WHOLE):
            words[-1] += "-"
        if name != "String" or not word:
            continue
        half, whole = element.get("SUBS_TYPE"), element.get("SUBS_CONTENT")
        if half == "HypPart2" and whole:
            continue
        trust = element.get("WC")
        scan.add_word(word, _number(trust) if trust else None)
        words.append(f"{whole}{WHOLE}" if half == "HypPart1" and whole else word)
    return " ".join(words).replace(WHOLE, "")


WHOLE = "\u2060"  # behind a word that is given whole: the hyphen behind it is none


def _size(element: etree._Element, sizes: dict[str, float]) -> float:
    for style in element.get("STYLEREFS", "").split():
        if sizes.get(style):
            return sizes[style]
    return 0.0


def _number(written: str | None) -> float:
    try:
        return float(written or 0)
    except ValueError:
        return 0.0
