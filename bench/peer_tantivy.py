"""Tantivy as its manual shows it: a chain of filters for French, five fields, its own facets and snippets."""

import re
from collections.abc import Iterator
from pathlib import Path

import tantivy
from peer_reading import FIELDS, ROWS, editorials, spans

from archive.models import Editorial
from archive.search.question.parsing import Kind, Term
from archive.search.question.query import Question

WORD_CHARACTERS = re.compile(r"\w+")
LONGEST_WORD = 65  # characters: what is longer is no word
HEAP = 256_000_000  # bytes that Tantivy may gather before it writes a segment
MOST_VALUES = {"year": 400, "author": 50, "publication": 50, "tag": 50}  # of each facet


class Tantivy:
    """Any of the words by their French stems, without accents and stop words, ranked by BM25."""

    name = "Tantivy"

    def __init__(self, folder: Path):
        self.path = folder / "tantivy"
        self._schema = _tantivy_schema()
        if self.is_built():
            self._index = self._opened()

    def is_built(self) -> bool:
        return (self.path / "complete").exists()

    def build(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        self._index = self._opened()
        writer = self._index.writer(HEAP, 1)
        for editorial in editorials().iterator(ROWS):
            writer.add_document(_tantivy_document(editorial))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        (self.path / "complete").touch()

    def ids(self, question: Question) -> list[int]:
        searcher = self._index.searcher()
        best = searcher.search(self._query(question), question.page_size).hits
        return [searcher.doc(address)["id"][0] for _score, address in best]

    def page(self, question: Question) -> int:
        """The whole work of a result page; the number of results."""
        query, searcher = self._query(question), self._index.searcher()
        answer = searcher.search(query, 20, True)
        counts = {
            facet: {"terms": {"field": facet, "size": most}} for facet, most in MOST_VALUES.items()
        }
        searcher.aggregate(query, counts)
        snippets = tantivy.SnippetGenerator.create(searcher, query, self._schema, "text")
        for _score, address in answer.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return answer.count

    def _opened(self) -> tantivy.Index:
        filters = tantivy.Filter
        french = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(filters.remove_long(LONGEST_WORD))
            .filter(filters.lowercase())
            .filter(filters.stopword("french"))
            .filter(filters.ascii_fold())
            .filter(filters.stemmer("french"))
        )
        index = tantivy.Index(self._schema, path=str(self.path))
        index.register_tokenizer("french", french.build())
        index.reload()
        return index

    def _query(self, question: Question) -> tantivy.Query:
        """Any of the words; phrases, beginnings and words of a field as conditions."""
        must, should, must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        words, parts = [], []
        for clause in question.typed.clauses:
            for term in clause.terms:
                query = self._term(term)
                if query is None:
                    continue
                if clause.excluded:
                    parts.append((must_not, query))
                elif term.kind is Kind.WORD:
                    words.append((should, query))
                else:
                    parts.append((must, query))
        if words:
            parts.append((must, tantivy.Query.boolean_query(words)))
        parts += self._chosen(question)
        for least, most in spans(question):
            days = (tantivy.FieldType.Integer, least or 0, most or 10**7)
            parts.append((must, tantivy.Query.range_query(self._schema, "day", *days)))
        return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.all_query()

    def _term(self, term: Term) -> tantivy.Query | None:
        words = WORD_CHARACTERS.findall(term.text)
        if term.kind is Kind.DATE or not words:
            return None
        fields = [FIELDS[term.field]] if term.field else list(FIELDS.values())
        if term.kind is Kind.PREFIX:
            pattern = f"{re.escape(words[0].lower())}.*"
            beginnings = [
                (tantivy.Occur.Should, tantivy.Query.regex_query(self._schema, field, pattern))
                for field in ("title", "text")
            ]
            return tantivy.Query.boolean_query(beginnings)
        typed = " ".join(words)
        if term.kind is Kind.PHRASE:
            typed = f'"{typed}"'
        return self._index.parse_query_lenient(typed, fields)[0]

    def _chosen(self, question: Question) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        """What is excluded, and of each facet any of the chosen values."""
        chosen: dict[str, list[tuple[tantivy.Occur, tantivy.Query]]] = {}
        for facet, choice in question.filters:
            bare = choice.removeprefix("-")
            value = int(bare) if facet == "year" else bare
            query = tantivy.Query.term_query(self._schema, facet, value)
            if bare != choice:
                yield tantivy.Occur.MustNot, query
            else:
                chosen.setdefault(facet, []).append((tantivy.Occur.Should, query))
        for queries in chosen.values():
            any_of = tantivy.Query.boolean_query(queries)
            yield tantivy.Occur.Must, tantivy.Query.const_score_query(any_of, 0.0)


def _tantivy_schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("id", stored=True, indexed=True, fast=True)
    for field in FIELDS.values():
        is_shown = field in ("title", "text")
        schema.add_text_field(field, stored=is_shown, tokenizer_name="french")
    for facet in ("author", "publication", "tag"):
        schema.add_text_field(facet, fast=True, tokenizer_name="raw")
    for number in ("year", "day"):
        schema.add_integer_field(number, fast=True, indexed=True)
    return schema.build()


def _tantivy_document(editorial: Editorial) -> tantivy.Document:
    document = tantivy.Document(id=editorial.pk, title=[editorial.title], text=[editorial.text])
    for byline in editorial.bylines.all():
        document.add_text("byline", byline.name)
        document.add_text("author", byline.author.slug)
    for tag in editorial.tags.all():
        document.add_text("keywords", tag.name)
        document.add_text("tag", tag.slug)
    if editorial.publication:
        document.add_text("magazine", editorial.publication.name)
        document.add_text("publication", editorial.publication.slug)
    for row in editorial.years.all():
        document.add_integer("year", row.year)
    if editorial.earliest:
        document.add_integer("day", editorial.earliest.toordinal())
    return document
