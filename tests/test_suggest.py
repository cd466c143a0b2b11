"""What the archive reads and proposes for what is typed: its own words for unknown ones, better queries."""

import pytest
from haystack import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import freshness, vocabulary
from archive.search.parsing import parse
from archive.search.repairs import repair
from archive.search.slips import cost, sound
from archive.search.suggest import correction

ODD = [
    "",
    " ",
    "\x00",
    "\ud800",
    "…!?« »",
    "*" * 1000,
    "a" * 1_000_000,
    "mot " * 250_000,
    "’’’",
    "\u202e\u200b",
    "😀",
    "日本語",
]
TEXTS = {
    "Le centre d’appels": "Le centre d’appels forme la concurrence. Le salarié demande une indemnité.",
    "La qualité de l’accueil": "La qualité du service et la relation client. Chaque entreprise forme ses salariés.",
    "Le harcèlement": "Le harcèlement dans l’entreprise et la qualité du travail. La société répond.",
}


@pytest.fixture
def snapshot(make_editorial):
    """The archive as the index has it, each time that it is called."""

    def indexed():
        freshness.drain()
        return connections["default"].get_backend().snapshot()

    for title, text in TEXTS.items():
        make_editorial(title, f"<p>{text}</p>", date="2004")
    return indexed


# Slips


@pytest.mark.parametrize(
    "typed, right, wrong",
    [
        ("concurence", "concurrence", "conference"),
        ("arcelement", "harcelement", "armement"),
        ("travial", "travail", "trivial"),
        ("entreprize", "entreprise", "entrepris"),
        ("qualitr", "qualite", "qualifie"),
        ("bureua", "bureau", "bourreau"),
    ],
)
def test_a_slip_costs_less_than_another_word(typed, right, wrong):
    assert 0 < cost(typed, right) < cost(typed, wrong)


def test_a_word_costs_nothing_for_itself_and_about_one_a_letter_for_others():
    assert cost("accueil", "accueil") == 0
    assert 3 < cost("accueil", "monopole") < 10


@pytest.mark.parametrize("one, other", [("kestion", "question"), ("conjé", "conge"), ("anbition", "ambition")])
def test_what_sounds_the_same_has_one_sound(one, other):
    assert sound(one.replace("é", "e")) == sound(other)


@given(st.text("abcdehlnst", max_size=9), st.text("abcdehlnst", max_size=9))
def test_a_cost_is_never_negative_and_nothing_only_for_the_same(one, other):
    assert (cost(one, other) == 0) == (one == other) and cost(one, other) >= 0


# Repairs


@pytest.mark.parametrize(
    "typed, read",
    [
        ("concurence", "concurrence"),
        ("arcelement", "harcèlement"),
        ("salarier", "salarié"),
        ("indemnitée", "indemnité"),
        ("lentreprise", "l entreprise"),
        ("relationclient", "relation client"),
        ("lasociété", "la société"),
    ],
)
def test_an_unknown_word_is_read_as_the_archives_own(snapshot, typed, read):
    assert repair(snapshot(), typed) == read


@pytest.mark.parametrize(
    "typed", ["zzqxzzq", "abc", "servicesociété", "39", "2004", "téléphonie", "e", "centredappels"]
)
def test_what_resembles_nothing_stays_as_it_is(snapshot, typed):
    assert repair(snapshot(), typed) == ""


def test_of_equally_plausible_words_the_more_used_is_read(snapshot, make_editorial):
    for number in range(4):
        make_editorial(f"Bulletin {number}", "<p>Une marge.</p>")
    make_editorial("Autre", "<p>Une barge.</p>")
    assert repair(snapshot(), "xarge") == ""
    assert repair(snapshot(), "maarge") == "marge"


def test_the_beginning_of_one_word_alone_is_read_as_it(snapshot, make_editorial):
    for number in range(3):
        make_editorial(f"Note {number}", "<p>La télévision.</p>")
    assert repair(snapshot(), "télév") == "télévision"
    make_editorial("Note", "<p>Le téléviseur, le télévendeur.</p>")
    make_editorial("Note", "<p>Le téléviseur, le télévendeur.</p>")
    assert repair(snapshot(), "télév") == ""


def test_a_word_that_only_deleted_editorials_had_is_not_proposed(snapshot, make_editorial):
    rare = make_editorial("Rare", "<p>Un spinnaker.</p>")
    assert repair(snapshot(), "spinaker") == "spinnaker"
    rare.delete()
    assert repair(snapshot(), "spinaker") == ""


def test_a_commit_is_known_at_once(snapshot, make_editorial):
    assert repair(snapshot(), "spinaker") == ""
    make_editorial("Voile", "<p>Un spinnaker.</p>")
    assert repair(snapshot(), "spinaker") == "spinnaker"


def test_an_empty_archive_proposes_nothing(db, tmp_path):
    connections["default"].get_backend().clear()
    empty = connections["default"].get_backend().snapshot()
    assert repair(empty, "concurence") == "" == correction(empty, parse("concurence"))


