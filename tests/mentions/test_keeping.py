"""Mentions are those of the texts, whatever becomes of these and of what editors decide."""

from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.mentions import keeping
from archive.models import Editorial, Mention, Sheet, SheetForm, describing
from archive.models.deleting import DeletedAlone
from archive.naming.evidence import Evidence, Presence
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    """{name of a sheet: in how many editorials it is named}, of those that readers may see."""
    return dict(Sheet.objects.shown().values_list("name", "named_in"))


@pytest.fixture
def two(make_editorial):
    first = make_editorial("Un", "<p>La société Octophone est à Lyon.</p>", date="2001")
    second = make_editorial("Deux", "<p>On parle de Drew Kraus à Lyon.</p>", date="2004")
    freshness.drain()
    return first, second


def test_a_saved_text_is_read(two):
    assert kept() == {"Octophone": 1, "Lyon": 2, "Drew Kraus": 1}
    assert keeping.differences() == []


def test_a_changed_text_is_read_anew(two):
    two[0].body = "<p>La société Phonabelle est à Lyon.</p>"
    two[0].save()
    freshness.drain()
    assert kept() == {"Phonabelle": 1, "Lyon": 2, "Drew Kraus": 1}


@pytest.mark.parametrize("state", [Editorial.State.DRAFT, Editorial.State.WITHDRAWN])
def test_what_is_not_published_names_nothing(two, state):
    two[1].state = state
    two[1].save()
    freshness.drain()
    assert kept() == {"Octophone": 1, "Lyon": 1}


def test_what_is_deleted_names_nothing(two):
    assert issubclass(Editorial, DeletedAlone)
    two[0].delete()
    freshness.drain()
    keeping.build()
    assert kept() == {"Lyon": 1, "Drew Kraus": 1}


def test_another_language_is_left_alone(make_editorial):
    make_editorial("Trois", "<p>We met Drew Kraus in Lyon.</p>", language="en")
    freshness.drain()
    assert kept() == {}


def test_spellings_that_differ_in_accents_share_a_sheet(make_editorial):
    make_editorial("Un", "<p>Selon le Conseil d’État.</p>")
    make_editorial("Deux", "<p>Selon le Conseil d'Etat.</p>")
    freshness.drain()
    [sheet] = Sheet.objects.shown()
    assert sheet.named_in == 2 and sheet.forms.count() == 2


@pytest.mark.parametrize("printed", ["Sopra-Steria", "SOPRA STERIA", "Sopra\u00a0Steria"])
def test_hyphens_and_spaces_make_one_name(make_editorial, printed):
    make_editorial("Un", "<p>La société Sopra Steria est là.</p>")
    make_editorial("Deux", f"<p>Le patron de la société {printed} est là.</p>")
    freshness.drain()
    assert kept() == {"Sopra Steria": 2}


def test_one_place_has_one_sheet_however_it_is_printed(make_editorial):
    places = "en Côte-d’Or, en Côte d'Or, en Ile de France, en Île-de-France, au Havre, au Mans"
    make_editorial("Un", f"<p>Ils vivent {places} et à La Réunion.</p>")
    make_editorial("Deux", "<p>Ils vivent en Guadeloupe, à La Réunion et en Île de France.</p>")
    freshness.drain()
    assert kept() == {
        "Côte-d’Or": 1,
        "Île-de-France": 2,
        "Le Havre": 1,
        "Le Mans": 1,
        "Guadeloupe": 1,
        "La Réunion": 2,
    }


def test_a_rebuild_heads_a_sheet_by_the_form_that_most_texts_have(make_editorial):
    make_editorial("Un", "<p>On va à Pôle Emploi.</p>")
    freshness.drain()
    for title in ("Deux", "Trois"):
        make_editorial(title, "<p>On va à Pôle emploi.</p>")
    freshness.drain()
    assert kept() == {"Pôle Emploi": 3}
    keeping.build()
    assert kept() == {"Pôle emploi": 3}
    assert Sheet.objects.get().get_absolute_url() == "/people/pole-emploi/"


