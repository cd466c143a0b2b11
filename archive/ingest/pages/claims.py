"""What a page claims about its text: JSON-LD, OpenGraph, citation_*, Dublin Core, microdata, <time>, bylines, headings.

Nothing is judged here: each claim is kept with where it was found, for `weighing` to compare.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from archive import dates
from archive.ingest.pages import json_ld
from archive.ingest.pages.json_ld import address
from archive.text import fold, name_key

# field -> origin -> the names of the <meta> that hold it, folded.
METAS = {
    "title": {
        "opengraph": "og:title",
        "twitter": "twitter:title",
        "citation": "citation_title",
        "dublin-core": "dc.title dcterms.title",
        "meta": "sailthru.title parsely-title title hdl headline",
    },
    "author": {
        "citation": "citation_author citation_authors",
        "dublin-core": "dc.creator dcterms.creator dc.contributor",
        "opengraph": "article:author og:article:author book:author",
        "meta": "author authors parsely-author sailthru.author byl dcsext.author cxenseparse:author article.author"
        " article_author article-author dc.author auteur web_author",
        "twitter": "",
    },
    "date": {
        "opengraph": "article:published_time og:article:published_time og:published_time article:published og:pubdate"
        " og:article:published",
        "citation": "citation_publication_date citation_date citation_online_date",
        "dublin-core": "dc.date dc.date.issued dcterms.issued dcterms.date dc.date.created dcterms.created dc.issued"
        " prism.publicationdate",
        "meta": "date pubdate publishdate publish-date publish_date published publication_date parsely-pub-date sailthru.date"
        " article.published datepublished article_date_original originalpublicationdate timestamp created"
        " cxenseparse:recs:publishtime publisheddate publicationdate date_published pdate releasedate"
        " article.created dcsext.articlefirstpublished rnews:datepublished ptime creation_date",
    },
    "updated": {
        "opengraph": "article:modified_time og:updated_time article:updated og:article:modified_time",
        "dublin-core": "dcterms.modified dc.date.modified",
        "meta": "lastmod last-modified modified revision_date datemodified article.updated",
    },
    "site": {
        "opengraph": "og:site_name",
        "citation": "citation_journal_title",
        "meta": "application-name publisher",
    },
    "section": {"opengraph": "article:section", "meta": "parsely-section"},
    "tag": {"opengraph": "article:tag", "meta": "news_keywords parsely-tags"},
    "language": {
        "opengraph": "og:locale",
        "dublin-core": "dc.language dcterms.language",
        "meta": "content-language",
    },
    "url": {"opengraph": "og:url"},
    "description": {
        "opengraph": "og:description",
        "meta": "description",
        "dublin-core": "dc.description",
    },
    "issue": {"citation": "citation_issue"},
    "page": {"citation": "citation_firstpage"},
}
META_OF = {
    name: (key, origin)
    for key, by in METAS.items()
    for origin, names in by.items()
    for name in names.split()
}
PROPERTIES = {
    "headline": "title",
    "author": "author",
    "creator": "author",
    "datepublished": "date",
    "datecreated": "created",
    "datemodified": "updated",
}
# Of microformats (https://microformats.org/wiki/h-entry), which Medium's exports are written in.
MICROFORMATS = {
    "p-author": "author",
    "dt-published": "date",
    "dt-updated": "updated",
    "u-url": "url",
    "p-canonical": "url",
}
WITH_ENTRY = etree.XPath("//*[contains(@class, 'h-entry')]")
WITH_PROPERTY = etree.XPath("//*[@itemprop]")
LONGEST = 1_000
# Set on what stands around the main heading, which is then not elsewhere whatever it is called (« no-sidebar »).
AROUND = "holds-the-heading"
SHOWN = {
    *(
        "a",
        "span",
        "div",
        "p",
        "li",
        "address",
        "time",
        "cite",
        "em",
        "strong",
        "dd",
        "ul",
        "section",
        "h4",
        "h5",
        "small",
    ),
}
JOINED = {"em", "i", "b", "strong", "sup", "sub", "mark", "font", "u", "wbr", "abbr"}
UNSEEN = ("script", "style", "template", "svg")
# A class or id that stands for the author's line, whole or as one of its words.
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|authors|auteur|auteurs|autor|autoren|signature|writer|by|c-author|authorname|author-?name"
    r"|article-?author|contributors?|redacteur|journaliste)(?:$|[\s_-])|[a-z](?:Author|Byline)(?:$|[\s_A-Z-])|(?:^|[\s_-])byline"
)
NOT_BYLINE = re.compile(
    r"bio|image|img|avatar|photo|comment|related|social|follow|share|box-about|description|popular|widget|icon|teaser|card",
    re.I,
)
DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|published|publish|publication|pubdate|posted|posted-on|entry-date|post-date|updated)"
    r"(?:$|[\s_-])|[a-z](?:Date|Published|Time)(?:$|[\s_A-Z-])"
)
UPDATED = re.compile(r"updat|modif|mise?.a.jour|actualis|maj\b|aktualis|ge(?:ä|ae?)ndert", re.I)
# Parts of a page that speak of other texts, or of readers.
ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentaires?|comment-list|related|sidebar|widget|footer|recommend(?:ed|ations?)|teasers?|popular"
    r"|latest|most-?read|trending|aside|promo|carousel|newsletter|outbrain|taboola)(?:$|[\s_-])",
    re.I,
)


@dataclass(frozen=True)
class Claim:
    """One value for one field and where the page says it: "json-ld", "opengraph", "heading", "byline" …"""

    field: str
    value: str
    origin: str
    kinds: frozenset[str] = frozenset()  # schema.org types of an author


@dataclass
class Claims:
    """All that a page claims, with its JSON-LD article and its main heading."""

    listed: list[Claim] = field(default_factory=list)
    article: dict = field(default_factory=dict)
    heading: etree._Element | None = None

    def of(self, name: str) -> list[Claim]:
        return [claim for claim in self.listed if claim.field == name]

    def first(self, name: str) -> str:
        return next((claim.value for claim in self.listed if claim.field == name), "")


def text_of(element: etree._Element, between: str = " ") -> str:
    """The text of an element on one line, up to a thousand characters; other elements part words, emphasis does not.

    `between` stands for the edges of elements: « Par | Anne Martin | Journaliste » with a bar.
    """
    parts: list[str] = []
    length = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        gap = "" if one.tag in JOINED else between
        inner = one.text if event == "start" else one.tail if one is not element else ""
        parts += (gap, inner or "")
        length += len(inner or "")
        if length > LONGEST:
            break
    return tidy("".join(parts))


def tidy(value: str) -> str:
    """One line, with the characters that entities stand for, also where they were written twice."""
    value = html.unescape(html.unescape(value[: 4 * LONGEST]))
    value = re.sub(r"</?(?:i|em|b|strong|span|sup|sub|br|p|q|cite)\b[^>]{0,100}>", "", value)
    return re.sub(r"\s+([,.;])", r"\1", " ".join(value.split()))[:LONGEST]


def find(tree: etree._Element, url: str = "") -> Claims:
    """The claims of a page; scripts and styles are taken out of the tree, which nothing reads after this."""
    found = Claims()
    graph = json_ld.nodes(tree)
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    metas = list(_metas(tree))
    window = next(tree.iter("title"), None)
    titles = [one.value for one in metas if one.field == "title"] + [
        text_of(window) if window is not None else ""
    ]
    headings = _main_headings(tree, [key for title in titles if (key := name_key(title))])
    if headings:
        found.heading = headings[0]
        for around in found.heading.iterancestors():
            around.set(AROUND, "")
    stated = {text_of(one) for one in headings} | set(titles)
    addresses = {
        address(one)
        for one in (url, _canonical(tree), *(m.value for m in metas if m.field == "url"))
        if one
    }
    found.article = (
        json_ld.article(graph, addresses - {""}, {one.casefold() for one in stated}) or {}
    )
    found.listed += _json_ld(found.article, graph)
    found.listed += metas
    found.listed += _microdata(tree)
    found.listed += _microformats(tree)
    found.listed += _links(tree)
    found.listed += _headings(tree, headings)
    found.listed += _visible(tree, found.heading)
    return found


def _canonical(tree: etree._Element) -> str:
    return next(
        (
            link.get("href") or ""
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical"
        ),
        "",
    )


def _metas(tree: etree._Element) -> Iterator[Claim]:
    for meta in tree.iter("meta"):
        content = tidy(meta.get("content") or "")
        name = fold(meta.get("property") or meta.get("name") or meta.get("http-equiv") or "")
        key, origin = META_OF.get(name, ("", ""))
        if key and content:
            yield Claim(key, content, origin)


def _json_ld(article: dict, graph: list[dict]) -> Iterator[Claim]:
    """The article's own fields; a name may be given by reference into the graph."""
    kinds = json_ld.types(article)
    keys = {
        "headline": "title",
        "datePublished": "date",
        "dateCreated": "created",
        "dateModified": "updated",
    }
    keys |= {"articleSection": "section", "inLanguage": "language"}
    if not article.get("headline") and kinds & (json_ld.ARTICLES | json_ld.WEAKER):
        keys["name"] = "title"
    for key, name in keys.items():
        if value := tidy(json_ld.text(article.get(key))):
            yield Claim(name, value, "json-ld")
    authors = article.get("author") or article.get("creator")
    for name, types in json_ld.people(authors, graph):
        if name := tidy(name):
            yield Claim("author", name, "json-ld", frozenset(types))
    for name, _types in json_ld.people(article.get("publisher"), graph):
        yield Claim("site", tidy(name), "json-ld")
    keywords = article.get("keywords")
    for word in keywords if isinstance(keywords, list) else [keywords]:
        if isinstance(word, str):
            yield from (Claim("tag", tidy(one), "json-ld") for one in word.split(","))


