"""Decades, years, months and days."""

import re

import pytest
from django.db import connection, transaction
from pages import linked, text

from archive.models import Author, Byline, Editorial, EditorialYear

pytestmark = pytest.mark.django_db


def aside(response) -> str:
    """The ways to narrow the page, as they are read."""
    found = re.search(r"<aside class=\"filters.*?</aside>", response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


# What a period holds


def test_a_decade_has_its_years_and_what_is_of_no_single_one(client, make_editorial):
    make_editorial("Le premier", date="1991-03")
    make_editorial("Le second", date="1998")
    make_editorial("Des années", date="199X")
    page = client.get("/1990s/")
    assert re.search(
        r"1991 Le premier.* 1998 Le second.* Sans année précise Des années", text(page)
    )
    assert {"/1991/", "/1998/", "/1992/"} <= set(linked(page))


def test_what_may_be_of_two_decades_is_in_both(client, make_editorial):
    make_editorial("Entre deux", date="1999/2001")
    for address in ("/1990s/", "/2000s/", "/1999/", "/2000/", "/2001/"):
        assert "Entre deux" in text(client.get(address))


@pytest.mark.parametrize("date", ["19XX", "1990/2005", "1998/..", "../1998", ""])
def test_what_spans_ten_years_or_more_is_in_no_year_but_its_span_is_told(
    client, make_editorial, date
):
    make_editorial("Perdu", date=date)
    make_editorial(date="1998")
    assert "Perdu" not in text(client.get("/1998/"))
    assert "Perdu" not in text(client.get("/1990s/"))
    page = text(client.get("/undated/"))
    assert re.search(
        r"D’une époque connue Perdu (1900 – 1999|1990 – 2005|1998 ou après|1998 ou avant)", page
    ) or (not date and "Sans date Perdu date inconnue" in page)


def test_years_hold_what_their_rows_of_years_say(client, make_editorial):
    dates = (
        "1999",
        "1999-12-31/2000-01-02",
        "1995/2003",
        "1994/2004",
        "199X",
        "2000-21",
        "2000~",
        "[1999,2001]",
    )
    for number, date in enumerate(dates):
        make_editorial(f"N° {number}", date=date)
    for year in range(1993, 2006):
        titles = set(
            EditorialYear.objects.filter(year=year).values_list("editorial__title", flat=True)
        )
        assert titles == set(re.findall(r"N° \d", text(client.get(f"/{year}/")))), year


def test_a_day_has_a_page(client, make_editorial):
    make_editorial("Le douze", date="2001-02-12")
    make_editorial("Le treize", date="2001-02-13")
    response = client.get("/2001/02/12/")
    assert "Le douze" in text(response) and "Le treize" not in text(response)
    assert {"/2001/02/", "/2001/", "/2000s/", "/2001/02/13/"} <= set(linked(response))


@pytest.mark.parametrize(
    "address", ["/2001/02/30/", "/2001/02/29/", "/2001/06/31/", "/0000/", "/0000s/", "/1995s/"]
)
def test_what_no_calendar_knows_is_not_found(client, make_editorial, address):
    make_editorial(date="2001-02-12")
    assert client.get(address).status_code == 404


def test_the_last_and_the_first_years_that_an_address_can_name_are_read(client, make_editorial):
    make_editorial(date="9998-12-31")
    make_editorial(date="0001-01-01")
    for address in (
        "/9998/",
        "/9980s/",
        "/9998/12/31/",
        "/0001/",
        "/0001/01/01/",
        "/0010s/",
        "/5000/",
    ):
        assert client.get(address).status_code == 200, address
    for address in ("/9999/", "/9990s/", "/0000/", "/0000s/"):
        assert client.get(address).status_code == 404, address


def test_a_month_is_a_calendar_that_leads_to_its_days(client, make_editorial):
    make_editorial(date="2001-02-12")
    make_editorial(date="2001-02-12")
    response = client.get("/2001/02/")
    assert "lundi" in response.content.decode()
    assert "12 : 2 éditoriaux" in text(response)
    assert "/2001/02/12/" in linked(response) and "/2001/02/13/" not in linked(response)


# A decade at a glance


def test_a_decade_shows_three_editorials_of_each_year_and_leads_to_the_others(
    client, make_editorial
):
    for day in ("01-09", "02-12", "03-01", "08-15", "10-20", "12-24"):
        make_editorial(f"Du {day}", date=f"2001-{day}")
    make_editorial("Très " * 79 + "long", date="2003")
    response = client.get("/2000s/")
    page = text(response)
    assert re.search("2001 Les 6 éditoriaux de 2001 Du 01-09.* Du 08-15.* Du 12-24", page)
    assert not {"Du 02-12", "Du 03-01", "Du 10-20"} & set(re.findall(r"Du \d\d-\d\d", page))
    assert "2003 Très Très" in page
    assert "le premier, un du milieu, le dernier" in page


@pytest.mark.parametrize("months", [("01", "02", "03", "04"), ("08", "09", "10", "11")])
def test_a_year_with_a_half_of_nothing_shows_three_in_its_decade_too(
    client, make_editorial, months
):
    for month in months:
        make_editorial(f"De {month}", date=f"2001-{month}-02")
    assert len(re.findall(r"De \d\d", text(client.get("/2000s/")))) == 3


def test_a_decade_shows_no_draft_but_to_editors(client, make_editorial, admin_user):
    make_editorial("Secret", date="2001-02-12", state="draft")
    make_editorial("Public", date="2001-02-13")
    assert "Secret" not in text(client.get("/2000s/"))
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Secret" in text(client.get("/2000s/"))


def test_a_narrowed_decade_lists_all_that_it_holds(client, make_editorial):
    for month in range(1, 6):
        make_editorial(f"De {month}", date=f"2001-0{month}", publication="En ligne")
    page = text(client.get("/2000s/?publication=en-ligne"))
    assert len(re.findall(r"De \d", page)) == 5


def test_a_page_of_the_list_that_a_decade_had_once_leads_to_the_decade(client, make_editorial):
    make_editorial(date="2001-02-12")
    assert client.get("/2000s/?page=3").headers["Location"] == "/2000s/"


def test_what_is_of_no_single_year_of_a_decade_comes_in_pages(client, make_editorial):
    with transaction.atomic():
        for number in range(35):
            make_editorial(f"N° {number:02}", date="2001/2003")
    first, second = text(client.get("/2000s/")), text(client.get("/2000s/?page=2"))
    assert len(set(re.findall(r"N° \d\d", first + second))) == 35
    assert client.get("/2000s/?page=3").status_code == 404


# What is known of a year roughly


def test_what_is_of_several_months_is_told_apart_from_what_is_of_one(client, make_editorial):
    make_editorial(date="2001-02-12")
    make_editorial(date="2001-21")
    make_editorial(date="2001")
    make_editorial(date="2001/2003")
    page = text(client.get("/2001/"))
    assert "février : 1 éditorial" in page
    assert "mars-mai : 1 éditorial" in page
    assert "mois inconnu : 1 éditorial" in page
    assert "peut-être d’une autre année : 1 éditorial" in page


def test_a_month_that_its_date_doubts_is_drawn_apart(client, make_editorial):
    make_editorial(date="2001-02-12")
    make_editorial(date="2001-02~")
    response = client.get("/2001/")
    assert "février : 2 éditoriaux, dont 1 peut-être" in text(response)
    assert "peut-être de ce mois" in text(response)
    assert 'class="perhaps"' in response.content.decode()


def test_nothing_empty_is_drawn(client, make_editorial):
    make_editorial(date="2001")
    make_editorial(date="2003-05")
    assert '<ol class="bars' not in client.get("/2001/").content.decode()
    assert '<ol class="bars' not in client.get("/2002/").content.decode()
    assert "<table" not in client.get("/2003/05/").content.decode()


# Neighbours


def test_a_period_leads_to_the_nearest_that_hold_something(client, make_editorial):
    for date in ("1987-05-03", "2001-02-12", "2001-06", "2010-01-01", "2010"):
        make_editorial(date=date)
    for address, before, after in (
        ("/2001/", "/1987/", "/2010/"),
        ("/2000s/", "/1980s/", "/2010s/"),
        ("/2001/02/", "/1987/05/", "/2001/06/"),
        ("/2001/02/12/", "/1987/05/03/", "/2010/01/01/"),
    ):
        links = re.findall(
            r"<nav class=\"steps\".*?</nav>", client.get(address).content.decode(), re.DOTALL
        )[0]
        assert re.findall(r'href="([^"]*)"', links) == [before, after]


def test_drafts_are_no_neighbours(client, make_editorial):
    make_editorial(date="2001-02-12")
    make_editorial(date="2003-02-12", state="draft")
    assert "/2003/" not in linked(client.get("/2001/"))


# Narrowing


@pytest.fixture
def year_2001(make_editorial):
    make_editorial(
        "Un",
        date="2001-02-12",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute", "CRM"],
    )
    make_editorial(
        "Deux", date="2001-03", publication="En ligne", authors=["Luc d’Astrée"], tags=["écoute"]
    )
    make_editorial(
        "Trois", date="2001-04-02", publication="Décroché", authors=["Luc d’Astrée"], tags=["CRM"]
    )
    make_editorial("Ailleurs", date="2002-03", publication="Décroché", tags=["CRM"])


def test_a_year_says_how_many_each_magazine_author_and_tag_has(client, year_2001):
    said = aside(client.get("/2001/"))
    assert said.startswith(
        "Resserrer Fermer Fermer Revues En ligne 2 Décroché 1 Auteurs Luc d’Astrée 2 Claire Abgrall 1 Mots-clés"
    )
    assert "CRM 2" in said and "écoute 2" in said


def test_a_year_is_narrowed_and_widened_by_links(client, year_2001):
    response = client.get("/2001/?publication=en-ligne")
    assert "2 éditoriaux" in text(response)
    assert "Trois" not in text(response)
    assert "Enlever En ligne × 2" in aside(response)
    assert {".", ".?publication=en-ligne&tag=ecoute"} <= set(linked(response))


def test_a_narrowed_year_tells_by_what_before_its_list(client, year_2001):
    page = client.get("/2001/?publication=en-ligne&tag=ecoute")
    assert "<title>2001, En ligne, écoute —" in page.content.decode()
    assert "2 éditoriaux · En ligne · écoute" in text(page)
    empty = text(client.get("/2002/?author=claire-abgrall"))
    assert "aucun éditorial · Claire Abgrall" in empty


def test_tags_are_combined(client, year_2001):
    page = text(client.get("/2001/?tag=crm&tag=ecoute"))
    assert "1 éditorial" in page
    assert "Un 12 février 2001" in page


def test_what_narrows_a_year_goes_along_to_its_months_and_to_other_years(client, year_2001):
    links = linked(client.get("/2001/?publication=decroche"))
    assert {"/2001/04/?publication=decroche", "/2002/?publication=decroche"} <= set(links)


def test_a_narrowed_year_may_be_empty_and_says_so(client, year_2001):
    page = text(client.get("/2002/?author=claire-abgrall"))
    assert "Aucun éditorial de cette date ne répond à ces choix." in page
    assert "Enlever Claire Abgrall" in page


def test_more_names_than_fit_are_a_step_away_in_the_search(client, make_editorial):
    for number in range(10):
        make_editorial(date="2001", tags=[f"t{number}"])
    response = client.get("/2001/")
    assert "/search/?year=2001&facet=tag#tag" in linked(response)
    assert client.get("/search/?year=2001&facet=tag").status_code == 200


def test_months_that_a_narrowed_year_has_nothing_of_lead_nowhere(client, year_2001):
    links = linked(client.get("/2001/?publication=decroche"))
    assert not [link for link in links if link.startswith(("/2001/02/", "/2001/05/"))]


def test_narrowed_pages_are_not_for_robots(client, year_2001):
    assert "noindex" in client.get("/2001/?tag=crm").content.decode()
    assert "noindex" not in client.get("/2001/").content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        "tag=nope",
        "author=%00",
        "publication=a&publication=b",
        "tag=" + "a" * 3000,
        "&".join(f"tag={n}" for n in "abcdef"),
    ],
)
def test_odd_ways_to_narrow_are_not_found_and_the_page_says_why(client, year_2001, odd):
    response = client.get(f"/2001/?{odd}")
    assert response.status_code == 404
    assert "ne connaît pas ce nom" in text(response) or "ne se resserre pas ainsi" in text(response)


