"""Books for reading devices (.epub): one text, or an issue whose chapters are its articles."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from archive.ingest.documents import articles, taken_away
from archive.ingest.documents.properties import Properties, day_of
from archive.ingest.files import packages, xml_documents
from archive.ingest.files.decoding import load
from archive.ingest.files.packages import Package, inner
from archive.ingest.files.xml_documents import local, text_in
from archive.ingest.records import Record, Rejected

LARGEST = 50 * 2**20  # bytes, pictures included
MEDIA_TYPE = "application/epub+zip"
CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
RIGHTS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
MOST_CHAPTERS = 2_000
PAGES = ("application/xhtml+xml", "text/html")
# Chapters that are none: navigation, covers, lists of contents.
ASIDE = re.compile(r"\b(?:nav|toc|cover|titlepage|landmarks|colophon|copyright-page)\b", re.I)


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a book, or the editorials of an issue.

    Raises Rejected, with the reason, where it is no book, or not to be read.
    """
    content = load(Path(path), LARGEST)
    package = Package(content)
    book = Book(package)
    if taken_away.is_own(book.chapters):
        yield from taken_away.records(str(path), book.chapters, content, MEDIA_TYPE)
        return
    yield from articles.records(
        str(path), "\n".join(book.chapters), book.facts, content, MEDIA_TYPE, book.chapters
    )


class Book:
    """What a book says of itself, and its chapters as HTML. Raises Rejected."""

    def __init__(self, package: Package):
        if not package.has(CONTAINER):
            raise Rejected(_("Ce n’est pas un livre EPUB."))
        if any(map(package.has, RIGHTS)) or _is_locked(package):
            raise packages.protected()
        self._package = package
        self._place = _place_of_contents(package)
        root = package.xml(self._place)
        self.facts = _properties(root)
        self.chapters = [chapter for chapter in self._read(root) if chapter]

    def _read(self, root: etree._Element) -> Iterator[str]:
        listed: dict[str, etree._Element] = {}
        order: list[str] = []
        for element in root.iter(etree.Element):
            if local(element) == "item" and element.get("media-type") in PAGES:
                listed[element.get("id", "")] = element
            elif local(element) == "itemref":
                order.append(element.get("idref", ""))
        for key in order[:MOST_CHAPTERS]:
            item = listed.get(key)
            if item is None or ASIDE.search(item.get("properties", "")):
                continue
            name = inner(self._place, item.get("href", ""))
            if self._package.has(name):
                yield self._chapter(name)

    def _chapter(self, name: str) -> str:
        """Return the text of a page; "" where it is none of the book's text."""
        content = self._package.part(name)
        xml_documents.refuse_declarations(content)
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        if not content.strip():
            return ""
        page = lxml_html.document_fromstring(content, parser)
        body = page.find("body")
        if body is None or ASIDE.search(_kind(body)):
            return ""
        for element in list(body.iter(etree.Element)):
            _adapt(element)
        body.tag = "section"
        body.attrib.clear()
        if page.get("lang"):
            body.set("lang", page.get("lang"))
        return etree.tostring(body, encoding="unicode", method="html")


def _adapt(element: etree._Element) -> None:
    """Take out of a page what is none of its text; mark its notes and what leads to them."""
    kind = _kind(element)
    if "noteref" in kind:
        element.tag = "sup"
        element.text = f"[{text_in(element).strip('[]()')}]"
        del element[:]
    elif ASIDE.search(kind) or element.tag == "nav" or "backlink" in kind:
        element.drop_tree()
    elif re.search(r"\b(?:foot|end|rear)note\b", kind):
        for paragraph in [element, *element.iterdescendants(etree.Element)]:
            paragraph.set("class", "note")


def _kind(element: etree._Element) -> str:
    """Return what an element says that it is."""
    return " ".join((element.get("epub:type", ""), element.get("role", "")))


def _is_locked(package: Package) -> bool:
    """Return True where more than fonts is encrypted."""
    if not package.has(ENCRYPTION):
        return False
    for element in package.xml(ENCRYPTION).iter(etree.Element):
        address = element.get("URI", "").lower()
        if local(element) == "CipherReference" and address.endswith((".xhtml", ".html", ".htm")):
            return True
    return False


def _place_of_contents(package: Package) -> str:
    for element in package.xml(CONTAINER).iter(etree.Element):
        if local(element) == "rootfile":
            name = inner("", element.get("full-path", ""))
            if package.has(name):
                return name
    raise Rejected(_("Livre abîmé : sa table des matières manque."))


def _properties(root: etree._Element) -> Properties:
    facts = Properties(is_stated=True)
    for element in root.iter(etree.Element):
        name, text = local(element), text_in(element)
        if name == "title" and not facts.title:
            facts.title = text
        elif name == "creator" and text:
            facts.authors.append(text)
        elif name == "date" and not facts.day:
            facts.day = day_of(text)
        elif name == "language" and not facts.language:
            facts.language = text[:2].lower()
        elif name == "subject" and text:
            facts.tags.append(text)
        elif element.get("property") == "belongs-to-collection":
            facts.publication = text
        elif element.get("name") == "calibre:series":
            facts.publication = element.get("content", "")
    return facts