def _microdata(tree: etree._Element) -> Iterator[Claim]:
    for element in WITH_PROPERTY(tree):
        key = PROPERTIES.get(element.get("itemprop").lower())
        if not key or is_elsewhere(element):
            continue
        if key == "author":
            named = [
                one
                for one in element.iter()
                if one.get("itemprop") == "name" and one is not element
            ]
            values = [one.get("content") or text_of(one) for one in named[:5]] or [
                element.get("content") or text_of(element)
            ]
        else:
            values = [element.get("content") or element.get("datetime") or text_of(element)]
        for value in map(tidy, values):
            if value and len(value) < 300:
                yield Claim(key, value, "microdata")


def _microformats(tree: etree._Element) -> Iterator[Claim]:
    """Those of the page's one entry; where there are several, it is a list of texts."""
    entries = [one for one in WITH_ENTRY(tree) if "h-entry" in one.get("class").split()]
    for element in entries[0].iter(etree.Element) if len(entries) == 1 else ():
        keys = {
            MICROFORMATS[name]
            for name in (element.get("class") or "").split()
            if name in MICROFORMATS
        }
        for key in keys:
            value = (
                element.get("datetime")
                if key in ("date", "updated")
                else element.get("href")
                if key == "url"
                else ""
            )
            if value := tidy(value or text_of(element)):
                yield Claim(key, value, "microdata")


