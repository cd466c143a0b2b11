"""What only one may do at a time: on the whole cluster by a lease, on this machine by a lock.

A lease is a document with the time until which it is held. It is taken, renewed and judged by
scripts on the node that keeps it, so that only this node's clock counts.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from opensearchpy import ConflictError, RequestError

from archive.search.engines.opensearch.index.connection import LONG, Cluster

LEASES = "-leases"  # behind the name of the archive's index
HELD = 120.0  # seconds that a lease lasts after its holder was last heard of
TAKE = """
    if (ctx._source.until > ctx._now && ctx._source.holder != params.holder) {
        ctx.op = 'none'
    } else {
        ctx._source.holder = params.holder; ctx._source.until = ctx._now + params.lasting
    }
"""
GIVE_BACK = (
    "if (ctx._source.holder == params.holder) { ctx.op = 'delete' } else { ctx.op = 'none' }"
)
IS_HELD = "doc['until'].value > new Date().getTime()"
TRY = 0.2  # seconds that saving an editorial waits for who writes on the same machine
PAUSE = 0.02


def take(cluster: Cluster, name: str, seconds: float, holder: str = "") -> bool:
    """Take a lease for some seconds, or renew it; return False where another holds it."""
    script = {
        "source": TAKE,
        "params": {"holder": holder or uuid4().hex, "lasting": int(1000 * seconds)},
    }
    body = {"scripted_upsert": True, "script": script, "upsert": {"until": 0, "holder": ""}}
    with cluster.telling():
        _make(cluster)
        try:
            answer = cluster.client.update(
                index=cluster.name + LEASES,
                id=name,
                body=body,
                retry_on_conflict=3,
                refresh=True,
                request_timeout=LONG,  # it may wait behind what is being sent
            )
        except ConflictError:  # others try as well
            return False
    return answer["result"] != "noop"


def give_back(cluster: Cluster, name: str, holder: str) -> None:
    """Have a lease end; nothing where another has it by now."""
    body = {"script": {"source": GIVE_BACK, "params": {"holder": holder}}}
    with cluster.telling():
        # An update would make the index, in its own way.
        if not cluster.client.exists(index=cluster.name + LEASES, id=name):
            return
        cluster.client.update(
            index=cluster.name + LEASES,
            id=name,
            body=body,
            retry_on_conflict=3,
            refresh=True,
            ignore=[404],
            request_timeout=LONG,
        )


def is_held(cluster: Cluster, name: str) -> bool:
    """Return True if somebody holds a lease; it only reads, as a full disk allows."""
    filters = [{"ids": {"values": [name]}}, {"script": {"script": IS_HELD}}]
    with cluster.telling():
        answer = cluster.client.search(
            index=cluster.name + LEASES,
            body={"size": 0, "query": {"bool": {"filter": filters}}},
            params={"ignore_unavailable": "true", "allow_partial_search_results": "false"},
        )
    return bool(answer["hits"]["total"]["value"])


def _make(cluster: Cluster) -> None:
    """Make the index of leases where there is none yet."""
    if cluster.client.indices.exists(index=cluster.name + LEASES):
        return
    body = {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {"until": {"type": "long"}, "holder": {"type": "keyword"}},
        },
    }
    try:
        cluster.client.indices.create(index=cluster.name + LEASES, body=body)
    except RequestError as error:
        if error.error != "resource_already_exists_exception":  # another was quicker
            raise


@contextlib.contextmanager
def held(cluster: Cluster, name: str) -> Iterator[bool]:
    """Hold a lease as long as this lasts; give False where another holds it."""
    holder, over = uuid4().hex, threading.Event()
    if not take(cluster, name, HELD, holder):
        yield False
        return

    def renew() -> None:
        while not over.wait(HELD / 4):
            with contextlib.suppress(Exception):  # the next may come through
                take(cluster, name, HELD, holder)

    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield True
    finally:
        over.set()
        renewing.join()
        with contextlib.suppress(Exception):  # it ends by itself
            give_back(cluster, name, holder)


@contextlib.contextmanager
def of_this_machine(cluster: Cluster, wait: float = TRY) -> Iterator[bool]:
    """Give True if this process alone of this machine may write the index now.

    Processes of other machines may write as well: versions tell which state is the newer.
    """
    path = Path(settings.DATA_DIR, f"opensearch-{cluster.name}.lock")
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a folder that cannot be written: nobody else here can write either
        yield True
        return
    try:
        yield _locked(lock, wait)
    finally:
        os.close(lock)


def _locked(lock: int, wait: float) -> bool:
    until = time.monotonic() + wait
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE)
