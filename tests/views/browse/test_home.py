"""Pages for readers, through the front door."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from pages import linked, text

from archive.models import Publication

pytestmark = pytest.mark.django_db
EVERY_LIST = ["home", "publications", "authors", "tags", "undated"]


# An archive with nothing in it


@pytest.mark.parametrize("name", EVERY_LIST)
def test_every_list_of_an_empty_archive_says_that_it_is_empty(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "encore vide" in text(response) or "pour le moment" in text(response)


@pytest.mark.parametrize("address", ["/2001/", "/2001/02/", "/editorials/1/x/"])
def test_an_empty_archive_has_no_year_and_no_editorial(client, address):
    assert client.get(address).status_code == 404


# Home


def test_home_says_what_the_archive_holds(client, make_editorial):
    make_editorial(date="2001-02-12", publication="En ligne", authors=["Claire Abgrall"])
    make_editorial(date="2004", publication="En ligne", authors=["Luc d’Astrée"])
    home = text(client.get("/"))
    assert "Une archive de 2 éditoriaux : 1 revue, 2 auteurs, de 2001 à 2004." in home


def test_home_says_what_an_archive_of_one_editorial_holds(client, make_editorial):
    make_editorial(date="2001-02-12", authors=["Claire Abgrall"])
    assert "Une archive d’un éditorial : 1 auteur, 2001." in text(client.get("/"))


def test_home_shows_a_year_without_editorials_and_does_not_link_it(client, make_editorial):
    make_editorial(date="2001")
    make_editorial(date="2003")
    response = client.get("/")
    assert '<rect class="none" x="14.625"' in response.content.decode()
    assert "/2003/" in linked(response)
    assert "/2002/" not in linked(response)


def test_home_does_not_count_drafts(client, make_editorial):
    make_editorial(date="2001", state="draft")
    assert "encore vide" in text(client.get("/"))


def test_a_demonstration_says_so_among_real_editorials_too(client, make_editorial):
    invented = make_editorial(source_id="demo-x-01")
    assert "ces revues et ces auteurs sont inventés" in text(client.get("/authors/"))
    real = make_editorial(source_id="real-01")
    assert "ceux de la démonstration sont inventés" in text(client.get("/authors/"))
    assert "texte inventé" in text(client.get(invented.get_absolute_url()))
    assert "texte inventé" not in text(client.get(real.get_absolute_url()))
    invented.delete()
    assert "inventés" not in text(client.get("/authors/"))


# By date


def test_a_year_groups_its_editorials_by_month_and_keeps_apart_what_has_no_month(
    client, make_editorial
):
    make_editorial("Décembre venu", date="2001-12-31")
    make_editorial("Le douze", date="2001-02-12")
    make_editorial("Un printemps", date="2001-21")
    page = text(client.get("/2001/"))
    assert re.search(
        r"Février Le douze 12 février 2001.* Décembre Décembre venu.* Sans mois précis Un printemps",
        page,
    )


def test_a_year_shows_its_empty_months_without_links(client, make_editorial):
    make_editorial(date="2001-02-12")
    response = client.get("/2001/")
    assert "mars : aucun éditorial" in text(response)
    assert "/2001/02/" in linked(response)
    assert "/2001/03/" not in linked(response)


def test_an_editorial_of_two_possible_years_is_in_both(client, make_editorial):
    make_editorial("Entre deux", date="2003/2004")
    assert "Entre deux" in text(client.get("/2003/"))
    assert "Entre deux" in text(client.get("/2004/"))


def test_a_year_within_the_archive_may_be_empty(client, make_editorial):
    make_editorial(date="2001")
    make_editorial(date="2003")
    response = client.get("/2002/")
    assert "aucun éditorial de cette année" in text(response)
    assert {"/2001/", "/2003/"} <= set(linked(response))


def test_a_year_outside_of_the_archive_is_not_found(client, make_editorial):
    make_editorial(date="2001")
    response = client.get("/1999/")
    assert response.status_code == 404
    assert "rien de cette date" in text(response)


def test_a_month_groups_its_editorials_by_day(client, make_editorial):
    make_editorial("Le douze", date="2001-02-12")
    make_editorial("Un jour", date="2001-02")
    page = text(client.get("/2001/02/"))
    assert "Février 2001" in page
    assert re.search(r"12 février 2001 Le douze.*Sans jour précis Un jour", page)


def test_a_month_without_editorials_says_so(client, make_editorial):
    make_editorial(date="2001-02-12")
    assert text(client.get("/2001/07/")).count("aucun éditorial") == 1


def test_the_undated_have_a_page_of_their_own(client, make_editorial):
    make_editorial("Sans repère")
    make_editorial("Daté", date="2001")
    page = text(client.get("/undated/"))
    assert "Sans repère" in page
    assert "Daté" not in page


# By name


def test_authors_are_filed_by_surname(client, make_editorial):
    make_editorial(authors=["Édith Maurois-Lanvin", "Luc d’Astrée", "Bruno de La Fresnaye"])
    page = text(client.get("/authors/"))
    assert re.search(r"A Astrée, Luc d’.* L La Fresnaye, Bruno de.* M Maurois-Lanvin, Édith", page)


def test_authors_are_listed_with_their_years_drawn_on_one_scale(client, make_editorial):
    make_editorial(date="1999-02", authors=["Claire Abgrall"])
    make_editorial(date="2004", authors=["Claire Abgrall", "Luc d’Astrée"])
    make_editorial(authors=["Zoé Sans-Date"])
    response = client.get("/authors/")
    page = text(response)
    assert "Abgrall, Claire 1999–2004 2" in page
    assert "Astrée, Luc d’ 2004 1" in page
    assert "Sans-Date, Zoé sans date 1" in page
    html = response.content.decode()
    assert html.count('<svg class="row"') == 2
    assert len(set(re.findall(r'class="row" viewBox="([^"]*)"', html))) == 1


def test_an_archive_without_a_year_draws_none_for_its_authors(client, make_editorial):
    make_editorial(authors=["Zoé Sans-Date"])
    response = client.get("/authors/")
    assert "Sans-Date, Zoé 1" in text(response)
    assert "<svg" not in response.content.decode().partition("<main")[2].partition("</main")[0]


def test_tags_are_filed_without_regard_to_accents_and_counted(client, make_editorial):
    make_editorial(tags=["écoute", "CRM", "externalisation", "35 heures"])
    make_editorial(tags=["écoute"])
    filed = ["0–9 35 heures 1", "C CRM 1", "E écoute 2"]
    assert " ".join([*filed, "externalisation 1"]) in text(client.get("/tags/"))


def test_every_author_is_listed_whatever_the_first_letter_looks_like(client, make_editorial):
    make_editorial(
        authors=["Jean Etchegaray", "Anne Zola", "Paul Éluard", "luc abadie", "Ida Abadir"]
    )
    page = text(client.get("/authors/"))
    assert re.search(
        r"A Abadie, Luc.* Abadir, Ida.* E Éluard, Paul.* Etchegaray, Jean.* Z Zola, Anne",
        page,
        re.I,
    )


def test_every_tag_is_listed_whatever_sign_it_begins_with(client, make_editorial):
    make_editorial(tags=["35 heures", "abc", "{accolade}"])
    page = text(client.get("/tags/"))
    assert all(name in page for name in ("35 heures", "abc", "{accolade}"))


def test_many_names_come_a_letter_at_a_time(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.indexes.ONE_PAGE", 2)
    make_editorial(tags=["accueil", "banque", "crise"])
    assert "banque" not in text(client.get("/tags/"))
    assert "banque" in text(client.get("/tags/?letter=B"))
    assert client.get("/tags/?letter=Z").status_code == 404


def test_a_tag_without_published_editorials_is_not_listed(client, make_editorial):
    make_editorial(tags=["secret"], state="draft")
    assert "secret" not in text(client.get("/tags/"))


def test_an_author_page_lists_editorials_and_printed_names(client, make_editorial):
    editorial = make_editorial("L’écoute", authors=["Claire Abgrall"])
    editorial.authors.get().names.create(name="Claire ABGRALL")
    page = text(client.get("/authors/claire-abgrall/"))
    assert "signés aussi « Claire ABGRALL »" in page
    assert "L’écoute" in page


def test_a_magazine_page_says_what_it_is(client, make_editorial):
    make_editorial("L’écoute", publication="En ligne")
    Publication.objects.update(description="Une revue inventée.", issn="1234-5679")
    page = text(client.get("/publications/en-ligne/"))
    assert "Une revue inventée. 1 éditorial · ISSN 1234-5679" in page
    assert "Une revue inventée." in text(client.get("/publications/"))


def test_a_tag_page_lists_its_editorials_newest_first(client, make_editorial):
    make_editorial("Ancien", date="1999", tags=["qualité"])
    make_editorial("Récent", date="2004", tags=["qualité"])
    assert re.search("Récent.*Ancien", text(client.get("/tags/qualite/")))


# Drafts, withdrawn editorials, editors


def test_a_draft_is_for_editors_only(client, make_editorial, admin_user):
    draft = make_editorial("Secret", date="2001", state="draft")
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    page = text(client.get(draft.get_absolute_url()))
    assert "État : brouillon" in page
    assert "brouillon" in text(client.get("/2001/"))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize(
    "address", ["/authors/zoe-cachee/", "/tags/cachette/", "/publications/ombre/"]
)
def test_names_that_only_unpublished_editorials_bear_are_for_editors(
    client, make_editorial, admin_user, state, address
):
    make_editorial(authors=["Zoé Cachée"], tags=["cachette"], publication="Ombre", state=state)
    assert client.get(address).status_code == 404
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200


def test_a_withdrawn_editorial_is_gone_and_says_nothing_of_its_text(client, make_editorial):
    withdrawn = make_editorial(
        "Retiré", "<p>Phrase.</p>", date="2001", publication="En ligne", state="withdrawn"
    )
    response = client.get(withdrawn.get_absolute_url())
    assert response.status_code == 410
    assert "a été retiré" in text(response)
    assert "Phrase" not in text(response)
    assert "En ligne" not in text(client.get("/publications/"))


def test_no_list_has_what_was_withdrawn_not_even_for_editors(editor_client, make_editorial):
    make_editorial("Retiré", date="2001", publication="En ligne", state="withdrawn")
    make_editorial("Gardé", date="2001", publication="En ligne")
    for address in ("/", "/2001/", "/publications/en-ligne/"):
        page = text(editor_client.get(address))
        assert "Gardé" in page and "Retiré" not in page


def test_doubts_are_shown_to_editors_only(client, make_editorial, admin_user):
    editorial = make_editorial(doubts=[{"field": "date", "code": "guess", "value": "2004~"}])
    assert "laisse supposer" not in text(client.get(editorial.get_absolute_url()))
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(editorial.get_absolute_url())
    assert "laisse supposer vers 2004" in text(response)
    assert f"/desk/editorials/{editorial.pk}/" in linked(response)


def test_a_member_who_is_no_editor_sees_what_readers_see(client, make_editorial, django_user_model):
    client.force_login(
        django_user_model.objects.create_user("lea"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(make_editorial(state="draft").get_absolute_url()).status_code == 404
    assert "Administration" not in text(client.get("/"))


# Paging and bounded work


def test_a_long_list_is_cut_in_pages_that_keep_their_order(client, make_editorial):
    for number in range(35):
        make_editorial(f"Texte {number:02}", date=f"2001-01-{number % 28 + 1:02}")
    first, second = client.get("/2001/"), client.get("/2001/?page=2")
    titles = re.findall(r"Texte \d\d", text(first) + text(second))
    assert len(titles) == len(set(titles)) == 35
    assert "/2001/?page=2" in linked(first)
    assert "2001, page 2" in second.content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 16),
        ("/2000s/", 17),
        ("/2001/", 17),
        ("/2001/01/", 17),
        ("/2001/01/02/", 17),
        ("/calendar/", 3),
        ("/calendar/01/02/", 9),
        ("/undated/", 8),
        ("/authors/", 8),
        ("/authors/anne-numero1/", 16),
        ("/publications/", 5),
        ("/publications/revue-1/", 18),
        ("/tags/", 6),
        ("/tags/ecoute/", 14),
        ("/tags/ecoute+t1/", 14),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_archive(
    client, make_editorial, django_assert_max_num_queries, address, most
):
    with transaction.atomic():
        for number in range(60):
            make_editorial(
                date="2001-01-02",
                publication=f"Revue {number}",
                authors=[f"Anne Numéro{number}"],
                tags=["écoute", f"t{number}"],
            )
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200
