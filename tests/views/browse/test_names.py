"""Pages of magazines, authors and tags, and their indexes."""

import re

import pytest
from django.db import transaction
from pages import linked, text

from archive.models import Author, Bulk, Editorial, Operation, Tag, vocabulary
from archive.views.browse import names

pytestmark = pytest.mark.django_db


# Authors, magazines, tags


def test_an_author_page_tells_when_where_and_about_what(client, make_editorial):
    make_editorial(
        "Le premier",
        date="1998-03",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute"],
    )
    make_editorial(
        "Le dernier",
        date="2004-05-02",
        publication="Décroché",
        authors=["Claire Abgrall"],
        tags=["CRM"],
    )
    make_editorial("Sans date", authors=["Claire Abgrall"])
    response = client.get("/authors/claire-abgrall/")
    page = text(response)
    assert "Premier Le premier , mars 1998 Dernier Le dernier , 2 mai 2004" in page
    assert "Revues En ligne 1 Décroché 1 Mots-clés écoute 1 CRM 1" in page
    assert {
        "/1998/?author=claire-abgrall",
        "/2004/?author=claire-abgrall",
        "/search/?author=claire-abgrall",
    } <= set(linked(response))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({}, None),
        ({"born": "1935"}, "naissance : 1935"),
        ({"died": "2004"}, "mort : 2004"),
        ({"born": "1935", "died": "2004"}, "1935 – 2004"),
    ],
)
def test_an_author_page_says_nothing_of_days_that_nobody_knows(client, make_editorial, dates, told):
    person = make_editorial(date="1998", authors=["Claire Abgrall"]).authors.get()
    Author.objects.filter(pk=person.pk).update(**dates)
    page = text(client.get(person.get_absolute_url()))
    assert "date inconnue" not in page
    assert "None" not in page
    if told:
        assert told in page


def test_a_name_is_told_once_however_its_apostrophe_was_typed(client, make_editorial):
    person = make_editorial(authors=["Luc d’Astrée"]).authors.get()
    for printed in ("Luc d'Astrée", "Luc d'ASTRÉE", "Luc d’ASTRÉE"):
        person.names.get_or_create(name=printed)
    page = text(client.get(person.get_absolute_url()))
    assert "signés aussi « Luc d’ASTRÉE »" in page
    assert "d'A" not in page


def test_a_magazine_page_does_not_repeat_its_name_at_each_editorial(client, make_editorial):
    make_editorial("Un", publication="En ligne", authors=["Claire Abgrall"])
    make_editorial("Deux", publication="En ligne")
    page = text(client.get("/publications/en-ligne/"))
    assert "Claire Abgrall · En ligne" not in page
    assert "Claire Abgrall · En ligne" in text(client.get("/authors/claire-abgrall/"))


def test_where_an_editorial_was_printed_is_set_as_print_sets_it(client, make_editorial):
    fields = {"publication": "En ligne", "language": "fr", "authors": ["Ana"]}
    editorial = make_editorial("Un", issue="hors-série « Formation »", page="82", **fields)
    quoted = "hors-série «\N{NARROW NO-BREAK SPACE}Formation\N{NARROW NO-BREAK SPACE}»"
    for address in ("/authors/ana/", editorial.get_absolute_url()):
        assert quoted in client.get(address).text.replace("\N{NO-BREAK SPACE}", "\u202f")


def test_a_chart_of_single_editorials_names_no_year_of_most(client, make_editorial):
    make_editorial(date="1999", publication="En ligne")
    make_editorial(date="2001", publication="En ligne")
    assert "Le plus" not in text(client.get("/publications/en-ligne/"))
    make_editorial(date="2001", publication="En ligne")
    assert "Le plus : 2 en 2001." in text(client.get("/publications/en-ligne/"))


def test_the_first_and_the_last_of_one_are_said_once(client, make_editorial):
    make_editorial("L’unique", date="1998", authors=["Claire Abgrall"])
    page = text(client.get("/authors/claire-abgrall/"))
    assert "Premier L’unique" in page and "Dernier" not in page


def test_a_magazine_page_tells_who_signed_when_and_its_gaps(client, make_editorial):
    for date, author in (
        ("1998", "Claire Abgrall"),
        ("2001", "Luc d’Astrée"),
        ("2003", "Luc d’Astrée"),
    ):
        make_editorial(date=date, publication="En ligne", authors=[author])
    page = text(client.get("/publications/en-ligne/"))
    assert "L’archive n’en a rien de 1999–2000, 2002." in page
    assert "Signatures Claire Abgrall 1 Luc d’Astrée 2" in page


def test_a_tag_page_tells_its_first_and_last_use_and_its_companions(client, make_editorial):
    make_editorial("Ancien", date="1999", tags=["qualité", "écoute"])
    make_editorial("Récent", date="2004", tags=["qualité", "écoute", "CRM"])
    response = client.get("/tags/qualite/")
    page = text(response)
    assert "Premier emploi Ancien , 1999 Dernier emploi Récent , 2004" in page
    assert "Avec + écoute 2 + CRM 1" in page
    assert {"/tags/ecoute+qualite/", "/tags/crm+qualite/"} <= set(linked(response))


