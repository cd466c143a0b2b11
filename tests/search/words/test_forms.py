"""Which forms are one word, by the lexicon, by regular endings, by stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.words.forms import (
    are_apart,
    are_different,
    ending_key,
    is_in_lexicon,
    is_stemmed,
    readings,
    word_key,
)


def are_one(form: str, other: str, language: str = "fr") -> bool:
    """Whether two forms are one word, as the index unites them."""
    if readings(form, language) & readings(other, language):
        return True
    return ending_key(form) == ending_key(other) and not are_different(form, other, language)


@pytest.mark.parametrize(
    "pair",
    [
        "cheval/chevaux",
        "œil/yeux",
        "beau/belle",
        "blanc/blanche",
        "faux/fausse",
        "public/publique",
        "répondre/répond",
        "prendre/pris",
        "mis/mise",
        "salarié/salariés",
        "mise/mises",
        "taxe/taxes",
        "versée/versées",
        "familial/familiale",
        "présent/présente",
        "directeur/directrice",
        "formatrice/formateur",
        "joueuse/joueur",
        "téléconseiller/téléconseillères",
        "chatbot/chatbots",
        "externaliser/externalisation",  # the lexicon lacks both: they are stemmed
        "œuvre/oeuvres",
    ],
)
def test_inflected_forms_are_one_word(pair):
    form, other = pair.split("/")
    assert are_one(form, other) and are_one(other, form)


@pytest.mark.parametrize(
    "pair",
    [
        "appels/appelle",
        "faute/faut",
        "franc/france",
        "mars/mari",
        "fils/file",
        "cour/cours",
        "retraite/retrait",
        "point/pointe",
        "tante/tant",
        "étranger/étrange",
        "livres/livrée",
        "tour/tourisme",
        "public/publication",
        "restaurant/restaurer",
        "calcul/calcule",
        "recruter/recrutement",  # a family, which the ranking heeds
    ],
)
def test_other_words_are_others(pair):
    form, other = pair.split("/")
    assert not are_one(form, other) and not are_one(other, form)


@pytest.mark.parametrize(
    "form, other, language",
    [("woman", "women", "en"), ("child", "children", "en"), ("haus", "häuser", "de")],
)
def test_each_language_has_its_lexicon(form, other, language):
    assert are_one(form, other, language)


def test_a_language_without_lexicon_and_stemmer_keeps_the_word():
    assert word_key("abcdef", "xx") == "~abcdef" and not is_in_lexicon("abcdef", "xx")


def test_short_words_that_the_lexicon_lacks_are_not_stemmed():
    assert word_key("svi", "fr") == "svi" and is_stemmed(word_key("télétravail", "fr"))


@pytest.mark.parametrize("pair", ["13e/13ème", "2e/2nde", "xixe/xixème"])
def test_ordinals_are_one_however_they_are_written(pair):
    form, other = pair.split("/")
    assert word_key(form, "fr") == word_key(other, "fr")


def test_spellings_that_the_lexicon_knows_both_are_told_apart():
    assert are_apart("salé", "sale", "fr") and not are_apart("acceleration", "accélération", "fr")


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_is_an_error_and_difference_is_mutual(form, other):
    assert are_apart(form, other, "fr") == are_apart(other, form, "fr")
    assert word_key(form, "fr") in readings(form, "fr")


def test_what_lacks_two_endings_is_no_feminine():
    assert are_different("servise", "servi", "fr")
    assert not are_different("mise", "mis", "fr")
    assert not are_different("conseillère", "conseillers", "fr")


@pytest.mark.parametrize("language", ["¼script¾", "é", "", "fr-CA", "x" * 300, "\0"])
def test_a_language_that_is_none_leaves_words_as_they_are_written(language):
    assert readings("télétravaillant", language) and word_key("accueils", language)
