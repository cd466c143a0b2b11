"""What the markup of a page claims: <meta>, JSON-LD, microdata, microformats, <link> and lang."""

from collections.abc import Iterator

from lxml import etree

from archive.ingest.pages.claims import Claim, json_ld
from archive.ingest.pages.element_text import line_of, tidy
from archive.ingest.pages.surroundings import is_elsewhere
from archive.text import fold

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
        "meta": "author authors parsely-author sailthru.author byl dcsext.author cxenseparse:author"
        " article.author article_author article-author dc.author auteur web_author",
    },
    "date": {
        "opengraph": "article:published_time og:article:published_time og:published_time"
        " article:published og:pubdate og:article:published",
        "citation": "citation_publication_date citation_date citation_online_date",
        "dublin-core": "dc.date dc.date.issued dcterms.issued dcterms.date dc.date.created"
        " dcterms.created dc.issued prism.publicationdate",
        "meta": "date pubdate publishdate publish-date publish_date published publication_date"
        " parsely-pub-date sailthru.date article.published datepublished article_date_original"
        " originalpublicationdate timestamp created cxenseparse:recs:publishtime publisheddate"
        " publicationdate date_published pdate releasedate article.created"
        " dcsext.articlefirstpublished rnews:datepublished ptime creation_date",
    },
    "updated": {
        "opengraph": "article:modified_time og:updated_time article:updated"
        " og:article:modified_time",
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
# JSON-LD's own names, in the order in which they are claimed.
ARTICLE_FIELDS = {
    "headline": "title",
    "datePublished": "date",
    "dateCreated": "created",
    "dateModified": "updated",
    "articleSection": "section",
    "inLanguage": "language",
}
# Of twitter:label1: what stands in twitter:data1. WordPress and others write these.
LABELLED = {
    **dict.fromkeys(("written by", "ecrit par", "author", "auteur", "by", "par"), "author"),
    **dict.fromkeys(("verfasst von", "geschrieben von", "redige par", "publie par"), "author"),
    **dict.fromkeys(("published", "date", "publie le", "date de publication", "posted"), "date"),
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
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _fields_of_metas() -> dict[str, tuple[str, str]]:
    """Return (field, origin) by the name of the <meta>."""
    fields = {}
    for field, names_by_origin in METAS.items():
        for origin, names in names_by_origin.items():
            for name in names.split():
                fields[name] = (field, origin)
    return fields


META_FIELDS = _fields_of_metas()


def metas(tree: etree._Element) -> Iterator[Claim]:
    """Yield what the page's <meta> claim."""
    for meta in tree.iter("meta"):
        content = tidy(meta.get("content") or "")
        name = fold(meta.get("property") or meta.get("name") or meta.get("http-equiv") or "")
        if content and name in META_FIELDS:
            field, origin = META_FIELDS[name]
            yield Claim(field, content, origin)


def labelled_metas(tree: etree._Element) -> Iterator[Claim]:
    """Yield what pairs of `twitter:label1` and `twitter:data1` claim: « Écrit par », a name."""
    contents = {}
    for meta in tree.iter("meta"):
        name = fold(meta.get("name") or meta.get("property") or "")
        if name.startswith(("twitter:label", "twitter:data")):
            contents[name] = tidy(meta.get("content") or "")
    for name, label in contents.items():
        content = contents.get(name.replace("label", "data"), "")
        field = LABELLED.get(fold(label).strip(" :"))
        if name.startswith("twitter:label") and content and field:
            yield Claim(field, content, "twitter")


def json_ld_claims(article: dict, graph: list[dict]) -> Iterator[Claim]:
    """Yield what the JSON-LD of an article claims; a name may be a reference into its graph."""
    fields = dict(ARTICLE_FIELDS)
    if not article.get("headline") and json_ld.is_text(article):
        fields["name"] = "title"
    for key, field in fields.items():
        content = tidy(json_ld.text(article.get(key)))
        if content:
            yield Claim(field, content, "json-ld")
    authors = article.get("author") or article.get("creator")
    for name, types in json_ld.people(authors, graph):
        author = tidy(name)
        if author:
            yield Claim("author", author, "json-ld", frozenset(types))
    for name, _types in json_ld.people(article.get("publisher"), graph):
        yield Claim("site", tidy(name), "json-ld")
    for words in json_ld.as_list(article.get("keywords")):
        if isinstance(words, str):
            for keyword in words.split(","):
                yield Claim("tag", tidy(keyword), "json-ld")


def microdata(tree: etree._Element) -> Iterator[Claim]:
    """Yield what elements with `itemprop` claim, up to 300 characters each."""
    for element in WITH_PROPERTY(tree):
        field = PROPERTIES.get(element.get("itemprop").lower())
        if not field or is_elsewhere(element):
            continue
        for content in map(tidy, _property_contents(element, field)):
            if content and len(content) < 300:
                yield Claim(field, content, "microdata")


def _property_contents(element: etree._Element, field: str) -> list[str]:
    """Return what an element states for its property; for authors, the names inside it."""
    if field != "author":
        return [element.get("content") or element.get("datetime") or line_of(element)]
    descendants = element.iterdescendants()
    names = [inner for inner in descendants if inner.get("itemprop") == "name"]
    return [name.get("content") or line_of(name) for name in names[:5] or [element]]


def microformats(tree: etree._Element) -> Iterator[Claim]:
    """Yield the claims of the page's one entry; where there are several, it is a list of texts."""
    candidates = WITH_ENTRY(tree)
    entries = [element for element in candidates if "h-entry" in element.get("class").split()]
    if len(entries) != 1:
        return
    for element in entries[0].iter(etree.Element):
        for field in _microformat_fields(element):
            content = _microformat_content(element, field)
            if content:
                yield Claim(field, content, "microdata")


def _microformat_fields(element: etree._Element) -> set[str]:
    fields = set()
    for name in (element.get("class") or "").split():
        if name in MICROFORMATS:
            fields.add(MICROFORMATS[name])
    return fields


def _microformat_content(element: etree._Element, field: str) -> str:
    content = None
    if field in ("date", "updated"):
        content = element.get("datetime")
    elif field == "url":
        content = element.get("href")
    return tidy(content or line_of(element))


def canonical(tree: etree._Element) -> str:
    """Return the address that the page calls its own; "" where it calls none so."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return link.get("href") or ""
    return ""


def links(tree: etree._Element, canonical_address: str) -> Iterator[Claim]:
    """Yield the claims on the page's own address and on its language."""
    if canonical_address:
        yield Claim("url", canonical_address.strip(), "canonical")
    language = tree.get("lang") or tree.get(XML_LANG)
    if language:
        yield Claim("language", language, "html")
