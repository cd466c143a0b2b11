"""Texts as a cluster is given them: our own words, position by position."""

import pytest

from archive.search.engines.opensearch.index.encoding import encode, folded_terms
from archive.search.words.analysis import as_name, in_capitals


def at(text: str) -> list[set[str]]:
    """The terms at each position of a text."""
    return [set(position.split("|")) for position in encode(text).split(" ")]


def test_a_text_of_nothing_has_no_position():
    assert encode("") == "" and encode("…!? « »") == ""


def test_a_form_stands_as_printed_and_without_accents():
    (terms,) = at("accélérations")
    assert {"accélérations", "=accelerations"} <= terms


def test_a_form_without_accents_needs_no_other_spelling():
    (terms,) = at("centre")
    assert "=centre" not in terms and "centre" in terms
    assert set(folded_terms("centre")) == {"centre", "=centre"}


def test_forms_of_one_stem_share_a_term_and_so_does_their_family():
    shared = at("recruter")[0] & at("recrutement")[0]
    assert {term[0] for term in shared} == {"~", "%"}


def test_a_function_word_and_a_number_have_no_stem():
    for text in ("les", "2001"):
        assert at(text) == [{text}]


def test_elision_parts_and_a_compound_is_one_word_beside_its_parts():
    positions = at("l’après-vente du centre")
    assert [sorted(position)[-1][:1] for position in positions]  # none is empty
    assert "l" in positions[0]
    assert {"après", "aprèsvente"} <= positions[1] and "vente" in positions[2]
    assert "du" in positions[3] and "centre" in positions[4]


def test_an_acronym_and_a_name_have_terms_of_their_own():
    positions = at("le SI de Paris")
    assert in_capitals("si") in positions[1] and as_name("paris") in positions[3]


@pytest.mark.parametrize("text", ["\x00", "a|b", "a  b\tc\nd", "\ud800x", "日本語", "x" * 10_000])
def test_whatever_stands_in_a_text_each_position_is_one_word(text):
    for position in encode(text).split(" "):
        assert position.strip() == position
        assert not any(character.isspace() for character in position)
