"""What an index is to hold of the database.

That is the published editorials, each as haystack prepares it.
"""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

from haystack import connections
from haystack.exceptions import SkipDocument
from haystack.utils import get_identifier

log = logging.getLogger(__name__)
STREAMED = 10_000  # ids read from the database at a time
READ = 500  # objects read from the database at a time


def search_index(alias: str = "default"):
    """Return the one search index, as haystack calls what says how a model is indexed."""
    unified = connections[alias].get_unified_index()
    (model,) = unified.get_indexed_models()
    return unified.get_index(model)


def published(alias: str = "default") -> list[int]:
    """Return the ids of all that is to be in the index, ascending."""
    rows = search_index(alias).index_queryset(using=alias)
    return sorted(rows.order_by().values_list("pk", flat=True))


def ids(alias: str = "default") -> Iterator[int]:
    """Yield the ids of all that is to be in the index, ascending, in bounded memory."""
    rows = search_index(alias).index_queryset(using=alias).prefetch_related(None).order_by("pk")
    yield from rows.values_list("pk", flat=True).iterator(STREAMED)


def number(alias: str = "default") -> int:
    """Return how many there are to be in the index."""
    return search_index(alias).index_queryset(using=alias).count()


def prepared(ids: Iterable[int], alias: str = "default") -> Iterator[dict]:
    """Yield what is to be indexed of each of these that is published, as the database has it.

    What cannot be prepared is left out, and the log says so.
    """
    index = search_index(alias)
    rows = index.index_queryset(using=alias)
    for batch in batches(ids):
        yield from prepared_objects(index, rows.filter(pk__in=batch), strict=False)


def prepared_objects(index, objects: Iterable, strict: bool = True) -> Iterator[dict]:
    """Yield what is to be indexed of each object.

    An index that can `read` is told of them all at once first. Unless `strict`, one that cannot be
    prepared is left out, and the log says so.
    """
    objects = list(objects)
    if hasattr(index, "read"):
        index.read(objects)
    for instance in objects:
        try:
            yield index.full_prepare(instance)
        except SkipDocument:
            continue
        except Exception:
            if strict:
                raise
            log.exception(
                "%s is left out of the index: it cannot be prepared.", get_identifier(instance)
            )


def batches(objects: Iterable) -> Iterator[list]:
    """Yield the objects in lists of READ."""
    objects = iter(objects)
    while batch := list(islice(objects, READ)):
        yield batch
