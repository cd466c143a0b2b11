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
        "JACQUINET Manuel",
    ],
)
def test_all_dresses_of_a_known_name_are_that_person_for_sure(manuel, printed):
    assert people.find(printed) == people.Attribution(manuel)
    assert Author.objects.count() == 1 and manuel.names.filter(name=printed).exists()


@pytest.mark.parametrize(
    "printed",
    ["M. Jacquinet", "Mr Jacquinet", "Monsieur JACQUINET", "Jacquinet (M.)", "Dr Jacquinet"],
)
def test_who_can_be_only_one_is_found_and_shown_to_an_editor(manuel, printed):
    attribution = people.find(printed)
    assert (
        attribution.author == manuel
        and attribution.doubt.code == "initials"
        and "Manuel Jacquinet" in attribution.doubt.value
    )
    assert not manuel.names.filter(name=printed).exists()


@pytest.mark.parametrize("printed", ["M. Jacquinet", "Jacquinet (M.)", "Mme Jacquinet"])
def test_where_it_may_be_several_an_editor_is_asked(manuel, printed):
    Author.objects.create(name="Paul Jacquinet")
    attribution = people.find(printed)
    assert attribution.author is None and attribution.doubt.code == "ambiguous"
    assert "Manuel Jacquinet ; Paul Jacquinet" in attribution.doubt.value


def test_a_civility_before_a_whole_name_is_none_of_it_and_stays_as_printed(manuel):
    Author.objects.create(name="Irène Jacquinet")
    assert people.find("Monsieur Manuel JACQUINET") == people.Attribution(manuel)
    assert manuel.names.filter(name="Monsieur Manuel JACQUINET").exists()


def test_initials_that_are_no_civility_mean_these_initials(manuel):
    Author.objects.create(name="Paul Jacquinet")
    assert people.find("P. Jacquinet").author.name == "Paul Jacquinet"


def test_an_answered_question_is_not_asked_again(manuel):
    manuel.names.create(name="M. Jacquinet")
    Author.objects.create(name="Paul Jacquinet")
    assert people.find("M. Jacquinet") == people.Attribution(manuel)


@pytest.mark.parametrize(
    "printed, name, doubted",
    [
        ("Ada NORD", "Ada Nord", False),
        ("Nord, Alice", "Alice Nord", False),
        ("NORD (Alice)", "Alice Nord", False),
        ("Association des libraires, Paris", "Association des libraires, Paris", True),
        ("M. Inconnu", "M. Inconnu", False),
        ("Mme Irène Vautrin", "Irène Vautrin", False),
        ("Mme VAUTRIN (Irène)", "Irène Vautrin", False),
        ("M. Le Goff", "M. Le Goff", False),
        ("M. J. Martin", "M. J. Martin", False),
        ("C. Abgrall", "C. Abgrall", False),
    ],
)
def test_who_is_not_known_is_made_in_the_natural_order(printed, name, doubted):
    attribution = people.find(printed)
    assert attribution.author.name == name and bool(attribution.doubt) == doubted
    assert people.find(printed).author == attribution.author
