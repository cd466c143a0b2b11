"""A search by a name that was changed or merged, on pages, in feeds, in the API and at the desk."""

import pytest
from django.http import QueryDict
from pages import text

from archive.models import Author, FormerAddress, Publication, Tag, vocabulary
from archive.models.names import MOST_STEPS
from archive.search.question.query import Question
from archive.search.question.renaming import renamed
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(make_editorial):
    """An editorial whose tag was changed twice and merged, whose author and magazine changed."""
    make_editorial(
        "Partir",
        "<p>Le train.</p>",
        authors=["Anne Martin"],
        publication="En ligne",
        tags=["Voyages", "Trajets"],
    )
    make_editorial("Rester", "<p>La maison.</p>", tags=["Foyer"])
    vocabulary.rename(Tag.objects.get(slug="voyages"), "Périples")
    vocabulary.rename(Tag.objects.get(slug="periples"), "Voyage")
    vocabulary.merge([Tag.objects.get(slug="trajets")], into=Tag.objects.get(slug="voyage"))
    for model, slug, successor in [
        (Author, "anne-martin", "anne-martin-durand"),
        (Publication, "en-ligne", "en-contact"),
    ]:
        row = model.objects.get(slug=slug)
        row.slug = successor
        row.save()
    freshness.drain()


def current(parameters: str) -> str:
    return renamed(Question.read(QueryDict(parameters))).address()


@pytest.mark.parametrize(
    "parameters, successor",
    [
        ("tag=voyages", "?tag=voyage"),
        ("tag=periples", "?tag=voyage"),
        ("tag=trajets", "?tag=voyage"),
        ("tag=-voyages", "?tag=-voyage"),
        ("tag=voyages&tag=trajets&tag=foyer", "?tag=foyer&tag=voyage"),
        ("author=anne-martin&q=train", "?q=train&author=anne-martin-durand"),
        ("publication=-en-ligne&from=2001", "?publication=-en-contact&from=2001"),
        ("tag=inconnu", "?tag=inconnu"),
        ("tag=anne-martin", "?tag=anne-martin"),
        ("q=voyages&year=2001", "?q=voyages&year=2001"),
    ],
)
def test_a_former_name_is_read_as_the_one_that_took_its_place(archive, parameters, successor):
    assert current(parameters) == successor


def test_an_address_that_something_has_again_is_its_own(archive):
    Tag.objects.create(name="Voyages", slug="voyages")
    assert current("tag=voyages&tag=trajets") == "?tag=voyage&tag=voyages"


def test_addresses_in_a_circle_lead_nowhere(db):
    FormerAddress.objects.create(model="tag", slug="a", now="b")
    FormerAddress.objects.create(model="tag", slug="b", now="a")
    assert current("tag=a") == "?tag=a"


def test_a_chain_is_followed_as_far_as_names_are_changed(db):
    Tag.objects.create(name="Dernier", slug="n20")
    for number in range(MOST_STEPS):
        FormerAddress.objects.create(model="tag", slug=f"n{number}", now=f"n{number + 1}")
    assert current("tag=n0") == "?tag=n20"


def test_it_costs_no_query_without_names_and_one_where_none_is_former(
    archive, django_assert_num_queries
):
    with django_assert_num_queries(0):
        current("q=train&year=2001&language=fr")
    with django_assert_num_queries(1):
        current("tag=voyage&tag=-foyer&author=anne-martin-durand&publication=en-contact")


def test_queries_do_not_grow_with_the_names(archive, django_assert_max_num_queries):
    for number in range(40):
        FormerAddress.objects.create(model="tag", slug=f"t{number}", now="voyage")
    many = "&".join(f"tag=t{number}" for number in range(40))
    with django_assert_max_num_queries(5):
        assert current(f"{many}&author=anne-martin&publication=en-ligne").count("tag=") == 1


# Through the doors


@pytest.mark.parametrize("path", ["/search/", "/search/feed/", "/search/results.csv", "/feeds/"])
def test_the_address_of_today_takes_the_place_of_the_former_for_good(client, archive, path):
    response = client.get(f"{path}?q=train&author=anne-martin&tag=-voyages")
    assert response.status_code == 301
    assert response["Location"] == f"{path}?q=train&author=anne-martin-durand&tag=-voyage"
    assert client.get(response["Location"]).status_code == 200


def test_the_page_keeps_its_look(client, archive):
    response = client.get("/search/?tag=voyages&bars=share")
    assert response["Location"] == "/search/?tag=voyage&bars=share"


def test_a_feed_keeps_its_other_parameters(client, archive):
    response = client.get("/feeds/?tag=voyages&tag=foyer&format=rss")
    assert response["Location"] == "/feeds/?tag=foyer&tag=voyage&format=rss"


def test_the_api_answers_as_if_asked_by_the_name_of_today(client, archive):
    for parameters in ("tag=voyages", "author=anne-martin", "publication=en-ligne"):
        answer = client.get(f"/api/v1/search?{parameters}").json()
        assert [result["title"] for result in answer["results"]] == ["Partir"]
        records = client.get(f"/api/v1/editorials?{parameters}").json()
        assert [record["title"] for record in records["results"]] == ["Partir"]
    without = client.get("/api/v1/search?tag=-voyages").json()
    assert [result["title"] for result in without["results"]] == ["Rester"]
    assert without["url"].endswith("/search/?tag=-voyage")


def test_the_desk_selects_by_the_name_of_today(archive, client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("eva"))
    page = text(client.get("/desk/selection/?tag=voyages"))
    assert "Partir" in page and "Rester" not in page
