"""MediaWiki's exports (XML, schemas 0.1 to 0.11): pages of the main namespace to Records."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree

from archive import printed_dates
from archive.ingest.exports import article as articles
from archive.ingest.exports import moments, xml_stream
from archive.ingest.exports.article import Article
from archive.ingest.exports.mediawiki import wikitext
from archive.ingest.exports.tables import ODD
from archive.ingest.records import Doubt, Record, Rejected

END = re.compile(rb"</mediawiki>\s*\Z", re.I)
# Parameters of a page's templates that say what no other place of it does.
AUTHORS = ("auteur", "auteurs", "author", "authors", "signature", "par")
DAYS = ("date", "parution", "publication_date", "date de publication", "année", "year")
ISSUES = ("numéro", "numero", "n°", "issue", "number")
PUBLICATIONS = ("revue", "magazine", "journal", "périodique", "publication")
ADDRESS = re.compile(r"https?://\d+\.|^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9A-F:]+:[0-9A-F:]+$", re.I)


@dataclass
class _Site:
    """What an export says of all its pages. `spaces` are names of namespaces by number."""

    name: str = ""
    page: str = ""  # the address of its first page
    spaces: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return self.page.rpartition("/")[0]


@dataclass
class _Page:
    """A page while its revisions come by: of these the first and the last are kept."""

    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def add(self, revision: dict[str, str]) -> None:
        """Take in a revision; exports give them in any order."""
        self.count += 1
        moment = revision.get("timestamp", "")
        if not self.first or moment < self.first.get("timestamp", ""):
            self.first = {name: fact for name, fact in revision.items() if name != "text"}
        if not self.last or moment >= self.last.get("timestamp", ""):
            self.last = revision


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each page of an export that is a text; others are told by the number.

    Raises Rejected where there is none.
    """
    site, page = _Site(), _Page()
    left: Counter[str] = Counter()
    has_pages = False
    for element in xml_stream.elements(path, {"siteinfo", "page"}, {"revision"}):
        kind = xml_stream.local(element)
        if kind == "siteinfo":
            site = _site_of(element)
        elif kind == "revision":
            page.add(_revision(element))
        else:
            has_pages = True
            reason = _no_text(element, page, site)
            if reason:
                left[reason] += 1
            else:
                number = _said(element, "id") or str(left.total() + 1)
                source = f"{path}#page-{number}"
                yield from articles.guarded(_outcomes(element, page, site, source), source)
            page = _Page()
    if not has_pages:
        raise Rejected(_("Cet export de MediaWiki ne contient aucune page."))
    for reason, count in left.items():
        told = ngettext(
            "%(n)s page n’est pas reprise : %(reason)s.",
            "%(n)s pages ne sont pas reprises : %(reason)s.",
            count,
        )
        yield Rejected(told % {"n": count, "reason": reason}, source=str(path))
    if not _is_whole(path):
        yield Rejected(
            _("L’export s’arrête avant sa fin : des articles manquent peut-être."), str(path)
        )


def _outcomes(
    element: etree._Element, page: _Page, site: _Site, source: str
) -> Iterator[Record | Rejected]:
    yield from articles.outcomes(_article(element, page, site), source)


def _is_whole(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - 200))
        return bool(END.search(file.read()))


def _said(element: etree._Element, name: str) -> str:
    for child in element:
        if xml_stream.local(child) == name:
            return (child.text or "").strip()
    return ""


def _site_of(element: etree._Element) -> _Site:
    site = _Site(name=_said(element, "sitename"), page=_said(element, "base"))
    for child in element.iter():
        if xml_stream.local(child) == "namespace":
            site.spaces[child.get("key", "")] = child.text or ""
    return site


def _revision(element: etree._Element) -> dict[str, str]:
    facts = {}
    for child in element.iter():
        name = xml_stream.local(child)
        if name in ("timestamp", "username", "text", "model", "ip"):
            facts[name] = child.text or ""
    return facts


def _no_text(element: etree._Element, page: _Page, site: _Site) -> str:
    """Return why a page is no text of its own; "" where it is one."""
    space, title = _said(element, "ns"), _said(element, "title")
    prefix, colon, _rest = title.partition(":")
    if not space and colon and prefix in site.spaces.values():
        return _("espace « %(space)s »") % {"space": prefix}
    if space not in ("", "0"):
        name = site.spaces.get(space) or prefix
        return _("espace « %(space)s »") % {"space": name}
    text = page.last.get("text", "")
    redirects = [child for child in element if xml_stream.local(child) == "redirect"]
    if redirects or wikitext.REDIRECT.match(text):
        return _("redirection")
    if page.last.get("model", "wikitext") not in ("wikitext", ""):
        return _("contenu de type « %(type)s »") % {"type": page.last["model"]}
    return ""


def _article(element: etree._Element, page: _Page, site: _Site) -> Article:
    title, typed = _said(element, "title"), page.last.get("text", "")
    text = wikitext.read(typed, site.folder, site.spaces)
    stated = text.parameters
    article = Article(
        title=title.replace(ODD, ""),
        html=text.html,
        tags=text.categories,
        left_out=text.left_out,
        publication=_first(stated, PUBLICATIONS) or site.name,
        source_id=f"mediawiki:{site.name or site.folder}:{_said(element, 'id') or title}",
        capture=typed.encode("utf-8", "replace"),
        media_type="text/x-wiki",
    )
    if ODD in typed:
        article.doubts.append(Doubt("text", "encoding", "Windows-1252"))
    if site.folder:
        article.url = f"{site.folder}/{wikitext.address(title)}"
    signed = _first(stated, AUTHORS)
    account = page.first.get("username", "")
    if signed:
        article.authors = [signed]
    elif account and not ADDRESS.search(account):
        article.authors, article.accounts = [account], {account}
    _set_day(article, page, _first(stated, DAYS))
    return article


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if stated.get(name):
            return stated[name]
    return ""


def _set_day(article: Article, page: _Page, printed: str) -> None:
    """Set the day that the page prints, else that of its first version where that is told."""
    if printed:
        article.day = printed_dates.as_edtf(printed)
        if not article.day:
            article.doubts.append(Doubt("date", "printed", printed[:100]))
    made = moments.day(page.first.get("timestamp", ""))
    if article.day or not made:
        return
    if page.count > 1:
        article.doubts.append(Doubt("date", "guess", made))
    article.changed = made if page.count <= 1 else ""
