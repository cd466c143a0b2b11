"""A post of a WordPress export to a Record: what its elements say, and what is doubtful in them."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive import languages, printed_dates, text
from archive.ingest.files.xml_parts import Element
from archive.ingest.posts import wordpress_text
from archive.ingest.posts.wordpress_text import NO_SUBJECT, line
from archive.ingest.printed.credits import credit
from archive.ingest.records import Doubt, Record, Rejected
from archive.ingest.wordpress import comments
from archive.ingest.wordpress.site import Site

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
CATEGORY = "category"  # the domain of what a site files its posts under
# Groupings that are no subjects.
NO_TAGS = {
    *("post_format", "nav_menu", "link_category", "author", "language", "post_translations"),
    *("wp_theme", "series_order"),
}


def refuse(item: Element) -> None:
    """Raises Rejected, with the reason, for what is no article, or one that was thrown away."""
    kind, title = item.get("wp:post_type"), line(item.get("title"))
    kind_name = NO_POST.get(kind)
    if SETTINGS.fullmatch(kind) and not kind_name:
        kind_name = gettext_lazy("réglage du site")
    if kind_name:
        name = kind
        if title:
            name = f"« {title} »"
        raise Rejected(
            _("Pas un article : %(what)s (%(title)s).") % {"what": kind_name, "title": name}
        )
    if item.get("wp:status") in THROWN_AWAY:
        raise Rejected(
            _("Article à la corbeille ou jamais enregistré : « %(title)s ».") % {"title": title}
        )


def fill(record: Record, post: Element, site: Site) -> None:
    """Set on the record what the post of a site says."""
    record.media_type = "application/xml"
    record.title = line(post.get("title"))
    link = post.get("link")
    if link.lower().startswith(("http://", "https://")):
        record.url = link
    record.publication = site.title
    record.source_id = _source_id(post, site)
    captions = partial(site.galleries.captions_of, post_number=post.get("wp:post_id"))
    content = post.get("content:encoded") + _notes(post)
    record.html, left_out = wordpress_text.clean(content, record.url or site.url, captions)
    body = text.plain(record.html)
    record.standfirst = _standfirst(post, body)
    record.language = _filed_language(post) or languages.language(body) or site.language
    filed = list(_filed_under(post))
    record.tags = _spelled_once(name for _domain, name in filed)
    record.categories = _categories_alone(filed)
    record.comments = len(list(filter(_is_comment, post.inside)))
    record.letters = comments.letters(post, record.source_id)
    _set_bylines(record, post, site)
    _set_state(record, post)
    _set_date(record, post)
    if left_out:
        record.doubts.append(Doubt("text", "missing", " ".join(dict.fromkeys(left_out))[:200]))
    if not record.title:
        record.doubts.append(Doubt("title", "unknown"))
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    if not body:
        record.doubts.append(Doubt("text", "empty"))


def _notes(post: Element) -> str:
    """Return the footnotes as HTML.

    The editor of blocks stores them beside the text, as JSON, an object for each.
    """
    for meta in post.inside:
        if meta.get("wp:meta_key") == "footnotes":
            return _notes_html(meta.get("wp:meta_value"))
    return ""


def _notes_html(stored: str) -> str:
    try:
        notes = [note["content"] for note in json.loads(stored)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    html = ""
    for number, note in enumerate(notes, start=1):
        html += f'\n\n<p class="note">{number}. {note}</p>'
    return html


def _standfirst(post: Element, body: str) -> str:
    """Return the excerpt; "" where it only repeats a part of the text."""
    excerpt = line(wordpress_text.clean(post.get("excerpt:encoded"))[0])
    if excerpt.rstrip(" .…[]")[:60] in " ".join(body.split()):
        return ""
    return excerpt


def _source_id(post: Element, site: Site) -> str:
    """Return the guid, which a site's feed gives as well.

    Where it serves twice, it is the site's address and the post's number.
    """
    source_id, number = post.get("guid"), post.get("wp:post_id")
    if not source_id or hash(source_id) in site.seen:
        source_id = ""
        if number:
            source_id = f"{site.url}/?p={number}"
    site.seen.add(hash(source_id))
    return source_id


def _filed_language(post: Element) -> str:
    """Return that which a plugin for several languages (Polylang) files the post under."""
    for element in post.inside:
        if element.attributes.get("domain") == "language":
            code = element.attributes.get("nicename", "")[:2]
            if code in languages.LANGUAGE_OF:
                return code
            return ""
    return ""


def _categories(post: Element) -> Iterator[tuple[str | None, Element]]:
    """Yield (domain, element) for all that the post is filed under."""
    for element in post.inside:
        if element.name == "category":
            yield element.attributes.get("domain"), element


def _filed_under(post: Element) -> Iterator[tuple[str | None, str]]:
    """Yield (domain, name) of the categories and tags that may be subjects."""
    for domain, category in _categories(post):
        if domain in NO_TAGS or category.attributes.get("nicename") in NO_SUBJECT:
            continue
        name = line(category.text)
        if name and text.slug(name) not in NO_SUBJECT:
            yield domain, name


def _spelled_once(names: Iterable[str]) -> list[str]:
    """Return the names, each once.

    Version 1.0 gives each twice: the first spelling counts, in the place of the last.
    """
    tags = {text.fold(name): name for name in reversed(list(names))}
    return list(reversed(tags.values()))


def _categories_alone(filed: Iterable[tuple[str | None, str]]) -> list[str]:
    """Return the categories that the post bears as no tag."""
    domains: dict[str, set[str | None]] = {}
    for domain, name in filed:
        domains.setdefault(text.fold(name), set()).add(domain)
    names = []
    for _domain, name in filed:
        if domains[text.fold(name)] == {CATEGORY}:
            names.append(name)
    return _spelled_once(names)


def _is_comment(element: Element) -> bool:
    """Return True for a reader's, shown below the text; a trackback from another site is none."""
    if element.name != "wp:comment" or element.get("wp:comment_approved") not in ("", "1"):
        return False
    return element.get("wp:comment_type") in ("", "comment")


