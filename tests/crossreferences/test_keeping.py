"""What references lead to in an archive, and how that stays true as texts come, change and go."""

import pytest
from django.core.management import call_command

from archive.crossreferences import keeping
from archive.models import CrossReference, Editorial, Publication
from archive.models.transfers import Union
from archive.search.upkeep import freshness

DECEMBER = "<p>Dans notre éditorial de décembre 2008, nous disions non.</p>"


@pytest.fixture
def made(make_editorial):
    """Make an editorial of one magazine, and have the queue take in what has changed."""

    def make(title, body="<p>Un texte.</p>", date="2010-03", **fields):
        fields.setdefault("publication", "Décroché")
        editorial = make_editorial(title, body, date=date, **fields)
        freshness.drain()
        return editorial

    return make


def leading() -> list[tuple[str, str, object]]:
    """(printed, state, title of what it leads to or its issue) of all references."""
    told = []
    for row in CrossReference.objects.select_related("cited"):
        means = row.cited.title if row.cited else (row.state == "linked" and row.issue)
        told.append((row.printed, row.state, means or None))
    return told


def page_of(client, editorial: Editorial) -> str:
    return client.get(editorial.get_absolute_url()).content.decode()


def test_a_reference_is_a_link_and_the_other_side_tells_who_cites_it(client, made):
    cited = made("Rassurez-vous", date="2008-12")
    citing = made("Mea culpa", DECEMBER)
    page = page_of(client, citing)
    assert f'<a class="renvoi" href="{cited.get_absolute_url()}"' in page
    assert "Rassurez-vous, décembre 2008" in page
    page = page_of(client, cited)
    assert "Cité par" in page and f'href="{citing.get_absolute_url()}"' in page
    listed = client.get(f"{cited.get_absolute_url()}citing/").content.decode()
    assert "Mea culpa" in listed


def test_it_follows_what_comes_changes_and_goes(made):
    made("Mea culpa", DECEMBER)
    assert leading() == [("notre éditorial de décembre 2008", "open", None)]
    cited = made("Rassurez-vous", date="2008-12")
    assert leading() == [("notre éditorial de décembre 2008", "linked", "Rassurez-vous")]
    twin = made("Un autre", date="2008-12")
    assert leading() == [("notre éditorial de décembre 2008", "open", None)]
    twin.delete()
    freshness.drain()
    assert leading() == [("notre éditorial de décembre 2008", "linked", "Rassurez-vous")]
    cited.state = Editorial.State.WITHDRAWN
    cited.save()
    freshness.drain()
    assert leading() == [("notre éditorial de décembre 2008", "open", None)]


def test_a_changed_text_has_other_references_and_a_withdrawn_one_none(made):
    made("Rassurez-vous", date="2008-12")
    citing = made("Mea culpa", DECEMBER)
    citing.body = "<p>Rien de tel.</p>"
    citing.save()
    freshness.drain()
    assert leading() == []
    citing.body, citing.state = DECEMBER, Editorial.State.WITHDRAWN
    citing.save()
    freshness.drain()
    assert leading() == []


def meanwhile(monkeypatch, deed) -> None:
    """Have a deed of another process done once a text is read, and before it is written."""
    resolved = keeping._resolved

    def interrupted(*args):
        monkeypatch.setattr(keeping, "_resolved", resolved)
        deed()
        return resolved(*args)

    monkeypatch.setattr(keeping, "_resolved", interrupted)


def test_two_that_read_one_text_at_once_note_each_reference_once(made, monkeypatch):
    made("Mea culpa", DECEMBER)
    CrossReference.objects.all().delete()
    meanwhile(monkeypatch, keeping.build)
    keeping.build()
    assert leading() == [("notre éditorial de décembre 2008", "open", None)]


def test_a_text_that_goes_while_it_is_read_leaves_nothing(made, monkeypatch):
    citing = made("Mea culpa", DECEMBER)
    CrossReference.objects.all().delete()
    meanwhile(monkeypatch, citing.delete)
    keeping.build()
    assert leading() == []


def test_rebuilding_makes_the_same(made):
    made("Rassurez-vous", date="2008-12")
    made("Mea culpa", DECEMBER)
    before, kept = leading(), CrossReference.objects.get().pk
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert leading() == before and CrossReference.objects.get().pk == kept
    CrossReference.objects.all().delete()
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert leading() == before


@pytest.mark.parametrize(
    "others",
    [
        [{"date": "2008-12", "publication": "Autre revue"}],  # of another magazine
        [{"date": "2008-12", "section": "Le billet"}],  # no editorial
        [{"date": "2008"}],  # perhaps of another month
        [{"date": "2008-12-01"}, {"date": "2008-11-03"}, {"date": "2008-11-10"}],  # a weekly
    ],
)
def test_where_it_is_not_sure_it_leads_nowhere(made, others):
    for number, fields in enumerate(others):
        made(f"Un texte {number}", **fields)
    made("Mea culpa", DECEMBER)
    assert [state for _printed, state, _means in leading()] == ["open"]


def test_what_came_later_cannot_be_meant(made):
    made("Rassurez-vous", date="2008-12")
    made("Plus tôt", DECEMBER, date="2005-03")
    assert [state for _printed, state, _means in leading()] == ["open"]


