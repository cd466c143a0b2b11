"""The phrases that complete a typed text, as they are learned.

What else completes it is asked by tests/contract/asking.
"""

import pytest
from haystack import connections

from archive.search.about.completion import completions
from archive.search.engine import current
from archive.search.engines.whoosh.answers import beginnings
from archive.search.engines.whoosh.index.words import frequent_phrases
from archive.search.upkeep import freshness


@pytest.fixture
def snapshot(make_editorial):
    """The archive as the index has it, each time that it is called."""

    def indexed():
        freshness.drain()
        return connections["default"].get_backend().snapshot()

    make_editorial(
        "Le centre d’appels",
        "<p>Le centre d’appels forme ses salariés, et la concurrence guette.</p>",
    )
    make_editorial("La qualité de l’accueil", "<p>La qualité du service dans l’entreprise.</p>")
    return indexed


def kinds(found, kind):
    return [one.text for one in found if one.kind == kind]


@pytest.fixture
def learned(snapshot, make_editorial, monkeypatch):
    monkeypatch.setattr(frequent_phrases, "WORTH_LEARNING", 1)
    for number in range(6):
        make_editorial(
            f"N° {number}",
            "<p>Le taux de décroché. Un service après-vente pour la relation client.</p>",
        )
    state = snapshot()
    beginnings.prepare(state)
    return state


@pytest.mark.parametrize(
    "typed, phrase",
    [
        ("taux", "taux de décroché"),
        ("décr ta", "taux de décroché"),
        ("aprè ser", "service après-vente"),
        ("client rel", "relation client"),
    ],
)
def test_phrases_are_learned_from_the_texts(learned, typed, phrase):
    assert phrase in kinds(completions(current(), typed), "phrase")


def test_a_phrase_tells_how_many_editorials_have_it(learned):
    (phrase,) = [one for one in completions(current(), "taux déc") if one.kind == "phrase"]
    assert (phrase.key, phrase.count) == ("", 6)


def test_no_phrase_begins_or_ends_with_a_function_word_or_goes_over_two_texts(learned):
    known = [one.text for one in frequent_phrases.beginning(learned, [""], 99)]
    assert known and not [
        text
        for text in known
        if {"le", "de", "la", "un", "pour"} & {text.split()[0], text.split()[-1]}
    ]
    assert "relation client taux" not in " ".join(known)


def test_phrases_are_learned_once_and_kept_beside_their_segment(learned, tmp_path):
    assert len(list((tmp_path / "index").glob("*.phrases"))) == len(learned.segments)
    assert frequent_phrases.learn(learned) == 0


def test_no_phrase_is_learned_on_a_request(snapshot, monkeypatch):
    monkeypatch.setattr(frequent_phrases, "WORTH_LEARNING", 1)
    monkeypatch.setattr(
        frequent_phrases, "phrases_of", lambda segment: pytest.fail("learned on a request")
    )
    snapshot()
    assert kinds(completions(current(), "qualité"), "phrase") == []
