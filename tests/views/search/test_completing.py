"""What completes a search as it is typed."""

import pytest

from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(make_editorial):
    for number in range(3):
        make_editorial(
            f"L’accueil {number}",
            "<p>Accueillir.</p>",
            publication="Accueils",
            authors=["Anne Accard"],
            tags=["accord"],
        )
    freshness.drain()


def options(client, typed: str) -> dict[str, dict]:
    """{label: the first option of that kind}"""
    proposed = client.get("/search/complete", {"q": typed}).json()["options"]
    return {option["label"]: option for option in reversed(proposed)}


def test_each_kind_is_named_and_leads_where_it_belongs(client, archive):
    proposed = options(client, "acc")
    assert (proposed["auteur"]["name"], proposed["auteur"]["value"]) == ("author", "anne-accard")
    assert (proposed["revue"]["name"], proposed["revue"]["value"]) == ("publication", "accueils")
    assert (
        proposed["mot-clé"] | {"name": "tag", "value": "accord", "text": "accord"}
        == proposed["mot-clé"]
    )
    assert proposed["mot"]["name"] == "q"
    assert client.get(proposed["titre"]["address"], follow=True).status_code == 200


def test_numbers_are_said_in_the_readers_language(client, archive):
    assert client.get("/search/complete", {"q": "anne"}).json()["said"] == "1 proposition"
    client.cookies["django_language"] = "en"
    answer = client.get("/search/complete", {"q": "anne"}).json()
    assert answer["said"] == "1 proposal"
    assert answer["options"][0]["label"] == "author"


def test_nothing_is_kept_long_nor_listed(client, archive):
    headers = client.get("/search/complete?q=acc").headers
    assert set(headers["Cache-Control"].split(", ")) == {"max-age=60", "private"}
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "typed", ["", "a", "%00", "zzzz", "%22", "(" * 300, "%ff", "a" * 5_000, "<script>", "a+" * 900]
)
def test_whatever_is_typed_is_answered(client, archive, typed):
    response = client.get(f"/search/complete?q={typed}")
    assert response.status_code == 200
    assert isinstance(response.json()["options"], list)


def test_only_reading_is_allowed(client, db):
    assert client.post("/search/complete").status_code == 405


def test_pages_lead_browsers_to_search_and_feed(client, db):
    page = client.get("/").content.decode()
    assert (
        '<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"'
        in page
    )
    assert '<link rel="alternate" type="application/atom+xml" href="/feeds/"' in page


def test_editors_are_led_to_what_is_sought(client, editor_client, db):
    assert 'href="/desk/searches/"' in editor_client.get("/").content.decode()
    client.logout()
    assert 'href="/desk/searches/"' not in client.get("/").content.decode()
