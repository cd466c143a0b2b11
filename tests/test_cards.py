"""The picture that links to an editorial show."""

from io import BytesIO

import pytest
from PIL import Image

from archive import cards


def ink(title: str, *lines: str) -> tuple[int, int, int, int]:
    """What is drawn below the name of the archive: left, top, right, bottom."""
    with Image.open(BytesIO(cards.card(title, lines))) as image:
        assert image.size == cards.SIZE
        paper = image.convert("L").point(lambda light: 255 * (light < 200))
        return paper.crop((0, 130, *cards.SIZE)).getbbox() or (0, 0, 0, 0)


def test_a_title_is_drawn_large_and_what_is_said_of_it_at_the_foot():
    left, top, _right, bottom = ink("La voix du client", "Claire Abgrall", "12 février 2001")
    assert left >= cards.MARGIN - 4 and top < 80
    assert bottom > 400 and ink("La voix du client")[3] < 200


@pytest.mark.parametrize(
    "title",
    ["Un très long titre " * 25, "M" * 400, "« Été », œuvre : où ça ? " * 9, "Ἦ ποῦ τις ἔστιν"],
)
def test_whatever_the_title_it_stays_within_the_margins(title):
    left, _top, right, bottom = ink(title)
    assert left >= cards.MARGIN - 8 and right <= cards.WIDTH - cards.MARGIN + 8
    assert bottom + 130 < cards.HEIGHT - 130


def test_a_long_line_is_cut():
    assert ink("Titre", "Anne Numéro, " * 40)[2] <= cards.WIDTH - cards.MARGIN + 8


@pytest.mark.parametrize("title", ["שלום עולם", "統計", "\U0001f600", ""])
def test_for_letters_that_the_font_has_not_the_name_of_the_archive_stands(settings, title):
    assert cards.card(title, []) == cards.card(settings.SITE_NAME, [])
