"""WordPress exports (WXR, « WordPress eXtended RSS » 1.0 to 1.2): posts to Records, what is none told with the reason."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive import dates, text
from archive.ingest.files import decoding, xml_parts
from archive.ingest.files.xml_parts import Element, Part
from archive.ingest.posts import wordpress_text
from archive.ingest.printed.credits import credit
from archive.ingest.records import Doubt, Record, Rejected
from archive.ingest.wordpress import galleries as wxr_galleries
from archive.ingest.wordpress.galleries import Galleries

IS_EXPORT = re.compile(
    rb"wordpress\.org/export|<wp:(?:wxr_version|post_id|post_type|base_site_url|status)\b"
)
POST_ID = re.compile(rb"<wp:post_id>\D{0,20}(\d+)")
CDATA_END = re.compile(r"\]\]>(?=\s*+(?:</|<!\[CDATA\[|\Z))")
BROKEN = re.compile(rf"<!\[CDATA\[(.*?){CDATA_END.pattern}|&(?!#?\w+;)", re.DOTALL)
# What is no text of its own.
NO_POST = {
    "page": gettext_lazy("page du site"),
    "attachment": gettext_lazy("fichier joint"),
    "revision": gettext_lazy("révision d’un article"),
    "nav_menu_item": gettext_lazy("entrée de menu"),
    "oembed_cache": gettext_lazy("copie d’un contenu intégré"),
    "wp_block": gettext_lazy("bloc réutilisable"),
}
SETTINGS = re.compile(
    r"custom_css|customize_changeset|user_request|wp_\w+|acf-\w+|elementor_\w+|mc4wp-form|wpcf7_\w+"
)
STATES = {
    "future": pgettext_lazy("article", "programmé"),
    "pending": pgettext_lazy("article", "en attente de relecture"),
    "private": pgettext_lazy("article", "privé"),
}
THROWN_AWAY = {"trash", "auto-draft"}
# Groupings that are no subjects.
NO_TAGS = {
    "post_format",
    "nav_menu",
    "link_category",
    "author",
    "language",
    "post_translations",
    "wp_theme",
    "series_order",
}


@dataclass
class Site:
    """What an export says of all its items. `authors` are display names by login."""

    title: str = ""
    url: str = ""
    language: str = ""
    encoding: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    galleries: Galleries = field(default_factory=Galleries)
    seen: set[int] = field(default_factory=set)  # hashes of the source ids given so far


def read(path: Path) -> Iterator[Record | Rejected]:
    """A Record for each post, a Rejected for each other item and for each place where the export is broken."""
    parts = xml_parts.parts(Path(path))
    head = last = next(parts)
    site, is_export = _site(head.content), IS_EXPORT.search(head.content)
    site.galleries = wxr_galleries.read(Path(path))
    for last in parts:
        if last.kind == "between":
            continue
        is_export = is_export or IS_EXPORT.search(last.content)
        if not is_export:
            break
        yield _item(last, site, str(path))
    if not is_export:
        raise Rejected(
            _("Ce n’est pas un export WordPress : rien n’y porte ses marques (« wp: »).")
        )
    if last is head:
        raise Rejected(_("Cet export WordPress ne contient aucun article."))
    if last.kind == "between" and b"</rss" not in last.content:
        yield Rejected(
            _("L’export s’arrête avant sa fin : des articles manquent peut-être."),
            f"{path}:{last.line}",
        )


def _site(head: bytes) -> Site:
    """From the head's elements, each on its own: one that is broken leaves the others."""
    site = Site(encoding=xml_parts.encoding(head))

    def first(*tags: str) -> str:
        return next(
            (
                said
                for tag in tags
                for one in _elements(head, tag, site)
                if (said := _line(one.text))
            ),
            "",
        )

    site.title, site.url = (
        first("title"),
        first("wp:base_blog_url", "link", "wp:base_site_url").rstrip("/"),
    )
    site.language = first("language")[:2].lower()
    for one in _elements(head, "wp:author", site):
        full_name = _line(f"{one.get('wp:author_first_name')} {one.get('wp:author_last_name')}")
        site.authors[one.get("wp:author_login")] = (
            _line(one.get("wp:author_display_name")) or full_name
        )
    return site


def _elements(head: bytes, tag: str, site: Site) -> Iterator[Element]:
    for start, end in xml_parts.elements(head, tag.encode()):
        try:
            yield xml_parts.parse(_decoded(head[start:end], site.encoding)[0])
        except (ValueError, Rejected):
            continue


