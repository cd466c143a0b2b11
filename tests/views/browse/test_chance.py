"""An editorial at random."""

import pytest
from pages import text

from archive.models import Editorial

pytestmark = pytest.mark.django_db


def test_some_published_editorial_is_led_to(client, make_editorial):
    published = {make_editorial(f"N° {number}").get_absolute_url() for number in range(3)}
    make_editorial("Brouillon", state="draft")
    make_editorial("Retiré", state="withdrawn")
    led_to = {client.get("/random/")["Location"] for _time in range(60)}
    assert led_to == published


def test_no_cache_keeps_where_it_led(client, make_editorial):
    make_editorial()
    response = client.get("/random/")
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_an_archive_without_a_published_editorial_says_so(client, make_editorial):
    assert client.get("/random/").status_code == 404
    make_editorial(state="draft")
    response = client.get("/random/")
    assert response.status_code == 404 and "aucun éditorial" in text(response)


def test_a_published_one_among_very_many_numbers_is_come_to(client, make_editorial):
    first, last = make_editorial("Premier"), make_editorial("Dernier")
    Editorial.objects.filter(pk=last.pk).delete()
    far = Editorial(pk=first.pk + 10**9, title="Loin")
    far.save()
    led_to = {client.get("/random/")["Location"] for _time in range(20)}
    assert led_to <= {first.get_absolute_url(), far.get_absolute_url()}


def test_it_costs_a_few_queries_by_indexes_and_no_sorting(
    client, make_editorial, django_assert_max_num_queries
):
    for number in range(20):
        make_editorial(f"N° {number}")
    with django_assert_max_num_queries(4) as asked:
        client.get("/random/")
    assert not [query for query in asked.captured_queries if "RANDOM" in query["sql"].upper()]


def test_only_reading_is_answered(client, make_editorial):
    make_editorial()
    assert client.post("/random/").status_code == 405
    assert client.head("/random/").status_code == 302
