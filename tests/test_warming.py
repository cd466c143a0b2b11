"""A fresh process has answered what is asked most before it takes visitors."""

import gc
import threading
import time
from pathlib import Path

import pytest
from haystack import connections

from archive import warming
from archive.models import SoughtQuery
from archive.search.engines.whoosh.answers import answering
from archive.search.upkeep import freshness
from archive.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """A server would wait for the threads that other tests have left in this process."""
    everyone, left = threading.enumerate, set(threading.enumerate())
    left.remove(threading.current_thread())
    monkeypatch.setattr(threading, "enumerate", lambda: list(set(everyone()) - left))


@pytest.fixture
def asked(monkeypatch):
    """The words of each question that the index answers."""
    words = []
    answer = answering.answer

    def noting(snapshot, question):
        words.append(question.q)
        return answer(snapshot, question)

    monkeypatch.setattr(answering, "answer", noting)
    return words


def test_it_asks_the_index_for_a_word_of_the_archive_and_counts_it_for_nobody(
    make_editorial, asked, settings
):
    settings.ALLOWED_HOSTS = [".archive.example"]
    make_editorial("La mutation des centres d’appels")
    freshness.drain()
    signs = []
    assert warming.warm(application, lambda: signs.append(True))
    assert "mutation" in asked and signs
    assert not SoughtQuery.objects.exists()


def test_it_asks_for_each_kind_of_page_once(make_editorial, monkeypatch):
    make_editorial(
        "La mutation des centres d’appels",
        date="2001-02-12",
        publication="En ligne",
        authors=["Anne Le Goff"],
        tags=["accueil"],
    )
    asked = {}

    def noting(environ, start_response):
        def note(status, headers, error=None):
            asked[environ["PATH_INFO"]] = status
            return start_response(status, headers, error)

        return application(environ, note)

    assert warming.warm(noting, lambda: None)
    assert asked.keys() >= {
        "/",
        "/2001/",
        "/2001/02/12/",
        "/publications/en-ligne/",
        "/authors/anne-le-goff/",
        "/tags/accueil/",
        "/calendar/",
        "/feeds/",
    }
    assert set(asked.values()) == {"200 OK"}


@pytest.fixture
def server(make_editorial):
    """A server before its workers are forked: a process in which no search has been asked yet."""
    make_editorial("La mutation des centres d’appels")
    freshness.drain()
    return application


def test_before_workers_are_forked_the_server_asks_the_index_and_keeps_neither_it_nor_a_thread(
    server, asked
):
    before = set(threading.enumerate())
    warming.share(server)
    assert "mutation" in asked
    assert set(threading.enumerate()) <= before
    gc.collect()  # as the server does before it forks
    index = connections["default"].get_backend().path
    assert f"{index}/" not in Path("/proc/self/maps").read_text()


def test_a_server_that_has_read_for_long_enough_asks_no_further_page(monkeypatch):
    asked = []

    def slow(environ, _start_response):
        asked.append(environ["PATH_INFO"])
        time.sleep(0.02)
        return []

    monkeypatch.setattr(warming, "LONGEST_ALONE", 0.01)
    warming.share(slow)
    assert asked == ["/"]


def test_a_server_without_its_engine_takes_visitors_all_the_same(monkeypatch, caplog):
    connection = {"ENGINE_CLASS": "archive.search.nowhere.Engine"}
    monkeypatch.setitem(connections.connections_info, "default", connection)
    warming.share(application)
    assert "may hold an index" in caplog.text


def test_an_archive_of_nothing_is_warm_at_once(asked):
    assert warming.warm(application, lambda: None)


def test_what_fails_or_takes_too_long_stops_no_process(caplog, monkeypatch, make_editorial):
    assert warming.warm(lambda *_wsgi: 1 / 0, lambda: None)
    assert "without being warm" in caplog.text
    monkeypatch.setattr(warming, "LONGEST", 0.05)
    monkeypatch.setattr(warming, "NOTE", 0.01)
    let_go = threading.Event()

    def slow(*_wsgi):
        let_go.wait(5)
        raise OSError

    before = set(threading.enumerate())
    assert not warming.warm(slow, lambda: None)
    let_go.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
