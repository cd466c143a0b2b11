"""Slow queries and slow searches are told by what they are, never by what was typed."""

import time

import pytest
from django.db import connection

from archive.search.upkeep import freshness

WORD = "confidentiel"


@pytest.fixture
def slow(caplog):
    """What the log has been told of slow work."""

    def told(message):
        records = [each for each in caplog.records if each.name == "archive.slow"]
        return [each.args for each in records if each.msg == f"{message} %s"]

    return told


def slowly(execute, *args):
    time.sleep(0.003)
    return execute(*args)


def test_a_slow_query_is_told_by_its_statement(client, make_editorial, settings, slow):
    settings.SLOW_QUERY_MS = 2
    make_editorial(title=WORD, tags=[WORD])
    with connection.execute_wrapper(slowly):
        assert client.get(f"/tags/{WORD}/").status_code == 200
    told = slow("slow query")
    assert told and all(each["ms"] >= 2 for each in told)
    assert any("archive_tag" in each["sql"] for each in told)
    assert not any(WORD in each["sql"] for each in told)


def test_a_slow_search_is_told_without_its_words(client, make_editorial, settings, slow, caplog):
    make_editorial(title=WORD)
    freshness.drain()
    settings.SLOW_SEARCH_MS = 1
    with connection.execute_wrapper(slowly):
        client.get("/search/", {"q": WORD, "from": "2001"})
    told = slow("slow search")[0]
    assert told["ms"] >= 1 and told["by"] == "index" and told["letters"] == len(WORD)
    assert told["dated"] is True and told["count"] == 0
    assert WORD not in caplog.text


def test_nothing_is_told_of_what_is_quick_or_where_nobody_wants_it(
    client, make_editorial, settings, slow
):
    make_editorial(title=WORD)
    freshness.drain()
    settings.SLOW_SEARCH_MS = settings.SLOW_QUERY_MS = 60_000
    client.get("/search/", {"q": WORD})
    settings.SLOW_SEARCH_MS = settings.SLOW_QUERY_MS = 0
    with connection.execute_wrapper(slowly):
        client.get("/search/", {"q": WORD})
    assert slow("slow search") == slow("slow query") == []