def test_issues_and_their_pages(made):
    fields = {"issue": "n° 36", "date": "2010-09"}
    made("L’enquête", page="20-22", **fields)
    made("L’édito", "<p>L’enquête (voir p. 21). Dans ce numéro, du neuf.</p>", page="3", **fields)
    made("Après", "<p>Nous le disions dans le numéro précédent.</p>", issue="37", date="2010-10")
    made("Plus tard", "<p>Relire notre n° 36.</p>", date="2012")
    assert set(leading()) == {
        ("p. 21", "linked", "L’enquête"),
        ("Dans ce numéro", "linked", "36"),
        ("le numéro précédent", "linked", "36"),
        ("notre n° 36", "linked", "36"),
    }


def test_titles_lead_where_one_text_bears_them_and_more_than_a_usual_word(made):
    made("Bonjour", date="2001")
    made("Le carnet à spirale", date="2001")
    made("Deux fois le même titre", date="2001")
    made("Deux fois le même titre", date="2002")
    made(
        "Plus tard",
        "<p>Nous l’écrivions dans « Bonjour ».</p><p>Relire « Le carnet à spirale ».</p>"
        "<p>Relire « Deux fois le même titre ».</p>",
    )
    assert leading() == [
        ("« Bonjour »", "open", None),
        ("« Le carnet à spirale »", "linked", "Le carnet à spirale"),
        ("« Deux fois le même titre »", "open", None),
    ]


def test_a_text_does_not_refer_to_itself_and_two_may_to_each_other(client, made):
    alone = made("Seul", "<p>Relire notre n° 5. Dans ce numéro, rien.</p>", issue="5")
    assert {state for _printed, state, _means in leading()} == {"itself"}
    assert 'class="renvoi"' not in page_of(client, alone)
    one = made("Le premier des deux", "<p>Relire « Le second des deux ».</p>", date="2011-01")
    two = made("Le second des deux", "<p>Relire « Le premier des deux ».</p>", date="2011-01")
    assert one.get_absolute_url() in page_of(client, two)
    assert two.get_absolute_url() in page_of(client, one)


def test_many_that_cite_one_are_paged(client, made, make_editorial):
    cited = made("Le carnet à spirale", date="2001")
    for number in range(7):
        make_editorial(
            f"Renvoi {number}",
            "<p>Relire « Le carnet à spirale ».</p>",
            publication="Décroché",
            date=f"200{number + 2}",
        )
    freshness.drain()
    page = page_of(client, cited).partition('id="citing"')[2].partition("</section>")[0]
    assert "Renvoi 4" in page and "Renvoi 6" not in page and "Les 7 éditoriaux" in page
    assert "Renvoi 6" in client.get(f"{cited.get_absolute_url()}citing/").content.decode()


@pytest.mark.parametrize("address", ["/editorials/99/x/citing/", "/editorials/99/x/reuse/"])
def test_of_nothing_nothing_is_told(client, db, address):
    assert client.get(address).status_code == 404


def test_programs_are_told_too(get, made):
    cited = made("Rassurez-vous", date="2008-12")
    citing = made("Mea culpa", DECEMBER)
    (told,) = get("references", cited=cited.pk)["references"]
    assert (told["editorial"]["id"], told["cited"]["id"]) == (citing.pk, cited.pk)
    assert told["printed"] == "notre éditorial de décembre 2008" and told["issue"] is None
    assert get("references", editorial=cited.pk)["count"] == 0
    get("references", status=400, editorial="x")
    get("references", status=404, editorial=999)
    get("references", status=404, editorial=citing.pk, cited=999)


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("withdrawn", 410)])
def test_programs_are_told_of_no_text_that_readers_do_not_have(get, made, state, status):
    cited = made("Rassurez-vous", date="2008-12")
    made("Mea culpa", DECEMBER)
    # The queue has yet to follow, as it may have in a busy moment.
    Editorial.objects.filter(pk=cited.pk).update(state=state)
    assert get("references")["references"] == []
    get("references", status=status, cited=cited.pk)


@pytest.fixture
def get(client):
    def get(address, status=200, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response.status_code == status, response.content
        return response.json()

    return get


def test_a_title_with_its_magazine_leads_to_that_text_else_to_the_issue(made):
    made("Ça sonne", date="1999-09", issue="n° 10", page="3")
    cited = "« {} », <em>Décroché</em> n° 10, septembre 1999, p. 3"
    made("Un", f"<p>Il répond à {cited.format('Ça sonne')}.</p>", publication="Lettre ouverte")
    made(
        "Deux", f"<p>Il répond à {cited.format('Un reportage')}.</p>", publication="Lettre ouverte"
    )
    meant = [(state, means) for _printed, state, means in leading()]
    assert sorted(meant) == [("linked", "10"), ("linked", "Ça sonne")]


def test_a_magazine_is_meant_by_its_name_in_a_union_with_another_and_after_its_undo(made):
    made("Ça sonne", date="1999-09", issue="n° 10")
    made("Un autre", publication="Raccroché")
    body = "<p>Lui aussi (Décroché, n° 36, septembre 2010, p. 3).</p>"
    made("Un", body, publication="Lettre ouverte", date="2011-01")
    source, into = (Publication.objects.get(name=name) for name in ("Décroché", "Raccroché"))
    reference = CrossReference.objects.all()
    assert reference.get().publication == source
    union = Union("publication", source.pk, into.pk)
    operation = union.apply(union.store.bearers([source.pk]))
    freshness.drain()
    assert reference.get().publication == into
    undo = operation.undo()
    freshness.drain()
    assert reference.get().publication == source
    undo.undo()
    freshness.drain()
    assert reference.get().publication == into
