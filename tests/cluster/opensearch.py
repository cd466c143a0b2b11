"""The index that tests keep in OpenSearch, on the nodes that ARCHIVE_TEST_OPENSEARCH names.

    ARCHIVE_TEST_OPENSEARCH=127.0.0.1:9201 ./test tests/contract

Making an index takes far longer than emptying one: so a process of tests has one, that lasts as long as it.
"""

import atexit
import json
import os
import urllib.error
import urllib.request
from functools import cache
from time import sleep

import pytest
from haystack import connections

from archive.search.engine import current
from archive.settings import search_engine

HOSTS = os.environ.get("ARCHIVE_TEST_OPENSEARCH", "")
NAME = f"test-{os.getpid()}"
TICK = 0.25  # seconds


def use() -> None:
    """Have the archive keep an empty index there."""
    connect(f"opensearch://{HOSTS}/{NAME}?shards={len(HOSTS.split(','))}")
    _made()
    empty()


def restore_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the archive keep its index where it does now again once the test is over."""
    there = connections.connections_info["default"]
    monkeypatch.setitem(connections.connections_info, "default", there)


def connect(address: str) -> None:
    """Have the archive keep its index at an address."""
    connections.connections_info["default"] = search_engine(address)
    connections.thread_local.connections = {}


@cache
def _made() -> None:
    ask("DELETE", f"{NAME}-*")
    atexit.register(ask, "DELETE", f"{NAME}-*")
    current().rebuild()


def leave() -> None:
    """Have the archive keep its index where none is yet."""
    connect(f"opensearch://{HOSTS}/{NAME}-nothing")


def empty() -> None:
    """Take all documents out of the index in use, and forget the one before and what was learned."""
    for index, about in ask("GET", f"{NAME}-*/_alias").items():
        if f"{NAME}-previous" in about["aliases"]:
            ask("DELETE", f"{index}*")
    for index, about in ask("GET", f"{NAME}-*-words/_mapping").items():
        told = about["mappings"].get("_meta", {})
        if told.pop("learned", 0):
            ask("PUT", f"{index}/_mapping", {"_meta": told})
    # What went leaves its version behind for a while, and numbers begin anew with each test.
    ask("PUT", f"{NAME}/_settings", {"index.gc_deletes": "0s"})
    everything = {"query": {"match_all": {}}}
    path = f"{NAME},{NAME}-*-words/_delete_by_query?refresh=true&conflicts=proceed"
    if ask("POST", path, everything).get("deleted"):
        # A node's clock goes by such ticks: within one it keeps the versions all the same.
        sleep(TICK)
        ask("POST", f"{NAME}/_refresh")


def ask(method: str, path: str, body: dict | None = None) -> dict:
    """Return what the first node says, whatever its status."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"http://{HOSTS.split(',')[0]}/{path}", data, method=method)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
