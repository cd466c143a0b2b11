"""What is kept beside the index to repair what is typed.

What is read and proposed for what is typed is asked by tests/contract/asking.
"""

import pytest
from haystack import connections

from archive.search.engines.whoosh.answers.words import corrections
from archive.search.engines.whoosh.answers.words.repairs import repair
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.question.parsing import parse
from archive.search.upkeep import freshness

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


# Repairs


@pytest.mark.parametrize(
    "typed, read", [("salarier", "salarié"), ("relationclient", "relation client")]
)
def test_a_word_of_which_only_other_forms_or_parts_are_known_is_repaired_as_well(
    snapshot, typed, read
):
    assert repair(snapshot(), typed) == read


@pytest.mark.parametrize(
    "typed, words",
    [
        ("qualité de sevice", {"sevice": "service"}),
        ("sevice", {}),
        ("qualité sévices", {}),
        ("qualité servise", {}),
        ("", {}),
    ],
)
def test_a_form_that_is_not_there_as_typed_is_read_by_its_company(
    snapshot, make_editorial, typed, words
):
    make_editorial("Enquête", "<p>Des sévices.</p>")
    for number in range(3):
        make_editorial(f"Mesure {number}", "<p>La qualité de service.</p>")
    assert corrections.in_company(snapshot(), parse(typed)) == words


# What is kept beside the index


def test_the_vocabulary_of_a_large_segment_is_kept_beside_it(snapshot, monkeypatch, tmp_path):
    monkeypatch.setattr(wordlist, "WORTH_KEEPING", 1)
    state = snapshot()
    before = repair(state, "concurence")
    kept = list((tmp_path / "index").glob("*.words"))
    assert len(kept) == len(state.segments)
    wordlist.SPELLINGS.clear()
    monkeypatch.setattr(
        wordlist.Spellings, "arrays", lambda lexicon: pytest.fail("made a second time")
    )
    assert repair(state, "concurence") == before == "concurrence"


@pytest.mark.parametrize("damage", [b"", b"no arrays"])
def test_a_damaged_vocabulary_is_made_again(snapshot, monkeypatch, tmp_path, damage):
    monkeypatch.setattr(wordlist, "WORTH_KEEPING", 1)
    state = snapshot()
    wordlist.spellings(state.segments[0])
    next((tmp_path / "index").glob("*.words")).write_bytes(damage)
    wordlist.SPELLINGS.clear()
    assert repair(state, "concurence") == "concurrence"


def test_near_spellings_are_all_those_within_reach(snapshot):
    (segment,) = snapshot().segments
    found = wordlist.spellings(segment).near("servise", 1)
    assert [segment.lexicon("text")[number] for number in found.tolist()] == [b"service"]
    assert not len(wordlist.spellings(segment).near("zz", 1))
