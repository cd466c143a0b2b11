"""/desk/publications/ and /desk/authors/: listed, offered as one, made one, parted and described."""

import pytest
from django.contrib.auth.models import Group
from pages import text

from archive.models import Author, Editorial, Issue, Operation, Publication, authorities

pytestmark = pytest.mark.django_db
LIBERATION = "/desk/publications/liberation-fr/"


@pytest.fixture
def liberation(make_editorial):
    """Return « Libération.fr », which has two texts and shares an issue with « Libération »."""
    make_editorial("Un", publication="Libération", issue="12")
    make_editorial("Deux", publication="Libération.fr", issue="n° 12")
    make_editorial("Trois", publication="Libération.fr", issue="13", date="2004")
    Issue.objects.filter(publication__name="Libération").update(title="Mai")
    Issue.objects.filter(publication__name="Libération.fr", slug="12").update(title="Avril")
    return Publication.objects.get(name="Libération.fr")


def sealed(client, address: str, **fields):
    """Send the form of a page with the seal that it shows."""
    return client.post(address, {"seal": client.get(address).context["seal"], **fields})


def undo_last() -> Operation:
    return Operation.objects.first().undo()


def test_two_magazines_of_nearly_one_name_are_made_one_in_three_pages(editor_client, liberation):
    page = editor_client.get("/desk/publications/")
    [(lesser, greater, _merging)] = page.context["pairs"]
    assert {lesser.name, greater.name} == {"Libération", "Libération.fr"}
    address = f"{LIBERATION}merge/?into=/publications/liberation/"
    preview = editor_client.get(address)
    shown = text(preview)
    assert "2 éditoriaux iront à « Libération »" in shown
    assert "1 numéro est dans les deux" in shown
    assert "reste « Mai », se perd « Avril »" in shown
    response = sealed(editor_client, address)
    assert response.url.startswith("/desk/operations/")
    assert Editorial.objects.filter(publication__name="Libération").count() == 3
    for old, new in (("", ""), ("13/", "13/")):
        moved = editor_client.get(f"/publications/liberation-fr/{old}")
        assert (moved.status_code, moved.url) == (301, f"/publications/liberation/{new}")
    assert not undo_last().conflicts
    assert Editorial.objects.filter(publication=liberation).count() == 2
    assert editor_client.get("/publications/liberation-fr/").status_code == 200


def test_what_changed_since_the_preview_is_looked_at_again(
    editor_client, liberation, make_editorial
):
    address = f"{LIBERATION}merge/?into=Libération"
    seal = editor_client.get(address).context["seal"]
    make_editorial("Quatre", publication="Libération.fr")
    response = editor_client.post(address, {"seal": seal})
    assert response.status_code == 200 and "vérifiez encore" in text(response)
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("libération.fr", "rien n’est à fusionner"),
        ("/publications/liberation-fr/", "rien n’est à fusionner"),
        ("Le Monde", "L’archive n’a rien de ce nom"),
        ("x" * 3000, "L’archive n’a rien de ce nom"),
        ("\0", "L’archive n’a rien de ce nom"),
    ],
)
def test_a_union_with_itself_or_with_nothing_is_refused(editor_client, liberation, typed, reason):
    response = editor_client.get(f"{LIBERATION}merge/", {"into": typed})
    assert response.status_code == 422 and reason in text(response)
    editor_client.post(f"{LIBERATION}merge/?into={typed[:50]}", {"seal": ""})
    assert not Operation.objects.exists()


def test_a_union_in_a_circle_is_refused(editor_client, liberation):
    sealed(editor_client, f"{LIBERATION}merge/?into=Libération")
    back = editor_client.get("/desk/publications/liberation/merge/?into=Libération.fr")
    assert back.status_code == 422 and "ou y mène" in text(back)
    again = editor_client.get(f"{LIBERATION}merge/?into=Libération")
    assert again.status_code == 422 and "mène déjà à" in text(again)


