"""Each request's id, its line in the log, its place in the counts."""

import json
import re

import pytest
from django.db import DatabaseError, connection

from archive.journal.lines import Facts, JsonLine
from archive.journal.requests import OWN
from archive.search.upkeep import freshness

HEADER = "X-Request-ID"


@pytest.fixture
def lines(caplog):
    """What the log is told of requests from here on."""
    caplog.set_level("INFO", "archive.requests")

    def told():
        records = [each for each in caplog.records if each.name == "archive.requests"]
        for each in records:
            assert isinstance(each.args, Facts)
        return [each.args for each in records]

    return told


def test_each_answer_carries_an_id_of_its_own(client, db):
    first, second = (client.get("/tags/")[HEADER] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first) and first != second


def test_an_error_and_a_file_carry_one_too(client, db):
    assert client.get("/nowhere/")[HEADER] and client.get("/robots.txt")[HEADER]


def test_the_id_of_a_declared_proxy_is_kept(client, db, settings):
    settings.TRUSTED_PROXIES = 1
    given = "7f9c24e5-1d0b-4c3a-9d3e-0a6f2b1c4d5e"
    assert client.get("/tags/", headers={HEADER: given})[HEADER] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 101, "abc def ghi", "é" * 20, "x\ny" * 8])
def test_what_is_no_id_is_replaced(client, db, settings, given):
    settings.TRUSTED_PROXIES = 1
    assert re.fullmatch("[0-9a-f]{32}", client.get("/tags/", headers={HEADER: given})[HEADER])


def test_nobody_else_numbers_requests(client, db):
    given = "7f9c24e5-1d0b-4c3a-9d3e-0a6f2b1c4d5e"
    assert client.get("/tags/", headers={HEADER: given})[HEADER] != given


def test_a_line_tells_the_page_and_its_cost(client, make_editorial, lines):
    editorial = make_editorial()
    response = client.get(editorial.get_absolute_url(), REMOTE_ADDR="203.0.113.7")
    (line,) = lines()
    assert line["view"] == "article" and line["path"] == editorial.get_absolute_url()
    assert line["status"] == 200 and line["method"] == "GET"
    assert line["bytes"] == len(response.content)
    assert line["queries"] > 0 and line["ms"] >= line["queries_ms"] > 0
    assert line["origin"] == "203.0.113.0"


def test_no_line_holds_what_was_typed_into_a_search_or_a_browser(client, make_editorial, caplog):
    make_editorial(title="Qualité")
    freshness.drain()
    caplog.set_level("INFO")
    headers = {"user-agent": "Firefox/mouchard", "referer": "https://a.example/dont-tell"}
    client.get("/search/", {"q": "confidentiel qualité"}, headers=headers)
    client.get("/api/v1/search", {"q": "confidentiel"})
    client.get("/search/feed/", {"q": "confidentiel"})
    assert len([each for each in caplog.records if each.name == "archive.requests"]) == 3
    for word in ("confidentiel", "mouchard", "dont-tell"):
        assert word not in caplog.text


def test_what_is_asked_by_a_clock_is_told_only_where_it_fails(client, db, lines):
    client.get("/healthz")
    assert lines() == []

    def fail(*_args):
        raise DatabaseError

    with connection.execute_wrapper(fail):
        client.get("/healthz")
    (line,) = lines()
    assert line["status"] == 503 and line["view"] == "health"


def test_an_address_without_a_page_and_odd_methods_are_told_in_bounded_words(client, db, lines):
    client.generic("BREW", "/x" * 400)
    (line,) = lines()
    assert line["view"] == "none" and line["method"] == "other" and len(line["path"]) == 300


def test_the_line_in_which_django_tells_a_refusal_has_the_same_id(client, db, caplog):
    response = client.get("/tags/nowhere/")
    (warning,) = [each for each in caplog.records if each.name == "django.request"]
    assert json.loads(JsonLine().format(warning))["request"] == response[HEADER]


def test_what_the_site_asks_itself_is_nobody_s_request(client, db, lines):
    assert client.get("/tags/", **{OWN: True}).status_code == 200
    assert lines() == []
