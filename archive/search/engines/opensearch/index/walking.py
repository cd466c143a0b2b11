"""All that a search finds, beyond what can be paged to: the index held as it was at one moment."""

import contextlib
from collections.abc import Iterator

from opensearchpy import NotFoundError, OpenSearchException

from archive.search.engine import Unanswered
from archive.search.engines.opensearch.index.connection import LONG, Cluster, Index

# How long the nodes hold a moment from one request to the next: who takes the hits may be slow.
KEPT = "10m"
WHOLE = {"allow_partial_search_results": "false"}


def walk(cluster: Cluster, index: Index, body: dict, preference: str = "") -> Iterator[dict]:
    """Yield what answers a search of the editorials, the `size` of its body at a time, to the last.

    Its `sort` must put no two hits at one place; `preference` says which copies are asked. Nothing
    that is saved meanwhile shows. Raises IndexDamaged, IndexAway, and Unanswered where the moment
    is no longer held.
    """
    with _moment(cluster, index, preference) as moment:
        body = body | {"pit": {"id": moment, "keep_alive": KEPT}, "track_total_hits": False}
        while True:
            answer = _search(cluster, body)
            hits = answer["hits"]["hits"]
            if hits:
                yield answer
            if len(hits) < body["size"]:
                return
            body["search_after"] = hits[-1]["sort"]


@contextlib.contextmanager
def _moment(cluster: Cluster, index: Index, preference: str) -> Iterator[str]:
    """Have the nodes hold the index as it is now; give the moment's name."""
    params = {"allow_partial_pit_creation": "false", "keep_alive": KEPT}
    if preference:
        params["preference"] = preference
    with cluster.answering():
        created = cluster.client.create_pit(index=index.editorials, params=params)
    try:
        yield created["pit_id"]
    finally:
        # A node that cannot be told now lets go of it by itself.
        with contextlib.suppress(OpenSearchException):
            cluster.client.delete_pit(body={"pit_id": [created["pit_id"]]})


def _search(cluster: Cluster, body: dict) -> dict:
    with cluster.answering():
        try:
            return cluster.client.search(body=body, params=WHOLE, request_timeout=LONG)
        except NotFoundError as error:
            raise Unanswered("the nodes hold no longer what was being read of the index") from error
