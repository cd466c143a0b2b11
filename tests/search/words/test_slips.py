"""How a slip is told from another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.words.slips import cost, sound


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


@pytest.mark.parametrize(
    "one, other", [("kestion", "question"), ("conjé", "conge"), ("anbition", "ambition")]
)
def test_what_sounds_the_same_has_one_sound(one, other):
    assert sound(one.replace("é", "e")) == sound(other)


@given(st.text("abcdehlnst", max_size=9), st.text("abcdehlnst", max_size=9))
def test_a_cost_is_never_negative_and_nothing_only_for_the_same(one, other):
    assert (cost(one, other) == 0) == (one == other) and cost(one, other) >= 0
