"""Haystack's search engine: Whoosh's index and query language, answered over arrays.

`search_indexes.EditorialIndex` says what is indexed and `schema` how; `lookups` and `syntax` read
what is asked, `evaluation` finds it. Each thread has an engine of its own; what they read is shared
(`folder`).
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain

import numpy as np
from haystack.backends import BaseEngine, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from whoosh import fields, query

from archive.search import documents
from archive.search.engine import IndexMissing
from archive.search.engines.haystack.indexed import Indexed, answer, refuse_places
from archive.search.engines.haystack.kinds import Fraction, RunningText
from archive.search.engines.haystack.lookups import SearchQuery
from archive.search.engines.haystack.marks import Sought, sought
from archive.search.engines.haystack.rows import Row, results
from archive.search.engines.haystack.syntax import understood, words_of
from archive.search.engines.whoosh.answers.matching import newest_first, postings, top
from archive.search.engines.whoosh.haystack import facet_counts, likeness
from archive.search.engines.whoosh.haystack.evaluation import Weigh, evaluate, weigh_editorials
from archive.search.engines.whoosh.haystack.lexicon import SnapshotLexicon
from archive.search.engines.whoosh.haystack.opened import Opened
from archive.search.engines.whoosh.haystack.text_order import read_order
from archive.search.engines.whoosh.index.folder import Folder, succession
from archive.search.engines.whoosh.index.mapped_segment import NONE
from archive.search.engines.whoosh.index.schema import ORDER, as_documents, schema
from archive.search.engines.whoosh.index.snapshot import Snapshot

WAIT = 60.0  # seconds that haystack's own commands wait for another writer
TRY = 0.2  # seconds that saving an editorial waits for one
BATCH = 5000  # objects that update_index commits at a time: each commit leaves a segment
MOST_TO_WAIT_FOR = 500  # editorials that saving one makes an index of, where there is none
NEWEST = "latest"  # the field by which equally good results are ordered


class SearchBackend(Indexed, WhooshSearchBackend):
    """What haystack writes the index by and asks; whatever goes wrong is raised."""

    def __init__(self, connection_alias, **connection_options):
        options = {"SILENTLY_FAIL": False, "BATCH_SIZE": BATCH} | connection_options
        super().__init__(connection_alias, **options)

    def setup(self):
        super().setup()
        self.__dict__.pop("folder", None)

    @cached_property
    def schema(self):
        return schema(self.unified.all_searchfields(), self.keys_are_numbers)

    @property
    def index(self) -> Opened:
        return Opened(self.folder)

    @cached_property
    def folder(self) -> Folder:
        return Folder(self.path, self.schema)

    def snapshot(self) -> Snapshot:
        """Return the index as it stands; to be asked once for each request.

        Raise IndexMissing, IndexDamaged.
        """
        return self.folder.snapshot()

    # What the database has

    def published(self) -> list[int]:
        """Return the ids of all that is to be in the index, ascending."""
        return documents.published(self.connection_alias)

    def prepared(self, ids: Iterable[int]) -> Iterator[dict]:
        """Yield what is to be indexed of each of these that is published.

        It is as the database has it now.
        """
        return documents.prepared(ids, self.connection_alias)

    # Writing

    @contextlib.contextmanager
    def writer_lock(self, wait: float = TRY) -> Iterator[bool]:
        """Yield True if this process alone may write the index now; wait so many seconds for it."""
        with self.folder.lock(wait) as is_ours:
            yield is_ours

    def refresh_documents(self, ids: set[int]) -> None:
        """Take in these editorials as the database has them, in one commit.

        Drop those that are not published. Where there was no index yet, take in all, if they are
        not too many for somebody to wait for; raise IndexMissing if they are. Raise IndexDamaged,
        IndexBusy, OSError.
        """
        if not self.folder.exists():
            ids = {*ids, *self.published()}
            if len(ids) > MOST_TO_WAIT_FOR:
                raise IndexMissing(f"there is no index in {self.path}")
        name = get_model_ct(self.search_index.get_model())
        with self.folder.writing(TRY) as writer:
            self._forget(writer, [f"{name}.{pk}" for pk in ids])
            self._add(writer, self.prepared(sorted(ids)))

    def update(self, index, iterable, commit=True):
        """Take in objects, in one commit; raise IndexBusy if another process writes too long."""
        if hasattr(iterable, "iterator"):
            iterable = iterable.iterator(documents.READ)
        batches = documents.batches(iterable)
        first = next(batches, None)
        if not first:
            return
        with self.folder.writing(WAIT) as writer:
            for batch in chain([first], batches):
                objects = {get_identifier(editorial): editorial for editorial in batch}
                self._forget(writer, objects)
                self._add(writer, documents.prepared_objects(index, objects.values()))

    def remove(self, obj_or_string, commit=True):
        with self.folder.writing(WAIT) as writer:
            self._forget(writer, [get_identifier(obj_or_string)])

    def clear(self, models=None, commit=True):
        if models is None or not set(self.unified.get_indexed_models()) - set(models):
            self.folder.empty(WAIT)
            return
        with self.folder.writing(WAIT) as writer:
            snapshot = self.snapshot()
            for doc in np.flatnonzero(self._of_models(snapshot, models)).tolist():
                writer.delete_document(doc)

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
        writer.add(as_documents(writer.schema, prepared))

    # Asking

    @log_query
    def search(self, query_string, start_offset=0, end_offset=None, **options):
        """Return haystack's search: {results, hits, facets, spelling_suggestion}.

        Whatever the query, it is answered; where there is no index yet nothing is found. Raise
        IndexDamaged; and SearchBackendError where places on a map are asked for.
        """
        refuse_places(options)
        if not query_string:
            return {"results": [], "hits": 0}
        try:
            snapshot = self.snapshot()
        except IndexMissing:
            return answer()
        typed = self.parser.parse(query_string)
        lexicon = SnapshotLexicon(snapshot)
        tree = understood(self.boosted(typed, options.get("boost")), lexicon)
        mask, scores = evaluate(snapshot, tree, self._weigh)
        mask &= self._allowed(snapshot, options.get("narrow_queries"), options.get("models"))
        keys = self._order(snapshot, mask, scores, options.get("sort_by") or ())
        docs = top(mask, keys, _most(snapshot, end_offset))[start_offset or 0 :]
        rows = self._rows(snapshot, docs, scores, tree, options)
        facets = self._counts(snapshot, mask, options)
        spelled = options.get("spelling_query") or " ".join(words_of(typed))
        suggestion = None
        if self.include_spelling and spelled:
            suggestion = lexicon.corrected(spelled)
        return answer(rows, int(np.count_nonzero(mask)), facets, suggestion)

    def more_like_this(
        self,
        model_instance,
        additional_query_string=None,
        start_offset=0,
        end_offset=None,
        **options,
    ):
        """Return the search for those whose texts have the same telling words.

        The most alike come first; nothing is found for what is not in the index.
        """
        try:
            snapshot = self.snapshot()
        except IndexMissing:
            return answer()
        identifier = snapshot.terms(ID, [get_identifier(model_instance)])
        itself = snapshot.mask(postings(snapshot, ID, identifier).docs)
        if not itself.any():
            return answer()
        text = self.prepared_text(model_instance)
        tree = likeness.like(snapshot, text, getattr(model_instance, "language", ""))
        mask, scores = evaluate(snapshot, tree, self._weigh)
        narrow_queries = {additional_query_string, *options.get("narrow_queries", ())} - {None, ""}
        mask &= ~itself & self._allowed(snapshot, narrow_queries, options.get("models"))
        keys = self._order(snapshot, mask, scores, ())
        docs = top(mask, keys, _most(snapshot, end_offset))[start_offset or 0 :]
        rows = self._rows(snapshot, docs, scores, tree, options)
        return answer(rows, int(np.count_nonzero(mask)))

    @property
    def _weigh(self) -> Weigh | None:
        return weigh_editorials if self.is_of_archive else None

    def _rows(
        self,
        snapshot: Snapshot,
        docs: np.ndarray,
        scores: np.ndarray,
        tree: query.Query,
        options: dict,
    ) -> list[SearchResult]:
        rows = []
        for doc, score in zip(docs.tolist(), scores[docs].tolist(), strict=True):
            stored = snapshot.stored(doc)
            rows.append(Row(stored[ID], score, stored))
        return results(
            self.unified,
            rows,
            sought(tree, snapshot.schema) if options.get("highlight") else Sought(),
            fields=options.get("fields"),
            result_class=options.get("result_class"),
            highlight=options.get("highlight"),
        )

    def _allowed(
        self, snapshot: Snapshot, narrow_queries: Iterable[str] | None, models
    ) -> np.ndarray:
        """A mask of the documents of these models that all these queries find.

        Without models, of any.
        """
        mask = snapshot.all()
        if models:
            mask &= self._of_models(snapshot, models)
        for text in narrow_queries or ():
            mask &= self._matching(snapshot, text)
        return mask

    def _of_models(self, snapshot: Snapshot, models: Iterable) -> np.ndarray:
        """A mask of the documents of these models."""
        wanted = set(models)
        if wanted.issuperset(self.unified.get_indexed_models()):
            return snapshot.all()
        mask = np.zeros(snapshot.size, bool)
        for model in wanted:
            of_model = snapshot.beginning(ID, f"{get_model_ct(model)}.")
            mask[postings(snapshot, ID, of_model).docs] = True
        return mask & snapshot.all()

    def _matching(self, snapshot: Snapshot, text: str) -> np.ndarray:
        tree = understood(self.parser.parse(str(text)), SnapshotLexicon(snapshot))
        return evaluate(snapshot, tree).mask

    def _order(
        self, snapshot: Snapshot, mask: np.ndarray, scores: np.ndarray, sort_by: Iterable[str]
    ) -> list[np.ndarray]:
        """Keys for `top`: those asked for, or the score; then the newest first."""
        keys = []
        for name in sort_by:
            is_falling = name.startswith("-")
            keys.append(self._key(snapshot, mask, name.lstrip("-"), is_falling))
        keys = keys or [scores]
        if self.is_of_archive:
            keys += newest_first(snapshot, NEWEST, DJANGO_ID)
        return keys

    def _key(self, snapshot: Snapshot, mask: np.ndarray, name: str, is_falling: bool) -> np.ndarray:
        """The key of one field, the documents without a value last whatever the direction."""
        if name + ORDER in self.schema:
            name += ORDER
        if name not in self.schema:
            return np.zeros(snapshot.size, np.int8)
        if isinstance(self.schema[name], fields.ID | fields.BOOLEAN):
            facet = snapshot.facet(name)
            ranks = facet.order()
            is_known = ranks < len(facet.values)
        elif isinstance(self.schema[name], Fraction):
            ranks, is_known = snapshot.fractions(name)
        elif not isinstance(self.schema[name], fields.NUMERIC | RunningText):
            return np.zeros(snapshot.size, np.int8)
        elif isinstance(self.schema[name], RunningText):
            ranks, is_known = read_order(snapshot, mask, name)
        else:
            ranks, is_known = snapshot.numbers(name)
        return np.where(is_known, ranks if is_falling else -ranks, -NONE)

    def _counts(self, snapshot: Snapshot, mask: np.ndarray, options: dict) -> dict[str, dict]:
        """Haystack's facets; nothing where none are asked for."""
        facets = options.get("facets") or {}
        date_facets = options.get("date_facets") or {}
        query_facets = options.get("query_facets") or ()
        if not (facets or date_facets or query_facets):
            return {}
        counts: dict[str, dict] = {"fields": {}, "dates": {}, "queries": {}}
        for name, facet in facets.items():
            limit = facet.get("limit")
            counts["fields"][name] = facet_counts.of_values(snapshot, mask, name, limit)
        for name, facet in date_facets.items():
            counts["dates"][name] = facet_counts.of_dates(snapshot, mask, name, facet)
        for name, text in query_facets:
            if name:
                text = f"{name}:{text}"
            matching = mask & self._matching(snapshot, text)
            counts["queries"][text] = int(np.count_nonzero(matching))
        return counts


class HaystackEngine(BaseEngine):
    backend = SearchBackend
    query = SearchQuery


def _most(snapshot: Snapshot, end_offset: int | None) -> int:
    """How many results are wanted; one at least, as haystack has it, all where it does not say."""
    if end_offset is None:
        return snapshot.size
    return max(end_offset, 1)