def _set_bylines(record: Record, post: Element, site: Site) -> None:
    """Set the authors by the plugin for several (Co-Authors Plus), else by the post's account."""
    accounts = []  # (login, printed name)
    for domain, category in _categories(post):
        if domain == "author":
            login = category.attributes.get("nicename", "").removeprefix("cap-")
            accounts.append((login, line(category.text)))
    creator = post.get("dc:creator", "wp:author")
    if creator and not accounts:
        accounts.append((creator, ""))
    names = []
    for login, printed in accounts:
        names.append(site.authors.get(login) or site.authors.get(printed) or printed or login)
    record.bylines, doubts = credit(names, unsure={login for login, _printed in accounts})
    record.doubts += doubts


def _set_state(record: Record, post: Element) -> None:
    """Set whether it is published: only what everybody could read is.

    What else withholds a text from readers is a doubt.
    """
    kind, status = post.get("wp:post_type") or "post", post.get("wp:status")
    reasons = []
    if status not in ("publish", "draft"):
        reasons.append(str(STATES.get(status, status)) or _("état inconnu"))
    if post.get("wp:post_password"):
        reasons.append(_("protégé par un mot de passe"))
    if kind != "post":
        reasons.append(_("contenu de type « %(type)s »") % {"type": kind})
    record.is_draft = status != "publish" or bool(reasons)
    if reasons:
        record.doubts.append(Doubt("state", "guess", ", ".join(reasons)))


def _set_date(record: Record, post: Element) -> None:
    """Set the day of the site's own clock, as it printed it.

    A draft that no date was set for has only that of its last change.
    """
    day = _day(post.get("wp:post_date")) or _feed_day(post)
    if not day:
        record.doubts.append(Doubt("date", "unknown"))
    elif _is_floating(record, post):
        record.doubts.append(Doubt("date", "updated", day))
    else:
        record.date = day
        if day > date.today().isoformat():
            record.doubts.append(Doubt("date", "future"))


def _is_floating(record: Record, post: Element) -> bool:
    """Return True for a draft whose date moves with each change, until it is published."""
    if not record.is_draft or post.get("wp:status") == "future":
        return False
    return not _day(post.get("wp:post_date_gmt"))


def _feed_day(post: Element) -> str:
    """Return the day of « Wed, 31 Mar 2004 21:30:00 +0000 », where the post has a feed's date."""
    before_hour = post.get("pubDate").partition(":")[0][:-3]
    return _day(printed_dates.parse_french(before_hour) or "")


def _day(moment: str) -> str:
    """Return the day of « 2007-04-25 13:41:07 »; "" for none (« 0000-00-00 ») or no such day."""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""
