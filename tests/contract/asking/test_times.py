"""Times among the words, as people ask for them: what is of them is raised, nothing is left out."""

import pytest

from .conftest import needs


@pytest.fixture
def archive(make_editorial):
    make_editorial("Une carte", "<p>Des épingles.</p>", date="1998-03-02")
    make_editorial("Un bogue", "<p>La tempête passe.</p>", date="1999-12")
    make_editorial("Un euro", "<p>Le taux est fixé.</p>", date="2002-01-07")
    said = "Années 90, mars 1998, 1998 et 2002 : une tempête en 1999, avant 1995, fin 1999"
    make_editorial(said, f"<p>{said}. {said}.</p>", date="2010")


@needs("dates")
@pytest.mark.parametrize(
    "typed, first",
    [
        ("mars 1998", {"Une carte"}),
        ("éditorial de mars 1998", {"Une carte"}),
        ("02/03/1998", {"Une carte"}),
        ("années 90", {"Une carte", "Un bogue"}),
        ("les années quatre-vingt-dix", {"Une carte", "Un bogue"}),
        ("entre 1998 et 2002", {"Une carte", "Un bogue", "Un euro"}),
        ("1998-2002", {"Une carte", "Un bogue", "Un euro"}),
        ("fin 1999", {"Un bogue"}),
        ("avant 1999", {"Une carte"}),
        ("hiver 2002", {"Un euro"}),
    ],
)
def test_what_is_of_a_time_comes_before_what_speaks_of_it(archive, titles, typed, first):
    assert set(titles(q=typed)[: len(first)]) == first


@needs("dates")
def test_beside_a_word_a_time_raises_and_leaves_nothing_out(archive, make_editorial, titles):
    make_editorial("Un vent", "<p>La tempête passe.</p>", date="2005")
    answered = titles(q="tempête 1999")
    assert {"Un bogue", "Un vent"} <= set(answered)
    assert answered.index("Un bogue") < answered.index("Un vent")
    assert len(answered) == 3