def test_a_rebuild_puts_together_what_older_rules_kept_apart(make_editorial, client):
    make_editorial("Un", "<p>La société Sopra Steria est là.</p>")
    make_editorial("Deux", "<p>La société Sopra-Steria est là.</p>")
    freshness.drain()
    older = Sheet.objects.create(name="Sopra-Steria", kind="firm")
    Sheet.objects.filter(pk=older.pk).update(key="sopra-steria")
    SheetForm.objects.filter(name="Sopra-Steria").update(sheet=older)
    keeping.build()
    assert kept() == {"Sopra Steria": 2}
    response = client.get(f"/people/{older.slug}/")
    assert (response.status_code, response["Location"]) == (301, "/people/sopra-steria/")


def test_a_rebuild_joins_sheets_that_have_one_name_by_now(make_editorial, client):
    make_editorial("Un", "<p>La société Sopra Steria est là.</p>")
    freshness.drain()
    twin = Sheet.objects.create(name="Sopra-Steria", kind="firm")
    SheetForm.objects.create(sheet=twin, name="Sopra-Steria", kind="firm")
    place = Sheet.objects.create(name="Sopra-Steria", kind="place", curated=True)
    make_editorial("Deux", "<p>La société Sopra-Steria est là.</p>")
    freshness.drain()
    keeping.build()
    assert kept() == {"Sopra Steria": 2}
    assert set(Sheet.objects.all()) == {Sheet.objects.get(named_in=2), place}
    assert client.get(f"/people/{twin.slug}/")["Location"] == "/people/sopra-steria/"


def test_a_rebuild_joins_what_the_undoing_of_a_merge_sets_apart(make_editorial):
    make_editorial("Un", "<p>La société Sopra Steria est là.</p>")
    freshness.drain()
    first = Sheet.objects.get()
    twin = Sheet.objects.create(name="Sopra-Steria", kind="firm")
    SheetForm.objects.create(sheet=twin, name="Sopra-Steria", kind="firm")
    make_editorial("Deux", "<p>La société Sopra-Steria est là.</p>")
    freshness.drain()
    describing.merge([twin], first).undo()
    assert kept() == {"Sopra Steria": 1, "Sopra-Steria": 1}
    keeping.build()
    assert list(kept().values()) == [2]


def test_what_editors_hold_apart_stays_so(make_editorial):
    for name in ("Sopra Steria", "Sopra-Steria"):
        Sheet.objects.create(name=name, kind="firm", curated=True)
    keeping.build()
    assert Sheet.objects.count() == 2


def test_a_rebuild_writes_each_portion_of_keys_in_a_transaction_of_its_own(monkeypatch):
    monkeypatch.setattr(keeping, "CHUNK", 2)
    for number in range(5):
        Sheet.objects.create(name=f"Zubo-{number}", kind="firm", curated=True)
    Sheet.objects.update(key="zubo")
    with CaptureQueriesContext(connection) as queries:
        keeping.build()
    assert sorted(Sheet.objects.values_list("key", flat=True)) == [f"zubo {n}" for n in range(5)]
    statements = [query["sql"] for query in queries]
    written = [place for place, sql in enumerate(statements) if 'SET "key" = ' in sql]
    assert len(written) == 3
    for place, following in pairwise(written):
        assert any(sql.startswith("RELEASE") for sql in statements[place:following])


@pytest.mark.parametrize("heading", ["ENTRETIEN", "EDITORIAL", "L’INTERVIEW", "ÉDITO", "ENQUETE"])
def test_a_heading_in_capitals_is_nobody_s_surname(make_editorial, heading):
    make_editorial("Un", f"<p>{heading} Claire Martin</p><p>EDITO Rose</p><p>PORTRAIT Paul</p>")
    make_editorial("Deux", "<p>LATARGET Sylvain et MARTIN Claude sont là.</p>")
    freshness.drain()
    assert kept() == {"Claire Martin": 1, "Sylvain Latarget": 1, "Claude Martin": 1}


def test_a_firm_that_an_editor_has_changed_is_named_though_a_text_has_several(make_editorial):
    make_editorial("Un", "<p>La société ZUBO est là.</p>")
    freshness.drain()
    describing.edit(Sheet.objects.get(), {"viaf": "123"})
    make_editorial("Deux", "<p>ZUBO recrute. Les ZUBO sont à Lyon.</p>")
    keeping.build()
    assert kept() == {"ZUBO": 2, "Lyon": 1}


