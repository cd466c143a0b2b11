"""TEI (P4, P5): texts encoded by scholars and by journals such as OpenEdition's."""

import html
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive import dates
from archive.ingest.encoded import stated
from archive.ingest.encoded.markup import Markup
from archive.ingest.files.decoding import load
from archive.ingest.files.xml_documents import local, root_of, text_in
from archive.ingest.printed import names
from archive.ingest.records import Printed, Record, Rejected, without_text
from archive.text import slug

LARGEST = 20 * 2**20  # bytes
MEDIA_TYPE = "application/xml"
ROOTS = ("TEI", "TEI.2")
TAGS = {
    "p": "p",
    "ab": "p",
    "l": "p",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "cit": "blockquote",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "signed": "p",
    "salute": "p",
    "epigraph": "blockquote",
}
ASIDE = frozenset(("fw", "pb", "cb", "gap", "figDesc", "formula", "del", "sic", "orig", "abbr"))
NOTES = frozenset(("note",))
XML = "{http://www.w3.org/XML/1998/namespace}"


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the record of each text; a corpus holds several. Raises Rejected where it is no TEI."""
    content = load(Path(path), LARGEST)
    root = root_of(content)
    texts = [
        element
        for element in root.iter(etree.Element)
        if local(element) in ROOTS and _child(element, "text") is not None
    ]
    if not texts:
        raise Rejected(_("Ce n’est pas un texte TEI."))
    yield from stated.records(path, texts, partial(_record, content=content))


def _record(tei: etree._Element, source: str, content: bytes) -> Record:
    record = Record(source=source, capture=content, media_type=MEDIA_TYPE)
    header, text = _child(tei, "teiHeader"), _child(tei, "text")
    _set_facts(record, header)
    body = _descendant(text, "body")
    if body is None:
        body = text
    if body is None or not text_in(body):
        raise without_text()
    _take_headline(record, body)
    signed = _signatures(body)
    if signed and not record.bylines:
        record.doubts = [doubt for doubt in record.doubts if doubt.field != "byline"]
        stated.sign(record, signed)
    markup = Markup(TAGS, ASIDE, NOTES)
    record.html = markup.of(body)
    language = _descendant(header, "language")
    code = (text.get(f"{XML}lang") if text is not None else "") or tei.get(f"{XML}lang", "")
    if not code and language is not None:
        code = language.get("ident", "")
    stated.finish(record, code, markup.left_out)
    return record


def _set_facts(record: Record, header: etree._Element | None) -> None:
    described = _descendant(header, "fileDesc")
    source = _descendant(described, "sourceDesc")
    statement = _child(described, "titleStmt")
    analytic, monogr = _descendant(source, "analytic"), _descendant(source, "monogr")
    in_source = _title(analytic, "a") or _of_level(source, "a")
    record.title = in_source or _title(statement, "a") or _title(statement, "")
    record.publication = _title(monogr, "j") or _title(monogr, "") or _title(source, "j")
    stated.sign(record, _authors(analytic) or _authors(statement) or _authors(source))
    publication = _child(described, "publicationStmt")
    imprint = _descendant(monogr, "imprint")
    stated.read_date(record, _day(imprint) or _day(source) or _day(publication))
    for scope in _all(monogr, "biblScope"):
        _set_scope(record, scope)
    record.standfirst = _subtitle(statement)
    record.tags = [
        text_in(item)
        for keywords in _all(header, "keywords")
        for item in keywords.iter("{*}item", "{*}term")
        if text_in(item) and not len(item)
    ]
    for identifier in [*_all(publication, "idno"), *_all(source, "idno")]:
        kind, key = identifier.get("type", "").upper(), text_in(identifier)
        if kind == "DOI" and key:
            record.source_id = f"doi:{key}"
        elif kind == "SOURCE" and key:  # as this archive's own exports have it
            record.source_id = record.source_id or key
        elif kind in ("URL", "URI", "SOURCE-URL") and key.startswith(("http://", "https://")):
            record.url = record.url or key


def _set_scope(record: Record, scope: etree._Element) -> None:
    unit, text = scope.get("unit") or scope.get("type") or "", text_in(scope)
    if unit in ("issue", "no", "nº", "number") and text:
        record.issue = f"n° {text}" if text.isdecimal() else text
    elif unit in ("page", "pp", "pages"):
        ends = "-".join(filter(None, (scope.get("from"), scope.get("to"))))
        record.page = text or ends
    elif unit == "section":
        record.section = text
    elif unit in ("volume", "vol") and not record.issue:
        record.issue = f"vol. {text}"


def _title(element: etree._Element | None, level: str) -> str:
    """Return the first title of that level that is the main one."""
    for title in _all(element, "title"):
        is_main = title.get("type", "main") in ("main", "title", "full")
        if is_main and title.get("level", "") in (level, "" if level == "a" else level):
            return text_in(title)
    return ""


def _of_level(element: etree._Element | None, level: str) -> str:
    for title in _all(element, "title"):
        if title.get("level") == level:
            return text_in(title)
    return ""


def _subtitle(element: etree._Element | None) -> str:
    for title in _all(element, "title"):
        if title.get("type") in ("sub", "subtitle"):
            return text_in(title)
    return ""


def _authors(element: etree._Element | None) -> list[Printed]:
    authors: list[Printed] = []
    for author in _all(element, "author"):
        name = _descendant(author, "persName")
        if name is None:
            name = _descendant(author, "name")
        if name is None:
            name = author
        parts = [text_in(part) for part in name.iter("{*}forename", "{*}surname")]
        printed = " ".join(filter(None, parts)) or _upright(text_in(name))
        if printed:
            authors.append(Printed(printed, text_in(_descendant(author, "roleName"))))
    return authors


def _upright(name: str) -> str:
    """Return « Lenoir, Sophie » as « Sophie Lenoir »."""
    surname, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given:
        return f"{given.strip()} {surname.strip()}"
    return name


def _day(element: etree._Element | None) -> str:
    for date in _all(element, "date"):
        exact = date.get("when") or dates.valid_or_empty(text_in(date))
        stamp = exact or date.get("notBefore") or text_in(date)
        if stamp:
            return stamp
    return ""


def _take_headline(record: Record, body: etree._Element) -> None:
    """Take the heading above the text: the title where the header gives none, and never twice."""
    for element in body.iter("{*}head", "{*}p"):
        if local(element) != "head":
            return
        headline = text_in(element)
        if not record.title:
            record.title = headline
        if slug(headline) == slug(record.title):
            element.getparent().remove(element)
        return


def _signatures(body: etree._Element) -> list[Printed]:
    """Return the persons who sign: in a byline, or in the signature below the text."""
    signed: list[Printed] = []
    for element in list(body.iter("{*}byline", "{*}docAuthor", "{*}signed")):
        printed = names.printed(html.unescape(text_in(element)).removeprefix("par ").strip())
        if printed:
            signed += [byline for byline in printed if byline not in signed]
            element.clear(keep_tail=True)
    return signed


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    for child in [] if element is None else element:
        if local(child) == name:
            return child
    return None


def _descendant(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_all(element, name)), None)


def _all(element: etree._Element | None, name: str) -> list[etree._Element]:
    if element is None:
        return []
    return list(element.iter(f"{{*}}{name}"))
