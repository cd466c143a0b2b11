"""Drupal's database: nodes of versions 5 and 6 (`node_revisions`), 7 (`field_data_body`), and 8 and
later (`node_field_data`), with terms, authors, addresses and comments."""

import re
from collections.abc import Iterator

from archive.ingest.exports import article as articles
from archive.ingest.exports import comments as readers_comments
from archive.ingest.exports import moments
from archive.ingest.exports.article import Article
from archive.ingest.exports.comments import Comment
from archive.ingest.exports.drupal import nodes
from archive.ingest.exports.tables import ODD, Row, Tables, even
from archive.ingest.records import Doubt, Record, Rejected

FIELDS = (*nodes.AUTHOR_FIELDS, *nodes.STANDFIRST_FIELDS)
TABLES = {
    *("node", "node_revisions", "node_field_data", "node__body", "field_data_body"),
    *("users", "users_field_data", "term_data", "term_node", "taxonomy_term_data"),
    *("taxonomy_term_field_data", "taxonomy_index", "comments", "comment", "comment_field_data"),
    *("field_data_comment_body", "comment__comment_body", "url_alias", "path_alias"),
    *("variable", "config"),
    *(f"field_data_field_{name}" for name in FIELDS),
    *(f"node__field_{name}" for name in FIELDS),
}
INDEXED = (
    ("node_revisions", "vid"),
    ("node__body", "entity_id"),
    ("field_data_body", "entity_id"),
    ("users", "uid"),
    ("users_field_data", "uid"),
    ("term_data", "tid"),
    ("taxonomy_term_data", "tid"),
    ("taxonomy_term_field_data", "tid"),
    ("term_node", "nid"),
    ("taxonomy_index", "nid"),
    ("comments", "nid"),
    ("comment", "nid"),
    ("comment_field_data", "entity_id"),
    ("field_data_comment_body", "entity_id"),
    ("comment__comment_body", "entity_id"),
    ("url_alias", "src"),
    ("url_alias", "source"),
    ("path_alias", "path"),
)
# How PHP stores a text: « s:8:"La Revue"; ».
SERIALIZED = re.compile(r'^s:\d+:"(.*)";$', re.S)
SITE_NAME = re.compile(r's:4:"name";s:\d+:"(.*?)";s:')


def is_site(tables: Tables, prefix: str) -> bool:
    """Return True where the tables of that prefix are Drupal's."""
    return {"nid", "vid", "type"} <= set(tables.columns.get(f"{prefix}node", ()))


def records(tables: Tables, prefix: str, source: str) -> Iterator[Record | Rejected]:
    """Yield a Record for each node of a site that is an article, and why others are none."""
    site = _Site(tables, prefix)
    for node in site.nodes():
        node, doubts = even(node)
        place = f"{source}#node-{node.get('nid') or '?'}"
        yield from articles.guarded(_outcomes(node, doubts, site, place), place)


def _outcomes(
    node: Row, doubts: list[Doubt], site: "_Site", source: str
) -> Iterator[Record | Rejected]:
    nodes.refuse(node.get("type", ""), node.get("title", ""))
    article = site.article(node)
    article.doubts += doubts
    yield from articles.outcomes(article, source)


