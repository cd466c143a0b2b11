"""Which names that sign a text are an office's, and where catalogues file them."""

import pytest

from archive.offices import filed, is_office, signs_alone


@pytest.mark.parametrize(
    "name", ["La rédaction", "AFP", "Le comité éditorial", "L’équipe éditoriale", "The Editors"]
)
def test_what_signs_by_itself_is_an_office_anywhere(name):
    assert signs_alone(name) and is_office(name)


@pytest.mark.parametrize(
    "name", ["Service économie", "MND Staff", "BR24 Redaktion", "Agence régionale de presse"]
)
def test_what_may_be_an_entry_of_a_menu_is_one_where_it_is_said_to_sign(name):
    assert is_office(name) and not signs_alone(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anne Martin",
        "Pierre Bureau",
        "Rédacteur en chef",
        "Directrice de la rédaction",
        "La présidente de l’association",
        "Secrétaire de rédaction",
        "",
        "x" * 300,
        "Le Goff",
    ],
)
def test_people_roles_and_nothing_are_no_offices(name):
    assert not is_office(name)


@pytest.mark.parametrize(
    "name, place",
    [("La rédaction", "Rédaction (La)"), ("L’équipe", "Équipe (L’)"), ("AFP", "AFP")],
)
def test_an_office_is_filed_by_its_noun(name, place):
    assert filed(name) == place
