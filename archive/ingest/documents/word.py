"""Word documents (.docx): their paragraphs, headings, lists, notes and links.

Nothing in them is run, and nothing that they point to is fetched.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import mammoth
from django.utils.translation import gettext as _

from archive.ingest.documents import articles, running_heads
from archive.ingest.documents.properties import Properties, day_of
from archive.ingest.files import xml_documents
from archive.ingest.files.decoding import load
from archive.ingest.files.packages import Package
from archive.ingest.records import Record, Rejected

LARGEST = 50 * 2**20  # bytes, pictures included
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROPERTIES = "docProps/core.xml"
HEADER = re.compile(r"word/header\d*\.xml")
MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml)$|/activeX/", re.I)
EMBEDDED = re.compile(r"/(?:embeddings/.*\.bin|oleObject.*)$", re.I)
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titre'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='footnote text'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
comment-reference =>
"""
NOTE = re.compile(r'<li id="(?:foot|end)note-([^"]*)">(.*?)</li>', re.DOTALL)
NOTES = re.compile(r'<ol><li id="(?:foot|end)note-.*</ol>', re.DOTALL)
BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a document, or the editorials of an issue.

    Raises Rejected, with the reason, where it is no Word document, or not to be read.
    """
    content = load(Path(path), LARGEST)
    package = Package(content)
    _refuse(package)
    markup = running_heads.markup(_heads(package)) + _html(package)
    yield from articles.records(str(path), markup, _properties(package), content, MEDIA_TYPE)


def _refuse(package: Package) -> None:
    """Raise Rejected for what is no document of Word, or holds more than a text."""
    if any(name.startswith(("xl/", "ppt/")) for name in package.names):
        raise Rejected(_("C’est un classeur ou une présentation, et non un texte."))
    if not any(name.startswith("word/") for name in package.names):
        raise Rejected(_("Ce n’est pas un document Word (.docx)."))
    if any(map(MACROS.search, package.names)):
        raise Rejected(_("Ce document contient des macros : enregistrez-le en .docx, sans elles."))
    if any(map(EMBEDDED.search, package.names)):
        raise Rejected(_("Ce document contient des objets incorporés : enregistrez-le sans eux."))


def _heads(package: Package) -> Iterator[str]:
    """Yield the lines that are printed above every page."""
    for name in package.names:
        if HEADER.fullmatch(name):
            for paragraph in package.xml(name).iter("{*}p"):
                yield xml_documents.text_in(paragraph)


def _html(package: Package) -> str:
    """Return the document as HTML, its notes as paragraphs of the class "note"."""
    options = {
        "style_map": STYLES,
        "convert_image": mammoth.images.img_element(lambda image: {"src": ""}),
        "external_file_access": False,
    }
    readable = io.BytesIO(package.sound((".xml", ".rels")))
    try:
        markup = mammoth.convert_to_html(readable, **options).value
    except RecursionError as error:
        raise Rejected(_("Éléments trop emboîtés : aucun texte lisible.")) from error
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, OSError) as error:
        raise Rejected(_("Document abîmé : il ne peut pas être lu.")) from error
    return NOTES.sub(_noted, markup)


def _noted(listed: re.Match[str]) -> str:
    notes: list[str] = []
    for number, (_key, inner) in enumerate(NOTE.findall(listed[0]), start=1):
        text = BACK.sub("", inner).replace("</p><p>", "<br>")
        notes.append(f'<p class="note">{number}. {re.sub("</?p>", "", text).strip()}</p>')
    return "".join(notes)


def _properties(package: Package) -> Properties:
    facts = Properties()
    if not package.has(PROPERTIES):
        return facts
    for element in package.xml(PROPERTIES):
        name, text = xml_documents.local(element), xml_documents.text_in(element)
        if name == "title":
            facts.title = text
        elif name == "creator":
            facts.authors = [author.strip() for author in text.split(";") if author.strip()]
        elif name == "created":
            facts.day = day_of(text)
        elif name == "language":
            facts.language = text[:2].lower()
    return facts
