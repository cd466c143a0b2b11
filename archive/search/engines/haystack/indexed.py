"""What haystack says of a connection, whichever engine is behind it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.db.models import AutoField, IntegerField
from haystack import connections
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from whoosh import fields, query

from archive.search import documents
from archive.search.engines.haystack.syntax import Parser
from archive.search_indexes import EditorialIndex

PLACES = ("within", "dwithin", "distance_point")  # haystack's options that ask for places on a map


class Indexed:
    """The part of haystack's back ends that is the same for all engines."""

    connection_alias: str

    @property
    def unified(self):
        """What haystack indexes by this connection: a search index for each model."""
        return connections[self.connection_alias].get_unified_index()

    @cached_property
    def search_index(self):
        """The one search index, where a single model is indexed."""
        return documents.search_index(self.connection_alias)

    @cached_property
    def schema(self) -> fields.Schema:
        raise NotImplementedError

    @cached_property
    def content_field_name(self) -> str:
        self.unified.get_indexed_models()  # by which haystack finds it
        return self.unified.document_field

    @cached_property
    def parser(self) -> Parser:
        return Parser(self.schema, self.content_field_name)

    @property
    def is_of_archive(self) -> bool:
        """Whether it is the archive's editorials that are indexed, and nothing else."""
        indexes = [self.unified.get_index(model) for model in self.unified.get_indexed_models()]
        return len(indexes) == 1 and isinstance(indexes[0], EditorialIndex)

    @property
    def keys_are_numbers(self) -> bool:
        """Whether all that is indexed is told apart in its table by a number."""
        models = self.unified.get_indexed_models()
        return all(isinstance(model._meta.pk, IntegerField | AutoField) for model in models)

    def setup(self):
        """Have what is indexed read anew; the index is made when it is first written."""
        for name in ("schema", "content_field_name", "parser"):
            self.__dict__.pop(name, None)

    def kind_of(self, name: str) -> fields.FieldType:
        """Return how a field is kept; the text, for a name that is no field."""
        if name in self.schema:
            return self.schema[name]
        return self.schema[self.content_field_name]

    def prepared_text(self, instance) -> str:
        """Return the text of an object as it would be indexed now."""
        search_index = self.unified.get_index(type(instance))
        return str(search_index.full_prepare(instance)[self.content_field_name] or "")

    def boosted(self, tree: query.Query, boosts: Mapping[str, float] | None) -> query.Query:
        """Return a query that ranks those first that have the boosted words, and finds the same."""
        words = []
        for word, boost in (boosts or {}).items():
            of_forms = self.parser.words(self.content_field_name, word, boost=boost)
            if of_forms:
                words.append(of_forms)
        if not words:
            return tree
        return query.AndMaybe(tree, query.Or(words))


def refuse_places(options: Mapping) -> None:
    """Raise SearchBackendError where places on a map are asked for."""
    if any(options.get(name) for name in PLACES):
        raise SearchBackendError("This index holds no places.")


def answer(
    results: Sequence[SearchResult] = (),
    hits: int = 0,
    facets: dict[str, dict] | None = None,
    spelling_suggestion: str | None = None,
) -> dict:
    """Return what haystack expects of a search."""
    return {
        "results": list(results),
        "hits": hits,
        "facets": facets or {},
        "spelling_suggestion": spelling_suggestion,
    }
