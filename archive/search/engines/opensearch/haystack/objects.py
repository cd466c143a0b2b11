"""The index of any haystack project's objects, of several models, in OpenSearch.

It lies beside the archive's own, under its name with OBJECTS behind. Under `fields` it has what
`kinds` says of each field: running text as `encoding` gives it, ranked by OpenSearch's own BM25;
numbers, days and times as the numbers that they are compared by; truths; exact values; pieces of
words. `order` has each text's place in the alphabet, `stored` what results are made of.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.utils import get_model_ct
from whoosh import fields, query
from whoosh.fields import Schema

from archive.search.engine import IndexDamaged
from archive.search.engines.haystack import spelling
from archive.search.engines.haystack.kinds import (
    DayNumber,
    ExactValue,
    Fraction,
    Moment,
    Number,
    RunningText,
)
from archive.search.engines.haystack.rows import Row
from archive.search.engines.haystack.syntax import TypedWord
from archive.search.engines.opensearch.answers.queries import (
    Query,
    has_token,
    synonyms,
)
from archive.search.engines.opensearch.haystack import stored
from archive.search.engines.opensearch.haystack.translation import token
from archive.search.engines.opensearch.index import bulk
from archive.search.engines.opensearch.index.bulk import Action
from archive.search.engines.opensearch.index.connection import LONG, Cluster
from archive.search.engines.opensearch.index.encoding import encode, folded_terms, stem_term
from archive.search.engines.opensearch.index.mapping import ANALYSIS, WINDOW
from archive.search.words.analysis import single_tokens
from archive.search.words.spelling import alphabetical
from archive.search.words.telling import Telling
from archive.text import fold

OBJECTS = "-objects"
LONGEST_VALUE = 8_000  # characters of an exact value that it is found by
LONGEST_ORDER = 200  # and of a text that it is ordered by
FEW_EDITS = 2  # letters in which a better word may differ
TEXT = {"type": "text", "analyzer": "encoded"}
VALUE = {"type": "keyword", "ignore_above": LONGEST_VALUE}
# How each kind of field is kept, the first that fits.
TYPES = (
    (RunningText, TEXT),
    (fields.TEXT, TEXT),
    (fields.ID, VALUE),
    (fields.NGRAM, TEXT),
    (DayNumber, {"type": "integer"}),
    (Moment, {"type": "long"}),
    (Fraction, {"type": "double"}),
    (Number, {"type": "long"}),
    (fields.BOOLEAN, {"type": "boolean"}),
)
ONE_AFTER_THE_OTHER = ({"model": "asc"}, {"number": {"order": "asc", "missing": "_last"}})
# Points must not depend on which part of the index a document is in.
ASKED = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"}


def mapping(schema: Schema) -> dict:
    """Return how an index of such fields is kept."""
    of_fields, orders = {}, {}
    for name, kind in schema.items():
        if name == ID:
            continue
        of_fields[name] = next(kept for of, kept in TYPES if isinstance(kind, of))
        if of_fields[name] is TEXT and not isinstance(kind, fields.NGRAM):
            orders[name] = {"type": "keyword", "index": False}
    return {
        "dynamic": "strict",
        "_source": {"includes": ["stored"]},
        "properties": {
            "identifier": {"type": "keyword"},
            "model": {"type": "keyword"},
            "number": {"type": "long"},  # its key, where that is a number
            "fields": {"properties": of_fields},
            "order": {"properties": orders},
            "stored": {"type": "object", "enabled": False},
        },
    }


class Objects:
    """See `translation.Kept`, and how objects are written."""

    TIES = (*ONE_AFTER_THE_OTHER, {"identifier": {"order": "asc"}})

    def __init__(self, cluster: Cluster, unified, schema: Schema, content: str):
        self._cluster, self._unified = cluster, unified
        self._schema, self._content = schema, content
        self._name = cluster.name + OBJECTS
        self._mapping = mapping(schema)
        edition = json.dumps(self._mapping, sort_keys=True).encode()
        self._edition = hashlib.sha256(edition).hexdigest()[:16]
        self._is_checked = False

    @property
    def schema(self) -> Schema:
        return self._schema

    def search(self, body: dict) -> dict:
        """Return what the index answers. Raises IndexMissing, IndexDamaged, IndexAway."""
        self._check()
        with self._cluster.answering():
            return self._cluster.client.search(index=self._name, body=body, params=ASKED)

    def _check(self) -> None:
        """Raise IndexDamaged where the index has other fields than are asked for."""
        if self._is_checked:
            return
        with self._cluster.answering():
            mappings = self._cluster.client.indices.get_mapping(index=self._name)
        about = mappings[self._name]["mappings"].get("_meta", {})
        if about.get("edition") != self._edition:
            raise IndexDamaged(
                f"the index {self._name} has the fields of another version: rebuild it"
            )
        self._is_checked = True

    # Writing

    def write(self, prepared: Iterable[Mapping], gone: Iterable[str] = ()) -> None:
        """Write objects as haystack prepared them; take out those that are gone."""
        self._make()
        actions = [Action({"delete": {"_id": identifier}}) for identifier in gone]
        actions += [Action({"index": {"_id": each[ID]}}, self.document(each)) for each in prepared]
        bulk.require(bulk.send(self._cluster, self._name, actions, refresh=True))

    def document(self, prepared: Mapping) -> dict:
        """Return an object as the index has it, from what haystack prepared of it."""
        key = str(prepared[DJANGO_ID])
        body: dict = {
            "identifier": prepared[ID],
            "model": prepared[DJANGO_CT],
            "fields": {},
            "order": {},
            "stored": {},
        }
        if key.isdecimal() and len(key) < 19:
            body["number"] = int(key)
        for name, kind in self._schema.items():
            content = prepared.get(name)
            if name == ID or content is None:
                continue
            body["fields"][name] = _indexed(kind, content)
            if name in self._mapping["properties"]["order"]["properties"]:
                body["order"][name] = alphabetical(str(content))[:LONGEST_ORDER]
            if kind.stored:
                body["stored"][name] = stored.written(content)
        return body

    def remove(self, identifier: str) -> None:
        if self._is_there():
            self.write([], [identifier])

    def clear(self, models: Iterable | None = None) -> None:
        """Forget all objects, or those of some models."""
        if models is None:
            with self._cluster.answering():
                self._cluster.client.indices.delete(index=self._name, ignore=[404])
            self._is_checked = False
        elif self._is_there():
            with self._cluster.answering():
                self._cluster.client.delete_by_query(
                    index=self._name,
                    body={"query": self.of_models(models)},
                    params={"refresh": "true", "conflicts": "proceed"},
                    request_timeout=LONG,
                )

    def _is_there(self) -> bool:
        with self._cluster.answering():
            return bool(self._cluster.client.indices.exists(index=self._name))

    def _make(self) -> None:
        if not self._is_there():
            body = {
                "settings": {
                    "number_of_shards": self._cluster.shards or 1,
                    "auto_expand_replicas": "0-1",
                    "max_result_window": WINDOW,
                    "analysis": ANALYSIS,
                },
                "mappings": {**self._mapping, "_meta": {"edition": self._edition}},
            }
            with self._cluster.answering():
                self._cluster.client.indices.create(
                    index=self._name, body=body, request_timeout=LONG
                )
        self._check()

    # Fields

    def path(self, field: str) -> str:
        return "identifier" if field == ID else f"fields.{field}"

    def order(self, field: str) -> str:
        """Return the field that has the order of a text."""
        return f"order.{field}"

    def identified(self, identifiers: Iterable[str]) -> Query:
        return {"terms": {"identifier": list(identifiers)}}

    def identified_by(self, beginning: str) -> Query:
        return {"prefix": {"identifier": beginning}}

    def of_models(self, models: Iterable) -> Query:
        return {"terms": {"model": sorted(map(get_model_ct, models))}}

    # Words

    def word(self, typed: TypedWord) -> query.Query:
        return typed

    def near(self, field: str, form: str, most: int, same: int) -> query.Query:
        return query.FuzzyTerm(field, form, maxdist=most, prefixlength=same)

    def tokens(self, typed: TypedWord) -> list[str]:
        spelled = folded_terms(fold(typed.text))
        return [*spelled, *filter(None, [stem_term(typed.text)])]

    def typed(self, typed: TypedWord) -> Query:
        """Return the query of what has a word by its stem, or spelled so, accents aside."""
        path, boost = self.path(typed.fieldname), typed.boost
        ways = [synonyms(path, folded_terms(fold(typed.text)), boost)]
        stem = stem_term(typed.text)
        if stem:
            ways.append(synonyms(path, [stem], boost))
        return {"dis_max": {"queries": ways}}

    def is_of(self, typed: str, form: str) -> bool:
        """Return True if a form of a text is one of a typed word: see `typed`."""
        if fold(typed) == fold(form):
            return True
        stem = stem_term(typed)
        return bool(stem) and stem == stem_term(form)

    def weighed(self, field: str, forms: Sequence[str], boost: float) -> Query:
        return synonyms(self.path(field), forms, boost)

    def look_ahead(self, tree: query.Query) -> None:
        """Nothing: the index itself knows what words are worth."""

    def look_up(self, words: Iterable[str]) -> None:
        """Nothing: what is of a word is told by its stem."""

    def usage(self, forms: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return how many documents there are, and how many have each form."""
        wanted = list(forms)
        counts = self._counts([[form] for form in wanted])
        return counts[0], dict(zip(wanted, counts[1:], strict=True))

    def _counts(self, slots: Iterable[Sequence[str]]) -> list[int]:
        """How many documents there are, and how many have one of the tokens of each slot."""
        path = self.path(self._content)
        filters = [{"match_all": {}}, *(has_token(path, slot) for slot in slots)]
        body = {"size": 0, "aggs": {"counts": {"filters": {"filters": filters}}}}
        buckets = self.search(body)["aggregations"]["counts"]["buckets"]
        return [bucket["doc_count"] for bucket in buckets]

    def alike(self, word: Telling, language: str) -> query.Query:
        """Return a query for the texts that have a telling word."""
        return TypedWord(self._content, word.forms[0], boost=word.weight)

    def corrected(self, text: str) -> str | None:
        """Return the text with the index's own words for those that it does not know."""
        forms = [word.form for word in single_tokens(text)[: spelling.MOST_WORDS]]
        if not forms:
            return None
        counts = self._counts(folded_terms(fold(form)) for form in forms)
        indexed = {form for form, count in zip(forms, counts[1:], strict=True) if count}
        better = self._better([form for form in forms if form not in indexed])
        return (
            spelling.corrected(text, indexed.__contains__, lambda form: better.get(form, ""))
            or None
        )

    def _better(self, forms: Sequence[str]) -> dict[str, str]:
        """{form: the nearest form of the index}, the most used of those that are as near."""
        suggested: dict = {
            str(number): {
                "text": form,
                "term": {
                    "field": self.path(self._content),
                    "analyzer": "encoded",
                    "suggest_mode": "always",
                    "max_edits": FEW_EDITS,
                    "prefix_length": 1,  # no form begins as what is marked
                    "min_word_length": 3,
                    "size": 1,
                },
            }
            for number, form in enumerate(forms)
        }
        if not suggested:
            return {}
        suggestions = self.search({"size": 0, "suggest": suggested})["suggest"]
        better = {}
        for number, form in enumerate(forms):
            for entry in suggestions[str(number)]:
                for option in entry["options"]:
                    better[form] = option["text"]
        return better

    # Results

    def source(self, with_text: bool) -> dict:
        """Return what of a document is to be told."""
        return {"excludes": [] if with_text else [f"stored.{self._content}"]}

    def row(self, hit: Mapping) -> Row:
        kept = {}
        for name, content in hit["_source"].get("stored", {}).items():
            kept[name] = stored.read(content)
        return Row(hit["_id"], hit["_score"] or 0.0, kept)


def _indexed(kind: fields.FieldType, content):
    if isinstance(kind, RunningText):
        return encode(str(content))
    if isinstance(kind, fields.TEXT | fields.NGRAM):
        return " ".join(map(token, kind.process_text(str(content), mode="index")))
    if isinstance(kind, Moment):
        return kind.prepare_datetime(content)
    if isinstance(kind, ExactValue):
        values = content if isinstance(content, list | tuple | set) else [content]
        return [value for value in map(str, values) if value]
    if isinstance(kind, fields.BOOLEAN):
        return kind.to_bytes(content) == kind.bytestrings[True]
    return kind.prepare_number(content)
