"""Numbers that are typed or printed with spaces."""

import pytest

from archive.models import Editorial

from .conftest import needs


@pytest.fixture
def titles(answer):
    return lambda q: {Editorial.objects.get(pk=hit.id).title for hit in answer(q=q).hits}


@pytest.fixture(autouse=True)
def numbers(make_editorial):
    make_editorial("Le répété", "<p>Appelez le 39 39 ce soir.</p>")
    make_editorial("Le joint", "<p>Appelez le 3939 ce soir.</p>")
    make_editorial("La page", "<p>Voyez la page 39 ce soir.</p>")
    make_editorial("Les postes", "<p>Elle a créé 10 000 postes, 20 puis 30.</p>")


@pytest.mark.parametrize("typed", ["39 39", "3939", "le 39 39", "39 39 ce soir"])
@needs("forms")
def test_a_repeat_is_one_number_with_and_without_its_space(titles, typed):
    answered = titles(typed)
    assert {"Le répété", "Le joint"} <= answered
    assert ("La page" in answered) is ("soir" in typed)


@pytest.mark.parametrize("typed", ["10 000", "10 000 postes", "10 000 ET postes"])
def test_thousands_are_one_number(titles, typed):
    assert titles(typed) == {"Les postes"}


@needs("forms")
def test_thousands_are_found_without_their_space(titles):
    assert titles("10000") == {"Les postes"}


def test_two_numbers_that_no_text_has_as_one_are_two(titles):
    assert titles("20 puis 30") == {"Les postes"}
    assert titles("30 20") == {"Les postes"}