@pytest.mark.parametrize("text", ODD)
def test_odd_input_gives_nothing_in_bounded_time(snapshot, text):
    assert repair(snapshot(), text) == ""
    assert correction(snapshot(), parse(text)) == ""


# Corrections


@pytest.mark.parametrize(
    "typed, better",
    [
        ("concurence", "concurrence"),
        ("centre de la concurence", "centre de la concurrence"),
        ('"relation cliant" qualité', '"relation client" qualité'),
        ("titre:acueil", "titre:accueil"),
        ("l'entreprize", "l'entreprise"),
        ("lentreprise", "l’entreprise"),
        ("HARCELEMANT", "HARCÈLEMENT"),
        ("Salairié", "Salarié"),
        ("concurence OU harcelment", "concurrence OU harcèlement"),
        ("texte:lasociété", 'texte:"la société"'),
        ("date:2004 concurence", "date:2004 concurrence"),
    ],
)
def test_a_query_is_corrected_as_it_would_be_printed(snapshot, typed, better):
    assert correction(snapshot(), parse(typed)) == better


@pytest.mark.parametrize(
    "typed", ["concurrence", "qualite", "-concurence", "concurenc*", "zzqxzzq", "le la les", "2004"]
)
def test_a_query_with_nothing_better_is_left_alone(snapshot, typed):
    assert correction(snapshot(), parse(typed)) == ""


def test_a_field_is_corrected_by_its_own_words(snapshot, make_editorial):
    make_editorial("Portrait", "<p>Un texte.</p>", authors=["Manuel Jacquinet"])
    assert correction(snapshot(), parse("auteur:jaquinet")) == "auteur:jacquinet"
    assert correction(snapshot(), parse("auteur:concurence")) == ""


def test_a_rare_word_gives_way_to_a_far_more_used_one_that_sounds_the_same(snapshot, make_editorial):
    make_editorial("Bulletin", "<p>La concurence.</p>")
    assert correction(snapshot(), parse("concurence")) == ""
    for number in range(30):
        make_editorial(f"Bulletin {number}", "<p>La concurrence.</p>")
    assert correction(snapshot(), parse("concurence")) == "concurrence"


def test_a_rare_word_stays_beside_words_that_the_other_never_stands_with(snapshot, make_editorial):
    make_editorial("Lecture", "<p>Le conte de fées.</p>")
    for number in range(40):
        make_editorial(f"Bulletin {number}", "<p>Le compte.</p>")
    assert correction(snapshot(), parse("conte")) == "compte"
    assert correction(snapshot(), parse("conte fées")) == ""


def test_the_other_words_choose_among_plausible_ones(snapshot, make_editorial):
    for number in range(9):
        make_editorial(f"Mer {number}", "<p>La barque.</p>")
    make_editorial("Luxe", "<p>La banque du parfum.</p>")
    assert correction(snapshot(), parse("baque")) == "barque"
    assert correction(snapshot(), parse("parfum baque")) == "parfum banque"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.lists(
        st.sampled_from(
            ["concurence", "salairié", '"', "titre:", "-a", "OU", "auteur:x", "lentreprise", "« ", "*", "~5"]
        ),
        max_size=8,
    )
)
def test_whatever_is_proposed_reads_as_itself(snapshot, text):
    better = correction(snapshot(), parse(" ".join(text)))
    assert str(parse(better)) == better


# What is kept beside the index


def test_the_vocabulary_of_a_large_segment_is_kept_beside_it(snapshot, monkeypatch, tmp_path):
    monkeypatch.setattr(vocabulary, "WORTH_KEEPING", 1)
    state = snapshot()
    before = repair(state, "concurence")
    kept = list((tmp_path / "index").glob("*.words"))
    assert len(kept) == len(state.segments)
    vocabulary._made.clear()
    monkeypatch.setattr(vocabulary.Spellings, "arrays", lambda lexicon: pytest.fail("made a second time"))
    assert repair(state, "concurence") == before == "concurrence"


@pytest.mark.parametrize("damage", [b"", b"no arrays"])
def test_a_damaged_vocabulary_is_made_again(snapshot, monkeypatch, tmp_path, damage):
    monkeypatch.setattr(vocabulary, "WORTH_KEEPING", 1)
    state = snapshot()
    vocabulary.spellings(state.segments[0])
    next((tmp_path / "index").glob("*.words")).write_bytes(damage)
    vocabulary._made.clear()
    assert repair(state, "concurence") == "concurrence"


def test_near_spellings_are_all_those_within_reach(snapshot):
    (segment,) = snapshot().segments
    found = vocabulary.spellings(segment).near("servise", 1)
    assert [segment.lexicon("text")[number] for number in found.tolist()] == [b"service"]
    assert not len(vocabulary.spellings(segment).near("zz", 1))
