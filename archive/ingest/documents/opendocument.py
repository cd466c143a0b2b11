"""OpenDocument texts (.odt): paragraphs, headings, lists, notes and links, changes accepted."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.documents import articles, running_heads
from archive.ingest.documents.properties import Properties, day_of
from archive.ingest.files import open_documents
from archive.ingest.files.decoding import load
from archive.ingest.files.open_documents import CONTENT
from archive.ingest.files.packages import Package
from archive.ingest.files.xml_documents import local, text_in
from archive.ingest.records import Record, Rejected

LARGEST = 50 * 2**20  # bytes, pictures included
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
META, STYLES = "meta.xml", "styles.xml"
EMBEDDED = re.compile(r"^Object \d+$|^ObjectReplacements/.+")
# What is no part of the text: changes that were struck, remarks, indexes, forms.
ASIDE = {
    "tracked-changes",
    "annotation",
    "sequence-decls",
    "forms",
    "table-of-content",
    "alphabetical-index",
    "note-citation",
    "variable-decls",
    "user-field-decls",
    "bibliography-mark",
    "page-number",
    "page-count",
}
SPACES = {"s": " ", "tab": " ", "line-break": "<br>"}
# How parts of a document are called in HTML.
TAGS = {
    "list": "ul",
    "list-item": "li",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
}
QUOTATION = re.compile(r"quot|citation", re.I)
WEBLIKE = ("http://", "https://", "mailto:")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a document, or the editorials of an issue.

    Raises Rejected, with the reason, where it is no text of OpenDocument, or not to be read.
    """
    content = load(Path(path), LARGEST)
    package = Package(content)
    if not package.has(CONTENT):
        raise Rejected(_("Ce n’est pas un texte OpenDocument (.odt)."))
    open_documents.refuse(package)
    root = package.xml(CONTENT)
    markup = running_heads.markup(_heads(package)) + Markup(root).html
    if any(map(EMBEDDED.match, package.names)):
        markup += "<object></object>"
    yield from articles.records(str(path), markup, _properties(package), content, MEDIA_TYPE)


def _heads(package: Package) -> Iterator[str]:
    """Yield the lines that are printed above every page."""
    if package.has(STYLES):
        for header in package.xml(STYLES).iter("{*}header"):
            for paragraph in header.iter("{*}p", "{*}h"):
                yield text_in(paragraph)


class Markup:
    """A document's content as HTML, notes as paragraphs of the class "note" behind the text."""

    def __init__(self, root: etree._Element):
        self._styles = _styles(root)
        self._notes: list[str] = []
        text = next((element for element in root.iter(etree.Element) if _is_text(element)), None)
        if text is None:
            raise Rejected(_("Ce document n’est pas un texte (classeur, dessin ou présentation)."))
        body = self._inner(text)
        self.html = body + "".join(self._notes)

    def _inner(self, element: etree._Element) -> str:
        parts = [html.escape(element.text or "", quote=False)]
        for child in element:
            parts.append(self._of(child))
            parts.append(html.escape(child.tail or "", quote=False))
        return "".join(parts)

    def _of(self, element: etree._Element) -> str:
        """Return an element as HTML; "" for what is no part of the text."""
        name = local(element)
        if name in ASIDE:
            return ""
        if name in SPACES:
            return SPACES[name]
        if name == "note":
            return self._note(element)
        inner = self._inner(element)
        if name in ("h", "p"):
            return self._paragraph(element, name, inner)
        if name == "span":
            return self._span(element, inner)
        if name == "a":
            address = _attribute(element, "href")
            if address.startswith(WEBLIKE):
                return f'<a href="{html.escape(address)}">{inner}</a>'
        if name == "image":
            return "<img>"
        if name in TAGS:
            return f"<{TAGS[name]}>{inner}</{TAGS[name]}>"
        return inner

    def _paragraph(self, element: etree._Element, name: str, inner: str) -> str:
        style = self._name_of(_attribute(element, "style-name"))
        if name == "h":
            level = _attribute(element, "outline-level")
            if level not in "123456" or not level:
                level = "6"
            return f"<h{level}>{inner}</h{level}>"
        if style in ("Title", "Titre"):
            return f"<h1>{inner}</h1>"
        if QUOTATION.search(style):
            return f"<blockquote><p>{inner}</p></blockquote>"
        return f"<p>{inner}</p>"

    def _name_of(self, style: str) -> str:
        """Return the name of the style that a document's own, automatic one (« P1 ») follows."""
        parent, _properties = self._styles.get(style, ("", set()))
        return parent or style

    def _span(self, element: etree._Element, inner: str) -> str:
        style = _attribute(element, "style-name")
        _parent, properties = self._styles.get(style, ("", set[str]()))
        for tag in sorted(properties | _named_emphasis(style)):
            inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def _note(self, note: etree._Element) -> str:
        citation = body = ""
        for child in note:
            if local(child) == "note-citation":
                citation = text_in(child)
            elif local(child) == "note-body":
                body = "<br>".join(self._inner(paragraph).strip() for paragraph in child)
        self._notes.append(f'<p class="note">{html.escape(citation)}. {body}</p>')
        return f"<sup>[{html.escape(citation)}]</sup>"


def _is_text(element: etree._Element) -> bool:
    return element.tag == "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without its namespace; "" where there is none."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return value
    return ""


def _named_emphasis(style: str) -> set[str]:
    return {"Emphasis": {"em"}, "Strong_20_Emphasis": {"strong"}}.get(style, set())


def _styles(root: etree._Element) -> dict[str, tuple[str, set[str]]]:
    """Return {automatic style: the named one that it follows, the tags of its emphasis}."""
    styles: dict[str, tuple[str, set[str]]] = {}
    for element in root.iter(etree.Element):
        if local(element) != "style":
            continue
        tags: set[str] = set()
        for inner in element:
            if _attribute(inner, "font-style") == "italic":
                tags.add("em")
            if _attribute(inner, "font-weight") == "bold":
                tags.add("strong")
            if _attribute(inner, "text-position").startswith("super"):
                tags.add("sup")
        styles[_attribute(element, "name")] = (_attribute(element, "parent-style-name"), tags)
    return styles


def _properties(package: Package) -> Properties:
    facts = Properties()
    if not package.has(META):
        return facts
    for element in package.xml(META).iter(etree.Element):
        name, text = local(element), text_in(element)
        if name == "title":
            facts.title = text
        elif name == "initial-creator" or (name == "creator" and not facts.authors):
            facts.authors = [text]
        elif name == "creation-date":
            facts.day = day_of(text)
        elif name == "language":
            facts.language = text[:2].lower()
    return facts
