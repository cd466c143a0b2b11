"""The archive's own index as haystack's queries ask it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from haystack.constants import DJANGO_ID, ID
from haystack.utils import get_model_ct
from whoosh import query
from whoosh.fields import Schema

from archive.search.engines.haystack import spelling
from archive.search.engines.haystack.kinds import value_of
from archive.search.engines.haystack.rows import Row
from archive.search.engines.haystack.syntax import MOST_PARTS, Forms, TypedWord, decoded
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    Query,
    has_token,
    ids,
    synonyms,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.words.corrections import repair
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.engines.opensearch.answers.words.meaning import meaning, union
from archive.search.engines.opensearch.index.connection import Cluster
from archive.search.engines.opensearch.index.mapping import TEXTS
from archive.search.engines.opensearch.index.reading import usage
from archive.search.words.forms import word_key
from archive.search.words.telling import Telling, idf

CONTENT = "text"
ORDERS = {"title": "title_order"}  # texts whose order is kept -> the field that has it


class Editorials:
    """See `translation.Kept`. It is made for one search, and keeps what it was told."""

    # The newest first of those that answer equally well.
    TIES = ({"latest": {"order": "desc", "missing": "_last"}}, {"id": {"order": "desc"}})

    def __init__(self, cluster: Cluster, search_index, schema: Schema):
        self._cluster, self._search_index, self._schema = cluster, search_index, schema
        self._reader = Reader(cluster)
        self._lexicon = Lexicon(self._reader)

    @property
    def schema(self) -> Schema:
        return self._schema

    def search(self, body: dict) -> dict:
        return self._reader.search(body)

    # Fields

    def path(self, field: str) -> str:
        return "id" if field in (ID, DJANGO_ID) else field

    def order(self, field: str) -> str:
        """Return the field that has the order of a text; "" where none is kept."""
        return ORDERS.get(field, "")

    @cached_property
    def _name(self) -> str:
        return get_model_ct(self._search_index.get_model())

    def identified(self, identifiers: Iterable[str]) -> Query:
        numbers = []
        for identifier in identifiers:
            name, _dot, number = identifier.rpartition(".")
            if name == self._name and number.isdecimal() and len(number) < 19:
                numbers.append(int(number))
        return ids(numbers) if numbers else NOTHING

    def identified_by(self, beginning: str) -> Query:
        if f"{self._name}.".startswith(beginning):
            return ALL
        return self.identified([beginning])  # numbers are told whole

    def of_models(self, models: Iterable) -> Query:
        return ALL if self._search_index.get_model() in set(models) else NOTHING

    # Words

    def word(self, typed: TypedWord) -> query.Query:
        return Forms(typed.fieldname, meaning(self._lexicon, typed.text).forms(), typed.boost)

    def near(self, field: str, form: str, most: int, same: int) -> query.Query:
        return query.FuzzyTerm(field, form, maxdist=most, prefixlength=same)

    def tokens(self, typed: TypedWord) -> list[str]:
        return [typed.text]

    def typed(self, typed: TypedWord) -> Query:
        return self.weighed(typed.fieldname, [typed.text], typed.boost)

    def weighed(self, field: str, forms: Sequence[str], boost: float) -> Query:
        size, having = self._reader.counts([ALL, has_token(field, forms)])
        return synonyms(field, forms, boost * idf(size, having))

    def look_ahead(self, tree: query.Query) -> None:
        """Ask at once for what the words of a tree are worth."""
        queries = [ALL]
        for leaf in tree.leaves():
            if leaf.field() not in TEXTS:
                continue
            slots: list[list[str]] = []
            if isinstance(leaf, Forms):
                slots.append(list(map(decoded, leaf.forms)))
            elif isinstance(leaf, query.Phrase):
                slots += [[decoded(word)] for word in leaf.words]
            queries += [has_token(leaf.field(), slot) for slot in slots]
        self._reader.counts(queries)

    def look_up(self, words: Iterable[str]) -> None:
        """Ask at once for the forms of typed words."""
        forms = list(islice(words, MOST_PARTS))
        self._lexicon.look_up(forms)
        self._lexicon.uses(forms)

    def is_of(self, typed: str, form: str) -> bool:
        """Return True if a form of a text is one of a typed word."""
        return typed == form

    def usage(self, forms: Collection[str]) -> tuple[int, dict[str, int]]:
        return usage(self._cluster, forms)

    def alike(self, word: Telling, language: str) -> query.Query:
        """Return a query for the texts that have a telling word."""
        forms = self._lexicon.of_word(word_key(word.forms[0], language), language)
        return Forms(CONTENT, union(word.forms, forms), word.weight)

    def corrected(self, text: str) -> str | None:
        """Return the text with the archive's own words for those that it does not know."""
        return spelling.corrected(text, self._lexicon.spelled, self._repair) or None

    def _repair(self, form: str) -> str:
        return repair(self._lexicon, form)

    # Results

    def source(self, with_text: bool) -> dict:
        """Return what of a document is to be told."""
        return {"excludes": [] if with_text else [f"printed.{CONTENT}"]}

    def row(self, hit: Mapping) -> Row:
        source = hit["_source"]
        printed = source.get("printed", {})
        stored = {}
        for field in self._search_index.fields.values():
            name = field.index_fieldname
            if name == CONTENT and name not in printed:
                continue
            stored[name] = self._value(field, printed if name in TEXTS else source)
        return Row(f"{self._name}.{hit['_id']}", hit["_score"] or 0.0, stored)

    def _value(self, field, source: Mapping):
        name = field.index_fieldname
        value = source.get(name)
        if name in TEXTS:
            return value or ""
        if field.is_multivalued:
            return list(value or ())
        if isinstance(value, list):
            value = value[0]
        kind = self._schema[name]
        if value is None:
            return "" if field.field_type == "string" else None
        return value_of(kind, value)
