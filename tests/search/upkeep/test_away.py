"""An engine that does not answer: nothing is rebuilt for it, and questions go elsewhere meanwhile."""

import pytest
from django.core.management import CommandError, call_command

from archive.search import Question, absence, ask, related, years
from archive.search.engine import Condition, IndexAway
from archive.search.engines.whoosh.engine import WhooshEngine
from archive.search.upkeep import freshness, watching


@pytest.fixture
def asides(monkeypatch):
    works = []
    monkeypatch.setattr(watching, "aside", works.append)
    monkeypatch.setattr(watching, "_complaint", "")
    return works


@pytest.fixture
def editorial(make_editorial, asides):
    editorial = make_editorial("Un appel")
    freshness.drain()
    return editorial


@pytest.fixture
def engine():
    """Replaces methods of the engine alone; `undo` brings it back and leaves all else replaced."""
    with pytest.MonkeyPatch.context() as engine:
        yield engine


@pytest.fixture
def away(editorial, engine):
    """An engine that is away for whatever it is asked, each time that it is asked."""
    times = []

    def refuse(*_asked, **_options):
        times.append(_asked)
        raise IndexAway("no node answers")

    for name in ("answer", "years", "usage", "alike", "versions", "verify", "rebuild"):
        engine.setattr(WhooshEngine, name, refuse)
    condition = Condition("away", 0, False, IndexAway("no node answers"))
    engine.setattr(WhooshEngine, "condition", lambda _itself: condition)
    return times


def test_the_database_answers_and_no_rebuild_is_begun(away, asides):
    answer = ask(Question(q="appel"))
    assert (answer.by, answer.count) == ("database", 1)
    assert asides == []


def test_it_is_not_asked_again_for_some_seconds(away, editorial):
    ask(Question(q="appel"))
    for _time in range(3):
        assert ask(Question(q="appel")).by == "database"
        assert years() == {} and related(editorial) == []
    assert len(away) == 1


def test_it_is_asked_again_after_these_seconds(away, editorial, monkeypatch):
    monkeypatch.setattr(absence, "AWAY", 0.0)
    ask(Question(q="appel"))
    ask(Question(q="appel"))
    assert len(away) == 2


def test_once_it_answers_the_index_is_used_again(away, engine, asides, monkeypatch, caplog):
    monkeypatch.setattr(absence, "AWAY", 0.0)
    assert ask(Question(q="appel")).by == "database"
    engine.undo()
    assert ask(Question(q="appel")).by == "index"
    assert asides == [watching.look]
    assert "Search is answered by the index again." in caplog.messages


def test_health_asks_it_after_these_seconds(away, engine, client, monkeypatch):
    assert ask(Question(q="appel")).by == "database"
    engine.undo()
    assert client.get("/healthz").json()["index"] == "away"
    monkeypatch.setattr(absence, "AWAY", 0.0)
    absence.begin(IndexAway("no node answers"))  # some seconds ago
    assert client.get("/healthz").json()["status"] == "ok"
    assert ask(Question(q="appel")).by == "index"


def test_health_says_so_and_begins_nothing(away, client, asides):
    health = client.get("/healthz").json()
    assert (health["status"], health["index"]) == ("degraded", "away")
    assert asides == []


def test_a_check_says_so_and_repairs_nothing(away):
    with pytest.raises(CommandError, match="does not answer"):
        call_command("check_index", repair=True)


def test_a_site_is_prepared_without_it(away, capsys, settings, tmp_path):
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    call_command("prepare")
    assert "no node answers" in capsys.readouterr().err
