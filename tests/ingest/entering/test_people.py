"""From a name as printed to a person."""

import pytest

from archive.ingest.entering import people
from archive.models import Author

pytestmark = pytest.mark.django_db


@pytest.fixture
def manuel():
    return Author.objects.create(name="Manuel Jacquinet")


@pytest.mark.parametrize(
    "printed",
    [
        "Manuel JACQUINET",
        "manuel jacquinet",
        "Jacquinet (Manuel)",
        "JACQUINET (Manuel)",
        "Jacquinet, Manuel",
        "Jacquinet,Manuel",
    ],
)
def test_all_dresses_of_a_known_name_are_that_person_for_sure(manuel, printed):
    assert people.find(printed) == people.Found(manuel)
    assert Author.objects.count() == 1 and manuel.names.filter(name=printed).exists()


@pytest.mark.parametrize(
    "printed",
    ["M. Jacquinet", "Mr Jacquinet", "Monsieur JACQUINET", "Jacquinet (M.)", "Dr Jacquinet"],
)
def test_who_can_be_only_one_is_found_and_shown_to_an_editor(manuel, printed):
    found = people.find(printed)
    assert (
        found.author == manuel
        and found.doubt.code == "initials"
        and "Manuel Jacquinet" in found.doubt.value
    )
    assert not manuel.names.filter(name=printed).exists()


@pytest.mark.parametrize("printed", ["M. Jacquinet", "Jacquinet (M.)", "Mme Jacquinet"])
def test_where_it_may_be_several_an_editor_is_asked(manuel, printed):
    Author.objects.create(name="Paul Jacquinet")
    found = people.find(printed)
    assert found.author is None and found.doubt.code == "ambiguous"
    assert "Manuel Jacquinet ; Paul Jacquinet" in found.doubt.value


def test_initials_that_are_no_civility_mean_these_initials(manuel):
    Author.objects.create(name="Paul Jacquinet")
    assert people.find("P. Jacquinet").author.name == "Paul Jacquinet"


def test_an_answered_question_is_not_asked_again(manuel):
    manuel.names.create(name="M. Jacquinet")
    Author.objects.create(name="Paul Jacquinet")
    assert people.find("M. Jacquinet") == people.Found(manuel)


@pytest.mark.parametrize(
    "printed, made, doubted",
    [
        ("Ada NORD", "Ada Nord", False),
        ("Nord, Alice", "Alice Nord", False),
        ("NORD (Alice)", "Alice Nord", False),
        ("Association des libraires, Paris", "Association des libraires, Paris", True),
        ("M. Inconnu", "M. Inconnu", False),
        ("C. Abgrall", "C. Abgrall", False),
    ],
)
def test_who_is_not_known_is_made_in_the_natural_order(printed, made, doubted):
    found = people.find(printed)
    assert found.author.name == made and bool(found.doubt) == doubted
    assert people.find(printed).author == found.author
