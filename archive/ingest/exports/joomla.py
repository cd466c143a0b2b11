"""Articles of Joomla (and Mambo): from a dump of its database, from J2XML's exports, and from its
own web services (JSON:API)."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from lxml import etree

from archive.ingest.exports import article as articles
from archive.ingest.exports import comments as readers_comments
from archive.ingest.exports import json_files, moments, xml_stream
from archive.ingest.exports.article import Article
from archive.ingest.exports.comments import Comment
from archive.ingest.exports.tables import ODD, Row, Tables, even
from archive.ingest.posts.embeds import attributes
from archive.ingest.records import Doubt, Record, Rejected

TABLES = {
    *("content", "categories", "sections", "users", "tags", "contentitem_tag_map"),
    *("jcomments",),
}
# `state` of an article: 1 published, 0 not, 2 (formerly -1) archived, which readers see as well,
# -2 thrown away.
PUBLISHED = ("1", "2", "-1")
THROWN_AWAY = "-2"
# Levels of access; formerly 1 was that of who had an account.
EVERYBODY, FORMERLY_EVERYBODY = ("", "0", "1", "Public", "public"), ("", "0")
NO_CATEGORY = ("uncategorised", "uncategorized", "non-categorise", "non catégorisé")
# What Joomla and its plugins put in at that place: « {loadposition x} », « {mosimage} ».
PLUGIN = re.compile(
    r"\{(?:mosimage|mospagebreak|loadposition|loadmodule|loadmoduleid|module|modulepos|source|chronoforms"
    r"|gallery|youtube|vimeo|field|phocadownload|rsform|jcomments)\b[^{}]*\}(?:[^{}]{0,200}\{/\w+\})?",
    re.I,
)
PAGE_BREAK = re.compile(r"<hr\b[^<>]*\bsystem-pagebreak\b[^<>]*>|\{mospagebreak([^{}]*)\}", re.I)
MORE = re.compile(r"<hr\b[^<>]*\bsystem-readmore\b[^<>]*>", re.I)
STATES = {"0": pgettext_lazy("article", "non publié")}


def is_site(tables: Tables, prefix: str) -> bool:
    """Return True where the tables of that prefix are Joomla's."""
    columns = set(tables.columns.get(f"{prefix}content", ()))
    return {"introtext", "fulltext", "state", "catid"} <= columns


def records(tables: Tables, prefix: str, source: str) -> Iterator[Record | Rejected]:
    """Yield a Record for each article of a site, and why others are none."""
    for table, column in (
        ("categories", "id"),
        ("sections", "id"),
        ("users", "id"),
        ("tags", "id"),
        ("contentitem_tag_map", "content_item_id"),
        ("jcomments", "object_id"),
    ):
        tables.index(f"{prefix}{table}", column)
    for row in tables.rows(f"{prefix}content"):
        row, doubts = even(row)
        place = f"{source}#content-{row.get('id') or '?'}"
        yield from articles.guarded(_of_row(row, doubts, tables, prefix, place), place)


def _of_row(
    row: Row, doubts: list[Doubt], tables: Tables, prefix: str, source: str
) -> Iterator[Record | Rejected]:
    _refuse(row)
    article = _article(row)
    article.doubts += doubts
    _file(article, row, tables, prefix)
    yield from articles.outcomes(article, source)


def _refuse(row: Row) -> None:
    """Raises Rejected for what was thrown away."""
    if row.get("state") == THROWN_AWAY:
        title = articles.line(row.get("title", "")) or "?"
        reason = _("Article à la corbeille ou jamais enregistré : « %(title)s ».")
        raise Rejected(reason % {"title": title})