def _decoded(content: bytes, encoding: str) -> tuple[str, list[Doubt]]:
    if encoding:
        with contextlib.suppress(UnicodeDecodeError):
            content = content.decode(encoding).encode()
    return decoding.decode(content)


def _line(html: str) -> str:
    """HTML that stands in one line (a title, a name) as its text."""
    return " ".join(text.plain(html).split())


def _item(part: Part, site: Site, path: str) -> Record | Rejected:
    number = POST_ID.search(part.content)
    source = f"{path}#{number[1].decode()}" if number else f"{path}:{part.line}"
    try:
        if part.kind == "long":
            raise Rejected(_("Article trop long, à la ligne %(line)s.") % {"line": part.line})
        if part.kind == "cut":
            raise Rejected(
                _("Article coupé : commencé à la ligne %(line)s, il n’a pas de fin.")
                % {"line": part.line}
            )
        content, doubts = _decoded(part.content, site.encoding)
        item, repair = _parsed(content, part.line)
        record = Record(
            source=source, doubts=doubts + repair, capture=_without_comments(part.content)
        )
        _refuse(item)
        _fill(record, item, site)
        return record
    except Rejected as rejected:
        rejected.source = source
        return rejected


def _without_comments(item: bytes) -> bytes:
    """Readers' names and addresses stand in their comments, which are counted and not kept."""
    kept, begin = [], 0
    for start, end in xml_parts.elements(item, b"wp:comment"):
        kept.append(item[begin:start].rstrip())
        begin = end
    return b"".join([*kept, item[begin:]])


def _parsed(content: str, line: int) -> tuple[Element, list[Doubt]]:
    """The item's elements; once more with what is usually broken mended, where it cannot be read as it is."""
    try:
        return xml_parts.parse(content), []
    except ValueError as error:
        broken = str(error)
    try:
        return xml_parts.parse(_mended(content)), [Doubt("text", "repaired", broken)]
    except ValueError:
        title = re.search(r"<title>(?:<!\[CDATA\[)?([^<\]]*)", content)
        reason = _(
            "Article « %(title)s » illisible : XML abîmé (%(error)s), à partir de la ligne %(line)s."
        )
        said = {"title": title[1].strip() if title else "?", "error": broken, "line": line}
        raise Rejected(reason % said) from None


def _mended(content: str) -> str:
    """With each CDATA closed where its element is, and not before; with « & » that stands for itself written as XML wants."""

    def mend(found: re.Match) -> str:
        return (
            "&amp;"
            if found[0] == "&"
            else f"<![CDATA[{found[1].replace(']]>', ']]]]><![CDATA[>')}]]>"
        )

    last = max(
        (found.end() for found in CDATA_END.finditer(content)), default=0
    )  # none is closed behind it
    return BROKEN.sub(mend, content[:last]) + re.sub(r"&(?!#?\w+;)", "&amp;", content[last:])


def _refuse(item: Element) -> None:
    """Raises Rejected, with the reason, for what is no article, or is one that its authors threw away."""
    kind, status, title = item.get("wp:post_type"), item.get("wp:status"), _line(item.get("title"))
    if what := NO_POST.get(kind) or (
        gettext_lazy("réglage du site") if SETTINGS.fullmatch(kind) else ""
    ):
        raise Rejected(
            _("Pas un article : %(what)s (%(title)s).")
            % {"what": what, "title": f"« {title} »" if title else kind}
        )
    if status in THROWN_AWAY:
        raise Rejected(
            _("Article à la corbeille ou jamais enregistré : « %(title)s ».") % {"title": title}
        )


def _fill(record: Record, item: Element, site: Site) -> None:
    record.media_type = "application/xml"
    record.title = _line(item.get("title"))
    link = item.get("link")
    record.url = link if link.lower().startswith(("http://", "https://")) else ""
    record.publication = site.title
    record.source_id = _source_id(item, site)
    captions = partial(site.galleries.shown, post=item.get("wp:post_id"))
    content = item.get("content:encoded") + _notes(item)
    record.html, left_out = wordpress_text.clean(content, record.url or site.url, captions)
    body = text.plain(record.html)
    excerpt = _line(wordpress_text.clean(item.get("excerpt:encoded"))[0])
    record.standfirst = "" if excerpt.rstrip(" .…[]")[:60] in " ".join(body.split()) else excerpt
    record.language = _said_language(item) or text.language(body) or site.language
    record.tags = _tags(item)
    record.comments = sum(map(_is_comment, item.inside))
    _set_bylines(record, item, site)
    _set_state(record, item)
    _set_date(record, item)
    if left_out:
        record.doubts.append(Doubt("text", "missing", " ".join(dict.fromkeys(left_out))[:200]))
    unknown = {"title": record.title, "language": record.language}
    record.doubts += [Doubt(name, "unknown") for name, value in unknown.items() if not value]
    if not body:
        record.doubts.append(Doubt("text", "empty"))


