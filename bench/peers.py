"""The peers: SQLite's FTS5, Tantivy and haystack's own Whoosh backend, used as their manuals show, asked the same
questions."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from haystack import connections, indexes
from haystack.query import SearchQuerySet
from peer_reading import FIELDS, ROWS, editorials, spans
from peer_tantivy import Tantivy

from archive.models import Editorial
from archive.search.question.parsing import Kind, Term
from archive.search.question.query import Question

__all__ = ["PEERS", "Fts5", "Stock", "Tantivy", "editorials", "spans"]

TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"


class Fts5:
    """Any of the words, without accents, ranked by BM25. Facets are counted by SQL over the rows found."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path):
        self.path = folder / "fts5.sqlite3"
        self._db = sqlite3.connect(self.path)
        self._db.executescript(
            "pragma temp_store = memory; pragma cache_size = -64000; pragma mmap_size = 2000000000"
        )

    def is_built(self) -> bool:
        return bool(
            self._db.execute(
                "select count(*) from sqlite_master where name = 'tagged_at'"
            ).fetchone()[0]
        )

    def build(self) -> None:
        self._db.executescript(f"""
            create table editorial (id integer primary key, title, text, byline, keywords, magazine,
                author, publication, year, day integer);
            create table tagged (editorial integer, tag);
            create virtual table words using fts5 (title, text, byline, keywords, magazine,
                content = 'editorial', content_rowid = 'id', {TOKENS});
        """)
        for editorial in editorials().iterator(ROWS):
            self._add(editorial)
        self._db.execute("insert into words (words) values ('rebuild')")
        self._db.execute("create index tagged_at on tagged (editorial)")
        self._db.commit()

    def _add(self, editorial: Editorial) -> None:
        byline, tags = next(iter(editorial.bylines.all()), None), list(editorial.tags.all())
        year = next((row.year for row in editorial.years.all()), None)
        self._db.execute(
            "insert into editorial values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                editorial.pk,
                editorial.title,
                editorial.text,
                byline.name if byline else "",
                " ".join(tag.name for tag in tags),
                editorial.publication.name if editorial.publication else "",
                byline.author.slug if byline else None,
                editorial.publication.slug if editorial.publication else None,
                year,
                editorial.earliest.toordinal() if editorial.earliest else None,
            ),
        )
        self._db.executemany(
            "insert into tagged values (?, ?)", [(editorial.pk, tag.slug) for tag in tags]
        )

    def ids(self, question: Question) -> list[int]:
        match = self._match(question)
        rows = match and self._db.execute(
            "select rowid from words where words match ? order by rank, rowid limit ?",
            (match, question.page_size),
        )
        return [pk for (pk,) in rows or ()]

    def matches(self, question: Question, text: str) -> bool:
        """Whether a text of its own, which is not in the archive, would answer a question."""
        columns = ", ".join(FIELDS.values())
        self._db.execute(f"create virtual table temp.sample using fts5 ({columns}, {TOKENS})")
        self._db.execute("insert into sample (text) values (?)", (text,))
        match = (self._match(question),)
        rows = self._db.execute("select 1 from sample where sample match ?", match).fetchall()
        self._db.execute("drop table temp.sample")
        return bool(rows)

    def page(self, question: Question) -> int:
        """The whole work of a result page; the number of results."""
        match, (conditions, values) = self._match(question), self._conditions(question)
        self._db.execute("drop table if exists temp.found")
        self._db.execute(
            "create temp table found as select e.id, words.rank as score, author, publication, year, day"
            f" from words join editorial e on e.id = words.rowid where words match ? {conditions}",
            (match, *values),
        )
        (count,) = self._db.execute("select count(*) from found").fetchone()
        best = "select id from found order by score, day desc, id desc limit 20"
        for column in ("author", "publication", "year"):
            self._db.execute(
                f"select {column}, count(*) as n from found group by 1 order by n desc"
            ).fetchall()
        self._db.execute(
            "select tag, count(*) as n from found join tagged on editorial = id group by 1 order by n desc"
        ).fetchall()
        snippet = "snippet(words, 1, '<mark>', '</mark>', '…', 40)"
        self._db.execute(
            f"select rowid, {snippet} from words where words match ? and rowid in ({best})",
            (match,),
        ).fetchall()
        return count

    def _match(self, question: Question) -> str:
        """Any of the words; phrases, beginnings and words of a field as conditions."""
        words, needed, excluded = [], [], []
        for clause in question.typed.clauses:
            terms = [expression for term in clause.terms if (expression := _fts5(term))]
            if (
                terms
                and all(term.kind is Kind.WORD and not term.field for term in clause.terms)
                and not clause.excluded
            ):
                words += terms
            elif terms:
                (excluded if clause.excluded else needed).append(f"({' OR '.join(terms)})")
        positive = " AND ".join([*([f"({' OR '.join(words)})"] if words else []), *needed])
        return " NOT ".join([f"({positive})", *excluded]) if positive else ""

    def _conditions(self, question: Question) -> tuple[str, list]:
        conditions, values = "", []
        for facet, value in question.filters:
            equals, value = ("not in" if value.startswith("-") else "in"), value.removeprefix("-")
            if facet == "tag":
                conditions += f" and e.id {equals} (select editorial from tagged where tag = ?)"
            else:
                conditions += f" and e.{facet} {equals} (?)"
            values.append(int(value) if facet == "year" else value)
        for least, most in spans(question):
            conditions += " and day between ? and ?"
            values += [least or 0, most or 10**7]
        return conditions, values


