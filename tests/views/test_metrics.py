"""/metrics: what operators' programs read."""

import pytest
from django.db import DatabaseError, connection
from prometheus_client.parser import text_string_to_metric_families

from archive.search.upkeep import freshness

TOKEN = "sesame-ouvre-toi-donc"


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def read(client, headers):
    """Return {(name, labels): number} of all that is told."""
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            samples[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return samples


def test_without_a_token_there_is_no_such_page(client, db):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", "Bearer x", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "é"]
)
def test_who_does_not_show_it_is_told_nothing(client, db, token, shown):
    response = client.get("/metrics", headers={"Authorization": shown})
    assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Bearer")
    assert b"archive_" not in response.content
    assert client.get(f"/metrics?token={TOKEN}").status_code == 401


def test_an_editor_is_no_operator(editor_client, token):
    assert editor_client.get("/metrics").status_code == 401


def test_answers_are_counted_by_page_and_status(client, make_editorial, token):
    editorial = make_editorial()
    name = "archive_requests_total"
    of_page = (("method", "GET"), ("status", "200"), ("view", "article"))
    of_nothing = (("method", "GET"), ("status", "404"), ("view", "none"))
    before = read(client, token)
    client.get(editorial.get_absolute_url())
    client.get("/nowhere/")
    after = read(client, token)
    for labels in (of_page, of_nothing):
        assert after[name, labels] == before.get((name, labels), 0) + 1
    seconds = "archive_request_seconds_count", (("view", "article"),)
    assert after[seconds] == before.get(seconds, 0) + 1
    queries = "archive_database_queries_total", ()
    assert after[queries] > before[queries]


def test_searches_are_counted_by_what_answers(client, make_editorial, token):
    make_editorial(title="Qualité")
    freshness.drain()
    count = "archive_search_seconds_count", (("by", "index"),)
    before = read(client, token).get(count, 0)
    client.get("/search/?q=qualité")
    assert read(client, token)[count] == before + 1


def test_what_is_typed_makes_no_label(client, db, token):
    client.get("/search/?q=confidentiel")
    client.get("/tags/confidentiel/")
    client.generic("CONFIDENTIEL", "/confidentiel/")
    response = client.get("/metrics", headers=token)
    assert b"confidentiel" not in response.content.lower()


def test_an_empty_archive_has_its_states(client, db, token):
    told = read(client, token)
    assert told["archive_up", ()] == 1 and told["archive_editorials", ()] == 0
    assert told["archive_disk_free_bytes", ()] > 0


def test_work_that_waits_is_told(client, make_editorial, token):
    make_editorial()
    assert read(client, token)["archive_stale", ()] > 0
    freshness.drain()
    assert read(client, token)["archive_stale", ()] == 0


def test_a_database_that_fails_is_told_rather_than_the_page_lost(client, db, token):
    def fail(*_args):
        raise DatabaseError("password=secret")

    with connection.execute_wrapper(fail):
        told = read(client, token)
    assert told["archive_up", ()] == 0 and ("archive_editorials", ()) not in told


def test_it_is_only_read_and_kept_by_nobody(client, db, token):
    assert client.post("/metrics", headers=token).status_code == 405
    response = client.get("/metrics", headers=token)
    assert "no-store" in response["Cache-Control"] and not response.cookies