def test_tags_are_combined_in_the_address_and_taken_apart_again(client, make_editorial):
    make_editorial("Les deux", tags=["qualité", "écoute"])
    make_editorial("Un seul", tags=["qualité"])
    response = client.get("/tags/ecoute+qualite/")
    assert "Les deux" in text(response) and "Un seul" not in text(response)
    assert {"/tags/qualite/", "/tags/ecoute/", "/search/?tag=ecoute&tag=qualite"} <= set(
        linked(response)
    )
    assert "noindex" in response.content.decode()


@pytest.mark.parametrize("address", ["/tags/qualite+ecoute/", "/tags/ecoute+qualite+ecoute/"])
def test_combined_tags_have_one_address(client, make_editorial, address):
    make_editorial(tags=["qualité", "écoute"])
    assert client.get(address)["Location"] == "/tags/ecoute+qualite/"


@pytest.mark.parametrize(
    "address", ["/tags/ecoute+nope/", "/tags/a+b+c+d+e+f/", "/tags/+ecoute/", "/tags/crm+ecoute/"]
)
def test_tags_that_nothing_has_together_are_not_found(client, make_editorial, address):
    make_editorial(tags=["écoute"])
    make_editorial(tags=["CRM", *"abcdef"])
    assert client.get(address).status_code == 404


def test_of_tags_together_the_unknown_one_is_told(client, make_editorial):
    make_editorial(tags=["accueil"])
    response = client.get("/tags/accueil+xyz/")
    assert response.status_code == 404
    assert "Aucun mot-clé n’a pour adresse « xyz »." in text(response)


def test_a_name_without_any_date_has_no_chart(client, make_editorial):
    make_editorial(authors=["Claire Abgrall"])
    response = client.get("/authors/claire-abgrall/")
    assert response.status_code == 200
    assert 'class="chart"' not in response.content.decode()


def test_an_author_named_twice_by_an_editorial_is_counted_once(client, make_editorial):
    editorial = make_editorial(authors=["Claire Abgrall"])
    author = Author.objects.get()
    editorial.set_bylines([(author, "Claire Abgrall", ""), (author, "C. A.", "")])
    assert "Abgrall, Claire 1" in text(client.get("/authors/"))
    assert "1 éditorial ·" in text(client.get("/authors/claire-abgrall/")) or "1 éditorial" in text(
        client.get("/authors/claire-abgrall/")
    )


# Indexes


