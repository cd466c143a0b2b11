"""Numbers in French words."""

import pytest

from archive.search.words.numerals import (
    LARGEST,
    LARGEST_SAID,
    from_words,
    in_words,
    is_numeral,
)


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "zéro"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (99, "quatre-vingt-dix-neuf"),
        (140, "cent quarante"),
        (200, "deux cents"),
        (1998, "mille neuf cent quatre-vingt-dix-huit"),
    ],
)
def test_a_number_is_said_as_in_french(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_is_too_large_or_small_is_not_said(number):
    assert in_words(number) == ""


def test_every_number_is_read_from_its_words():
    for number in range(LARGEST_SAID + 1):
        assert from_words(in_words(number).replace("-", " ").split()) == number


def test_every_word_of_a_number_is_a_numeral():
    for number in range(LARGEST_SAID + 1):
        for word in in_words(number).replace("-", " ").split():
            assert is_numeral(word), word
    assert not is_numeral("téléphone")


@pytest.mark.parametrize(
    "words", ["", "deux trois", "vingt et", "et deux", "cent cent", "téléphone"]
)
def test_other_words_are_no_number(words):
    assert from_words(words.split()) is None
