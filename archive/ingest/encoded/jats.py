"""JATS and the older NLM: the XML of an article, as publishers and PubMed Central keep it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.encoded import stated
from archive.ingest.encoded.markup import Markup
from archive.ingest.files.decoding import load
from archive.ingest.files.xml_documents import local, root_of, text_in
from archive.ingest.records import Printed, Record, Rejected, without_text

LARGEST = 20 * 2**20  # bytes
MEDIA_TYPE = "application/xml"
TAGS = {
    "p": "p",
    "list": "ul",
    "list-item": "li",
    "disp-quote": "blockquote",
    "table": "table",
    "tr": "tr",
    "td": "td",
    "th": "th",
    "caption": "p",
    "sup": "sup",
    "sub": "sub",
    "verse-line": "p",
    "attrib": "p",
}
ASIDE = frozenset(("label", "object-id", "alternatives", "tex-math", "ref-list", "fn-group"))
NOTES = frozenset(("fn",))
# Which of several dates is the day of issue: print first, then any that publishes.
DATES = ("ppub", "print", "collection", "pub", "epub", "epub-ppub", "electronic", "")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the record of an article. Raises Rejected, with the reason, where it is none."""
    content = load(Path(path), LARGEST)
    root = root_of(content)
    articles = [element for element in root.iter(etree.Element) if local(element) == "article"]
    if not articles:
        raise Rejected(_("Ce n’est pas un article JATS."))
    yield from stated.records(path, articles, partial(_record, content=content))


def _record(article: etree._Element, source: str, content: bytes) -> Record:
    record = Record(source=source, capture=content, media_type=MEDIA_TYPE)
    journal, meta = _descendant(article, "journal-meta"), _descendant(article, "article-meta")
    body = _descendant(article, "body")
    if body is None or not text_in(body):
        raise without_text()
    _take_headline(record, meta, body)
    markup = Markup(TAGS, ASIDE, NOTES)
    back = _descendant(article, "back")
    notes = [] if back is None else back.iter("{*}fn")
    record.html = markup.of(body, notes)
    if meta is not None:
        _set_facts(record, meta)
    record.publication = text_in(_descendant(journal, "journal-title"))
    code = article.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    stated.finish(record, code, markup.left_out)
    return record


def _take_headline(record: Record, meta: etree._Element | None, body: etree._Element) -> None:
    """Take the heading above the text for the title, where none is stated."""
    if meta is not None and text_in(_descendant(meta, "article-title")):
        return
    for element in body.iter("{*}title", "{*}p"):
        if local(element) == "title":
            record.title = text_in(element)
            element.getparent().remove(element)
        return


def _set_facts(record: Record, meta: etree._Element) -> None:
    group = _descendant(meta, "title-group")
    record.title = text_in(_descendant(group, "article-title")) or record.title
    record.standfirst = text_in(_descendant(group, "subtitle"))
    record.section = text_in(_descendant(_descendant(meta, "article-categories"), "subject"))
    record.tags = [text_in(keyword) for keyword in meta.iter("{*}kwd") if text_in(keyword)]
    volume, issue = _child(meta, "volume"), _child(meta, "issue")
    if issue:
        record.issue = f"n° {issue}" if issue.isdecimal() else issue
    elif volume:
        record.issue = f"vol. {volume}"
    record.page = "-".join(filter(None, (_child(meta, "fpage"), _child(meta, "lpage"))))
    for identifier in meta.iter("{*}article-id"):
        if identifier.get("pub-id-type") == "doi" and text_in(identifier):
            record.source_id = f"doi:{text_in(identifier)}"
    for link in meta.iter("{*}self-uri"):
        record.url = link.get("{http://www.w3.org/1999/xlink}href", "") or text_in(link)
    if not record.url.startswith(("http://", "https://")):
        record.url = ""
    stated.sign(record, list(_authors(meta)))
    stated.read_date(record, _day(meta))


def _authors(meta: etree._Element) -> Iterator[Printed]:
    for contributor in meta.iter("{*}contrib"):
        if contributor.get("contrib-type", "author") != "author":
            continue
        name = _descendant(contributor, "name")
        role = text_in(_descendant(contributor, "role"))
        if name is not None:
            parts = (_child(name, "given-names"), _child(name, "surname"))
            yield Printed(" ".join(filter(None, parts)), role)
        else:
            whole = _descendant(contributor, "string-name")
            if whole is None:
                whole = _descendant(contributor, "collab")
            if text_in(whole):
                yield Printed(text_in(whole), role)


def _day(meta: etree._Element) -> str:
    """Return the day of issue as EDTF, else as it is printed; "" where none is stated."""
    best, chosen = len(DATES), ""
    for element in meta.iter("{*}pub-date"):
        kind = element.get("pub-type") or element.get("date-type") or ""
        if kind == "pub":
            kind = element.get("publication-format") or kind
        rank = DATES.index(kind) if kind in DATES else len(DATES) - 1
        parts = [_child(element, name) for name in ("year", "month", "day")]
        day = stated.day(*parts)
        if parts[1] and not parts[1].isdecimal():
            day = " ".join(filter(None, reversed(parts)))
        season = _child(element, "season")
        if season:
            day = f"{season} {parts[0]}"
        if day and rank < best:
            best, chosen = rank, day
    return chosen


def _descendant(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next(element.iter(f"{{*}}{name}"), None)


def _child(element: etree._Element, name: str) -> str:
    for child in element:
        if local(child) == name:
            return text_in(child)
    return ""