def test_two_that_are_different_are_offered_no_more(editor_client, liberation):
    [(lesser, greater, _merging)] = editor_client.get("/desk/publications/").context["pairs"]
    response = editor_client.post(
        "/desk/publications/", {"apart": f"{lesser.pk}-{greater.pk}"}, follow=True
    )
    assert "sont différents" in text(response) and not response.context["pairs"]
    response = editor_client.post("/desk/publications/", {"apart": "1-2-x"}, follow=True)
    assert response.status_code == 200


def test_initials_are_offered_and_never_made_one_by_themselves(editor_client, make_editorial):
    make_editorial("Un", authors=["J. Dupont", "Jean Dupont", "Luc Martin"])
    [(lesser, greater, _merging)] = editor_client.get("/desk/authors/").context["pairs"]
    assert {lesser.name, greater.name} == {"J. Dupont", "Jean Dupont"}
    assert Author.objects.count() == 3
    response = sealed(editor_client, "/desk/authors/j-dupont/merge/?into=Jean+Dupont")
    assert response.status_code == 302
    moved = editor_client.get("/authors/j-dupont/")
    assert (moved.status_code, moved.url) == (301, "/authors/jean-dupont/")


def test_one_of_several_of_a_name_is_told_by_its_address(editor_client, make_editorial):
    for _person in range(2):
        Author.objects.create(name="Jean Dupont")
    make_editorial("Un", authors=["J. Dupont"])
    response = editor_client.get("/desk/authors/j-dupont/merge/?into=Jean+Dupont")
    assert response.status_code == 422 and "/authors/jean-dupont-2/" in text(response)
    address = "/desk/authors/j-dupont/merge/?into=/authors/jean-dupont-2/"
    assert sealed(editor_client, address).status_code == 302


def test_a_period_is_parted_from_a_magazine_and_given_back(editor_client, liberation):
    address = f"{LIBERATION}split/?since=2004&until=2004-12&all=1&name=Libé&preview=1"
    preview = editor_client.get(address)
    assert "1 éditorial ira à « Libé »" in text(preview)
    assert "nouvelle dans l’archive" in text(preview)
    sealed(editor_client, address)
    assert Editorial.objects.get(publication__name="Libé").title == "Trois"
    undo_last()
    assert not Publication.objects.filter(name="Libé").exists()


def test_what_was_merged_is_parted_again_under_its_old_name(editor_client, liberation):
    sealed(editor_client, f"{LIBERATION}merge/?into=Libération")
    address = "/desk/publications/liberation/split/?since=2004&all=1&name=Libération.fr&preview=1"
    sealed(editor_client, address)
    assert editor_client.get("/publications/liberation-fr/13/").status_code == 200


def test_ticked_texts_go_to_a_namesake(editor_client, make_editorial):
    first = make_editorial("Un", authors=["Jean Dupont"])
    make_editorial("Deux", authors=["Jean Dupont"])
    address = "/desk/authors/jean-dupont/split/"
    assert "Montrer ceux-là" in text(editor_client.get(address))
    sealed(editor_client, f"{address}?keep={first.pk}&name=Jean+Dupont&preview=1")
    assert Author.objects.get(slug="jean-dupont-2").editorials.get() == first


def test_a_part_goes_to_whom_a_former_name_leads_and_the_preview_says_so(
    editor_client, make_editorial
):
    make_editorial("Un", authors=["Jean Dupont"])
    samir = Author.objects.create(name="Samir Belkacem")
    authorities.edit(samir, {"name": "Samir Belkacem-Dupont"})
    address = "/desk/authors/jean-dupont/split/?all=1&name=Samir+Belkacem&preview=1"
    shown = text(editor_client.get(address))
    assert "ira à « Samir Belkacem → Samir Belkacem-Dupont »" in shown
    sealed(editor_client, address)
    assert Editorial.objects.get().bylines.get().author == samir


def test_nobody_is_parted_from_a_former_name_of_theirs(editor_client, make_editorial):
    make_editorial("Un", authors=["Samir Belkacem"], publication="Libé")
    for row in (Author.objects.get(), Publication.objects.get()):
        authorities.edit(row, {"name": f"{row.name} Deux"})
    for address in ("authors/samir-belkacem-deux", "publications/libe-deux"):
        name = "Samir BELKACEM" if "samir" in address else "Libé"
        asked = {"all": "1", "name": name, "preview": "1"}
        response = editor_client.get(f"/desk/{address}/split/", asked)
        assert response.status_code == 422 and "est un ancien nom" in text(response)