def _links(tree: etree._Element) -> Iterator[Claim]:
    if canonical := _canonical(tree):
        yield Claim("url", canonical.strip(), "canonical")
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        yield Claim("language", language, "html")


def _main_headings(tree: etree._Element, titles: list[str]) -> list[etree._Element]:
    """The headings that may be the text's, the likeliest first: one that the page has as its title, then any <h1>."""
    own, first, apart = [], [], []
    for element in tree.iter("h1", "h2", "h3"):
        if element.tag != "h1" and (own or len(first) > 10):
            continue
        key = name_key(text_of(element))
        is_title = len(key) > 12 and any(key in title for title in titles)
        if key and is_elsewhere(element):
            # Layouts are called « one-sidebar » too: better a heading in one than none.
            apart += [element] if is_title else []
        elif is_title:
            own.append(element)
        elif key and element.tag == "h1":
            first.append(element)
    return (own + first or apart)[:10]


def _headings(tree: etree._Element, headings: list[etree._Element]) -> Iterator[Claim]:
    for element in headings:
        yield Claim("title", text_of(element), "heading")
    title = next(tree.iter("title"), None)
    if title is not None and title.text:
        yield Claim("title", tidy(title.text), "window")


def is_elsewhere(element: etree._Element) -> bool:
    """True for what stands in comments, among other articles, in the foot or in a menu of the page."""
    for one in (element, *element.iterancestors()):
        if one.tag in ("aside", "footer", "nav") and AROUND not in one.attrib:
            return True
        if one.tag in ("body", "html", "article", "main") or AROUND in one.attrib:
            return False
        if _names_elsewhere(marks(one)):
            return True
    return False


