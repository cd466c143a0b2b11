"""Saved web pages: what they claim of themselves is weighed, their text found, and both become a Record."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.decoding import load
from archive.ingest.pages import body as page_body
from archive.ingest.pages import bylines as page_bylines
from archive.ingest.pages import (
    claims,
    gaps,
    json_ld,
    loading,
    pruning,
    publication_dates,
    titles,
    trimming,
    visible_labels,
)
from archive.ingest.pages.claims import Claims
from archive.ingest.pages.loading import LARGEST, mojibake
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.ingest.records import Doubt, Record, Rejected
from archive.text import language, plain, slug

# Fewer words than this are a text all the same, but one to look at.
SHORT = 60
SETTING = re.compile(
    r"\w+:(?:true|false|\d+|[A-Z]+_[A-Z_]+)"
)  # « Lite:true », « Source:LOCKED_NONE »
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def read(path: Path) -> Iterator[Record]:
    """The one record of a saved page; Rejected, with the reason, where it is no page or holds no text."""
    content = load(Path(path), LARGEST)
    saved = SAVED_FROM.search(content[:2000])
    yield page(content, str(path), saved[1].decode("ascii", "replace") if saved else "")


def page(data: bytes, source: str, url: str = "", charset: str = "") -> Record:
    """The record of a page's bytes; Rejected, with the reason, where it is no page or holds no text.

    `url` is the address that it was taken from and `charset` what the server said (`Content-Type`), where known.
    """
    tree, doubts = loading.parsed(data, charset)
    claimed = claims.find(tree, url)
    record = Record(source=source, capture=data, media_type="text/html", doubts=doubts)
    record.url = _address(claimed, url)
    sites = _sites(claimed, record.url)
    record.title, about = titles.choose(claimed.listed, sites)
    record.doubts += about
    _set_credits(record, claimed, sites, tree)
    _set_body(record, tree, claimed)
    _set_place(record, claimed)
    return record


def _set_credits(record: Record, claimed: Claims, sites: list[str], tree: etree._Element) -> None:
    """Authors and date from the markup; what it does not tell, from the visible lines."""
    bylines, about_bylines = page_bylines.choose(claimed.listed, sites)
    date, about_date = publication_dates.choose(claimed.listed, record.url)
    if not bylines or not date:
        listed = claimed.listed + list(visible_labels.find(tree, claimed.heading))
        if not bylines:
            bylines, about_bylines = page_bylines.choose(listed, sites)
        if not date:
            date, about_date = publication_dates.choose(listed, record.url)
    record.bylines, record.date = bylines, date
    record.doubts += about_bylines + about_date


def _set_body(record: Record, tree: etree._Element, claimed: Claims) -> None:
    pruning.prune(tree, claimed.heading)
    body = page_body.find(tree)
    if body is not None:
        if not record.bylines:
            _sign(record, body)
        described = [claim.value for claim in claimed.of("description")]
        described.append(json_ld.text(claimed.article.get("description")))
        gaps.fill(body, tree, claimed.heading, described)
        authors = [one.name for one in record.bylines]
        trimming.trim(body, record.title, authors, json_ld.text(claimed.article.get("articleBody")))
    record.html = page_body.html_of(body, record.url) if body is not None else ""
    text = plain(record.html)
    if not text:
        nested = Doubt("text", "nested") in record.doubts
        reason = (
            _("Éléments trop emboîtés : aucun texte lisible.")
            if nested
            else _("Aucun texte trouvé dans cette page.")
        )
        raise Rejected(reason, source=record.source)
    record.doubts += mojibake(f"{record.title}\n{text}")
    record.language = language(text[:5_000])
    if len(text.split()) < SHORT:
        record.doubts.append(Doubt("text", "short"))


def _sign(record: Record, body: etree._Element) -> None:
    """Takes the authors from above or below the text, where nothing else names them."""
    bylines, sure = page_bylines.signature(
        [(trimming.text_of(block), _is_emphasised(block)) for block in body]
    )
    if bylines:
        record.bylines = bylines
        record.doubts.remove(Doubt("byline", "unknown"))
        if not sure:
            record.doubts.append(Doubt("byline", "guess", bylines[0].name))


def _is_emphasised(block: etree._Element) -> bool:
    """True for a paragraph set in bold or italics from end to end."""
    return (
        len(block) == 1
        and block[0].tag == "hi"
        and not (block.text or "").strip()
        and not (block[0].tail or "").strip()
    )


def _address(claimed: Claims, url: str) -> str:
    """The page's own address: canonical, else og:url, else where it was taken from; always an absolute one."""
    for claim in claimed.of("url"):
        absolute = page_body.absolute(claim.value, url)
        try:
            if urlsplit(absolute).scheme in ("http", "https") and urlsplit(absolute).path not in (
                "",
                "/",
            ):
                return absolute
        except ValueError:
            continue
    return url


def _sites(claimed: Claims, url: str) -> list[str]:
    """The names under which the site goes: as it says, and its host with and without its ending."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    parts = host.split(".")
    named = [claim.value for claim in claimed.of("site")]
    return [*named, host, *(part for part in parts[:-1] if len(part) > 2)]


def _set_place(record: Record, claimed: Claims) -> None:
    """Publication, section, issue, page, tags, and the language where the text does not tell."""
    record.publication = next(
        (claim.value for claim in claimed.of("site") if not re.match(r"https?:|@", claim.value)), ""
    )
    if not record.publication:
        record.doubts.append(Doubt("publication", "unknown"))
    record.section, record.issue, record.page = map(claimed.first, ("section", "issue", "page"))
    record.tags = list(
        dict.fromkeys(tag for claim in claimed.of("tag") for tag in _tags(claim.value))
    )
    if not record.language:
        record.language = claimed.first("language")[:2].lower()
        if not record.language:
            record.doubts.append(Doubt("language", "unknown"))


def _tags(value: str) -> list[str]:
    """« accueil, métier » is two; what a site keeps of its settings among its keywords (« Lite:true ») is none."""
    words = [word for word in re.split(r"\s*[,;]\s*", value) if not SETTING.fullmatch(word)]
    tags = [word.removeprefix("Tag:").strip(" :") for word in words]
    return [tag for tag in tags if tag and slug(tag) not in NO_SUBJECT]
