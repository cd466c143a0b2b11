"""Saved web pages: their claims are weighed, their text is found, and both become a Record."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.decoding import load
from archive.ingest.pages import body as page_body
from archive.ingest.pages import bylines as page_bylines
from archive.ingest.pages import (
    cuts,
    gaps,
    loading,
    others,
    pruning,
    publication_dates,
    published_copy,
    signatures,
    standfirsts,
    titles,
    trimming,
)
from archive.ingest.pages.claims import Claims, gathering, json_ld, visible_labels
from archive.ingest.pages.element_text import openings, text_of
from archive.ingest.pages.loading import LARGEST, mojibake
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.ingest.records import Doubt, Record, Rejected, doubts_of_length
from archive.languages import language
from archive.text import name_key, plain, slug

# « Lite:true », « Source:LOCKED_NONE »
SETTING = re.compile(r"\w+:(?:true|false|\d+|[A-Z]+_[A-Z_]+)")
# What a visible line claims that announces its day, or names who signs beside it.
BYLINE_DAY = ("date", "label")
# The site of all pages of an import that tell neither address nor name.
UNNAMED = "?"
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def read(path: Path) -> Iterator[Record]:
    """Yield the one record of a saved page.

    Raises Rejected, with the reason, where it is no page or holds no text.
    """
    content = load(Path(path), LARGEST)
    url = ""
    saved_from = SAVED_FROM.search(content[:2000])
    if saved_from:
        url = saved_from[1].decode("ascii", "replace")
    yield page(content, str(path), url)


def page(content: bytes, source: str, url: str = "", charset: str = "") -> Record:
    """Return the record of a page's bytes.

    `url` is the address that it was taken from and `charset` what the server said (`Content-Type`),
    "" where that is not known. Raises Rejected, with the reason, where it is no page or holds no
    text.
    """
    tree, doubts = loading.parsed(content, charset)
    claims = gathering.gather(tree, url)
    record = Record(source=source, capture=content, media_type="text/html", doubts=doubts)
    record.url = _address(claims, url)
    sites = _sites(claims, record.url)
    record.title, title_doubts = titles.choose(claims.listed, sites)
    record.doubts += title_doubts
    _set_credits(record, claims, sites, tree)
    _set_body(record, tree, claims)
    _set_place(record, claims)
    language_told = claims.first("language") or record.language
    record.doubts += publication_dates.ambiguous(
        record.date, claims.listed, record.url, language_told
    )
    record.site = _host(record.url) or record.publication or UNNAMED
    return record


def _set_credits(record: Record, claims: Claims, sites: list[str], tree: etree._Element) -> None:
    """Set authors and date from the markup; what it does not tell, from the visible lines."""
    bylines, byline_doubts = page_bylines.choose(claims.listed, sites)
    date, date_doubts = publication_dates.choose(claims.listed, record.url)
    names_people = page_bylines.names_people(bylines)
    is_universal = publication_dates.is_universal(date, claims.listed)
    if not names_people or not date or is_universal:
        shown = list(visible_labels.find(tree, claims.heading))
        if not names_people:
            bylines, byline_doubts = page_bylines.choose(claims.listed + shown, sites)
        if date and is_universal:
            days = [claim.value for claim in shown if (claim.field, claim.origin) == BYLINE_DAY]
            date = publication_dates.local_day(date, claims.listed, days) or date
        if not date:
            claims.listed += [claim for claim in shown if claim.field != "author"]
            date, date_doubts = publication_dates.choose(claims.listed, record.url)
    record.bylines, record.date = bylines, date
    record.doubts += byline_doubts + date_doubts


def _set_body(record: Record, tree: etree._Element, claims: Claims) -> None:
    """Set the text, its language and what is doubtful about it.

    Raises Rejected, with the reason, where there is none.
    """
    record.html = _body_html(record, tree, claims)
    text = plain(record.html)
    if not text:
        raise Rejected(_no_text(record), source=record.source)
    record.doubts += mojibake("\n".join([record.title, record.standfirst, text]))
    record.language = language(text[:5_000])
    record.doubts += doubts_of_length(text)


def _body_html(record: Record, tree: etree._Element, claims: Claims) -> str:
    """Return the text as HTML, "" where none is found; sign the record where nothing else does."""
    heading = "" if claims.heading is None else text_of(claims.heading)
    pruning.prune(tree, claims.heading)
    copy = json_ld.text(claims.article.get("articleBody"))
    body = published_copy.completed(page_body.find(tree), tree, copy, claims.data)
    if body is None:
        return ""
    last = "".join(map(text_of, body[-1:]))
    if cuts.is_cut(tree, last, claims.article):
        record.doubts.append(Doubt("text", "cut"))
    signature = signatures.find(body, record.bylines)
    if signature:
        _take_signature(record, body, signature, claims)
    if not page_bylines.names_people(record.bylines):
        _sign(record, body)
    descriptions = [claim.value for claim in claims.of("description")]
    descriptions.append(json_ld.text(claims.article.get("description")))
    taken = gaps.fill(body, tree)
    authors = [byline.name for byline in record.bylines]
    record.standfirst = standfirsts.take(body, tree, claims.heading, descriptions, taken, authors)
    published_copy.drop_unpublished(body, copy)
    to_readers, about_authors = trimming.trim(body, [record.title, heading], authors)
    about_others, posts = others.drop(body, tree)
    taken_out = {
        "readers": to_readers,
        "authors": about_authors,
        "others": about_others,
        "posts": posts,
    }
    for code, texts in taken_out.items():
        if texts:
            record.doubts.append(Doubt("text", code, openings(texts)))
    return page_body.html_of(body, record.url)


def _no_text(record: Record) -> str:
    """Return why a page has no text, in the user's terms."""
    if Doubt("text", "nested") in record.doubts:
        return _("Éléments trop emboîtés : aucun texte lisible.")
    return _("Aucun texte trouvé dans cette page.")


