"""Numbers as addresses and forms give them."""

import pytest

from archive import figures


@pytest.mark.parametrize("text, number", [("0", 0), ("12", 12), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text, number):
    assert figures.typed(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.5", "1_0", " 1", "x", "١٢", "²", "９", "1" * 19]
)
def test_anything_else_is_none(text):
    assert figures.typed(text) is None
