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

import pytest
from haystack import connections

from archive.search.engine import current
from archive.settings import search_engine

HOSTS = os.environ.get("ARCHIVE_TEST_OPENSEARCH", "")
NAME = f"test-{os.getpid()}"
# What went leaves its version behind for a while, and numbers begin anew with each test.
FORGET = {"gc_deletes": "0s"}


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
    """Take all documents out of the index in use; forget the one before, and when this was begun.

    Rows of a test that was rolled back have their numbers again, which would then be too low. What
    was learned is forgotten, too.
    """
    told = "*.aliases,*.mappings._meta,*.settings.index.gc_deletes"
    for index, about in ask("GET", f"{NAME}-*?filter_path={told}").items():
        aliases = about.get("aliases", {})
        if f"{NAME}-previous" in aliases:
            ask("DELETE", f"{index}*")
        if NAME in aliases and about["settings"]["index"]["gc_deletes"] != FORGET["gc_deletes"]:
            ask("PUT", f"{index}/_settings", {"index": FORGET})
        meta = about.get("mappings", {}).get("_meta", {})
        if meta.pop("learned", 0) or meta.get("begun"):
            meta["begun"] = 0
            ask("PUT", f"{index}/_mapping", {"_meta": meta})
    everything = {"query": {"match_all": {}}}
    indices = f"{NAME},{NAME}-*-words"
    ask("POST", f"{indices}/_refresh")  # what no search can see is not deleted by one
    ask("POST", f"{indices}/_delete_by_query?refresh=true&conflicts=proceed", everything)


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
