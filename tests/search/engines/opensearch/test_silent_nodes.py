"""Nodes that take a connection and say nothing, as frozen ones do, hold up nobody but who looks."""

import contextlib
import socket
import threading

import pytest

from archive.search import Question, absence, ask
from archive.search.engine import IndexAway, current
from archive.search.upkeep import watching

pytest.importorskip("opensearchpy", reason="needs the client of a cluster")

from haystack import connections

from archive.search.engines.opensearch.index import connection, node_by_node


class Silent:
    """A port that takes connections, counts them, and never answers."""

    def __init__(self):
        self.taken: list[socket.socket] = []
        self.is_asked = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                taken, _address = self._listening.accept()
            except OSError:
                return
            self.taken.append(taken)
            self.is_asked.set()

    def close(self):
        for taken in (self._listening, *self.taken):
            with contextlib.suppress(OSError):  # closed before
                taken.shutdown(socket.SHUT_RDWR)
            taken.close()


@pytest.fixture
def nodes(monkeypatch):
    """Three such nodes, and less patience with them than in earnest."""
    monkeypatch.setattr(node_by_node, "NODE", 0.2)
    monkeypatch.setattr(node_by_node, "TOGETHER", 0.9)
    monkeypatch.setattr(absence, "AWAY", 600.0)
    nodes = [Silent() for _number in range(3)]
    yield nodes
    for node in nodes:
        node.close()


@pytest.fixture
def silent(nodes, connected):
    hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
    connected(f"opensearch://{hosts}/archive")
    return nodes


def times_asked(nodes) -> list[int]:
    return [len(node.taken) for node in nodes]


def test_all_are_asked_within_the_time_of_all(silent, monkeypatch):
    monkeypatch.setattr(node_by_node, "TOGETHER", 0.5)
    assert watching.condition().state == "away"
    assert sorted(times_asked(silent)) == [1, 1, 1]


def test_what_is_said_by_one_of_them_is_heard(nodes, connected):
    from .test_wrong_addresses import served, version

    server = served(200, version("", "8.1.0"))
    try:
        hosts = f"127.0.0.1:{nodes[0].port},127.0.0.1:{server.server_port}"
        connected(f"opensearch://{hosts}/archive")
        assert "2.19 or newer is needed" in str(current().condition().error)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", node_by_node.UNWELL)
def test_where_one_fails_another_is_heard(connected, status):
    from .test_wrong_addresses import served, version

    servers = [served(status, "{}"), served(200, version("", "8.1.0"))]
    hosts = ",".join(f"127.0.0.1:{server.server_port}" for server in servers)
    try:
        connected(f"opensearch://{hosts}/archive")
        for _time in range(2):  # whichever is asked first
            assert "2.19 or newer is needed" in str(current().condition().error)
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def test_while_they_are_away_neither_health_nor_a_save_nor_a_search_asks(
    silent, client, make_editorial, django_capture_on_commit_callbacks
):
    ask(Question(q="accueil"))
    asked = times_asked(silent)
    assert client.get("/healthz").json()["index"] == "away"
    with django_capture_on_commit_callbacks(execute=True):
        make_editorial("L’accueil")
    assert ask(Question(q="accueil")).by == "database"
    assert times_asked(silent) == asked


def test_a_search_meets_them_once_and_the_log_tells_of_it(silent, caplog, monkeypatch):
    monkeypatch.setattr(node_by_node, "TOGETHER", 0.5)
    monkeypatch.setattr(connection, "LOOK", 0.0)
    assert ask(Question(q="accueil")).by == "database"
    assert sum(times_asked(silent)) <= 3  # of one request
    assert caplog.text.count("Search is answered by the database") == 1


def test_a_save_that_met_them_spares_the_next(
    silent, make_editorial, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_editorial("L’accueil")
    asked = times_asked(silent)
    assert sum(asked)
    with django_capture_on_commit_callbacks(execute=True):
        make_editorial("Un appel")
    assert times_asked(silent) == asked


def _looks(cluster):
    with pytest.raises(IndexAway):
        cluster.index()


def test_while_one_looks_others_have_what_was_seen_last(silent, monkeypatch):
    cluster = connections["default"].get_backend().cluster
    monkeypatch.setattr(connection, "LOOK", 0.0)
    monkeypatch.setattr(node_by_node, "TOGETHER", 60.0)
    monkeypatch.setattr(node_by_node, "NODE", 60.0)
    seen = IndexAway("seen before")
    cluster._index = seen
    looking = threading.Thread(target=_looks, args=[cluster], daemon=True)
    looking.start()
    while not any(node.is_asked.wait(0.05) for node in silent):
        pass
    with pytest.raises(IndexAway, match="seen before"):
        cluster.index()
    assert looking.is_alive()
    for node in silent:
        node.close()
    looking.join(30)


def test_what_must_not_be_done_twice_is_asked_of_one_alone(silent):
    cluster = connections["default"].get_backend().cluster
    with pytest.raises(IndexAway), cluster.answering():
        cluster.client.bulk(body=b"{}\n", params={node_by_node.ONCE: True})
    assert sum(times_asked(silent)) == 1
