"""Ghost's exports (JSON, from version 0.4 to 6): posts to Records."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.ingest.exports import article as articles
from archive.ingest.exports import comments as readers_comments
from archive.ingest.exports import json_files, moments
from archive.ingest.exports.article import Article
from archive.ingest.exports.comments import Comment
from archive.ingest.exports.ghost import cards
from archive.ingest.exports.json_files import mapping, rows, string
from archive.ingest.records import Record, Rejected

SENT = ("published", "sent")  # the latter by mail alone
STATES = {"scheduled": pgettext_lazy("article", "programmé")}
VISIBILITY = {
    "members": gettext_lazy("réservé à des inscrits"),
    "paid": gettext_lazy("réservé à des abonnés"),
    "tiers": gettext_lazy("réservé à des abonnés"),
    "filter": gettext_lazy("réservé à des abonnés"),
}
COMMENTS = {"published": readers_comments.SHOWN}
REFUSED = {
    "hidden": readers_comments.REFUSED,
    "deleted": readers_comments.THROWN_AWAY,
}


@dataclass
class _Site:
    """What an export says beside its posts: names by number, and what is linked to each post."""

    title: str = ""
    address: str = ""
    language: str = ""
    clock: tzinfo = field(default_factory=lambda: moments.zone(""))
    users: dict[str, str] = field(default_factory=dict)
    tags: dict[str, dict] = field(default_factory=dict)
    authors_of: dict[str, list[str]] = field(default_factory=dict)
    tags_of: dict[str, list[str]] = field(default_factory=dict)
    summaries: dict[str, dict] = field(default_factory=dict)
    comments: dict[str, list[Comment]] = field(default_factory=dict)


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each post of an export, and why what else is in it is none.

    Raises Rejected where the file is no export, or has no post.
    """
    document = mapping(json_files.load(path))
    databases = rows(document.get("db")) or [document]
    has_posts = False
    for database in databases:
        tables = mapping(database.get("data"))
        site = _site(tables)
        for post in rows(tables.get("posts")):
            has_posts = True
            number = string(post.get("id"))
            source = f"{path}#post-{number or '?'}"
            yield from articles.guarded(_outcomes(post, number, site, source), source)
    if not has_posts:
        raise Rejected(_("Cet export de Ghost ne contient aucun article."))


def _site(tables: dict) -> _Site:
    settings = {}
    for row in rows(tables.get("settings")):
        settings[string(row.get("key"))] = string(row.get("value"))
    site = _Site(
        title=settings.get("title", ""),
        address=settings.get("url", "").rstrip("/"),
        language=(settings.get("locale") or settings.get("lang") or "")[:2],
        clock=moments.zone(_zone_name(settings)),
    )
    for row in rows(tables.get("users")):
        site.users[string(row.get("id"))] = string(row.get("name"))
    for row in rows(tables.get("tags")):
        site.tags[string(row.get("id"))] = row
    for row in rows(tables.get("posts_meta")):
        site.summaries[string(row.get("post_id"))] = row
    site.authors_of = _linked(tables.get("posts_authors"), "author_id")
    site.tags_of = _linked(tables.get("posts_tags"), "tag_id")
    site.comments = _comments(tables, site.clock)
    return site


def _zone_name(settings: dict[str, str]) -> str:
    for key in ("timezone", "active_timezone", "activeTimezone"):
        if settings.get(key):
            return settings[key]
    return "UTC"


def _linked(links: object, other: str) -> dict[str, list[str]]:
    """Return what each post is linked to, in the order that its editors gave."""
    placed = defaultdict(list)
    for link in rows(links):
        place = link.get("sort_order")
        order = place if isinstance(place, int) else 0
        placed[string(link.get("post_id"))].append((order, string(link.get(other))))
    linked = {}
    for post, numbers in placed.items():
        numbers.sort(key=lambda pair: pair[0])
        linked[post] = [number for _order, number in numbers]
    return linked


