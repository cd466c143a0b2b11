"""What the API says of itself, and how it refuses."""

import pytest
from django.db import DatabaseError

from archive.api import searching


def test_it_says_where_it_starts_and_what_it_is(get, db):
    assert get("")["search"] == "http://testserver/api/v1/search"
    document = get("openapi.json")
    assert set(document["paths"]) == {
        "/api/v1/search",
        "/api/v1/answers",
        "/api/v1/editorials",
        "/api/v1/editorials/{number}",
        "/api/v1/editorials/{number}/tags",
        "/api/v1/issues",
        "/api/v1/authors",
        "/api/v1/publications",
        "/api/v1/tags",
        "/api/v1/years",
        "/api/v1/complete",
        "/api/v1/people",
        "/api/v1/people/{slug}",
        "/api/v1/trust",
        "/api/v1/words",
        "/api/v1/concordance",
        "/api/v1/references",
        "/api/v1/reuse",
        "/api/v1/returning",
    }
    names = {one["name"] for one in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {
        "q",
        "from",
        "to",
        "sort",
        "page",
        "page_size",
        "author",
        "publication",
        "tag",
        "year",
    } <= names


@pytest.mark.parametrize("address", ["search", "editorials"])
def test_it_says_between_what_bounds_a_page_is_and_how_long(get, db, address):
    bounds = {}
    for parameter in get("openapi.json")["paths"][f"/api/v1/{address}"]["get"]["parameters"]:
        schema = parameter["schema"]
        bounds[parameter["name"]] = schema.get("minimum"), schema.get("maximum")
        assert not {"ge", "le"} & schema.keys()
    assert bounds["page_size"] == (1, 100) and bounds["page"][0] == 1
    for refused in (0, 101):
        assert "page_size" in get(address, page_size=refused, status=400)["detail"]
    assert get(address, page_size="", page="")["page_size"] == 20


def test_it_says_what_the_server_answers_to_an_address_that_is_too_long(get, db):
    for path, operations in get("openapi.json")["paths"].items():
        if "get" in operations:
            answers = operations["get"]["responses"]
            assert "200" in answers and "text/html" in answers["414"]["content"], path


def test_pages_of_other_sites_may_read_and_nothing_else(client, three):
    for address in ("search?q=qualité", f"editorials/{three[0].pk}", "editorials/0"):
        response = client.get(f"/api/v1/{address}")
        assert response["Access-Control-Allow-Origin"] == "*", address
        assert "Access-Control-Allow-Credentials" not in response
    for method in ("post", "options"):
        response = getattr(client, method)("/api/v1/editorials")
        assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(
    "asked",
    ["words?word=a&forms=", "concordance?word=a&equivalents=", "search?literal=", "search?fold="],
)
def test_an_empty_switch_is_refused(client, db, asked):
    response = client.get(f"/api/v1/{asked}")
    assert response.status_code == 400
    assert asked.rpartition("&")[2].rpartition("?")[2].strip("=") in response.json()["detail"]


@pytest.mark.parametrize("address", ["nothing", "search/", "editorials/1/x"])
def test_an_unknown_address_is_a_404_in_json(get, db, address):
    assert "/api/v1/" in get(address, status=404)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_what_is_only_read_cannot_be_written(client, three, method):
    for address in ("search", "authors", "trust"):
        response = getattr(client, method)(f"/api/v1/{address}")
        assert response.status_code == 405 and response["Allow"] == "GET, HEAD"
        assert response.json() == {"detail": "Only GET, HEAD here."}


def test_head_has_the_headers_of_get(client, three):
    response = client.head("/api/v1/search?q=qualité")
    assert (
        response.status_code == 200
        and response.content == b""
        and int(response["Content-Length"]) > 100
    )


def test_search_engines_are_told_not_to_list_it(client, three):
    for address in (
        "search",
        "editorials",
        f"editorials/{three[0].pk}",
        "editorials/0",
        "search?page=x",
    ):
        assert client.get(f"/api/v1/{address}")["X-Robots-Tag"] == "noindex"


def test_what_has_not_changed_is_not_sent_again(client, three):
    address = f"/api/v1/editorials/{three[0].pk}"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    three[0].add_tags(["Nouveau"], origin="editor")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_failure_is_json_too(get, db, monkeypatch, caplog):
    def fail(question):
        raise DatabaseError("no such table")

    monkeypatch.setattr(searching, "ask", fail)
    assert "table" not in get("search", status=500)["detail"]
    assert "no such table" in caplog.text
