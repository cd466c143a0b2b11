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


def test_anniversaries_are_of_the_same_month_and_the_nearest_day(make_editorial):
    make_editorial("Loin", date="2006-11-02")
    near = make_editorial("Près", date="2006-11-20")
    of_month = make_editorial("Du mois", date="2001-11")
    make_editorial("De l’année", date="2016")
    make_editorial("Autre mois", date="2016-12-22")
    found = almanac.anniversaries(Editorial.objects.all(), date(2026, 11, 22))
    assert [(one.years, one.number) for one in found] == [(20, near.pk), (25, of_month.pk)]


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
    assert "Ce mois-là Il y a 10 ans Dix ans" in text(client.get("/"))


def test_home_is_silent_where_no_day_is_known(client, make_editorial):
    make_editorial(date="2003")
    assert "Ce jour-là" not in text(client.get("/"))


def test_what_is_of_this_very_day_is_not_said_twice(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.home.timezone.localdate", lambda: date(2026, 2, 12))
    make_editorial("Dix ans", date="2016-02-12")
    make_editorial("Plus récent", date="2020")
    assert "Il y a 10 ans" not in text(client.get("/"))