def test_names_of_drafts_alone_are_not_told_by_a_year(client, year_2001, make_editorial):
    make_editorial(
        date="2001-05",
        publication="Ombre",
        authors=["Zoé Cachée"],
        tags=["cachette"],
        state="draft",
    )
    page = text(client.get("/2001/"))
    assert not {"Ombre", "Zoé Cachée", "cachette"} & set(
        re.findall(r"Ombre|Zoé Cachée|cachette", page)
    )


# Extremes


def test_pages_go_on_from_what_is_known_to_a_month_to_what_is_not(client, make_editorial):
    with transaction.atomic():
        for number in range(65):
            make_editorial(f"N° {number:02}", date="2001-05" if number % 3 else "2001")
    pages = [re.findall(r"N° \d\d", text(client.get(f"/2001/?page={page}"))) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [30, 30, 5]
    known = [f"N° {number:02}" for number in range(65) if number % 3]
    assert [*pages[0], *pages[1], *pages[2]] == known + [
        f"N° {number:02}" for number in range(65) if not number % 3
    ]
    assert client.get("/2001/?page=4").status_code == 404


@pytest.mark.parametrize("address", ["/", "/2001/", "/2001/02/", "/2001/02/12/"])
def test_odd_editorials_have_their_place(client, make_editorial, address):
    make_editorial("", date="2001-02-12")
    make_editorial("Très " * 79 + "long", date="2001-02-12", tags=[f"t{n}" for n in range(40)])
    make_editorial("قوة الكلمة", date="2001-02-12", language="ar")
    make_editorial("Ὁ λόγος", date="2001-02-12", language="el")
    page = text(client.get(address))
    for part in ("[Sans titre]", "Très Très", "قوة الكلمة", "Ὁ λόγος"):
        assert part in page


def test_a_year_of_three_thousand_stays_quick_to_ask_and_to_read(
    client, make_editorial, django_assert_max_num_queries
):
    author = Author.objects.create(name="Claire Abgrall")
    with transaction.atomic():
        rows = Editorial.objects.bulk_create(
            Editorial(
                title=f"N° {n}", slug="n", date="2001", earliest="2001-01-01", latest="2001-12-31"
            )
            for n in range(3000)
        )
        EditorialYear.objects.bulk_create(EditorialYear(editorial=row, year=2001) for row in rows)
        Byline.objects.bulk_create(
            Byline(editorial=row, author=author, name=author.name) for row in rows
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself of what is committed
    for address in ("/2001/", "/authors/claire-abgrall/", "/2001/?author=claire-abgrall&page=100"):
        with django_assert_max_num_queries(17):
            response = client.get(address)
        assert "3 000 éditoriaux" in text(response).replace("\u202f", " ")
        assert len(response.content) < 40_000
