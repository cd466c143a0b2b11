"""Works as TEI P5: a corpus with a text each, as scholars' tools and `ingest.encoded` read it."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.builder import ElementMaker

from archive import dates, epub, text
from archive.formats.works import Collection, Work

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
MAKE = ElementMaker()  # the corpus states the namespace once
NUMBERED = re.compile(r"n° (\d+)")
SIMPLE = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")  # what `when` takes
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
RENDERED = {
    "em": "italic",
    "i": "italic",
    "cite": "italic",
    "strong": "bold",
    "b": "bold",
    "sup": "superscript",
    "sub": "subscript",
}
LISTS = {"ul": "bulleted", "ol": "numbered"}
BLOCKS = {"p", "ul", "ol", "blockquote", "hr", "figure", "figcaption", "table", *HEADINGS}


def write(works: Iterable[Work], collection: Collection) -> Iterator[bytes]:
    """Yield a corpus with a text for each work, of which there is one at least."""
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{NAMESPACE}">\n'
        f"{_written(_corpus_header(collection))}"
    ).encode()
    for work in works:
        yield _written(document(work, collection)).encode()
    yield b"</teiCorpus>\n"


def _written(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode") + "\n"


def _corpus_header(collection: Collection) -> etree._Element:
    return MAKE.teiHeader(
        MAKE.fileDesc(
            MAKE.titleStmt(MAKE.title(_plain(collection.title))),
            MAKE.publicationStmt(
                MAKE.publisher(_plain(collection.site_name)),
                MAKE.idno(_plain(collection.site), type="URL"),
            ),
            MAKE.sourceDesc(MAKE.p(_plain(collection.site_name))),
        )
    )


def document(work: Work, collection: Collection) -> etree._Element:
    """Return a work as a TEI element, without its namespace."""
    tei = MAKE.TEI(
        MAKE.teiHeader(_file(work, collection), *_profile(work)),
        MAKE.text(body(work.html)),
    )
    tei.set(f"{XML}id", f"editorial-{work.number}")
    if work.language:
        tei[1].set(f"{XML}lang", work.language)
    return tei


# What is said of it


def _file(work: Work, collection: Collection) -> etree._Element:
    titles = MAKE.titleStmt(MAKE.title(_plain(work.title), type="main"))
    if work.standfirst:
        titles.append(MAKE.title(_plain(work.standfirst), type="sub"))
    titles.extend(_authors(work))
    publication = MAKE.publicationStmt(
        MAKE.publisher(_plain(collection.site_name)),
        MAKE.idno(_plain(work.address), type="archive-URL"),
    )
    if work.source_id:
        publication.append(MAKE.idno(_plain(work.source_id), type="source"))
    if work.reference.ark:
        publication.append(MAKE.idno(work.reference.ark, type="ARK"))
    if work.terms:
        licence = MAKE.licence(_plain(str(work.terms.name)))
        if re.fullmatch(r"https?://\S+", work.terms.address):
            licence.set("target", _plain(work.terms.address))
        publication.append(MAKE.availability(licence))
    return MAKE.fileDesc(titles, publication, MAKE.sourceDesc(_source(work)))


def _authors(work: Work) -> list[etree._Element]:
    authors = []
    for signature in work.signatures:
        author = MAKE.author(MAKE.persName(_plain(signature.name)))
        if signature.role:
            author.append(MAKE.roleName(_plain(signature.role)))
        authors.append(author)
    return authors


def _source(work: Work) -> etree._Element:
    """Return where it appeared: in an issue of a magazine, or at some time at least."""
    addresses = []
    if work.source_address:
        addresses.append(MAKE.idno(_plain(work.source_address), type="source-URL"))
    title = MAKE.title(_plain(work.title), level="a")
    if not work.magazine:
        return MAKE.bibl(title, *addresses, _date(work), *_scopes(work))
    imprint = MAKE.imprint(*_scopes(work), _date(work))
    return MAKE.biblStruct(
        MAKE.analytic(title, *_authors(work), *addresses),
        MAKE.monogr(MAKE.title(_plain(work.magazine), level="j"), imprint),
    )


def _scopes(work: Work) -> list[etree._Element]:
    number = NUMBERED.fullmatch(work.issue)
    scopes = {
        "issue": number[1] if number else work.issue,
        "section": work.section,
        "page": work.page,
    }
    return [MAKE.biblScope(_plain(place), unit=unit) for unit, place in scopes.items() if place]


def _date(work: Work) -> etree._Element:
    """Return the day as EDTF, with what TEI says of it beside: a day, or bounds."""
    date = MAKE.date(work.date)
    if SIMPLE.fullmatch(work.date):
        date.set("when", work.date)
    elif work.date:
        for name, day in zip(("notBefore", "notAfter"), dates.bounds(work.date), strict=True):
            if day:
                date.set(name, day.isoformat())
    return date


def _profile(work: Work) -> list[etree._Element]:
    profile = MAKE.profileDesc()
    if work.language:
        profile.append(MAKE.langUsage(MAKE.language(ident=work.language)))
    if work.tags:
        terms = [MAKE.term(_plain(tag)) for tag in work.tags]
        profile.append(MAKE.textClass(MAKE.keywords(*terms)))
    return [profile] if len(profile) else []


def _plain(printed: str) -> str:
    return text.writable(printed)


# The text


def body(html: str) -> etree._Element:
    """Return clean HTML as a body: what stands below a crosshead is a division."""
    body = MAKE.body()
    placed = epub.xhtml(html)
    open_divisions = [(0, body)]
    for block in _blocks(etree.fromstring(placed)) if placed else []:
        if block.tag == "head":
            level = int(block.attrib.pop("n"))
            while open_divisions[-1][0] >= level:
                open_divisions.pop()
            division = etree.SubElement(open_divisions[-1][1], "div")
            open_divisions.append((level, division))
        open_divisions[-1][1].append(block)
    if not len(body):
        body.append(MAKE.p())
    return body


def _blocks(parent: etree._Element) -> list[etree._Element]:
    """Return the blocks in an element; a crosshead has its level as `n`, which is taken away."""
    blocks: list[etree._Element] = []
    running = MAKE.p(parent.text or "")
    for child in parent:
        if child.tag in BLOCKS:
            _close(running, blocks)
            blocks += _block(child)
            running = MAKE.p(child.tail or "")
        else:
            _add_inline(running, child)
    _close(running, blocks)
    return blocks


def _close(running: etree._Element, blocks: list[etree._Element]) -> None:
    """Take in a paragraph of what stood between blocks, unless it is white space."""
    if len(running) or (running.text or "").strip():
        blocks.append(running)


def _block(element: etree._Element) -> list[etree._Element]:
    tag = element.tag
    if tag in HEADINGS:
        return [_filled(MAKE.head(n=str(HEADINGS[tag])), element)]
    if tag in LISTS:
        items = [_mixed(MAKE.item(), item) for item in element]
        return [MAKE.list(*items, rend=LISTS[tag])] if items else []
    if tag == "blockquote":
        return [_mixed(MAKE.quote(), element)]
    if tag == "hr":
        return [MAKE.milestone(unit="section", rend="rule")]
    if tag == "table":
        return _table(element)
    if tag == "p":
        paragraph = _filled(MAKE.p(), element)
        if element.get("class"):
            paragraph.set("rend", "note")
        return [paragraph]
    return _blocks(element)  # a figure, whose picture is not kept


def _mixed(made: etree._Element, element: etree._Element) -> etree._Element:
    """Fill an element that holds text or blocks; a crosshead within is a paragraph."""
    if not any(child.tag in BLOCKS for child in element):
        return _filled(made, element)
    for block in _blocks(element):
        if block.tag == "head":
            block.tag = "p"
            del block.attrib["n"]
        made.append(block)
    return made


def _table(element: etree._Element) -> list[etree._Element]:
    blocks = []
    rows = MAKE.table()
    for part in element.iter("caption", "tr"):
        if part.tag == "caption":
            blocks.append(_filled(MAKE.p(), part))
            continue
        cells = [_cell(cell) for cell in part if cell.tag in ("td", "th")]
        if cells:
            rows.append(MAKE.row(*cells))
    return [*blocks, rows] if len(rows) else blocks


def _cell(element: etree._Element) -> etree._Element:
    cell = _mixed(MAKE.cell(), element)
    if element.tag == "th":
        cell.set("role", "label")
    for name, span in (("cols", "colspan"), ("rows", "rowspan")):
        if element.get(span):
            cell.set(name, element.get(span))
    return cell


def _filled(made: etree._Element, element: etree._Element) -> etree._Element:
    made.text = element.text
    for child in element:
        _add_inline(made, child)
    return made


def _add_inline(made: etree._Element, element: etree._Element) -> None:
    """Add an element of a line, and what stands behind it."""
    tag = element.tag
    if tag in RENDERED:
        inline = _filled(MAKE.hi(rend=RENDERED[tag]), element)
    elif tag == "a":
        inline = _filled(MAKE.ref(target=element.get("href")), element)
    elif tag == "br":
        inline = MAKE.lb()
    elif tag == "q":
        inline = _filled(MAKE.q(), element)
    else:
        inline = _filled(MAKE.seg(), element)
    inline.tail = element.tail
    made.append(inline)
