"""/api/v1/trust: the trust page for programs."""

import pytest

from archive.models import Proof, ProofKind, Source
from archive.search.upkeep import freshness


def test_an_archive_where_nothing_was_ever_done_says_null(client, db):
    told = client.get("/api/v1/trust").json()
    assert told["holds"]["editorials"] == 0 and told["holds"]["first_year"] is None
    assert told["publications"] == []
    assert told["backup"] is told["restore"] is told["drill"] is None
    assert told["fixity"] == {"at": None, "captures": None, "lost": 0}
    assert told["sources"]["at"] is None and told["sources"]["latest_gone"] == []


def test_it_says_what_the_page_says(client, make_editorial):
    fields = {"publication": "Ligne ouverte", "source_url": "https://exemple.fr/a"}
    editorial = make_editorial(date="1998", authors=["Claire Abgrall"], **fields)
    make_editorial(date="2001?", publication="Ligne ouverte")
    make_editorial()
    freshness.drain()
    Source.objects.note("exemple.fr/a", "gone", 404)
    Proof.objects.record(ProofKind.SOURCES, {"gone": 1})
    Proof.objects.record(ProofKind.DRILL, {"bag": "x", "rows": 7, "captures": 2, "made_at": "x"})
    Proof.objects.record(ProofKind.BACKUP, {"bag": "x", "captures": 2, "lost": 1, "bytes": 9})
    told = client.get("/api/v1/trust").json()
    [magazine, none] = told["publications"]
    assert (magazine["slug"], magazine["name"]) == ("ligne-ouverte", "Ligne ouverte")
    assert (magazine["first_year"], magazine["last_year"]) == (1998, 2001)
    assert magazine["missing_years"] == [[1999, 2000]]
    assert magazine["uncertain_share"] == magazine["unknown_authors_share"] == 0.5
    assert (none["slug"], none["editorials"], none["undated"]) == (None, 1, 1)
    index = told["index"]
    assert index["equal"] and index["indexed"] == index["editorials"] == 3
    assert told["drill"] | {"at": 0} == {"at": 0, "rows": 7, "captures": 2}
    assert told["backup"] | {"at": 0} == {"at": 0, "captures": 2, "lost": 1}
    [gone] = told["sources"]["latest_gone"]
    assert gone["address"] == "exemple.fr/a"
    assert gone["editorial"] == f"http://testserver{editorial.get_absolute_url()}"


def test_it_costs_few_queries(client, make_editorial, django_assert_max_num_queries):
    for number in range(5):
        make_editorial(publication=f"Revue {number}")
    client.get("/api/v1/trust")
    with django_assert_max_num_queries(7):
        client.get("/api/v1/trust")


def test_it_is_described(client, db):
    described = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/trust" in described["paths"]
    assert client.get("/api/v1/").json()["trust"] == "http://testserver/api/v1/trust"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, db, method):
    response = getattr(client, method)("/api/v1/trust")
    assert response.status_code == 405 and response.json()["detail"]
