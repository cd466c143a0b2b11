"""What would take the database too long is stopped, and whoever asked is told to come again."""

import pytest
from django.db import connection

from archive.search import Question, ask
from archive.search.engine import IndexAway, Unanswered
from archive.search.engines import database, time_limit

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def run(query: str):
    with connection.cursor() as cursor:
        return cursor.execute(query).fetchone()


def test_a_query_that_would_never_end_is_stopped_and_the_next_is_answered(db):
    with pytest.raises(time_limit.TooLong), time_limit.within(0.2):
        run(ENDLESS)
    assert run("SELECT 1") == (1,)


def test_what_is_quick_enough_is_answered_without_a_limit_after_it(db):
    with time_limit.within(5):
        assert run("SELECT 1") == (1,)
    assert run("SELECT 2") == (2,)


@pytest.fixture
def slow(make_editorial, monkeypatch):
    """A database to which every search is too much, and an index that is away."""
    if connection.vendor == "postgresql":
        pytest.skip("its shortest limit is longer than such a search takes")

    class Away:
        def answer(self, question):
            raise IndexAway("away")

    make_editorial("L’accueil")
    monkeypatch.setattr("archive.search.current", Away)
    monkeypatch.setattr(database, "_asked_again_at", 0.0)
    monkeypatch.setattr(database, "PATIENCE", 0.0)
    monkeypatch.setattr(time_limit, "STEPS", 1)


def test_a_search_page_says_to_come_again(slow, client):
    client.raise_request_exception = False
    response = client.get("/search/", {"q": "accueil"})
    assert response.status_code == 503 and response["Retry-After"] == "60"
    assert "L’index ne répond pas pour le moment" in response.text


def test_the_api_says_so_too(slow, client):
    response = client.get("/api/v1/search", {"q": "accueil"})
    assert response.status_code == 503 and response["Retry-After"] == "60"
    assert "index" in response.json()["detail"]


def test_words_are_not_looked_for_again_at_once(slow, monkeypatch):
    with pytest.raises(Unanswered, match="longer than"):
        ask(Question(q="accueil"))
    monkeypatch.setattr(database, "PATIENCE", 60.0)
    with pytest.raises(Unanswered, match="too slow"):
        ask(Question(q="accueil"))
    assert ask(Question()).count == 1
    monkeypatch.setattr(database, "_asked_again_at", 0.0)
    assert ask(Question(q="accueil")).count == 1


def test_the_rest_of_the_site_is_up(slow, client):
    client.raise_request_exception = False
    ask_once = client.get("/search/", {"q": "accueil"})
    assert ask_once.status_code == 503
    assert client.get("/").status_code == 200
    assert client.get("/healthz").status_code == 200