def _fts5(term: Term) -> str:
    if term.kind is Kind.DATE or not any(map(str.isalnum, term.text)):
        return ""
    field = f"{FIELDS[term.field]} : " if term.field else ""
    return (
        field + '"' + term.text.replace('"', '""') + '"' + ("*" if term.kind is Kind.PREFIX else "")
    )


class StockIndex(indexes.SearchIndex, indexes.Indexable):
    """As haystack's tutorial has it: one document field, the rest for facets and filters."""

    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="title")
    author = indexes.MultiValueField(faceted=True)
    tag = indexes.MultiValueField(faceted=True)
    publication = indexes.CharField(faceted=True)
    year = indexes.MultiValueField(faceted=True)
    earliest = indexes.DateField(model_attr="earliest", null=True)

    def get_model(self):
        return Editorial

    def index_queryset(self, using=None):
        return editorials()

    def prepare_text(self, editorial) -> str:
        return "\n".join(
            [editorial.title, editorial.text, *(byline.name for byline in editorial.bylines.all())]
        )

    def prepare_author(self, editorial) -> list[str]:
        return [byline.author.slug for byline in editorial.bylines.all()]

    def prepare_tag(self, editorial) -> list[str]:
        return [tag.slug for tag in editorial.tags.all()]

    def prepare_publication(self, editorial) -> str:
        return editorial.publication.slug if editorial.publication else ""

    def prepare_year(self, editorial) -> list[str]:
        return [str(row.year) for row in editorial.years.all()]


class Stock:
    """`haystack.backends.whoosh_backend` and `auto_query`."""

    name = "stock haystack"

    def __init__(self, folder: Path):
        self.path = folder / "stock"
        engine = {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": str(self.path)}
        connections.connections_info["stock"] = engine | {"SILENTLY_FAIL": False}
        self._index = StockIndex()
        connections["stock"].get_unified_index().build(indexes=[self._index])

    def is_built(self) -> bool:
        return (self.path / "complete").exists()

    def build(self) -> None:
        backend, rows = connections["stock"].get_backend(), editorials()
        count = rows.count()
        for start in range(0, count, ROWS):
            backend.update(self._index, rows[start : start + ROWS])
        (self.path / "complete").touch()

    def ids(self, question: Question) -> list[int]:
        return [int(hit.pk) for hit in self._asked(question)[: question.page_size]]

    def page(self, question: Question) -> int:
        """The whole work of a result page; the number of results."""
        queryset = self._asked(question)
        for facet in ("author", "tag", "publication", "year"):
            queryset = queryset.facet(facet)
        queryset = queryset.highlight()
        hits = queryset[:20]
        queryset.facet_counts()
        for hit in hits:
            _ = hit.highlighted
        return queryset.count()

    def _asked(self, question: Question) -> SearchQuerySet:
        queryset = SearchQuerySet(using="stock").auto_query(" ".join(_stock(question)))
        for clause in question.typed.clauses:
            for term in clause.terms:
                if term.kind is Kind.PREFIX:
                    queryset = queryset.filter(content__startswith=term.text)
        for facet, value in question.filters:
            narrow = f'{facet}_exact:"{value.removeprefix("-")}"'
            queryset = queryset.narrow(f"NOT {narrow}" if value.startswith("-") else narrow)
        for least, most in spans(question):
            queryset = queryset.filter(earliest__gte=_day(least)) if least else queryset
            queryset = queryset.filter(earliest__lte=_day(most)) if most else queryset
        return queryset


def _stock(question: Question) -> Iterable[str]:
    """What `auto_query` reads itself: words, phrases, exclusions."""
    for clause in question.typed.clauses:
        for term in clause.terms:
            if term.kind in (Kind.WORD, Kind.PHRASE):
                phrase = f'"{term.text}"' if term.kind is Kind.PHRASE else term.text
                yield ("-" if clause.excluded else "") + phrase


def _day(ordinal: int):
    from datetime import date

    return date.fromordinal(ordinal)


PEERS = {"fts5": Fts5, "tantivy": Tantivy, "stock": Stock}
