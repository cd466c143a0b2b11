"""Words are found in a text whatever stands in and around them, without being taken apart."""

import pytest

from archive.search.showing.finding import find


def marked(text: str, *forms: str) -> list[str]:
    return [text[start:end] for start, end, _form in find(text, forms)]


def test_a_word_is_found_in_any_case_and_not_within_another():
    text = "ÉCHÉANCE, déchéance, échéances : l’échéance_1 et une échéance."
    assert marked(text, "échéance") == ["ÉCHÉANCE", "échéance"]


@pytest.mark.parametrize(
    "printed", ["télé-travail", "télé‑travail", "Télé‐Travail", "télé.travail"]
)
def test_a_hyphen_or_a_full_stop_may_stand_within_a_word(printed):
    assert marked(f"Le {printed}, donc.", "télétravail") == [printed]


def test_of_forms_that_begin_alike_the_longest_is_found():
    text = "un salarié, des salariés, la salariée"
    assert marked(text, "salarié", "salariés") == ["salarié", "salariés"]


def test_a_form_of_two_letters_is_found_as_others_are():
    text = "Un P.V., un pv ; l’ipv6 et les PVC n’en sont pas."
    assert marked(text, "pv") == ["P.V", "pv"]


def test_letters_that_take_no_byte_keep_their_places():
    text = "L’œuvre — λόγος… « cœur » : le chœur, un café."
    assert marked(text, "café", "chœur") == ["chœur", "café"]


def test_a_word_goes_on_with_a_letter_of_any_alphabet():
    assert marked("avisœ avisλ avis", "avis") == ["avis"]


def test_words_side_by_side_are_found_as_they_are():
    text = "Le contrat de travail, le contrat du travail."
    assert marked(text, "contrat de travail") == ["contrat de travail"]


def test_a_capital_is_a_small_letter_whether_latin_has_it_or_not():
    assert marked("L’Haÿ et L’HAŸ", "haÿ") == ["Haÿ", "HAŸ"]
