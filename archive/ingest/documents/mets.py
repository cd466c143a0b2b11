"""METS: an issue that a library scanned, its pages in ALTO beside it, its articles told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive import printed_dates
from archive.ingest.documents import alto, articles, mets_files, scans
from archive.ingest.documents.properties import Properties
from archive.ingest.documents.scans import Block, Scan
from archive.ingest.files.decoding import load
from archive.ingest.files.xml_documents import local, root_of, text_in
from archive.ingest.records import Doubt, Record, Rejected

MOST_PAGES = 2_000
MEDIA_TYPE = "application/xml"
LINK = "{http://www.w3.org/1999/xlink}href"
ARTICLE = re.compile(r"article|editorial|section|chapter|contribution", re.I)
EDITORIAL = re.compile(r"editorial|édito|edito|leader", re.I)


@dataclass
class Issue:
    """What METS tells of an issue, and the pages that it names."""

    publication: str = ""
    number: str = ""
    date: str = ""
    pages: dict[str, list[Scan]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def blocks(self) -> dict[tuple[str, str], Block]:
        """The blocks of all pages by the key of their file and their own."""
        blocks: dict[tuple[str, str], Block] = {}
        for key, scanned in self.pages.items():
            for scan in scanned:
                blocks.update({(key, block.key): block for block in scan.blocks})
        return blocks


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the editorials of an issue. Raises Rejected where its pages lack or none is told."""
    path = Path(path)
    content = load(path, mets_files.LARGEST)
    root = root_of(content)
    if local(root) != "mets":
        raise Rejected(_("Ce n’est pas un document METS."))
    issue = _issue(root, path)
    if not issue.pages:
        raise Rejected(
            _(
                "Ce document METS n’a pas ses pages ALTO à côté de lui : importez le dossier"
                " entier, décompressé."
            )
        )
    chosen = _editorials(root, issue)
    for number, blocks in enumerate(chosen, start=1):
        source = str(path)
        if len(chosen) > 1:
            source = f"{path}#{number}"
        markup = scans.markup([Scan(blocks)])
        yield from _records(source, markup, issue, content)
    if not chosen:
        pages = [scan for scanned in issue.pages.values() for scan in scanned]
        yield from _records(str(path), scans.markup(pages), issue, content)


def _records(source: str, markup: str, issue: Issue, content: bytes) -> Iterator[Record | Rejected]:
    for record in articles.records(source, markup, Properties(), content, MEDIA_TYPE):
        if isinstance(record, Record):
            _state(record, issue)
        yield record


def _state(record: Record, issue: Issue) -> None:
    """Set what METS states: magazine, issue and day are the whole issue's."""
    if issue.publication:
        record.publication = issue.publication
        record.doubts = [doubt for doubt in record.doubts if doubt.field != "publication"]
    record.issue = issue.number or record.issue
    date = printed_dates.as_edtf(issue.date) if issue.date else ""
    if date:
        record.date = date
        record.doubts = [doubt for doubt in record.doubts if doubt.field != "date"]
    pages = [scan for scanned in issue.pages.values() for scan in scanned]
    record.doubts += scans.doubts(pages)
    if issue.missing:
        lacking = ", ".join(issue.missing[:3])
        record.doubts.append(Doubt("text", "missing", _("pages absentes : %s") % lacking))


def _issue(root: etree._Element, path: Path) -> Issue:
    issue = Issue()
    _describe(issue, root)
    names = {
        element.get("ID", ""): location.get(LINK, "")
        for element in root.iter("{*}file")
        for location in element.iter("{*}FLocat")
    }
    for key, address in list(names.items())[: 2 * MOST_PAGES]:
        if not address.lower().endswith(".xml"):
            continue
        place = mets_files.place(path, address)
        if place is None:
            issue.missing.append(address[-60:])
            continue
        page = root_of(load(place, alto.LARGEST))
        if local(page) == "alto":
            issue.pages[key] = list(alto.of_root(page))
    return issue


def _describe(issue: Issue, root: etree._Element) -> None:
    """Take the magazine, number and day from the first description that tells any of them."""
    for described in root.iter("{*}dmdSec"):
        for element in described.iter(etree.Element):
            name, text = local(element), text_in(element)
            if name == "title" and not issue.publication:
                issue.publication = text
            elif name in ("dateIssued", "date") and not issue.date:
                issue.date = text
            elif name == "number" and local(element.getparent()) == "detail" and not issue.number:
                issue.number = f"n° {text}" if text.isdecimal() else text


def _editorials(root: etree._Element, issue: Issue) -> list[list[Block]]:
    """Return the blocks of each article that is told to be an editorial; of a single article, its.

    [] where no articles are told apart.
    """
    blocks = issue.blocks
    articles_of_issue: list[tuple[bool, list[Block]]] = []
    for division in root.iter("{*}div"):
        if not ARTICLE.search(division.get("TYPE", "")) or _has_articles(division):
            continue
        of_article = [
            blocks[key]
            for area in division.iter("{*}area")
            if (key := (area.get("FILEID", ""), area.get("BEGIN", ""))) in blocks
        ]
        if of_article:
            labels = f"{division.get('TYPE')} {division.get('LABEL', '')} {_section(division)}"
            articles_of_issue.append((bool(EDITORIAL.search(labels)), of_article))
    editorials = [of_article for is_editorial, of_article in articles_of_issue if is_editorial]
    if len(articles_of_issue) == 1:
        return [articles_of_issue[0][1]]
    return editorials


def _has_articles(division: etree._Element) -> bool:
    return any(
        inner is not division and ARTICLE.search(inner.get("TYPE", ""))
        for inner in division.iter("{*}div")
    )


def _section(division: etree._Element) -> str:
    """Return the label of the section around an article."""
    around = division.getparent()
    return around.get("LABEL", "") if around is not None else ""