def test_what_is_known_by_itself_is_read_once_until_it_changes(
    make_editorial, django_assert_num_queries
):
    make_editorial("Un", "<p>La société Zubo est là.</p>")
    make_editorial("Deux", "<p>Il dirige la société Zubo.</p>")
    keeping.build()
    first = keeping.lexicon()
    with django_assert_num_queries(2):
        assert keeping.lexicon() is first
    SheetForm.objects.filter(name="Zubo").update(taught=False)
    assert "Zubo" in first.kinds and "Zubo" not in keeping.lexicon().kinds


def test_a_rebuild_makes_them_all_and_forgets_what_is_named_no_more(two, capsys):
    Mention.objects.all().delete()
    Sheet.objects.create(name="Personne", kind="person")
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert kept() == {"Octophone": 1, "Lyon": 2, "Drew Kraus": 1}
    assert not Sheet.objects.filter(name="Personne").exists()


def test_check_index_tells_a_difference_and_mends_it(two, capsys):
    Mention.objects.filter(editorial=two[0]).delete()
    with pytest.raises(SystemExit):
        call_command("check_index")
    assert f"names kept otherwise than in the text: ({two[0].pk})" in capsys.readouterr().out
    call_command("check_index", repair=True)
    assert keeping.differences() == []


def test_what_editors_decide_survives_a_rebuild(two):
    octophone = Sheet.objects.get(name="Octophone")
    lyon = Sheet.objects.get(name="Lyon")
    describing.edit(octophone, {"name": "Octophone France", "wikidata": "Q42"})
    describing.edit(lyon, {"hidden": True})
    keeping.build()
    assert kept() == {"Octophone France": 1, "Drew Kraus": 1}
    assert Sheet.objects.get(name="Octophone France").wikidata == "Q42"


def test_a_form_that_an_editor_has_placed_is_looked_for_from_the_next_rebuild_on(
    two, make_editorial
):
    describing.edit(Sheet.objects.get(name="Octophone"), {"viaf": "123"})
    third = make_editorial("Trois", "<p>On a vu Octophone hier.</p>")
    freshness.drain()
    assert kept()["Octophone"] == 1 and keeping.differences() == []
    keeping.build()
    assert kept()["Octophone"] == 2 and third.mentions.count() == 1


def test_an_author_whom_no_given_name_tells_is_taught(make_editorial):
    make_editorial("Un", "<p>Un texte.</p>", authors=["Zébulon Quiche"])
    make_editorial("Deux", "<p>On lira Zébulon Quiche ici.</p>")
    keeping.build()
    assert kept() == {"Zébulon Quiche": 1}
    assert SheetForm.objects.get(name="Zébulon Quiche").taught


def test_what_two_texts_say_of_a_name_holds_for_all_from_the_next_rebuild_on(make_editorial):
    make_editorial("Un", "<p>La société Zubo est là.</p>")
    make_editorial("Deux", "<p>Il travaille chez Zubo.</p>")
    third = make_editorial("Trois", "<p>Zubo va bien, dit-on.</p>")
    freshness.drain()
    assert kept() == {"Zubo": 2}
    keeping.build()
    assert kept() == {"Zubo": 3} and third.mentions.count() == 1
    assert keeping.differences() == []
    keeping.build()
    assert kept() == {"Zubo": 3}


def test_a_rebuild_keeps_what_explains_a_name_that_it_learned(make_editorial):
    make_editorial("Un", "<p>La société Zubo est là.</p>")
    make_editorial("Deux", "<p>Il dirige la société Zubo.</p>")
    keeping.build()
    keeping.build()
    assert SheetForm.objects.get(name="Zubo").taught
    assert [mention.tells for mention in Mention.objects.all()] == [True, True]