@pytest.mark.parametrize(
    "asked, reason",
    [
        ("since=jadis", "n’est pas une date"),
        ("since=2004&until=2003", "finit avant de commencer"),
        ("name=&all=1&preview=1", "Dites un nom"),
        ("name=Libération.fr&all=1&preview=1", "y sont déjà"),
        ("name=Libé&preview=1&keep=999999999999999999999", "Cochez au moins"),
    ],
)
def test_what_cannot_be_parted_is_refused(editor_client, liberation, asked, reason):
    response = editor_client.get(f"{LIBERATION}split/?{asked}")
    assert response.status_code == 422 and reason in text(response)


def saved(client, address: str, **changes):
    form = client.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, fields | changes)


def test_an_author_is_described_and_readers_and_programs_are_told(editor_client, make_editorial):
    make_editorial("Un", authors=["Jean Dupont"])
    response = saved(
        editor_client,
        "/desk/authors/jean-dupont/",
        born="1935",
        died="mai 2004",
        isni="0000 0001 2103 2683",
        wikidata="https://www.wikidata.org/wiki/Q42",
        names="J. Dupont\nDUPONT Jean",
    )
    assert response.status_code == 302
    page = editor_client.get("/authors/jean-dupont/")
    assert "1935 – mai 2004" in text(page)
    markup = page.content.decode()
    assert "https://isni.org/isni/0000000121032683" in markup
    assert '"birthDate": "1935"' in markup and '"deathDate": "2004-05"' in markup
    assert "« J. Dupont »" in text(page)
    [told] = editor_client.get("/api/v1/authors").json()["results"]
    assert (told["wikidata"], told["born"], told["viaf"]) == ("Q42", "1935", None)
    undo_last()
    assert Author.objects.get().isni == ""


@pytest.mark.parametrize(
    "wrong, reason",
    [
        ({"isni": "0000 0001 2103 2684"}, "n’est pas un identifiant de ISNI"),
        ({"born": "jadis"}, "n’est pas une date"),
        ({"born": "2004", "died": "1935"}, "avant celle de la naissance"),
        ({"name": ""}, "obligatoire"),
        ({"seal": "old"}, "modifié entre-temps"),
    ],
)
def test_what_an_author_cannot_be_changes_nothing(editor_client, wrong, reason):
    Author.objects.create(name="Jean Dupont")
    response = saved(editor_client, "/desk/authors/jean-dupont/", **wrong)
    assert response.status_code == 422 and reason in text(response)
    assert not Operation.objects.exists()


@pytest.mark.parametrize("given", [{"name": "claire ABGRALL"}, {"isni": "0000 0001 2103 2683"}])
def test_a_name_or_an_identifier_of_another_is_asked_about_once(editor_client, given):
    Author.objects.create(name="Claire Abgrall", isni="0000000121032683")
    Author.objects.create(name="Jean Dupont")
    response = saved(editor_client, "/desk/authors/jean-dupont/", **given)
    assert response.status_code == 422 and "connaît déjà" in text(response)
    assert "merge/?into=%2Fauthors%2Fclaire-abgrall%2F" in response.text
    assert not Operation.objects.exists()
    form = response.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    response = editor_client.post("/desk/authors/jean-dupont/", again)
    assert response.status_code == 302
    assert saved(editor_client, response.url, note="Romancier.").status_code == 302


def test_a_magazine_is_renamed_and_its_issn_checked(editor_client, liberation):
    response = saved(editor_client, LIBERATION, issn="0335-1794")
    assert response.status_code == 422 and "un chiffre est faux" in text(response)
    response = saved(editor_client, LIBERATION, name="Libération")
    assert response.status_code == 422
    response = saved(editor_client, LIBERATION, name="Libé en ligne", issn="0335-1793")
    assert response.url == "/desk/publications/libe-en-ligne/"
    assert editor_client.get("/publications/liberation-fr/").status_code == 301


