"""Headlines that begin or end as labels do, and lines of magazines that are such."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain


@pytest.mark.parametrize(
    "title", ["Simone Veil, 30 jours", "Jean Moulin : 10 jours", "Michel Rocard – 3 semaines"]
)
def test_a_name_with_a_number_of_days_is_a_headline(tmp_path, title):
    editorial = record(dump(tmp_path, f"{title}\n\nPar Luc Morel\n\n{BODY}"))
    assert editorial.title == title
    assert [byline.name for byline in editorial.bylines] == ["Luc Morel"]


@pytest.mark.parametrize(
    "line", ["Luc Morel, il y a 3 jours", "Luc Morel 2 weeks ago", "Luc Morel · 7 heures"]
)
def test_how_long_ago_a_text_appeared_stands_beside_its_author(tmp_path, line):
    editorial = record(dump(tmp_path, f"Un métier\n\n{line}\n\n{BODY}"))
    assert editorial.title == "Un métier"
    assert [byline.name for byline in editorial.bylines] == ["Luc Morel"]
