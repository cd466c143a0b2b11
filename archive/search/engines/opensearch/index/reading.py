"""What the index holds, read for its own sake: counted, listed, compared."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from opensearchpy import NotFoundError, TransportError

from archive.search.engine import IndexDamaged, Usage
from archive.search.engines.opensearch.index import mapping
from archive.search.engines.opensearch.index.connection import LONG, Cluster, Index
from archive.search.engines.opensearch.index.mapping import WINDOW

WHOLE = {"allow_partial_search_results": "false"}
COUNT = {"size": 0, "track_total_hits": True}
AT_ONCE = 5000  # words that are asked for in one request


def count(cluster: Cluster, index: Index) -> int:
    """Return how many editorials the index holds."""
    return search(cluster, index.editorials, COUNT)["hits"]["total"]["value"]


def search(cluster: Cluster, index: str, body: dict) -> dict:
    """Return what answers a search, of all parts of an index."""
    with cluster.answering():
        return cluster.client.search(index=index, body=body, params=WHOLE)


def answers(cluster: Cluster, asked: Sequence[tuple[str, dict]], params: Mapping) -> list[dict]:
    """Return what answers each (index, search), in one request.

    One that a node could not answer at that moment is asked again by itself, of another node.
    """
    if len(asked) == 1:
        ((index, body),) = asked
        return [_answer(cluster, index, body, params)]
    lines: list[dict] = []
    for index, body in asked:
        lines += [{"index": index, **params}, body]
    with cluster.answering():
        responses: list[dict] = cluster.client.msearch(body=lines)["responses"]
    answers: list[dict] = []
    for (index, body), answer in zip(asked, responses, strict=True):
        if "error" in answer:
            answer = _answer(cluster, index, body, params)
        answers.append(answer)
    return answers


def _answer(cluster: Cluster, index: str, body: dict, params: Mapping) -> dict:
    with cluster.answering():
        answer: dict = cluster.client.search(index=index, body=body, params=dict(params))
    return answer


def ask_together(cluster: Cluster, asked: Sequence[tuple[str, dict]]) -> list[dict]:
    """Return what answers each (index, search), all of them asked in one request."""
    lines = []
    for index, body in asked:
        lines += [{"index": index, **WHOLE}, body]
    with cluster.answering():
        responses = cluster.client.msearch(body=lines, request_timeout=LONG)["responses"]
        for answer in responses:
            if "error" in answer:
                is_missing = answer["status"] == 404
                kind = NotFoundError if is_missing else TransportError
                raise kind(answer["status"], answer["error"].get("type", ""), answer)
    return responses


def usage(cluster: Cluster, forms: Collection[str]) -> Usage:
    """See `engine.Engine`: counts are those of the last time that the index took something in."""
    index = cluster.index()
    of_form = {}
    for form, of_fields in uses(cluster, index, forms, ["text"]).items():
        if of_fields.get("text"):
            of_form[form] = of_fields["text"]
    return Usage(count(cluster, index), of_form)


def uses(
    cluster: Cluster, index: Index, forms: Collection[str], fields: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Return {form: {field: editorials}} of the forms that are there, as they are kept."""
    wanted, of_form = sorted(forms), {}
    for start in range(0, len(wanted), AT_ONCE):
        body = {"ids": wanted[start : start + AT_ONCE]}
        with cluster.answering():
            answer = cluster.client.mget(
                index=index.words, body=body, params={"_source": ",".join(fields)}
            )
        for document in answer["docs"]:
            if document.get("found"):
                of_form[document["_id"]] = document["_source"]
    return of_form


def versions(cluster: Cluster, index: Index) -> Iterator[tuple[int, int]]:
    """Yield (id, version) of every editorial by ascending id, WINDOW of them at a time."""
    after = None
    while True:
        body = {
            "size": WINDOW,
            "_source": False,
            "track_total_hits": False,
            "docvalue_fields": ["version"],
            "sort": [{"id": "asc"}],
        }
        if after is not None:
            body["search_after"] = after
        with cluster.answering():
            answer = cluster.client.search(
                index=index.editorials, body=body, params=WHOLE, request_timeout=LONG
            )
        hits = answer["hits"]["hits"]
        for hit in hits:
            yield int(hit["sort"][0]), int(hit["fields"]["version"][0])
        if len(hits) < WINDOW:
            return
        after = hits[-1]["sort"]


def verify(cluster: Cluster) -> None:
    """Raise IndexDamaged where the index is not kept as it was made.

    That the files are as they were written Lucene tells by their checksums when it reads them; a
    copy that is not is made anew from another by OpenSearch itself. What is left to look at is
    that all parts answer, that they are kept as this archive keeps them, and that words are there
    where editorials are.
    """
    cluster.forget()
    index = cluster.index()
    editorials = count(cluster, index)
    with cluster.answering():
        mappings = cluster.client.indices.get_mapping(index=f"{index.editorials},{index.words}")
        words = cluster.client.count(
            index=index.words, body={"query": {"exists": {"field": "form"}}}
        )
    if index.is_as_ours:
        _compare(mappings[index.editorials], mapping.editorials(mapping.LENGTHS, {}, 1))
        _compare(mappings[index.words], mapping.words({}, 1))
    if editorials and not words["count"]:
        raise IndexDamaged(f"{index.words} has no words of {editorials} editorials")


def _compare(own: dict, wanted: dict) -> None:
    fields = own["mappings"].get("properties", {})
    for name, kind in wanted["mappings"]["properties"].items():
        there = fields.get(name, {})
        # An object's type goes without saying, and so OpenSearch leaves it out.
        if there.get("type", "object") != kind["type"] or not there:
            raise IndexDamaged(f"the field {name} of the index is {there or 'missing'}, not {kind}")
        if there.get("analyzer") != kind.get("analyzer"):
            raise IndexDamaged(f"the field {name} of the index is analyzed in another way")
