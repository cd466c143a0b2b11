"""The vocabulary’s pages: each change is seen before it is done."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import Operation, Rejection, Tag, vocabulary
from archive.models.spellings import alike
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(make_editorial):
    borne = {
        "Un": ["Centre d'appel"],
        "Deux": ["Centre d'appel", "Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    return {title: make_editorial(title, tags=names) for title, names in borne.items()}


def confirm(client, address):
    """Sees the preview as an editor would, and confirms it."""
    seal = re.search('name="seal" value="([^"]*)"', client.get(address).content.decode())[1]
    return client.post(address, {"seal": seal}, follow=True)


def form(client, slug, **changed):
    """What the page of a tag sends, but for what is changed."""
    shown = client.get(f"/desk/tags/{slug}/").context["form"].initial
    return {**shown, **changed}


# The list


def test_the_list_counts_and_finds_by_name_and_alias(editor_client, three):
    vocabulary.edit(Tag.objects.get(name="Qualité"), aliases=["Excellence"])
    page = editor_client.get("/desk/tags/").content.decode()
    assert "3 mots-clés" in page and "Excellence" in page
    found = editor_client.get("/desk/tags/?like=EXCEL").context["page"].object_list
    assert [tag.name for tag in found] == ["Qualité"]


def test_tags_that_nobody_uses_are_a_list(editor_client, three):
    Tag.objects.named("Jamais")
    assert "1 ne sert pas" in editor_client.get("/desk/tags/").content.decode().replace("\xa0", " ")
    assert [tag.name for tag in editor_client.get("/desk/tags/?unused").context["page"]] == [
        "Jamais"
    ]


def test_nearly_the_same_names_are_offered_for_merging(editor_client, three):
    Tag.objects.named("Centres d’appels")
    page = editor_client.get("/desk/tags/").content.decode()
    assert "/desk/tags/centres-d-appels/merge/?into=Centre%20d%27appel" in page


@pytest.mark.parametrize(
    "one, other",
    [("Centre d'appel", "Centres d’appels"), ("e-mail", "email"), ("Téléconseiller", "Téléconseilller"), ("Canal", "canaux"),
     ("Satisfaction client", "Satisfaction du client"), ("Externalisation", "Externalization")],
)  # fmt: skip
def test_names_that_differ_in_form_are_alike(one, other):
    assert alike({1: one, 2: other, 3: "Tout autre chose"}) == [(1, 2)]


@pytest.mark.parametrize(
    "one, other", [("Prix 2001", "Prix 2002"), ("Voix", "Choix"), ("Client", "Agent"), ("☎️", "!")]
)
def test_names_that_mean_something_else_are_not(one, other):
    assert alike({1: one, 2: other}) == []


@pytest.mark.parametrize(
    "address", ["?like=%00%22<b>", "?like=" + "x" * 3000, "?page=0", "?page=x", "?unused&page=9"]
)
def test_odd_parameters_break_nothing(editor_client, three, address):
    response = editor_client.get(f"/desk/tags/{address}")
    assert response.status_code in (200, 404) and "<b>" not in response.content.decode()


def test_the_list_costs_the_same_for_many(
    editor_client, make_editorial, django_assert_max_num_queries
):
    make_editorial("Un", tags=[f"Mot {number}" for number in range(60)])
    with django_assert_max_num_queries(14):
        editor_client.get("/desk/tags/")


# One tag


def test_name_definition_other_names_and_broader_tags_are_set_at_once(
    editor_client, admin_user, three
):
    sent = form(
        editor_client,
        "call-center",
        name="Plateau",
        aliases="CRC\nHotline",
        broader="qualite",
        description="Lieu.",
    )
    response = editor_client.post("/desk/tags/call-center/", sent, follow=True)
    assert response.redirect_chain == [("/desk/tags/plateau/", 302)]
    tag, operation = Tag.objects.get(name="Plateau"), Operation.objects.get()
    assert (
        sorted(map(str, tag.aliases.all())) == ["CRC", "Call center", "Hotline"]
        and operation.by == admin_user
    )
    assert [str(one) for one in tag.broader.all()] == ["Qualité"] and tag.description == "Lieu."


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"name": ""}, "obligatoire"),
        ({"name": "é" * 300}, "trop long"),
        ({"name": "qualite"}, "déjà celui du mot-clé « Qualité »"),
        ({"aliases": "QUALITÉ"}, "déjà celui du mot-clé « Qualité »"),
        ({"aliases": "é" * 300}, "trop long"),
        ({"broader": "Nulle part"}, "n’a pas ce mot-clé"),
        ({"broader": "Call center"}, "ne peut pas être plus large"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(editor_client, three, changed, said):
    response = editor_client.post(
        "/desk/tags/call-center/", form(editor_client, "call-center", **changed)
    )
    page = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 422 and said in page and not Operation.objects.exists()
    assert next(iter(changed.values())) in page


@pytest.mark.parametrize("odd", ['« Dupont, "fils" »', "☎️", "<b>gras</b>", "  à   part  "])
def test_odd_names_are_kept_and_shown_safely(editor_client, three, odd):
    sent = form(editor_client, "call-center", name=odd, aliases=f"{odd} bis")
    page = editor_client.post("/desk/tags/call-center/", sent, follow=True).content.decode()
    assert Tag.objects.filter(name=" ".join(odd.split())).exists() and "<b>gras" not in page


def test_a_stale_form_shows_what_changed_and_loses_nobodys_work(editor_client, three):
    sent = form(editor_client, "call-center", description="Le mien.")
    vocabulary.edit(Tag.objects.get(name="Call center"), description="Le sien.")
    response = editor_client.post("/desk/tags/call-center/", sent)
    page = response.content.decode()
    assert response.status_code == 409 and "Le sien." in page and ">\nLe mien.</textarea>" in page
    assert Tag.objects.get(name="Call center").description == "Le sien."
    seal = re.search('name="seal" value="([^"]*)"', page)[1]
    editor_client.post("/desk/tags/call-center/", sent | {"seal": seal})
    assert Tag.objects.get(name="Call center").description == "Le mien."


def test_an_old_address_leads_to_the_tag_at_the_desk_as_well(editor_client, three):
    vocabulary.rename(Tag.objects.get(name="Call center"), "Plateau")
    assert editor_client.get("/desk/tags/call-center/").url == "/desk/tags/plateau/"
    assert editor_client.get("/desk/tags/jamais/").status_code == 404


# Merging, splitting, deleting


def test_a_merge_is_previewed_exactly_and_then_done(editor_client, three):
    address = "/desk/tags/centre-d-appel/merge/?into=call+center"
    page = editor_client.get(address).content.decode().replace("\xa0", " ")
    assert (
        "2 éditoriaux porteront « Call center », dont 1 le porte déjà" in page
        and Tag.objects.count() == 3
    )
    assert "2 éditoriaux changés" in confirm(editor_client, address).content.decode().replace(
        "\xa0", " "
    )
    assert not Tag.objects.filter(name="Centre d'appel").exists()


@pytest.mark.parametrize(
    "into, said", [("Centre d’appel", "avec lui-même"), ("Nulle part", "n’a pas ce mot-clé")]
)
def test_a_merge_into_itself_or_nothing_is_refused(editor_client, three, into, said):
    address = f"/desk/tags/centre-d-appel/merge/?into={into}"
    assert said in editor_client.get(address).content.decode()
    assert (
        editor_client.post(address, {"seal": "x"}).status_code == 422 and Tag.objects.count() == 3
    )


@pytest.mark.parametrize(
    "deed", ["merge/?into=Qualité", "split/?keep={}&name=Autre&preview=1", "delete/"]
)
def test_what_changed_since_the_preview_is_not_done(editor_client, make_editorial, three, deed):
    address = "/desk/tags/call-center/" + deed.format(three["Deux"].pk)
    seal = editor_client.get(address).context["seal"]
    Tag.objects.get(name="Call center").taggings.all().delete()
    make_editorial("Quatre", tags=["Call center"])
    page = editor_client.post(address, {"seal": seal}).content.decode()
    assert ("a changé depuis" in page or "Cochez" in page) and not Operation.objects.exists()


def test_a_split_gives_the_ticked_another_tag(editor_client, three):
    address = f"/desk/tags/call-center/split/?keep={three['Deux'].pk}&name=Plateau&preview=1"
    page = editor_client.get(address).content.decode().replace("\xa0", " ")
    assert (
        "1 éditorial sur 2 portera « Plateau » à sa place" in page
        and "nouveau dans l’archive" in page
    )
    confirm(editor_client, address)
    assert sorted(map(str, three["Deux"].tags.all())) == ["Centre d'appel", "Plateau"]


@pytest.mark.parametrize(
    "odd",
    [
        "?preview=1",
        "?preview=1&name=x",
        "?preview=1&keep={}",
        "?preview=1&keep={}&name=call+center",
    ],
)
def test_a_split_of_nothing_or_into_itself_is_refused(editor_client, three, odd):
    address = "/desk/tags/call-center/split/" + odd.format(three["Deux"].pk)
    assert editor_client.get(address).status_code == editor_client.post(address).status_code == 422


def test_a_tag_is_deleted_once_it_is_seen_who_loses_it(editor_client, three):
    page = (
        editor_client.get("/desk/tags/centre-d-appel/delete/").content.decode().replace("\xa0", " ")
    )
    assert "2 éditoriaux le portent ; 1 n’aurait plus de mot-clé" in page
    confirm(editor_client, "/desk/tags/centre-d-appel/delete/")
    assert not three["Un"].tags.exists()


@pytest.mark.parametrize("deed", ["", "merge/?into=Qualité", "delete/", "missing/"])
def test_forged_requests_are_refused(admin_user, three, deed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(f"/desk/tags/call-center/{deed}", {"seal": "x", "name": "y"}).status_code == 403
    )
    assert not Operation.objects.exists()


# Who may lack it


@pytest.fixture
def lacking(make_editorial):
    for number in range(3):
        make_editorial(
            f"N° {number}", "<p>Le tuteur forme un stagiaire au standard.</p>", tags=["Tutorat"]
        )
    missing = make_editorial("Sans", "<p>Le tutorat, où le tuteur forme un stagiaire.</p>")
    make_editorial("Rien", "<p>La mer monte.</p>")
    freshness.drain()
    return missing


def test_editorials_that_look_like_a_tags_but_lack_it_get_it(editor_client, lacking):
    rows = editor_client.get("/desk/tags/tutorat/missing/").context["rows"]
    assert [editorial.title for editorial, _why in rows] == ["Sans"] and rows[0][
        1
    ].named == "Tutorat"
    editor_client.post("/desk/tags/tutorat/missing/", {"keep": lacking.pk, "add": "1"})
    assert [str(tag) for tag in lacking.tags.all()] == [
        "Tutorat"
    ] and Operation.objects.count() == 1


def test_those_that_were_rejected_are_not_shown_again(editor_client, lacking):
    editor_client.post("/desk/tags/tutorat/missing/", {"keep": lacking.pk, "reject": "1"})
    assert Rejection.objects.get().editorial == lacking and not lacking.tags.exists()
    assert editor_client.get("/desk/tags/tutorat/missing/").context["rows"] == []


@pytest.mark.parametrize(
    "odd", [{"keep": "x"}, {"keep": "999999999999999999999"}, {"keep": "99999"}, {}]
)
def test_odd_choices_change_nothing(editor_client, lacking, odd):
    assert editor_client.post("/desk/tags/tutorat/missing/", {**odd, "add": "1"}).status_code == 302
    assert not Operation.objects.exists()


# Files


def test_the_vocabulary_is_exported_as_csv_and_skos(editor_client, three):
    sent = form(
        editor_client,
        "call-center",
        aliases='CRC, le "vrai"\n=HYPERLINK(1)',
        broader="Qualité",
        description="Un <lieu>.",
    )
    editor_client.post("/desk/tags/call-center/", sent)
    rows = {
        row["name"]: row
        for row in csv.DictReader(
            io.StringIO(editor_client.get("/desk/vocabulary.csv").content.decode())
        )
    }
    assert (
        rows["Call center"]["aliases"] == '\'=HYPERLINK(1)\nCRC, le "vrai"'
        and rows["Call center"]["broader"] == "Qualité"
    )
    root = ElementTree.fromstring(editor_client.get("/desk/vocabulary.rdf").content)
    about = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    told = {
        one.get(f"{about}about"): one
        for one in root.iter("{http://www.w3.org/2004/02/skos/core#}Concept")
    }
    concept = told["http://testserver/tags/call-center/"]
    assert [
        one.text for one in concept.iter("{http://www.w3.org/2004/02/skos/core#}definition")
    ] == ["Un <lieu>."]
    broader = concept.find("{http://www.w3.org/2004/02/skos/core#}broader")
    assert (
        broader.get(f"{about}resource") in told
        and editor_client.get("/desk/vocabulary.exe").status_code == 404
    )


@pytest.mark.parametrize("ending", ["csv", "rdf"])
def test_an_exported_vocabulary_comes_back_as_one_operation_seen_before(
    editor_client, three, ending
):
    sent = form(
        editor_client, "call-center", aliases="CRC", broader="Qualité", description="Un <lieu>."
    )
    editor_client.post("/desk/tags/call-center/", sent)
    content = editor_client.get(f"/desk/vocabulary.{ending}").content.decode()
    Tag.objects.all().delete()
    Operation.objects.all().delete()
    page = (
        editor_client.post("/desk/vocabulary/import/", {"text": content})
        .content.decode()
        .replace("\xa0", " ")
    )
    assert (
        "3 mots-clés seraient nouveaux" in page
        and not Tag.objects.exists()
        and not Operation.objects.exists()
    )
    editor_client.post("/desk/vocabulary/import/", {"text": content, "confirm": "1"})
    tag = Tag.objects.named("CRC")
    assert (tag.name, tag.description, str(tag.broader.get())) == (
        "Call center",
        "Un <lieu>.",
        "Qualité",
    )
    Operation.objects.get().undo()
    assert not Tag.objects.exists()


BAD = ["", "x", "nom\na", "<a", "<a/>", "<!DOCTYPE a><a/>", "name\n" + "é" * 300]


@pytest.mark.parametrize(
    "bad", [*BAD, "name,aliases\nUn,X\nDeux,x", "name,broader\nUn,Deux\nDeux,Un"]
)
def test_a_vocabulary_that_cannot_be_is_refused_and_changes_nothing(editor_client, bad):
    response = editor_client.post("/desk/vocabulary/import/", {"text": bad, "confirm": "1"})
    assert (
        response.status_code == 422 and not Tag.objects.exists() and not Operation.objects.exists()
    )