def _article(row: Row) -> Article:
    """Return what a row of `content` says by itself."""
    html = f"{row.get('introtext', '')}\n{row.get('fulltext', '')}"
    left_out = [plugin[0] for plugin in PLUGIN.finditer(PAGE_BREAK.sub("", html))]
    html = PLUGIN.sub("", PAGE_BREAK.sub(_crosshead, MORE.sub("", html)))
    language = row.get("language", "")[:2]
    article = Article(
        title=row.get("title", ""),
        html=html,
        source_id=_source_id(row),
        language=language if language.isalpha() else "",
        left_out=left_out,
        capture=articles.stored(row),
    )
    if row.get("created_by_alias", "").strip():
        article.authors = [row["created_by_alias"]]
    _set_state(article, row)
    _set_day(article, row)
    return article


def _source_id(row: Row) -> str:
    """Return the lasting key of an article; "" where it has no number."""
    if not row.get("id"):
        return ""
    return f"joomla:{row['id']}:{row.get('alias') or row.get('title', '')}"


def _crosshead(page_break: re.Match) -> str:
    """Return the title of the page that begins here as a crosshead."""
    title = attributes(page_break[0]).get("title", "")
    formerly = re.search(r"\btitle=([^&}]+)", page_break[1] or "")
    if formerly:
        title = formerly[1].strip("\"' ")
    return f"<h3>{title}</h3>" if title else ""


def _set_state(article: Article, row: Row) -> None:
    state = row.get("state", "")
    article.is_draft = state not in PUBLISHED
    if article.is_draft:
        article.withheld = str(STATES.get(state, state)) or _("état inconnu")
    elif not _is_for_everybody(row):
        article.withheld = _("réservé à des inscrits")
    elif moments.day(row.get("publish_up", "")) > date.today().isoformat():
        article.withheld = pgettext("article", "programmé")


def _is_for_everybody(row: Row) -> bool:
    """Return True for an article or a category that readers without an account see."""
    is_formerly = "asset_id" not in row and bool({"sectionid", "section"} & row.keys())
    return row.get("access", "") in (FORMERLY_EVERYBODY if is_formerly else EVERYBODY)


def _set_state_of_category(article: Article, category: Row) -> None:
    """Withhold what no reader saw since its category was not published, or not for everybody."""
    if article.is_draft or article.withheld:
        return
    if category.get("published", "1") not in (*PUBLISHED, ""):
        article.withheld = str(STATES["0"])
    elif not _is_for_everybody(category):
        article.withheld = _("réservé à des inscrits")


def _set_day(article: Article, row: Row) -> None:
    """Set the day of publication; of what was entered years later, that which its editors gave."""
    created = moments.day(row.get("created", ""))
    published = moments.day(row.get("publish_up", ""))
    article.day = published or created
    if not created or not published or created == published:
        return
    if created[:4] < published[:4]:
        article.day = created
    other = created if article.day == published else published
    article.doubts.append(Doubt("date", "other", other))


def _file(article: Article, row: Row, tables: Tables, prefix: str) -> None:
    """Set what other tables say: category, author, tags, comments."""
    category = tables.row(f"{prefix}categories", id=row.get("catid", ""))
    section = tables.row(f"{prefix}sections", id=row.get("sectionid", ""))
    article.section = _category(category) or section.get("title", "").replace(ODD, "")
    _set_state_of_category(article, category)
    if not article.authors:
        user = tables.row(f"{prefix}users", id=row.get("created_by", ""))
        article.authors = [user.get("name", "").replace(ODD, "")]
        article.accounts = {user.get("name", ""), user.get("username", "")}
    for link in tables.rows(f"{prefix}contentitem_tag_map", content_item_id=row.get("id", "")):
        if link.get("type_alias") in ("com_content.article", ""):
            tag = tables.row(f"{prefix}tags", id=link.get("tag_id", ""))
            article.tags.append(tag.get("title", "").replace(ODD, ""))
    article.tags = article.tags or _keywords(row)
    for message in tables.rows(
        f"{prefix}jcomments", object_id=row.get("id", ""), object_group="com_content"
    ):
        article.comments.append(_comment(message))


