"""Haystack's search engine: Whoosh's index and query language, answered over arrays.

`search_indexes.EditorialIndex` says what is indexed and `schema` how; `lookups` and `syntax` read what is asked,
`evaluation` finds it. Each thread has an engine of its own; what they read is shared (`folder`).
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain

import numpy as np
from haystack import connections
from haystack.backends import BaseEngine, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_ID, ID
from haystack.exceptions import SearchBackendError
from haystack.utils import get_identifier, get_model_ct
from whoosh import query

from archive.search import documents
from archive.search.engine import IndexMissing
from archive.search.engines.whoosh.answers.matching import newest_first, postings, top
from archive.search.engines.whoosh.haystack import facet_counts as counting
from archive.search.engines.whoosh.haystack import likeness, spelling
from archive.search.engines.whoosh.haystack.evaluation import evaluate
from archive.search.engines.whoosh.haystack.lookups import SearchQuery
from archive.search.engines.whoosh.haystack.rows import results
from archive.search.engines.whoosh.haystack.syntax import Parser, understood, words_of
from archive.search.engines.whoosh.index import succession
from archive.search.engines.whoosh.index.folder import Folder
from archive.search.engines.whoosh.index.mapped_segment import NONE
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.schema import (
    ORDER,
    ExactValue,
    alphabetical,
    document,
    schema,
)
from archive.search.engines.whoosh.index.snapshot import Snapshot

WAIT = 60.0  # seconds that haystack's own commands wait for another writer
TRY = 0.2  # seconds that saving an editorial waits for one
BATCH = 5000  # objects that update_index commits at a time: each commit leaves a segment
MOST_TO_WAIT_FOR = 500  # editorials that saving one makes an index of, where there is none
NEWEST = "latest"  # the field by which equally good results are ordered


class SearchBackend(WhooshSearchBackend):
    def __init__(self, connection_alias, **connection_options):
        super().__init__(
            connection_alias, **{"SILENTLY_FAIL": False, "BATCH_SIZE": BATCH} | connection_options
        )

    def setup(self):
        """Nothing is prepared: the index is made when it is first written."""

    @cached_property
    def search_index(self):
        return documents.search_index(self.connection_alias)

    @cached_property
    def schema(self):
        return schema(connections[self.connection_alias].get_unified_index().all_searchfields())

    @cached_property
    def content_field_name(self) -> str:
        return self.search_index.get_content_field()

    @cached_property
    def parser(self) -> Parser:
        return Parser(self.schema, self.content_field_name)

    @cached_property
    def folder(self) -> Folder:
        return Folder(self.path, self.schema)

    def kind_of(self, name: str):
        """How a field is kept; the text, for a name that is no field."""
        return self.schema[name if name in self.schema else self.content_field_name]

    def snapshot(self) -> Snapshot:
        """The index as it stands; to be asked once for each request. Raises IndexMissing, IndexDamaged."""
        return self.folder.snapshot()

    # What the database has

    def published(self) -> list[int]:
        """The ids of all that is to be in the index, ascending."""
        return documents.published(self.connection_alias)

    def prepared(self, ids: Iterable[int]) -> Iterator[dict]:
        """What is to be indexed of each of these that is published, as the database has it now."""
        return documents.prepared(ids, self.connection_alias)

    # Writing

    @contextlib.contextmanager
    def writer_lock(self, wait: float = TRY) -> Iterator[bool]:
        """Whether this process alone may write the index now; for that it waits so many seconds at most."""
        with self.folder.lock(wait) as held:
            yield held

    def refresh_documents(self, ids: set[int]) -> None:
        """Takes in these editorials as the database has them, drops those that are not published, in one commit; where
        there was no index yet, takes in all, if they are not too many for somebody to wait for. Raises IndexMissing if
        they are, IndexDamaged, IndexBusy, OSError."""
        if not self.folder.exists():
            ids = {*ids, *self.published()}
            if len(ids) > MOST_TO_WAIT_FOR:
                raise IndexMissing(f"there is no index in {self.path}")
        name = get_model_ct(self.search_index.get_model())
        with self.folder.writing(TRY) as writer:
            self._forget(writer, [f"{name}.{pk}" for pk in ids])
            self._add(writer, self.prepared(sorted(ids)))

    def update(self, index, iterable, commit=True):
        """Takes in objects, in one commit. Raises IndexBusy where another process writes for too long."""
        batches = documents.batches(
            iterable.iterator(documents.READ) if hasattr(iterable, "iterator") else iterable
        )
        first = next(batches, None)
        if first:
            with self.folder.writing(WAIT) as writer:
                for batch in chain([first], batches):
                    objects = {get_identifier(one): one for one in batch}
                    self._forget(writer, objects)
                    self._add(writer, documents.prepared_objects(index, objects.values()))

    def remove(self, obj_or_string, commit=True):
        with self.folder.writing(WAIT) as writer:
            self._forget(writer, [get_identifier(obj_or_string)])

    def clear(self, models=None, commit=True):
        if models is None or self.search_index.get_model() in models:
            self.folder.empty(WAIT)

    def delete_index(self):
        self.clear()

    def optimize(self):
        with self.folder.writing(WAIT, optimize=True):
            pass

    def _forget(self, writer, identifiers: Collection[str]) -> None:
        succession.note_changed(self.folder, identifiers)
        snapshot = self.snapshot()
        for doc in postings(snapshot, ID, snapshot.terms(ID, identifiers)).docs.tolist():
            writer.delete_document(doc)

    def _add(self, writer, prepared: Iterable[dict]) -> None:
        writer.add(document(self.schema, one) for one in prepared)

    # Asking

    @log_query
    def search(self, query_string, start_offset=0, end_offset=None, **asked):
        """Haystack's search: {results, hits, facets, spelling_suggestion}. Whatever the query, it is answered; where
        there is no index yet nothing is found. Raises IndexDamaged."""
        if asked.get("within") or asked.get("dwithin") or asked.get("distance_point"):
            raise SearchBackendError("This index holds no places.")
        try:
            snapshot = self.snapshot()
        except IndexMissing:
            return _answer()
        typed = self.parser.parse(query_string) if query_string else query.NullQuery
        tree = understood(self._boosted(typed, asked.get("boost")), snapshot)
        mask, scores = evaluate(snapshot, tree)
        mask &= self._kept(snapshot, asked.get("narrow_queries"), asked.get("models"))
        keys = self._order(snapshot, mask, scores, asked.get("sort_by") or ())
        docs = top(mask, keys, end_offset or snapshot.size)[start_offset or 0 :]
        return _answer(
            results(snapshot, self.search_index, docs, scores, tree=tree, **_shown(asked)),
            mask,
            facets=self._counts(snapshot, mask, asked),
            spelling_suggestion=self._suggestion(
                snapshot, asked.get("spelling_query") or " ".join(words_of(typed))
            ),
        )

    def more_like_this(
        self, model_instance, additional_query_string=None, start_offset=0, end_offset=None, **asked
    ):
        """Those whose texts have the same telling words, the most alike first; nothing for what is not in the index."""
        try:
            snapshot = self.snapshot()
        except IndexMissing:
            return _answer()
        itself = snapshot.mask(
            postings(snapshot, ID, snapshot.terms(ID, [get_identifier(model_instance)])).docs
        )
        if not itself.any():
            return _answer()
        text = self.search_index.fields[self.content_field_name].prepare(model_instance)
        tree = likeness.like(snapshot, text, getattr(model_instance, "language", ""))
        mask, scores = evaluate(snapshot, tree)
        narrowed = {additional_query_string, *asked.get("narrow_queries", ())} - {None, ""}
        mask &= ~itself & self._kept(snapshot, narrowed, asked.get("models"))
        docs = top(mask, self._order(snapshot, mask, scores, ()), end_offset or snapshot.size)[
            start_offset or 0 :
        ]
        return _answer(
            results(snapshot, self.search_index, docs, scores, tree=tree, **_shown(asked)), mask
        )

    def _boosted(self, tree: query.Query, boost: dict[str, float] | None) -> query.Query:
        """Boosted words rank those that have them first, and leave out nobody."""
        words = [
            self.parser.words(self.content_field_name, word, boost=value)
            for word, value in (boost or {}).items()
        ]
        words = [word for word in words if word]
        return query.AndMaybe(tree, query.Or(words)) if words else tree

    def _kept(self, snapshot: Snapshot, narrow_queries: Iterable[str] | None, models) -> np.ndarray:
        """A mask of the documents of these models that all these queries find; without models, of any."""
        if models and self.search_index.get_model() not in models:
            return np.zeros(snapshot.size, bool)
        kept = snapshot.all()
        for narrow in narrow_queries or ():
            kept &= self._found(snapshot, narrow)
        return kept

    def _found(self, snapshot: Snapshot, text: str) -> np.ndarray:
        return evaluate(snapshot, understood(self.parser.parse(str(text)), snapshot)).mask

    def _order(
        self, snapshot: Snapshot, mask: np.ndarray, scores: np.ndarray, sort_by: Iterable[str]
    ) -> list:
        """Keys for `top`: those asked for, or the score; then the newest first."""
        keys = [
            self._key(snapshot, mask, name.lstrip("-"), name.startswith("-")) for name in sort_by
        ]
        return [*(keys or [scores]), *newest_first(snapshot, NEWEST, DJANGO_ID)]

    def _key(self, snapshot: Snapshot, mask: np.ndarray, name: str, falling: bool) -> np.ndarray:
        """The key of one field, the documents without a value last whatever the direction."""
        name = name + ORDER if name + ORDER in self.schema else name
        if name not in self.schema:
            return np.zeros(snapshot.size, np.int8)
        if isinstance(self.schema[name], ExactValue):
            facet = snapshot.facet(name)
            ranks = facet.order()
            known = ranks < len(facet.values)
        elif isinstance(self.schema[name], Words):
            ranks, known = _read_order(snapshot, mask, name)
        else:
            ranks, known = snapshot.numbers(name)
        return np.where(known, ranks if falling else -ranks, -NONE)

    def _counts(self, snapshot: Snapshot, mask: np.ndarray, asked: dict) -> dict:
        values, dates, queries = (
            asked.get(name) or {} for name in ("facets", "date_facets", "query_facets")
        )
        if not (values or dates or queries):
            return {}
        by_query = {f"{name}:{text}" if name else text for name, text in queries or ()}
        return {
            "fields": {
                name: counting.of_values(snapshot, mask, name, options.get("limit"))
                for name, options in values.items()
            },
            "dates": {
                name: counting.of_dates(snapshot, mask, name, options)
                for name, options in dates.items()
            },
            "queries": {
                text: int(np.count_nonzero(mask & self._found(snapshot, text))) for text in by_query
            },
        }

    def _suggestion(self, snapshot: Snapshot, text: str) -> str | None:
        return spelling.corrected(snapshot, text) if self.include_spelling and text else None


class HaystackEngine(BaseEngine):
    backend = SearchBackend
    query = SearchQuery


def _answer(found: list = (), mask: np.ndarray = (), **more) -> dict:
    """What haystack expects of a search."""
    answer = {
        "results": list(found),
        "hits": int(np.count_nonzero(mask)),
        "facets": {},
        "spelling_suggestion": None,
    }
    return answer | more


def _shown(asked: dict) -> dict:
    return {name: asked.get(name) for name in ("fields", "result_class", "highlight")}


def _read_order(snapshot: Snapshot, mask: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The order of a text that the index keeps no order of, read document by document: slow, but right."""
    docs = np.flatnonzero(mask)
    texts = [alphabetical(snapshot.stored(doc).get(name) or "") for doc in docs.tolist()]
    ranks, known = np.zeros(snapshot.size, np.int64), np.zeros(snapshot.size, bool)
    rank = {text: number for number, text in enumerate(sorted(set(texts)))}
    ranks[docs], known[docs] = [rank[text] for text in texts], [bool(text) for text in texts]
    return ranks, known
