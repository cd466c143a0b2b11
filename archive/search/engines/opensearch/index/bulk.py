"""Many documents sent at once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive.search.engine import IndexAway
from archive.search.engines.opensearch.index.connection import LONG, Cluster, full
from archive.search.engines.opensearch.index.node_by_node import ONCE, UNWELL

LARGEST = 8_000_000  # bytes of one request
MOST = 2000  # documents of one request
PARTS = "10s"  # in which a part of the index must be there: else what is for it is refused for now
FAULT = 500  # the lowest status of what is no fault of the document


class Refusal(NamedTuple):
    """A document that was not taken: its id, the status as of HTTP, and why."""

    id: str
    status: int
    reason: str

    @property
    def is_passing(self) -> bool:
        """Return True where the cluster could not take it now, whatever is in it.

        A part that is just moving to another node says so by 500.
        """
        return self.status in UNWELL or self.status >= FAULT


class Action(NamedTuple):
    """What is to be done with a document: `head` as of `_bulk`, and what follows it, if any."""

    head: dict
    body: dict | None = None

    def lines(self) -> str:
        lines = json.dumps(self.head, separators=(",", ":")) + "\n"
        if self.body is not None:
            lines += json.dumps(self.body, separators=(",", ":"), ensure_ascii=False) + "\n"
        return lines


def indexing(number: int, version: int, body: dict) -> Action:
    """Return that an editorial is to be written, unless a newer state of it is there."""
    about = {"_id": str(number), "version": version, "version_type": "external_gte"}
    return Action({"index": about}, body)


def dropping(number: int, version: int) -> Action:
    """Return that an editorial is to go, unless a newer state of it is there."""
    return Action(
        {"delete": {"_id": str(number), "version": version, "version_type": "external_gte"}}
    )


def send(
    cluster: Cluster,
    index: str,
    actions: Iterable[Action],
    refresh: bool = False,
    once: bool = False,
) -> list[Refusal]:
    """Do all these; return what was not done.

    With `refresh` questions know it when this returns. `once`: what must not be done twice is not
    asked of another node. Raises IndexAway, OSError where nothing can be written.
    """
    params = {"refresh": "true" if refresh else "false", "timeout": PARTS}
    if once:
        params[ONCE] = "true"
    refusals: list[Refusal] = []
    for lines in _requests(actions):
        refusals += _send(cluster, index, lines, params)
    for refusal in refusals:
        if "read-only" in refusal.reason:
            raise full(cluster.hosts)
    return refusals


def _send(cluster: Cluster, index: str, lines: str, params: Mapping) -> Iterator[Refusal]:
    with cluster.answering():
        answer = cluster.client.bulk(
            body=lines.encode(errors="replace"),
            index=index,
            params=params,
            request_timeout=LONG,
        )
    if not answer["errors"]:
        return
    for item in answer["items"]:
        for outcome in item.values():
            if "error" in outcome:
                error = outcome["error"]
                reason = f"{error.get('type', '')}: {error.get('reason', '')}"
                yield Refusal(outcome["_id"], outcome["status"], reason)


def _requests(actions: Iterable[Action]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for action in actions:
        line = action.lines()
        if lines and (size + len(line) > LARGEST or len(lines) >= MOST):
            yield "".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield "".join(lines)


def require(refusals: Iterable[Refusal]) -> None:
    """Raise IndexAway where anything was not done."""
    for refusal in refusals:
        raise IndexAway(f"OpenSearch has not taken {refusal.id}: {refusal.reason}")