def _category(row: Row) -> str:
    title = row.get("title", "").replace(ODD, "")
    return "" if title.lower() in NO_CATEGORY else title


def _keywords(row: Row) -> list[str]:
    """Return the keywords of its page, which served as tags before there were any."""
    return [word.strip() for word in row.get("metakey", "").split(",") if word.strip()]


def _comment(row: Row) -> Comment:
    is_shown = row.get("published") == "1"
    written = re.sub(
        r"\[/?(?:b|i|u|s|quote|url|img|list|\*)(?:=[^\]]*)?\]", "", row.get("comment", "")
    )
    return Comment(
        number=row.get("id", ""),
        name=(row.get("name") or row.get("username", "")).replace(ODD, ""),
        html=written.replace(ODD, ""),
        state=readers_comments.SHOWN if is_shown else readers_comments.WAITING,
        refusal=readers_comments.THROWN_AWAY if row.get("deleted", "0") not in ("0", "") else "",
        written_at=moments.moment(row.get("date", "")),
        parent=row.get("parent", ""),
    )


# J2XML


def read_j2xml(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each article of an export, whose users and tags may stand behind it."""
    has_articles = False
    names: dict[str, str] = {}
    tags: dict[str, str] = {}
    for element in xml_stream.elements(path, {"user", "tag", "category"}):
        row = _row_of(element)
        if xml_stream.local(element) == "user":
            names[row.get("username", "")] = row.get("name", "")
        else:
            tags[row.get("path", "")] = row.get("title", "")
    contents = xml_stream.elements(path, {"content"}, must_end=True)
    for number, element in enumerate(contents, start=1):
        has_articles = True
        source = f"{path}:{number}"
        yield from articles.guarded(_of_export(element, names, tags, source), source)
    if not has_articles:
        raise Rejected(_("Cet export de Joomla ne contient aucun article."))


def _row_of(element: etree._Element) -> Row:
    return {xml_stream.local(child): child.text or "" for child in element}


def _of_export(
    element: etree._Element, names: dict[str, str], titles: dict[str, str], source: str
) -> Iterator[Record | Rejected]:
    row, doubts = even(_row_of(element))
    _refuse(row)
    article = _article(row)
    article.doubts += doubts
    path = row.get("catid", "")
    article.section = _category({"title": titles.get(path) or path.rpartition("/")[2]})
    if path == "uncategorised":
        article.section = ""
    if not article.authors:
        account = row.get("created_by", "")
        article.authors, article.accounts = [names.get(account) or account], {account}
    for place in element.iter():
        if xml_stream.local(place) == "tag" and place.text:
            tag = titles.get(place.text) or place.text.rpartition("/")[2].replace("-", " ")
            article.tags.append(tag)
    article.tags = article.tags or _keywords(row)
    if row.get("canonical", "").startswith("http"):
        article.url = row["canonical"]
    yield from articles.outcomes(article, source)


# Web services


def read_json(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each article of a page of Joomla's own web services."""
    document = json_files.load(path)
    entries = document.get("data") if isinstance(document, dict) else None
    if isinstance(entries, dict):
        entries = [entries]
    if not isinstance(entries, list) or not entries:
        raise Rejected(_("Cet export de Joomla ne contient aucun article."))
    for number, entry in enumerate(entries, start=1):
        source = f"{path}:{number}"
        yield from articles.guarded(_of_entry(json_files.mapping(entry), source), source)


def _of_entry(entry: dict, source: str) -> Iterator[Record | Rejected]:
    facts = json_files.mapping(entry.get("attributes"))
    row = {name: json_files.string(fact) for name, fact in facts.items()}
    row.setdefault("introtext", row.get("text", ""))
    row.setdefault("id", json_files.string(entry.get("id")))
    _refuse(row)
    article = _article(row)
    article.capture = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace")
    tags = facts.get("tags")
    if isinstance(tags, dict):
        tags = list(tags.values())
    article.tags += json_files.strings(tags)
    yield from articles.outcomes(article, source)