@pytest.fixture
def many(make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.indexes.ONE_PAGE", 3)
    with transaction.atomic():
        for name in ("Anne Écorce", "Ève Eau", "Luc Épi", "Bo Est", "Ida Banc"):
            make_editorial(authors=[name])


def test_a_long_index_opens_at_its_first_letter(client, many):
    page = client.get("/authors/")
    assert "Banc, Ida" in text(page) and "Est, Bo" not in text(page)
    assert {"?letter=B", "?letter=E"} <= set(linked(page))


def test_a_long_letter_comes_in_pages_whatever_its_accents(client, many):
    first, second = client.get("/authors/?letter=E"), client.get("/authors/?letter=E&page=2")
    filed = re.findall(r"Eau, Ève|Écorce, Anne|Épi, Luc|Est, Bo", text(first) + text(second))
    assert filed == ["Eau, Ève", "Écorce, Anne", "Épi, Luc", "Est, Bo"]


def test_a_long_index_is_searched_without_regard_to_accents_and_capitals(client, many):
    page = text(client.get("/authors/?like=ECO"))
    assert "1 nom contient « ECO »" in page
    assert "Écorce, Anne" in page and "Est, Bo" not in page


@pytest.mark.parametrize("like", ["zzz", "%25", "\\", "a" * 5000])
def test_a_search_among_names_may_find_nothing(client, many, like):
    assert "Aucun nom ne contient" in text(client.get("/authors/", {"like": like}))


@pytest.mark.parametrize("names", ["authors", "tags"])
def test_a_letter_of_an_index_is_in_the_title_of_its_page(client, make_editorial, names):
    make_editorial(tags=["banque"], authors=["Ida Banc"])

    def title(address: str) -> str:
        return re.search("<title>(.*?)</title>", client.get(address).content.decode())[1]

    assert (
        title(f"/{names}/?letter=B").partition(" —")[0]
        == title(f"/{names}/").partition(" —")[0] + ", B"
    )


def test_the_name_of_a_tag_is_set_in_its_heading(client, make_editorial):
    make_editorial(tags=["Annexe II : l'accueil <b>"])
    page = client.get(Tag.objects.get().get_absolute_url()).content.decode()
    assert "<h1>Annexe II\u00a0: l’accueil &lt;b&gt;</h1>" in page


@pytest.mark.parametrize("odd", ["letter=Z", "letter=%00", "letter=E&page=9", "letter=EE"])
def test_an_odd_letter_is_not_found(client, many, odd):
    assert client.get(f"/authors/?{odd}").status_code == 404


def test_a_short_index_stands_on_one_page(client, make_editorial):
    make_editorial(tags=["accueil", "banque"])
    page = client.get("/tags/")
    assert "accueil" in text(page) and "banque" in text(page)
    assert "like" not in page.content.decode()


def test_magazines_stand_on_one_scale_each_with_its_years(client, make_editorial):
    make_editorial(date="1998", publication="En ligne")
    make_editorial(date="2004", publication="Décroché")
    make_editorial(publication="Sans âge")
    page = client.get("/publications/")
    assert (
        "Décroché 2004 · 1 éditorial En ligne 1998 · 1 éditorial Sans âge sans date · 1 éditorial"
        in text(page)
    )
    assert page.content.decode().count("<path") == 2  # of no year, nothing is drawn


def test_many_magazines_are_searched_by_name(client, make_editorial):
    with transaction.atomic():
        for number in range(31):
            make_editorial(publication=f"Numéro {number}")
    assert "Parmi 31 noms" in text(client.get("/publications/"))
    page = text(client.get("/publications/?like=NUMERO 30"))
    assert (
        "1 nom contient « NUMERO 30 »" in page and "Numéro 30" in page and "Numéro 3 " not in page
    )
    assert "Aucun nom ne contient" in text(client.get("/publications/?like=zzz"))


# What is counted, whatever becomes of the editorials


def held(client, address: str) -> str:
    """Return how many editorials a page tells of, "" where there is no such page."""
    response = client.get(address)
    if response.status_code != 200:
        return ""
    return re.findall(r"(\w+) éditoria(?:l|ux)\b", text(response))[0]


def test_a_tag_and_an_author_tell_what_they_have_after_each_change(client, make_editorial):
    first = make_editorial("Un", tags=["accueil"], authors=["Claire Abgrall"], date="2001")
    second = make_editorial("Deux", tags=["accueil", "poste"], date="2001")
    assert held(client, "/tags/accueil/") == "2"
    second.set_bylines([(Author.objects.get(), "Claire Abgrall", "")])
    assert held(client, "/authors/claire-abgrall/") == "2"
    second.taggings.all().delete()
    assert held(client, "/tags/accueil/") == "1" and held(client, "/tags/poste/") == ""
    second.add_tags(["poste"], origin="editor")
    vocabulary.merge([Tag.objects.get(name="poste")], Tag.objects.get(name="accueil"))
    assert held(client, "/tags/accueil/") == "2"
    vocabulary.rename(Tag.objects.get(name="accueil"), "réception")
    assert held(client, "/tags/reception/") == "2"
    Editorial.objects.filter(pk=first.pk).update(state="withdrawn")
    assert held(client, "/tags/reception/") == held(client, "/authors/claire-abgrall/") == "1"
    second.delete()
    assert held(client, "/tags/reception/") == held(client, "/authors/claire-abgrall/") == ""


def test_many_tagged_at_once_are_told_and_so_is_that_it_was_undone(client, make_editorial):
    ids = [make_editorial(tags=["accueil"], date="2001").pk for _number in range(4)]
    Bulk(add=["poste"]).apply(ids)
    assert held(client, "/tags/poste/") == "4"
    assert "poste" in text(client.get("/tags/accueil/"))
    assert "poste 4" in text(client.get("/2001/")) and "poste 4" in text(client.get("/"))
    Operation.objects.get(kind="bulk").undo()
    assert held(client, "/tags/poste/") == ""
    assert "poste" not in text(client.get("/2001/")) + text(client.get("/tags/accueil/"))


def test_an_editorial_that_names_its_author_twice_is_one_of_the_magazine(client, make_editorial):
    make_editorial(date="2001", publication="En ligne", authors=["Luc Roux", "Luc Roux"])
    assert "Signatures Luc Roux 1" in text(client.get("/publications/en-ligne/"))


def test_the_list_of_a_name_with_many_editorials_is_that_of_one_with_few(
    client, make_editorial, monkeypatch
):
    for date in ("1998", "2001-05", "", "2004?"):
        make_editorial(f"De {date}", date=date, tags=["accueil", "poste"], authors=["Luc Roux"])
    make_editorial("Ailleurs", tags=["accueil"])
    make_editorial("Retiré", tags=["accueil", "poste"], authors=["Luc Roux"], state="withdrawn")
    addresses = ("/tags/accueil/", "/tags/accueil+poste/", "/authors/luc-roux/")
    few = [text(client.get(address)) for address in addresses]
    monkeypatch.setattr(names, "FEW", 0)
    assert [text(client.get(address)) for address in addresses] == few
    assert "De 1998" in few[1] and "Ailleurs" not in few[1] and "Retiré" not in "".join(few)
