"""Which words a reader would name a text by."""

import pytest

from archive.search.words.subjects import is_subject

NOUNS = """lettre réclamations règlement paiement réunions avocat titre centre métier livre cnil attente
    salariés télérecours salon chantier document avenir"""
VERBS = """faut donner dois répond savait connaît interroge paiera prévoit attendent venus lisait
    écrivent croire prendre mettre permettent reprenne"""
NUMBERS = "35 2001 vingts deux trente second troisième 3e mille"
COMMON = "réellement seulement longtemps chaque nouveau dernière chose"


@pytest.mark.parametrize("word", NOUNS.split())
def test_nouns_and_names_tell_what_a_text_is_about(word):
    assert is_subject(word, "fr")


@pytest.mark.parametrize("word", VERBS.split())
def test_verbs_do_not(word):
    assert not is_subject(word, "fr")


@pytest.mark.parametrize("word", NUMBERS.split())
def test_numbers_do_not(word):
    assert not is_subject(word, "fr")


@pytest.mark.parametrize("word", COMMON.split())
def test_words_of_any_text_do_not(word):
    assert not is_subject(word, "fr")


@pytest.mark.parametrize("word, told", [("queue", True), ("put", False), ("use", False)])
def test_english_has_common_words_too(word, told):
    assert is_subject(word, "en") is told


@pytest.mark.parametrize("word", ["", "'", "-", "x" * 5000])
def test_odd_words_are_borne(word):
    assert is_subject(word, "fr") in (True, False)
