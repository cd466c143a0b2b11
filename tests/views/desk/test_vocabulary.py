"""The vocabulary’s pages: all tags, each tag, and the files."""

import csv
import io
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import Operation, Tag, vocabulary
from archive.models.spellings import alike

pytestmark = pytest.mark.django_db


def form(client, slug, **changed):
    """What the page of a tag sends, but for what is changed."""
    shown = client.get(f"/desk/tags/{slug}/").context["form"].initial
    return {**shown, **changed}


# The list


def test_the_list_counts_and_finds_by_name_and_alias(editor_client, tagged):
    vocabulary.edit(Tag.objects.get(name="Qualité"), aliases=["Excellence"])
    page = editor_client.get("/desk/tags/").content.decode()
    assert "3 mots-clés" in page and "Excellence" in page
    found = editor_client.get("/desk/tags/?like=EXCEL").context["page"].object_list
    assert [tag.name for tag in found] == ["Qualité"]


def test_tags_that_nobody_uses_are_a_list(editor_client, tagged):
    Tag.objects.named("Jamais")
    assert "1 ne sert pas" in editor_client.get("/desk/tags/").content.decode().replace("\xa0", " ")
    assert [tag.name for tag in editor_client.get("/desk/tags/?unused").context["page"]] == [
        "Jamais"
    ]


def test_nearly_the_same_names_are_offered_for_merging(editor_client, tagged):
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
def test_odd_parameters_break_nothing(editor_client, tagged, address):
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
    editor_client, admin_user, tagged
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
def test_what_cannot_be_is_refused_and_what_was_typed_stays(editor_client, tagged, changed, said):
    response = editor_client.post(
        "/desk/tags/call-center/", form(editor_client, "call-center", **changed)
    )
    page = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 422 and said in page and not Operation.objects.exists()
    assert next(iter(changed.values())) in page


@pytest.mark.parametrize("odd", ['« Dupont, "fils" »', "☎️", "<b>gras</b>", "  à   part  "])
def test_odd_names_are_kept_and_shown_safely(editor_client, tagged, odd):
    sent = form(editor_client, "call-center", name=odd, aliases=f"{odd} bis")
    page = editor_client.post("/desk/tags/call-center/", sent, follow=True).content.decode()
    assert Tag.objects.filter(name=" ".join(odd.split())).exists() and "<b>gras" not in page


def test_a_stale_form_shows_what_changed_and_loses_nobodys_work(editor_client, tagged):
    sent = form(editor_client, "call-center", description="Le mien.")
    vocabulary.edit(Tag.objects.get(name="Call center"), description="Le sien.")
    response = editor_client.post("/desk/tags/call-center/", sent)
    page = response.content.decode()
    assert response.status_code == 409 and "Le sien." in page and ">\nLe mien.</textarea>" in page
    assert Tag.objects.get(name="Call center").description == "Le sien."
    seal = re.search('name="seal" value="([^"]*)"', page)[1]
    editor_client.post("/desk/tags/call-center/", sent | {"seal": seal})
    assert Tag.objects.get(name="Call center").description == "Le mien."


def test_an_old_address_leads_to_the_tag_at_the_desk_as_well(editor_client, tagged):
    vocabulary.rename(Tag.objects.get(name="Call center"), "Plateau")
    assert editor_client.get("/desk/tags/call-center/").url == "/desk/tags/plateau/"
    assert editor_client.get("/desk/tags/jamais/").status_code == 404


@pytest.mark.parametrize("deed", ["", "merge/?into=Qualité", "delete/", "missing/"])
def test_forged_requests_are_refused(admin_user, tagged, deed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(f"/desk/tags/call-center/{deed}", {"seal": "x", "name": "y"}).status_code == 403
    )
    assert not Operation.objects.exists()


# Files


def test_the_vocabulary_is_exported_as_csv_and_skos(editor_client, tagged):
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
    editor_client, tagged, ending
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


# What is to be looked at


def test_tags_used_once_and_without_definition_are_lists(editor_client, tagged):
    vocabulary.edit(Tag.objects.get(name="Qualité"), description="Ce qui se mesure.")
    page = editor_client.get("/desk/tags/").content.decode()
    assert "1 sert une fois" in page and "2 sans définition" in page
    once = editor_client.get("/desk/tags/?once").context["page"]
    assert [tag.name for tag in once] == ["Qualité"]
    undescribed = editor_client.get("/desk/tags/?undescribed").context["page"]
    assert [tag.name for tag in undescribed] == ["Call center", "Centre d'appel"]