@pytest.mark.parametrize(
    "name, printed",
    [
        ("Octo Failly", "Octo\u00a0Failly"),
        ("Octophone", "Octophone-"),
        ("Octophone", "Octophone&amp;"),
        ("Octophone", "l’Octophone"),
        ("Octo-Zub", "Octo\u2010Zub"),
        ("Octo-Zub", "Octo\u2011Zub"),
        ("ZUBO", "Z.U.B.O."),
        ("ZUBO", "union des bureaux (ZUBO)"),
    ],
)
def test_a_rebuild_leaves_no_difference_however_a_name_is_printed(make_editorial, name, printed):
    make_editorial("Un", f"<p>La société {name} est là.</p>")
    make_editorial("Deux", f"<p>Il dirige la société {name}.</p>")
    make_editorial("Trois", f"<p>On ouvre « {printed} », dit-on.</p>")
    keeping.build()
    assert SheetForm.objects.get(name=name).taught
    assert keeping.differences() == []


def test_a_text_that_changes_while_names_are_learned_is_read_as_it_is_then(two, monkeypatch):
    learned = Evidence.learned

    def changing(evidence, present):
        Editorial.objects.filter(pk=two[0].pk).update(text="La société Phonabelle est à Lyon.")
        return learned(evidence, present)

    monkeypatch.setattr(Evidence, "learned", changing)
    keeping.build()
    assert kept() == {"Phonabelle": 1, "Lyon": 2, "Drew Kraus": 1}
    assert keeping.differences() == []


def test_a_text_that_comes_while_names_are_learned_is_read(two, make_editorial, monkeypatch):
    learned = Evidence.learned

    def adding(evidence, present):
        make_editorial("Trois", "<p>La société Phonabelle est à Lyon.</p>")
        return learned(evidence, present)

    monkeypatch.setattr(Evidence, "learned", adding)
    keeping.build()
    assert kept() == {"Octophone": 1, "Phonabelle": 1, "Lyon": 3, "Drew Kraus": 1}


def test_a_rebuild_finds_the_same_where_no_file_can_be_written(two):
    resource = pytest.importorskip("resource")
    keeping.build()
    names = kept()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        keeping.build()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert kept() == names
    assert keeping.differences() == []


def test_a_rebuild_that_dies_leaves_what_was_learned(make_editorial, monkeypatch):
    for number in range(2):
        make_editorial(f"Texte {number}", "<p>La société Zubo est là.</p>")
    make_editorial("Trois", "<p>Zubo va bien, dit-on.</p>")
    keeping.build()
    monkeypatch.delattr(Presence, "read")
    with pytest.raises(AttributeError):
        keeping.build()
    assert kept() == {"Zubo": 3} and SheetForm.objects.get(name="Zubo").taught


def test_a_name_longer_than_its_column_is_not_learned(make_editorial):
    long = "Zubo-" + "x" * 300
    for number in range(2):
        make_editorial(f"Texte {number}", f"<p>Il travaille dans la société {long}.</p>")
    keeping.build()
    assert kept() == {long[:200]: 2}
    assert not SheetForm.objects.filter(taught=True).exists()


def test_what_texts_do_not_agree_on_is_not_learned(make_editorial):
    for title in ("Un", "Deux"):
        make_editorial(title, "<p>La société Zubo est là.</p>")
        make_editorial(f"{title} bis", "<p>Le village de Zubo est là.</p>")
    make_editorial("Trois", "<p>On parle de Zubo.</p>")
    keeping.build()
    assert Mention.objects.count() == 4
    assert not SheetForm.objects.filter(taught=True).exists()


def test_what_most_texts_have_and_few_explain_is_not_learned(make_editorial):
    for number in range(2):
        make_editorial(f"Texte {number}", "<p>La société Zubo est là.</p>")
    for number in range(20):
        make_editorial(f"Note {number}", "<p>On ouvre Zubo, on tape.</p>")
    keeping.build()
    assert kept() == {"Zubo": 2}


def test_a_place_is_learned_of_one_that_says_so_and_one_that_leads_to_it(make_editorial):
    make_editorial("Un", "<p>Il est né à Xambre.</p>")
    make_editorial("Deux", "<p>On marche à Xambre.</p>")
    make_editorial("Trois", "<p>La salle de Xambre est pleine.</p>")
    keeping.build()
    assert kept() == {"Xambre": 3}
