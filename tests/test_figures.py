"""Numbers as addresses and forms give them."""

import pytest
from django.utils import translation

from archive import figures


@pytest.mark.parametrize("text, number", [("0", 0), ("12", 12), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text, number):
    assert figures.typed(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.5", "1_0", " 1", "x", "١٢", "²", "９", "1" * 19]
)
def test_anything_else_is_none(text):
    assert figures.typed(text) is None


@pytest.mark.parametrize(
    "part, whole, share",
    [
        *((0, 5, "0 %"), (5, 5, "100 %"), (1, 3, "33 %"), (1, 30, "3,3 %")),
        *((1, 36141, "0,1 %"), (36140, 36141, "99 %"), (0, 0, "–")),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(part, whole, share):
    assert figures.share(part, whole).replace("\N{NO-BREAK SPACE}", " ") == share


def test_editorials_are_counted_in_words():
    assert figures.editorials(0) == "aucun éditorial"
    assert figures.editorials(1) == "1\u00a0éditorial"
    assert figures.editorials(36_141) == "36\u00a0141\u00a0éditoriaux"
    with translation.override("en"):
        assert figures.editorials(36_141) == "36,141\u00a0editorials"