class _Site:
    """A site by its tables, whichever version of Drupal made them."""

    def __init__(self, tables: Tables, prefix: str):
        self.tables = tables
        self.prefix = prefix
        for table, column in INDEXED:
            tables.index(f"{prefix}{table}", column)
        for name in FIELDS:
            tables.index(f"{prefix}field_data_field_{name}", "entity_id")
            tables.index(f"{prefix}node__field_{name}", "entity_id")
        self.name = self._site_name()

    def _rows(self, table: str, **equal: str) -> Iterator[Row]:
        for row in self.tables.rows(f"{self.prefix}{table}", **equal):
            yield {name: cell.replace(ODD, "") for name, cell in row.items()}

    def _row(self, table: str, **equal: str) -> Row:
        return next(self._rows(table, **equal), {})

    def _site_name(self) -> str:
        stored = self._row("variable", name="site_name").get("value", "")
        serialized = SERIALIZED.match(stored)
        if serialized:
            return serialized[1]
        settings = SITE_NAME.search(self._row("config", name="system.site").get("data", ""))
        return settings[1] if settings else ""

    def nodes(self) -> Iterator[Row]:
        """Yield the nodes; since version 8 a translation is a row of its own."""
        table = "node"
        if f"{self.prefix}node_field_data" in self.tables.columns:
            table = "node_field_data"
        yield from self.tables.rows(f"{self.prefix}{table}")

    def article(self, node: Row) -> Article:
        number = node.get("nid", "")
        code = node.get("language") or node.get("langcode", "")
        body, summary = self._body(node, code)
        article = Article(
            title=node.get("title", ""),
            standfirst=self._field(number, nodes.STANDFIRST_FIELDS) or summary,
            publication=self.name,
            language=nodes.language(code),
            source_id=self._source_id(node, code),
            day=moments.day(node.get("created", "")),
            tags=self._terms(number, node.get("vid", "")),
            capture=articles.stored(node | {"body": body}),
        )
        if node.get("default_langcode") != "0":  # or its translations would have them again
            article.comments = list(self._comments(number))
        nodes.set_body(article, body)
        nodes.set_state(article, node.get("status", ""))
        signature = self._field(number, nodes.AUTHOR_FIELDS)
        account = self._account(node.get("uid", ""))
        if signature:
            article.authors = [signature]
        else:
            article.authors, article.accounts = [account], {account}
        return article

    def _source_id(self, node: Row, code: str) -> str:
        source_id = nodes.source_id(node.get("nid", ""))
        if node.get("default_langcode") == "0":  # a translation
            source_id += f":{code}"
        return source_id

    def _body(self, node: Row, code: str) -> tuple[str, str]:
        """Return a node's text and its summary, which is "" where it only is the beginning."""
        number = node.get("nid", "")
        revision = self._row("node_revisions", vid=node.get("vid", ""))
        if revision:
            return revision.get("body", ""), revision.get("teaser", "")
        rows = [*self._rows("node__body", entity_id=number)]
        for row in self._rows("field_data_body", entity_id=number):
            if row.get("entity_type") == "node":
                rows.append(row)
        own = [row for row in rows if code in (row.get("langcode"), row.get("language"))]
        body = (own or rows or [{}])[0]
        return body.get("body_value", ""), body.get("body_summary", "")

    def _field(self, number: str, names: tuple[str, ...]) -> str:
        """Return what a node says in the first of these fields that says anything."""
        for name in names:
            for table in (f"node__field_{name}", f"field_data_field_{name}"):
                parts = []
                for row in self._rows(table, entity_id=number):
                    parts.append(self._said(row, f"field_{name}"))
                if any(parts):
                    return "; ".join(filter(None, parts))
        return ""

    def _said(self, row: Row, field: str) -> str:
        if row.get(f"{field}_value"):
            return articles.line(row[f"{field}_value"])
        term = row.get(f"{field}_tid") or row.get(f"{field}_target_id", "")
        return self._term(term) if term else ""

    def _terms(self, number: str, revision: str) -> list[str]:
        links = [*self._rows("taxonomy_index", nid=number)]
        for link in self._rows("term_node", nid=number):
            if link.get("vid", revision) == revision:
                links.append(link)
        terms = dict.fromkeys(link.get("tid", "") for link in links)
        return list(filter(None, map(self._term, terms)))

    def _term(self, number: str) -> str:
        for table in ("taxonomy_term_field_data", "taxonomy_term_data", "term_data"):
            name = self._row(table, tid=number).get("name", "")
            if name:
                return name
        return ""

    def _account(self, number: str) -> str:
        row = self._row("users_field_data", uid=number) or self._row("users", uid=number)
        return row.get("name", "")

    def _comments(self, number: str) -> Iterator[Comment]:
        for row in self._rows("comments", nid=number):  # 5 and 6, where 0 is shown
            yield self._comment(row, row.get("comment", ""), row.get("status") == "0")
        for row in self._rows("comment", nid=number):
            text = self._row("field_data_comment_body", entity_id=row.get("cid", ""))
            yield self._comment(row, text.get("comment_body_value", ""), row.get("status") == "1")
        for row in self._rows("comment_field_data", entity_id=number):
            if row.get("entity_type", "node") == "node":
                text = self._row("comment__comment_body", entity_id=row.get("cid", ""))
                html = text.get("comment_body_value", "")
                yield self._comment(row, html, row.get("status") == "1")

    def _comment(self, row: Row, html: str, is_shown: bool) -> Comment:
        name = row.get("name", "")
        if not name and row.get("uid", "0") not in ("0", ""):
            name = self._account(row["uid"])
        return Comment(
            number=row.get("cid", ""),
            name=name,
            html=nodes.CODE.sub("", html),
            state=readers_comments.SHOWN if is_shown else readers_comments.WAITING,
            written_at=moments.moment(row.get("created") or row.get("timestamp", "")),
            parent=row.get("pid", ""),
        )
