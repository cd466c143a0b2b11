"""Merging, splitting and deleting tags: each change is seen before it is done."""

import re

import pytest

from archive.models import Operation, Tag

pytestmark = pytest.mark.django_db


def confirm(client, address):
    """See the preview as an editor would, and confirm it."""
    seal = re.search('name="seal" value="([^"]*)"', client.get(address).content.decode())[1]
    return client.post(address, {"seal": seal}, follow=True)


def test_a_merge_is_previewed_exactly_and_then_done(editor_client, tagged):
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
def test_a_merge_into_itself_or_nothing_is_refused(editor_client, tagged, into, said):
    address = f"/desk/tags/centre-d-appel/merge/?into={into}"
    assert said in editor_client.get(address).content.decode()
    assert (
        editor_client.post(address, {"seal": "x"}).status_code == 422 and Tag.objects.count() == 3
    )


@pytest.mark.parametrize(
    "deed", ["merge/?into=Qualité", "split/?keep={}&name=Autre&preview=1", "delete/"]
)
def test_what_changed_since_the_preview_is_not_done(editor_client, make_editorial, tagged, deed):
    address = "/desk/tags/call-center/" + deed.format(tagged["Deux"].pk)
    seal = editor_client.get(address).context["seal"]
    Tag.objects.get(name="Call center").taggings.all().delete()
    make_editorial("Quatre", tags=["Call center"])
    page = editor_client.post(address, {"seal": seal}).content.decode()
    assert ("a changé depuis" in page or "Cochez" in page) and not Operation.objects.exists()


def test_a_split_gives_the_ticked_another_tag(editor_client, tagged):
    address = f"/desk/tags/call-center/split/?keep={tagged['Deux'].pk}&name=Plateau&preview=1"
    page = editor_client.get(address).content.decode().replace("\xa0", " ")
    assert (
        "1 éditorial sur 2 portera « Plateau » à sa place" in page
        and "nouveau dans l’archive" in page
    )
    confirm(editor_client, address)
    assert sorted(map(str, tagged["Deux"].tags.all())) == ["Centre d'appel", "Plateau"]


@pytest.mark.parametrize(
    "odd",
    [
        "?preview=1",
        "?preview=1&name=x",
        "?preview=1&keep={}",
        "?preview=1&keep={}&name=call+center",
    ],
)
def test_a_split_of_nothing_or_into_itself_is_refused(editor_client, tagged, odd):
    address = "/desk/tags/call-center/split/" + odd.format(tagged["Deux"].pk)
    assert editor_client.get(address).status_code == editor_client.post(address).status_code == 422


def test_a_tag_is_deleted_once_it_is_seen_who_loses_it(editor_client, tagged):
    page = (
        editor_client.get("/desk/tags/centre-d-appel/delete/").content.decode().replace("\xa0", " ")
    )
    assert "2 éditoriaux le portent ; 1 n’aurait plus de mot-clé" in page
    confirm(editor_client, "/desk/tags/centre-d-appel/delete/")
    assert not tagged["Un"].tags.exists()