def _notes(item: Element) -> str:
    """The footnotes, which the editor of blocks keeps beside the text, as one item of JSON each."""
    kept = [
        one.get("wp:meta_value") for one in item.inside if one.get("wp:meta_key") == "footnotes"
    ]
    try:
        notes = [note["content"] for note in json.loads(kept[0])] if kept else []
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return "".join(
        f'\n\n<p class="note">{number}. {note}</p>' for number, note in enumerate(notes, start=1)
    )


def _source_id(item: Element, site: Site) -> str:
    """The guid, which a site's feed gives as well; the site's address and the post's number where it serves twice."""
    guid, number = item.get("guid"), item.get("wp:post_id")
    own = f"{site.url}/?p={number}" if number else ""
    source_id = own if not guid or hash(guid) in site.seen else guid
    site.seen.add(hash(source_id))
    return source_id


def _said_language(item: Element) -> str:
    """That which a plugin for several languages (Polylang) files the post under."""
    codes = [
        one.attributes.get("nicename", "")[:2]
        for one in item.inside
        if one.attributes.get("domain") == "language"
    ]
    return codes[0] if codes and codes[0] in text.LANGUAGE_OF else ""


def _tags(item: Element) -> list[str]:
    """Categories and tags; version 1.0 gives each twice."""
    subjects = [
        one
        for one in item.inside
        if one.name == "category" and one.attributes.get("domain") not in NO_TAGS
    ]
    named = [
        _line(one.text)
        for one in subjects
        if one.attributes.get("nicename") not in wordpress_text.NO_SUBJECT
    ]
    return list(
        {
            text.fold(name): name
            for name in reversed(named)
            if name and text.slug(name) not in wordpress_text.NO_SUBJECT
        }.values()
    )[::-1]


def _is_comment(element: Element) -> bool:
    """A reader's, shown below the text; not a trackback from another site."""
    is_shown = element.get("wp:comment_approved") in ("", "1")
    return (
        element.name == "wp:comment"
        and is_shown
        and element.get("wp:comment_type") in ("", "comment")
    )


def _set_bylines(record: Record, item: Element, site: Site) -> None:
    """By the plugin for several authors (Co-Authors Plus) where it has any, else by the post's one account."""
    together = [
        one
        for one in item.inside
        if one.name == "category" and one.attributes.get("domain") == "author"
    ]
    accounts = [
        (one.attributes.get("nicename", "").removeprefix("cap-"), _line(one.text))
        for one in together
    ]
    if not accounts and (creator := item.get("dc:creator", "wp:author")):
        accounts = [(creator, "")]
    named = [
        site.authors.get(login) or site.authors.get(said) or said or login
        for login, said in accounts
    ]
    record.bylines, doubts = credit(named, unsure={login for login, _said in accounts})
    record.doubts += doubts


def _set_state(record: Record, item: Element) -> None:
    """Only what everybody could read is published; what else keeps a text from it is told."""
    kind, status = item.get("wp:post_type") or "post", item.get("wp:status")
    why = (
        []
        if status in ("publish", "draft")
        else [str(STATES.get(status, status)) or _("état inconnu")]
    )
    if item.get("wp:post_password"):
        why.append(_("protégé par un mot de passe"))
    if kind != "post":
        why.append(_("contenu de type « %(type)s »") % {"type": kind})
    record.state = "published" if status == "publish" and not why else "draft"
    if why:
        record.doubts.append(Doubt("state", "guess", ", ".join(why)))


def _set_date(record: Record, item: Element) -> None:
    """The day of the site's own clock, as it printed it. A draft that no date was set for has that of its last change."""
    day = _day(item.get("wp:post_date")) or _day(
        dates.parse_french(item.get("pubDate").partition(":")[0][:-3]) or ""
    )
    floating = (
        record.state == "draft"
        and not _day(item.get("wp:post_date_gmt"))
        and item.get("wp:status") != "future"
    )
    if day and floating:
        record.doubts.append(Doubt("date", "updated", day))
    elif day:
        record.date = day
        if day > date.today().isoformat():
            record.doubts.append(Doubt("date", "future"))
    else:
        record.doubts.append(Doubt("date", "unknown"))


def _day(moment: str) -> str:
    """The day of « 2007-04-25 13:41:07 »; "" where there is none (« 0000-00-00 ») or no such day."""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""
