"""haystack's search engine: its index and its queries on OpenSearch.

The archive's own index is kept by `index`; objects of any other project, and of several models, by
`objects`. Queries are read by `syntax`, and asked as `translation` has them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count, islice

from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.exceptions import SearchBackendError
from haystack.utils import get_identifier
from whoosh import fields, query

from archive.search import documents
from archive.search.engine import IndexMissing
from archive.search.engines.haystack import kinds
from archive.search.engines.haystack.indexed import Indexed, answer, refuse_places
from archive.search.engines.haystack.lookups import SearchQuery
from archive.search.engines.haystack.marks import Sought, sought
from archive.search.engines.haystack.rows import results
from archive.search.engines.haystack.syntax import TypedWord, understood, words_of
from archive.search.engines.opensearch.answers.queries import Query
from archive.search.engines.opensearch.haystack.editorials import Editorials
from archive.search.engines.opensearch.haystack.facets import Facets
from archive.search.engines.opensearch.haystack.objects import Objects
from archive.search.engines.opensearch.haystack.translation import Translation
from archive.search.engines.opensearch.index import rebuilding, taking_in
from archive.search.engines.opensearch.index.connection import Cluster, cluster
from archive.search.engines.opensearch.index.mapping import WINDOW
from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.telling import telling

BATCH = 1000  # objects that update_index takes in at a time
Index = Editorials | Objects


class SearchBackend(Indexed, BaseSearchBackend):
    """What haystack writes the index by and asks; whatever goes wrong is raised."""

    def __init__(self, connection_alias, **connection_options):
        options = {"SILENTLY_FAIL": False, "BATCH_SIZE": BATCH} | connection_options
        super().__init__(connection_alias, **options)
        self.options = options

    @property
    def cluster(self) -> Cluster:
        return cluster(self.options)

    def setup(self):
        super().setup()
        self.__dict__.pop("objects", None)

    @cached_property
    def schema(self) -> fields.Schema:
        searchfields = self.unified.all_searchfields()
        return kinds.schema(searchfields, keys_are_numbers=self.keys_are_numbers)

    @cached_property
    def objects(self) -> Objects:
        """What is kept where it is not the archive's editorials that are indexed."""
        return Objects(self.cluster, self.unified, self.schema, self.content_field_name)

    def kept(self) -> Index:
        """Return the index to be asked in one search. Raises IndexMissing, IndexDamaged."""
        if self.is_of_archive:
            return Editorials(self.cluster, self.search_index, self.schema)
        return self.objects

    # Writing

    def prepared(self, ids: Iterable[int]) -> Iterator[dict]:
        """Yield what is to be indexed of each of these that is published."""
        return documents.prepared(ids, self.connection_alias)

    def update(self, index, iterable, commit=True):
        """Take in objects; editorials as the database has them."""
        if self.is_of_archive:
            self._take_in(iterable)
            return
        if hasattr(iterable, "iterator"):
            iterable = iterable.iterator(documents.READ)
        for batch in documents.batches(iterable):
            identifiers = {get_identifier(instance) for instance in batch}
            prepared = list(documents.prepared_objects(index, batch))
            self.objects.write(prepared, identifiers - {each["id"] for each in prepared})

    def _take_in(self, iterable) -> None:
        if hasattr(iterable, "iterator"):
            iterable = iterable.values_list("pk", flat=True).iterator(documents.READ)
        for batch in documents.batches(iterable):
            taking_in.refresh(self, {getattr(instance, "pk", instance) for instance in batch})

    def remove(self, obj_or_string, commit=True):
        identifier = get_identifier(obj_or_string)
        if not self.is_of_archive:
            self.objects.remove(identifier)
            return
        number = identifier.rpartition(".")[2]
        if number.isdigit():
            taking_in.drop(self, int(number))

    def clear(self, models=None, commit=True):
        if not self.is_of_archive:
            is_whole = models is None or not set(self.unified.get_indexed_models()) - set(models)
            self.objects.clear(None if is_whole else models)
        elif models is None or self.search_index.get_model() in models:
            rebuilding.clear(self)

    def optimize(self):
        """Nothing: OpenSearch merges what it keeps by itself."""

    # Asking

    @log_query
    def search(self, query_string, start_offset=0, end_offset=None, **options):
        """Return haystack's search: {results, hits, facets, spelling_suggestion}.

        Whatever the query, it is answered; where there is no index yet nothing is found. Raise
        IndexDamaged, IndexAway; and SearchBackendError where places on a map are asked for, or the
        order of a text whose order is not kept.
        """
        refuse_places(options)
        if not query_string:
            return {"results": [], "hits": 0}
        try:
            index = self.kept()
            return self._search(index, query_string, start_offset, end_offset, options)
        except IndexMissing:
            return answer()

    def _search(self, index: Index, text: str, start, end, options: dict) -> dict:
        typed = self.parser.parse(text)
        tree = self._understood(index, self.boosted(typed, options.get("boost")))
        asked = _Search(index, Translation(index).of(tree), start, end)
        asked.filters += self._allowed(index, options.get("narrow_queries"), options.get("models"))
        asked.order = self._order(index, options.get("sort_by") or ())
        queries = {}
        for name, of_facet in options.get("query_facets") or ():
            shown = f"{name}:{of_facet}" if name else of_facet
            queries[shown] = self._matching(index, shown)
        facets = Facets(index, options, queries)
        asked.counted = facets.asked()
        rows = self._rows(index, asked, tree, options)
        suggestion = None
        spelled = options.get("spelling_query") or " ".join(words_of(typed))
        if self.include_spelling and spelled:
            suggestion = index.corrected(spelled)
        return answer(rows, asked.count, facets.counts(asked.counts), suggestion)

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
            index = self.kept()
            itself = index.identified([get_identifier(model_instance)])
            if not _Search(index, itself, 0, 1).run():
                return answer()
        except IndexMissing:
            return answer()
        language = getattr(model_instance, "language", "") or DEFAULT_LANGUAGE
        text = self.prepared_text(model_instance)
        words = telling(text, language, index.usage)
        index.look_up(word.forms[0] for word in words)
        tree = query.Or([index.alike(word, language) for word in words])
        index.look_ahead(tree)
        asked = _Search(index, Translation(index).of(tree), start_offset, end_offset)
        narrow = {additional_query_string, *options.get("narrow_queries", ())} - {None, ""}
        asked.filters += self._allowed(index, narrow, options.get("models"))
        asked.filters.append({"bool": {"must_not": [itself]}})
        rows = self._rows(index, asked, tree, options)
        return answer(rows, asked.count)

    def _understood(self, index: Index, tree: query.Query) -> query.Query:
        index.look_up(leaf.text for leaf in tree.leaves() if isinstance(leaf, TypedWord))
        of_forms = understood(tree, index)
        index.look_ahead(of_forms)
        return of_forms

    def _matching(self, index: Index, text: str) -> Query:
        tree = self._understood(index, self.parser.parse(str(text)))
        return Translation(index).of(tree)

    def _allowed(self, index: Index, narrow_queries, models) -> list[Query]:
        """The queries that all results meet: of these models, found by all these queries."""
        allowed = []
        if models and not set(models).issuperset(self.unified.get_indexed_models()):
            allowed.append(index.of_models(models))
        for text in narrow_queries or ():
            allowed.append(self._matching(index, text))
        return allowed

    def _order(self, index: Index, sort_by: Iterable[str]) -> list[dict]:
        """The fields that are asked for, or the score; what has no value comes last."""
        order = []
        for name in sort_by:
            field = name.lstrip("-")
            if field not in self.schema:
                continue
            path = index.path(field)
            if isinstance(self.schema[field], kinds.RunningText | fields.TEXT):
                path = index.order(field)
            if not path:
                raise SearchBackendError(f"OpenSearch keeps no order of {field} here.")
            way = "desc" if name.startswith("-") else "asc"
            order.append({path: {"order": way, "missing": "_last"}})
        return order or [{"_score": {"order": "desc"}}]

    def _rows(self, index: Index, asked: "_Search", tree: query.Query, options: Mapping) -> list:
        names, highlight = options.get("fields"), options.get("highlight")
        with_text = bool(highlight or not names or self.content_field_name in names)
        asked.source = index.source(with_text)
        rows = [index.row(hit) for hit in asked.run()]
        marked = sought(tree, self.schema, index.is_of) if highlight else Sought()
        return results(
            self.unified,
            rows,
            marked,
            fields=names,
            result_class=options.get("result_class"),
            highlight=highlight,
        )