def _take_signature(
    record: Record, body: etree._Element, signature: signatures.Signature, claims: Claims
) -> None:
    """Sign and date the record by the signature below its text, and take that off.

    It stays, as a part of the text, where the page names other people.
    """
    named = {name_key(byline.name): byline for byline in record.bylines}
    signing = {name_key(byline.name) for byline in signature.bylines}
    if page_bylines.names_people(record.bylines) and not named.keys() <= signing:
        return
    roles = {key: byline.role for key, byline in named.items()}
    record.bylines = [
        replace(byline, role=byline.role or roles.get(name_key(byline.name), ""))
        for byline in signature.bylines
    ]
    unknown = Doubt("byline", "unknown")
    record.doubts = [doubt for doubt in record.doubts if doubt != unknown]
    for block in signature.blocks:
        body.remove(block)
    if signature.day:
        _date_by_signature(record, signature.day, claims)


def _date_by_signature(record: Record, day: str, claims: Claims) -> None:
    """Date the record by the day below its text, where its page does not tell another one."""
    if publication_dates.is_ahead(day):
        return
    if not record.date:
        record.date = day
        record.doubts = [doubt for doubt in record.doubts if doubt.field != "date"]
    elif publication_dates.local_day(record.date, claims.listed, [day]):
        record.date = day
    elif not day.startswith(record.date):
        other = Doubt("date", "other", day)
        record.doubts += [] if other in record.doubts else [other]


def _sign(record: Record, body: etree._Element) -> None:
    """Take the authors from above or below the text, where nothing else names them."""
    blocks = [(text_of(block), _is_emphasised(block)) for block in body]
    if len(body):
        blocks.append((_last_line(body[-1]), True))
    bylines, are_sure = page_bylines.signature(blocks)
    if not bylines or (record.bylines and not page_bylines.names_people(bylines)):
        return
    record.bylines = bylines
    unknown = Doubt("byline", "unknown")
    if unknown in record.doubts:
        record.doubts.remove(unknown)
    if not are_sure:
        record.doubts.append(Doubt("byline", "guess", bylines[0].name))


def _last_line(block: etree._Element) -> str:
    """Return what stands emphasised behind the last line break of a block; "" for no such line.

    So pages of 2003 are signed: « …<br><em><font>Anne Martin</font></em> ».
    """
    if len(block) < 2 or block[-1].tag != "hi" or block[-2].tag != "lb":
        return ""
    outside = (block[-2].tail or "") + (block[-1].tail or "")
    if outside.strip():
        return ""
    return text_of(block[-1])


def _is_emphasised(block: etree._Element) -> bool:
    """Return True for a paragraph set in bold or italics from end to end."""
    if len(block) != 1 or block[0].tag != "hi":
        return False
    outside = (block.text or "") + (block[0].tail or "")
    return not outside.strip()


def _address(claims: Claims, url: str) -> str:
    """Return the page's own address: canonical, else og:url, else where it was taken from.

    What the page claims counts only where it is, or can be made, an absolute one with a path.
    """
    for claim in claims.of("url"):
        address = page_body.absolute(claim.value, url)
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.path not in ("", "/"):
            return address
    return url


def _sites(claims: Claims, url: str) -> list[str]:
    """Return the names under which the site goes: as it says, and its host.

    The host is there in full, and by its longer parts without its ending.
    """
    host = _host(url)
    sites = [claim.value for claim in claims.of("site")]
    sites += filter(None, [titles.site_in_window(claims.listed), host])
    sites += [part for part in host.split(".")[:-1] if len(part) > 2]
    return sites


def _host(url: str) -> str:
    """Return the host of an address, without « www. »; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _set_place(record: Record, claims: Claims) -> None:
    """Set publication, section, issue, page and tags; the language where the text does not tell."""
    record.publication = _publication(claims)
    if not record.publication:
        record.doubts.append(Doubt("publication", "unknown"))
    record.section = claims.first("section")
    record.issue = claims.first("issue")
    record.page = claims.first("page")
    tags = []
    for claim in claims.of("tag"):
        tags += _tags(claim.value)
    record.tags = list(dict.fromkeys(tags))
    if not record.language:
        record.language = claims.first("language")[:2].lower()
        if not record.language:
            record.doubts.append(Doubt("language", "unknown"))


def _publication(claims: Claims) -> str:
    """Return the first name of the site that is neither an address nor an account; else ""."""
    for claim in claims.of("site"):
        if not re.match(r"https?:|@", claim.value):
            return claim.value
    return ""


def _tags(keywords: str) -> list[str]:
    """Return the tags among keywords: « accueil, métier » is two.

    What a site keeps of its settings among them (« Lite:true ») is none.
    """
    tags = []
    for keyword in re.split(r"\s*[,;]\s*", keywords):
        tag = keyword.removeprefix("Tag:").strip(" :")
        if tag and not SETTING.fullmatch(keyword) and slug(tag) not in NO_SUBJECT:
            tags.append(tag)
    return tags
