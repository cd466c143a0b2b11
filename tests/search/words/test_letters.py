"""A word is found whatever its accents, by who has no index."""

import re
import sqlite3
from contextlib import closing

import pytest

from archive.search.words import letters


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ecole", "École"),
        ("École", "ecole"),
        ("coeur", "CŒUR"),
        ("cœur", "coeur"),
        ("l'accueil", "L’accueil"),
        ("francais", "français"),
        ("100 %", "100 %"),
        ("a_b.c", "A_b.C"),
        ("strasse", "Straße"),
    ],
)
def test_it_is_found_as_it_may_be_printed(typed, printed):
    assert re.search(letters.expression(typed), f"avant {printed} après")
    asked = "SELECT ? LIKE ? ESCAPE '\\'"
    with closing(sqlite3.connect(":memory:")) as database:
        assert database.execute(asked, [printed, letters.like(typed)]).fetchone() == (1,)


@pytest.mark.parametrize(("typed", "printed"), [("ecole", "colle"), ("a.c", "abc"), ("a*", "b")])
def test_another_word_is_not(typed, printed):
    assert not re.search(letters.expression(typed), printed)