def test_editors_describe_and_only_chiefs_make_one(client, django_user_model, liberation):
    editor = django_user_model.objects.create_user("éditrice")
    editor.groups.add(Group.objects.get(name="éditeur"))
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert "Fusionner" not in text(client.get(LIBERATION))
    assert client.post("/desk/publications/", {"apart": "1-2"}).status_code == 403
    assert saved(client, LIBERATION, publisher="SARL").status_code == 302
    for name in ("Jean Dupont", "Luc Martin"):
        Author.objects.create(name=name)
    asked = saved(client, "/desk/authors/luc-martin/", name="Jean Dupont")
    assert 'href="/desk/authors/jean-dupont/"' in asked.text and "merge/" not in asked.text


def test_the_preview_tells_of_letters_and_of_a_licence_that_is_not_taken(editor_client, liberation):
    source = Publication.objects.get(name="Libération.fr")
    Publication.objects.filter(pk=source.pk).update(letters="off", licence="CC-BY-4.0")
    preview = editor_client.get(f"{LIBERATION}merge/?into=Libération").context["preview"]
    taken = [row for row in preview.taken if row[0] == "lettres des lecteurs"]
    assert [row[1] for row in taken] == ["reçues et publiées → ni reçues ni publiées"]
    assert ("licence des textes", "—", "CC BY 4.0") in preview.differing


def test_periods_and_what_came_before_and_after_are_said_at_the_desk(editor_client, liberation):
    Publication.objects.create(name="La Cause du peuple")
    lineage = {
        "periods": "2005/..\n1998/2004 ; quotidien\n1998/2004;quotidien\n",
        "predecessors": "la cause du peuple",
        "successors": "/publications/liberation/",
    }
    assert saved(editor_client, LIBERATION, **lineage).status_code == 302
    shown = editor_client.get(LIBERATION).context["form"]
    assert shown["periods"].value() == "1998/2004 ; quotidien\n2005/.."
    assert shown["successors"].value() == "Libération"
    assert "quotidien" in text(editor_client.get("/publications/liberation-fr/"))
    elder = Publication.objects.get(name="La Cause du peuple")
    assert list(elder.successors.all()) == [liberation]
    assert saved(editor_client, LIBERATION).status_code == 302
    assert Operation.objects.count() == 1, "what nobody touched is no change"
    assert not undo_last().conflicts
    assert not (elder.successors.exists() or liberation.periods.exists())
    assert not liberation.successors.exists()


def test_periods_that_overlap_are_kept_and_told(editor_client, liberation):
    periods = "1998/2004 ; mensuel\n2002/.. ; quotidien"
    saved(editor_client, LIBERATION, periods=periods)
    assert "se chevauchent" in text(editor_client.get(LIBERATION))
    assert liberation.periods.count() == 2
    saved(editor_client, LIBERATION, periods=periods.replace("2002", "2004"))
    assert "se chevauchent" not in text(editor_client.get(LIBERATION))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"periods": "mensuel"}, "n’est pas une date"),
        ({"periods": ";"}, "commence par sa date"),
        ({"periods": "2001\n ; mensuel"}, "commence par sa date"),
        ({"periods": f"2001 ; {'x' * 101}"}, "trop longue"),
        ({"periods": "2001\n" * 51}, "Au plus 50 lignes"),
        ({"successors": "Une revue que personne n’a"}, "n’a pas de revue"),
        ({"successors": "Libération.fr"}, "ne peut pas succéder"),
        ({"successors": "Libération", "predecessors": "Libération"}, "ne peut pas succéder"),
    ],
)
def test_what_a_magazine_cannot_have_been_changes_nothing(editor_client, liberation, wrong, reason):
    response = saved(editor_client, LIBERATION, **wrong)
    assert response.status_code == 422 and reason in text(response)
    assert not Operation.objects.exists() and not liberation.successors.exists()
    for name, typed in wrong.items():
        assert response.context["form"][name].value() == typed
