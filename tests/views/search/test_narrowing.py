"""The facets and the years beside results: what narrows a search, and what is counted."""

import re

import pytest
from pages import counted, linked, text

from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


def section(response, start: str, end: str) -> str:
    return re.search(f"{start}.*?{end}", response.content.decode(), flags=re.DOTALL)[0]


def test_a_facet_narrows_and_a_chosen_value_is_taken_off(client, archive):
    narrowed = "/search/?q=qualit%C3%A9&publication=en-ligne"
    assert narrowed in linked(client.get("/search/?q=qualité"))
    response = client.get(narrowed)
    assert "1 éditorial " in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_several_values_of_a_facet_are_one_or_the_other(client, archive):
    one = client.get("/search/?q=qualité&publication=en-ligne")
    both = "/search/?q=qualit%C3%A9&publication=autre&publication=en-ligne"
    assert both in linked(one)
    assert counted(client.get(both)) == "2 éditoriaux"


def test_a_value_is_left_out_and_let_in_again(client, archive):
    left_out = "/search/?q=qualit%C3%A9&publication=-en-ligne"
    assert left_out in linked(client.get("/search/?q=qualité"))
    response = client.get(left_out)
    assert "1 éditorial " in text(response)
    assert "Enlever sauf En ligne ×" in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_a_long_facet_shows_its_first_values_and_leads_to_all(client, many):
    response = client.get("/search/?q=qualité")
    assert (
        len(
            re.findall(
                r"sujet \d\d", section(response, '<section class="facet" id="tag"', "</section>")
            )
        )
        < 20
    )
    everything = "/search/?q=qualit%C3%A9&facet=tag"
    assert f"{everything}#tag" in linked(response)
    shown = section(client.get(everything), '<section class="facet" id="tag"', "</section>")
    assert len(set(re.findall(r"sujet \d\d", shown))) == 25


def test_a_long_facet_is_searched_by_a_part_of_a_name(client, many):
    response = client.get("/search/?q=qualité&facet=tag&like=SUJET+1")
    shown = section(response, '<section class="facet" id="tag"', "</section>")
    assert set(re.findall(r"sujet \d\d", shown)) == {f"sujet {number}" for number in range(10, 20)}
    assert "commun" not in shown
    assert "Aucun nom ne contient cela." in text(
        client.get("/search/?q=qualité&facet=tag&like=zzz")
    )


# Years


def test_years_lead_to_a_year_and_say_their_share_of_the_archive(client, archive, make_editorial):
    make_editorial("Autre chose", "<p>Rien.</p>", date="2004")
    freshness.drain()
    response = client.get("/search/?q=qualité")
    assert "/search/?q=qualit%C3%A9&year=2001" in linked(response)
    assert "/search/?q=qualit%C3%A9&year=-2001" in linked(response)
    assert "2001 1 100,0 % − 2004 1 50,0 %" in text(response)


def test_many_years_are_a_drawing_and_their_table_a_step_away(client, many):
    response = client.get("/search/?q=qualité")
    assert response.content.decode().count("<rect") == 50 + 5  # five years at once, for a thumb
    assert "<table>" not in response.content.decode()
    assert "/search/?q=qualit%C3%A9&facet=year#year" in linked(response)
    assert "1996 1 100,0 % −" in text(client.get("/search/?q=qualité&facet=year"))


def test_the_measure_of_the_years_stays_from_page_to_page(client, archive):
    assert "/search/?q=qualit%C3%A9&bars=share" in linked(client.get("/search/?q=qualité"))
    response = client.get("/search/?q=qualité&bars=share")
    assert "/search/?q=qualit%C3%A9&year=2001&bars=share" in linked(response)
    assert '<input type="hidden" name="bars" value="share">' in response.content.decode()


def test_decades_are_chosen_whole(client, many):
    decade = "/search/?q=qualit%C3%A9&year=199X"
    assert decade in linked(client.get("/search/?q=qualité"))
    assert counted(client.get(decade)) == "4 éditoriaux"


def test_decades_have_counts_of_their_own(client, archive, make_editorial):
    make_editorial(
        "Fin de siècle", "<p>qualité</p>", date="1999/2000"
    )  # of two years, and of two decades
    freshness.drain()
    shown = section(client.get("/search/?q=qualité"), '<ul class="counts decades"', "</ul>")
    assert re.findall(r"(\d+)</a> <span class=\"number\">(\d+)", shown) == [
        ("1990", "1"),
        ("2000", "3"),
    ]


def test_a_few_years_are_drawn_in_the_midst_of_a_dozen(client, archive):
    drawing = section(client.get("/search/?q=qualité"), '<p class="ends', "</p>")
    assert re.findall(r"\d{4}", drawing) == ["1997", "2008"]
