"""In which language a text is."""

import pytest

from archive.languages import language


@pytest.mark.parametrize(
    "text, code",
    [
        (
            "Le métier change et ceux qui le font le savent mieux que ceux qui en parlent dans les salons.",
            "fr",
        ),
        (
            "The trade is changing, and those who do it know it better than the people who talk of it.",
            "en",
        ),
        (
            "Der Beruf ändert sich, und die ihn ausüben, wissen das besser als die, die über ihn reden.",
            "de",
        ),
        ("AMBUSH 2004", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_by_its_small_words(text, code):
    assert language(text) == code
