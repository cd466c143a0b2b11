"""The days of the calendar whatever the year."""

from datetime import date

import pytest
from pages import linked, text

from archive.models import Editorial
from archive.views.browse import almanac

pytestmark = pytest.mark.django_db


def test_the_almanac_leads_to_the_days_that_have_something(client, make_editorial):
    make_editorial(date="2001-02-12")
    make_editorial(date="2004-02")
    response = client.get("/calendar/")
    assert [link for link in linked(response) if link.startswith("/calendar/0")] == [
        "/calendar/02/12/"
    ]
    assert "29" in text(response)


def test_an_archive_without_days_says_so(client, make_editorial):
    make_editorial(date="2001")
    assert "ne connaît le jour d’aucun éditorial" in text(client.get("/calendar/"))


def test_a_day_of_all_years_has_its_editorials_newest_first(client, make_editorial):
    make_editorial("Ancien", date="1999-02-12")
    make_editorial("Récent", date="2004-02-12")
    make_editorial("Du mois", date="2004-02")
    page = text(client.get("/calendar/02/12/"))
    assert "Un 12 février" in page and "Du mois" not in page
    assert page.index("Récent") < page.index("Ancien")


def test_the_twenty_ninth_of_february_is_a_day(client, make_editorial):
    make_editorial("Bissextile", date="2004-02-29")
    make_editorial(date="2005")
    assert "Bissextile" in text(client.get("/calendar/02/29/"))


@pytest.mark.parametrize(
    "address", ["/calendar/02/30/", "/calendar/13/01/", "/calendar/00/10/", "/calendar/2/3/"]
)
def test_a_day_of_no_year_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_day_is_shaded_by_how_many_it_has_and_says_the_number(client, make_editorial):
    make_editorial(date="2001-02-12")
    for year in range(1999, 2008):
        make_editorial(date=f"{year}-05-03")
    response = client.get("/calendar/")
    shown = text(response)
    assert "12 : 1 éditorial" in shown and "3 : 9 éditoriaux" in shown
    html = response.content.decode()
    assert 'class="shade1" href="/calendar/02/12/"' in html
    assert 'class="shade2" href="/calendar/05/03/"' in html
    assert "1 éditorial 2 à 9 éditoriaux" in shown


def test_one_day_of_very_many_leaves_differences_between_the_others():
    counts = sorted([*range(1, 101), 6_215])
    assert almanac.shades(counts) == [25, 50, 75, 6_215]


def test_a_calendar_of_single_editorials_has_one_shade(client, make_editorial):
    make_editorial(date="2001-02-12")
    html = client.get("/calendar/").content.decode()
    assert "shade1" in html and "shade2" not in html


def test_anniversaries_are_of_the_days_around_this_one(make_editorial):
    make_editorial("Loin", date="2006-11-02")
    near = make_editorial("Près", date="2006-11-20")
    of_month = make_editorial("Du mois", date="2001-11")
    make_editorial("De l’année", date="2016")
    make_editorial("Autre mois", date="2016-12-22")
    past = almanac.anniversaries(Editorial.objects.all(), date(2026, 11, 22))
    assert [(then.years, then.number) for then in past] == [(20, near.pk), (25, of_month.pk)]


def test_anniversaries_reach_into_the_month_beside(make_editorial):
    before = make_editorial(date="2016-02-27")
    [past] = almanac.anniversaries(Editorial.objects.all(), date(2026, 3, 2))
    assert past.number == before.pk


def test_a_day_that_is_known_stands_before_a_month_that_is_not(make_editorial):
    make_editorial(date="2016-03")
    of_day = make_editorial(date="2016-03-05")
    [past] = almanac.anniversaries(Editorial.objects.all(), date(2026, 3, 2))
    assert past.number == of_day.pk


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(8, 1, 2), date(6, 1, 1)])
def test_the_ends_of_the_calendar_have_no_days_around_them(make_editorial, today):
    make_editorial(date="0001-01-01")
    almanac.anniversaries(Editorial.objects.all(), today)


def test_home_tells_what_was_written_on_this_day(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.home.timezone.localdate", lambda: date(2026, 2, 12))
    make_editorial("Ce jour", date="2003-02-12")
    make_editorial("Dix ans", date="2016-02")
    make_editorial("Brouillon", date="2004-02-12", state="draft")
    page = text(client.get("/"))
    assert "Ce jour-là 12 février 2003 Ce jour" in page
    assert "Il y a 10 ans Dix ans" in page
    assert "Brouillon" not in page


def test_home_claims_no_day_where_only_the_month_is_the_same(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.home.timezone.localdate", lambda: date(2026, 2, 12))
    make_editorial("Dix ans", date="2016-02")
    page = text(client.get("/"))
    assert "Ces jours-ci Il y a 10 ans Dix ans" in page
    assert "Ce jour-là" not in page


def test_home_is_silent_where_no_day_is_known(client, make_editorial):
    make_editorial(date="2003")
    assert "Ce jour-là" not in text(client.get("/"))


def test_what_is_of_this_very_day_is_not_said_twice(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.home.timezone.localdate", lambda: date(2026, 2, 12))
    make_editorial("Dix ans", date="2016-02-12")
    make_editorial("Plus récent", date="2020")
    assert "Il y a 10 ans" not in text(client.get("/"))