def _comments(tables: dict, clock: tzinfo) -> dict[str, list[Comment]]:
    members = {}
    for row in rows(tables.get("members")):
        members[string(row.get("id"))] = string(row.get("name"))
    taken = defaultdict(list)
    for row in rows(tables.get("comments")):
        state = string(row.get("status"))
        comment = Comment(
            number=string(row.get("id")),
            name=members.get(string(row.get("member_id")), ""),
            html=string(row.get("html")),
            state=COMMENTS.get(state, readers_comments.WAITING),
            refusal=REFUSED.get(state, ""),
            written_at=moments.moment(string(row.get("created_at")), clock),
            parent=string(row.get("in_reply_to_id")) or string(row.get("parent_id")),
        )
        taken[string(row.get("post_id"))].append(comment)
    return taken


def _outcomes(post: dict, number: str, site: _Site, source: str) -> Iterator[Record | Rejected]:
    if string(post.get("page")) == "1" or post.get("type") == "page":
        title = articles.line(string(post.get("title")))
        raise Rejected(
            _("Pas un article : %(what)s (%(title)s).")
            % {"what": _("page du site"), "title": f"« {title} »"}
        )
    yield from articles.outcomes(_article(post, number, site), source)


def _article(post: dict, number: str, site: _Site) -> Article:
    html, left_out = cards.html(post)
    article = Article(
        title=string(post.get("title")),
        html=html.replace("__GHOST_URL__", site.address),
        standfirst=string(post.get("custom_excerpt")) or _summary(post, number, site),
        publication=site.title,
        base=site.address,
        source_id=_source_id(string(post.get("uuid")) or number),
        language=string(post.get("locale"))[:2],
        house_language=site.language,
        left_out=left_out,
        capture=json.dumps(post, ensure_ascii=False).encode("utf-8", "replace"),
        comments=site.comments.get(number, []),
    )
    slug = string(post.get("slug"))
    if site.address and slug:
        article.url = f"{site.address}/{slug}/"
    _set_names(article, post, number, site)
    _set_state(article, post)
    _set_day(article, post, site)
    return article


def _source_id(key: str) -> str:
    return f"ghost:{key}" if key else ""


def _summary(post: dict, number: str, site: _Site) -> str:
    """Return what its editors wrote as a summary before there was a field for it."""
    meta = site.summaries.get(number, post)
    return string(meta.get("meta_description"))


def _set_names(article: Article, post: dict, number: str, site: _Site) -> None:
    numbers = site.authors_of.get(number)
    if not numbers:
        authors = [string(author) for author in (post.get("author_id"), post.get("author"))]
        numbers = list(filter(None, authors))
    article.authors = [site.users.get(author, "") for author in numbers]
    for author in rows(post.get("authors")):  # as its own programs write them
        article.authors.append(string(author.get("name")))
    tags = [site.tags.get(tag, {}) for tag in site.tags_of.get(number, [])]
    for tag in [*tags, *rows(post.get("tags"))]:
        name = string(tag.get("name"))
        if not name.startswith("#") and tag.get("visibility") != "internal":
            article.tags.append(name)


def _set_state(article: Article, post: dict) -> None:
    state = string(post.get("status"))
    article.is_draft = state not in SENT
    if state not in (*SENT, "draft"):
        article.withheld = str(STATES.get(state, state)) or _("état inconnu")
        return
    visibility = VISIBILITY.get(string(post.get("visibility")))
    if visibility and not article.is_draft:
        article.withheld = str(visibility)


def _set_day(article: Article, post: dict, site: _Site) -> None:
    article.day = _day(post.get("published_at"), site)
    if not article.day:
        article.changed = _day(post.get("created_at"), site)


def _day(written: object, site: _Site) -> str:
    """Return the day of a moment, which Ghost keeps in UTC, by the clock of the site."""
    moment = moments.moment(string(written), moments.zone("UTC"))
    if moment is None:
        return ""
    return moment.astimezone(site.clock).date().isoformat()