def test_the_tree_shows_each_tag_under_its_broader_ones(editor_client, tagged):
    qualité, centre = Tag.objects.get(name="Qualité"), Tag.objects.get(name="Centre d'appel")
    qualité.broader.add(centre)
    response = editor_client.get("/desk/vocabulary/tree/")
    branches = [(depth, tag.name) for depth, tag in response.context["branches"]]
    assert branches == [(0, "Centre d'appel"), (1, "Qualité")] and response.context["alone"] == 1


def test_the_tree_counts_each_editorial_once_however_many_tags_are_narrower(editor_client, tagged):
    centre = Tag.objects.get(name="Centre d'appel")
    centre.narrower.add(Tag.objects.get(name="Qualité"), Tag.objects.named("Plateau"))
    branches = editor_client.get("/desk/vocabulary/tree/").context["branches"]
    assert [(tag.name, tag.uses) for _depth, tag in branches] == [
        ("Centre d'appel", 2),
        ("Plateau", 0),
        ("Qualité", 1),
    ]


def test_a_tree_of_too_many_places_is_cut(editor_client, db):
    levels = [[Tag.objects.named(f"{level} {name}") for name in range(6)] for level in range(8)]
    for upper, lower in pairwise(levels):
        for tag in lower:
            tag.broader.set(upper)
    branches = editor_client.get("/desk/vocabulary/tree/").context["branches"]
    assert len(branches) == 2000


def test_a_broader_tag_that_there_is_not_is_made_where_that_is_asked(editor_client, tagged):
    sent = form(editor_client, "qualite", broader="Métier")
    assert editor_client.post("/desk/tags/qualite/", sent).status_code == 422
    assert editor_client.post("/desk/tags/qualite/", {**sent, "make": "on"}).status_code == 302
    assert [tag.name for tag in Tag.objects.get(name="Qualité").broader.all()] == ["Métier"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_vocabulary_as_excel_writes_it_is_read(editor_client, tagged, encoding):
    written = "name;aliases;description\r\nQualité;Excellence;« Ce qui se mesure »\r\n"
    sent = io.BytesIO(written.encode(encoding))
    sent.name = "vocabulaire.csv"
    response = editor_client.post("/desk/vocabulary/import/", {"file": sent})
    confirmed = {"text": response.context["text"], "confirm": "1"}
    editor_client.post("/desk/vocabulary/import/", confirmed)
    assert Tag.objects.get(name="Qualité").description == "« Ce qui se mesure »"


# Pairs, one after the other


@pytest.fixture
def pair(editor_client, tagged, make_editorial):
    """What the page of a pair sends: « Centres d’appels » is used less than « Centre d'appel »."""
    make_editorial("Quatre", tags=["Centres d’appels"])
    context = editor_client.get("/desk/vocabulary/twins/").context
    numbers = [tag.pk for tag in context["pair"]]
    return {"tag": numbers, "seal": context["seal"]}


def test_two_tags_become_one(editor_client, pair):
    editor_client.post("/desk/vocabulary/twins/", {**pair, "keep": pair["tag"][1]})
    assert Tag.objects.get(name="Centre d'appel").taggings.count() == 3
    assert not Tag.objects.filter(name="Centres d’appels").exists()
    Operation.objects.get().undo()
    assert Tag.objects.filter(name="Centres d’appels").exists()


def test_two_tags_that_differ_are_offered_no_more(editor_client, pair):
    editor_client.post("/desk/vocabulary/twins/", {**pair, "apart": "1"})
    assert "Rien à trancher." in editor_client.get("/desk/vocabulary/twins/").content.decode()
    assert "Presque pareils" not in editor_client.get("/desk/tags/").content.decode()


@pytest.mark.parametrize(
    "odd", [{"seal": "x", "keep": "1"}, {"tag": ["1"]}, {"tag": ["a", "b"]}, {"keep": "999"}]
)
def test_a_pair_that_is_another_by_now_stays_as_it_is(editor_client, pair, odd):
    count = Tag.objects.count()
    response = editor_client.post("/desk/vocabulary/twins/", {**pair, **odd}, follow=True)
    assert "ont changé" in response.content.decode() and Tag.objects.count() == count


@pytest.mark.parametrize("after", ["", "1", "99", "-1", "x", "9" * 30])
def test_any_place_among_the_pairs_may_be_asked(editor_client, pair, after):
    assert editor_client.get("/desk/vocabulary/twins/", {"after": after}).status_code == 200