@lru_cache(maxsize=10_000)
def _names_elsewhere(said: str) -> bool:
    return bool(ELSEWHERE.search(said))


@lru_cache(maxsize=10_000)
def _shows(said: str) -> str:
    """The field that a class stands for: "author", "date" or ""; a page has few different ones."""
    if BYLINE.search(said) and not NOT_BYLINE.search(said):
        return "author"
    return "date" if DATED.search(said) else ""


def marks(element: etree._Element) -> str:
    """The class and id of an element, and what tests call it: where themes say what a part is."""
    return " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("data-testid")))
    )


def _visible(tree: etree._Element, heading: etree._Element | None) -> Iterator[Claim]:
    """Authors and dates as a reader sees them, those nearest the main heading first.

    They are told by rel=author, by classes of bylines and dates, by <time>. What stands above the heading is further.
    """
    seen: list[tuple[int, Claim]] = []
    last, place = None, None
    for number, element in enumerate(tree.iter(etree.Element)):
        if element is heading:
            place = number
        claim = _visible_claim(element, last) if element.tag in SHOWN else None
        if claim:
            last = element if claim.field == "author" else last
            seen.append((number, claim))
    middle = place or 0
    yield from (
        claim for _number, claim in sorted(seen, key=lambda one: _distance(one[0] - middle))
    )


def _distance(steps: int) -> int:
    return steps if steps >= 0 else -3 * steps


def _visible_claim(element: etree._Element, last: etree._Element | None) -> Claim | None:
    if element.tag == "time":
        return _time(element)
    rel = element.tag == "a" and "author" in (element.get("rel") or "").lower().split()
    said = marks(element)
    shows = _shows(said) if said else ""
    if rel or shows == "author":
        if (last is not None and last in element.iterancestors()) or is_elsewhere(element):
            return None
        value = text_of(element, " | ")
        return Claim("author", value, "rel" if rel else "byline") if 3 < len(value) < 300 else None
    if shows == "date" and len(element) < 6:
        value = text_of(element)
        if 5 < len(value) < 80 and dates.find_french(value) and not is_elsewhere(element):
            return Claim(
                "updated" if UPDATED.search(f"{said} {value}") else "date", value, "printed"
            )
    return None


def _time(element: etree._Element) -> Claim | None:
    around = " ".join(
        filter(None, (marks(element), marks(element.getparent()), element.get("itemprop")))
    )
    before = (element.getparent().text or "") + text_of(element)
    key = "updated" if UPDATED.search(f"{around} {before[:100]}") else "date"
    value = (element.get("datetime") or "").strip() or text_of(element)
    if not value or is_elsewhere(element):
        return None
    return Claim(
        key,
        value[:100],
        "time" if element.get("itemprop") or element.get("pubdate") is not None else "clock",
    )
