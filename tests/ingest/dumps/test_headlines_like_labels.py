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


@pytest.mark.parametrize(
    "title",
    [
        "Publication : les chiffres sont tombés",
        "Journal : la fin d’un monde",
        "Revue : ce que disent les femmes",
        "Journal : Adieu aux papiers",
    ],
)
def test_a_headline_that_begins_with_a_word_for_magazines_is_one(tmp_path, title):
    editorial = record(dump(tmp_path, f"{title}\n\nPar Luc Morel\n\n{BODY}"))
    assert (editorial.title, editorial.publication) == (title, "")
    assert [byline.name for byline in editorial.bylines] == ["Luc Morel"]


@pytest.mark.parametrize(
    ("lines", "magazine", "date"),
    [
        ("Paru dans : Le Monde du 3 mai 2004", "Le Monde", "2004-05-03"),
        ("Revue : Le Semeur, n° 31, avril 2009", "Le Semeur", "2009-04"),
        ("Revue : Le Semeur\nDate : 3 mai 2004", "Le Semeur", "2004-05-03"),
        ("Auteur : Luc Morel\nJournal : La Gazette", "La Gazette", None),
    ],
)
def test_a_magazine_stands_behind_its_label_with_an_issue_or_beside_a_field(
    tmp_path, lines, magazine, date
):
    editorial = record(dump(tmp_path, f"Un métier\n\n{lines}\n\n{BODY}"))
    assert (editorial.title, editorial.publication) == ("Un métier", magazine)
    assert editorial.date == date
    assert plain(editorial.html) == BODY.strip()