class _Search:
    """One search: what is asked, then the hits of its page, their `count`, and other `counts`."""

    def __init__(self, index: Index, scored: Query, start: int | None, end: int | None):
        self._index, self._scored = index, scored
        self._start = start or 0
        self._end = None if end is None else max(end, 1)  # one at least, as haystack has it
        self.filters: list[Query] = []
        self.order: list[dict] = [{"_score": {"order": "desc"}}]
        self.counted: dict[str, dict] = {}
        self.source: dict | bool = False
        self.count = 0
        self.counts: Mapping = {}

    def run(self) -> list[dict]:
        """Return the hits of the page."""
        is_near = self._end is not None and max(self._end, self._start) <= WINDOW
        body = self._body()
        body["track_total_hits"] = True
        body["size"] = 0
        if is_near:
            body["from"] = self._start
            body["size"] = max((self._end or 0) - self._start, 0)
        if self.counted:
            body["aggs"] = self.counted
        answer = self._index.search(body)
        self.count = answer["hits"]["total"]["value"]
        self.counts = answer.get("aggregations", {})
        if is_near:
            return answer["hits"]["hits"]
        if self._start >= self.count:
            return []
        return list(islice(self._all(), self._start, self._end))

    def _body(self) -> dict:
        return {
            "query": {"bool": {"must": [self._scored], "filter": self.filters}},
            "sort": [*self.order, *self._index.TIES],
            "track_scores": True,
            "_source": self.source,
        }

    def _all(self) -> Iterator[dict]:
        """Yield all hits in their order, WINDOW of them at a time; the skipped ones are bare."""
        after = None
        for begin in count(0, WINDOW):
            body = self._body() | {"size": WINDOW, "track_total_hits": False}
            if begin + WINDOW <= self._start:
                body["_source"] = False
            if after is not None:
                body["search_after"] = after
            hits = self._index.search(body)["hits"]["hits"]
            yield from hits
            if len(hits) < WINDOW:
                return
            after = hits[-1]["sort"]


class HaystackEngine(BaseEngine):
    backend = SearchBackend
    query = SearchQuery
