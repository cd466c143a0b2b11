"""Lines beside « Page 2/3 » that are the text's own, and those that return on each page."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain

ARTICLES = f"""\
Un métier

Par Luc Morel

Article 1

{BODY}

Page 1/3

Article 2

{BODY}

Article 3

{BODY}

Page 2/3

Article 4

{BODY}

Page 3/3
"""
REFRAIN = f"""\
Un métier

Par Luc Morel

{BODY}

{{0}}

{BODY}

{{1}}

Page 1/2

{BODY}

{{0}}

{BODY}

Page 2/2
"""


def blocks_of(tmp_path, page):
    return plain(record(dump(tmp_path, page)).html).split("\n\n")


def test_crossheads_that_differ_by_their_number_stay_below_the_number_of_a_page(tmp_path):
    blocks = blocks_of(tmp_path, ARTICLES)
    assert blocks == [
        block for number in range(1, 5) for block in (f"Article {number}", BODY.strip())
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("En 1998, rien", "En 1999, rien"),
        ("Et puis le facteur", "Et puis le facteur"),
        ("Il hésite..... puis il repart.", "Et puis....."),
    ],
)
def test_a_line_that_stands_within_a_page_too_stays_above_its_number(tmp_path, lines):
    blocks = blocks_of(tmp_path, REFRAIN.format(*lines))
    assert [block for block in blocks if block != BODY.strip()] == [*lines, lines[0]]


def test_a_line_beside_the_number_of_each_page_is_none_of_the_text(tmp_path):
    pages = [f"{BODY}\n\nImprimé le 3/4/2004\nPage {number}/3" for number in (1, 2, 3)]
    page = "\n\n".join(["Un métier", "Par Luc Morel", *pages])
    assert blocks_of(tmp_path, page) == [BODY.strip()] * 3


def test_the_title_over_the_number_of_each_page_stands_once(tmp_path):
    pages = [f"Un métier\nPage {number}/3\n\n{BODY}" for number in (2, 3)]
    editorial = record(
        dump(tmp_path, "\n\n".join(["Un métier", "Par Luc Morel", BODY, "Page 1/3", *pages]))
    )
    assert editorial.title == "Un métier"
    assert plain(editorial.html).split("\n\n") == [BODY.strip()] * 3


def test_many_numbers_of_pages_come_to_an_end(tmp_path):
    page = "\n".join(["Un métier", "", "Par Luc Morel", "", BODY, *["Page 1/2"] * 20_000])
    assert blocks_of(tmp_path, page) == [BODY.strip()]
