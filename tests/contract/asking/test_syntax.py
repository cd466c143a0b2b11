"""Operators, parentheses, stars, letters to the letter, issues and pages."""

import pytest

from archive.models import Editorial

from .conftest import needs


@pytest.fixture
def archive(make_editorial) -> dict[str, Editorial]:
    """Four editorials by their titles."""
    telephone = "<p>Le téléphone du service client, une marche après l’autre.</p>"
    megaphone = "<p>Un mégaphone pour les services de la ville.</p>"
    fair = "<p>La banque tient un stand au marché.</p>"
    return {
        "Téléphone": make_editorial("Téléphone", telephone, issue="36", page="20"),
        "Mégaphone": make_editorial("Mégaphone", megaphone, issue="37", page="2"),
        "Salon": make_editorial("Salon", fair, issue="36 bis", page="120"),
        "Divers": make_editorial("Divers", "<p>Le printemps revient.</p>"),
    }


# Operators and parentheses


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("téléphone ET service", {"Téléphone"}),
        ("téléphone AND service", {"Téléphone"}),
        ("téléphone ET banque", set()),
        ("(téléphone ET client) OU banque", {"Téléphone", "Salon"}),
        ("(service mégaphone) OU banque", {"Mégaphone", "Salon"}),
        ("(service banque) OU (client téléphone)", {"Téléphone"}),
        ("service ET (téléphone OU banque)", {"Téléphone"}),
        ("service SAUF mégaphone", {"Téléphone"}),
        ("service NOT mégaphone", {"Téléphone"}),
        ("service AND NOT mégaphone", {"Téléphone"}),
        ("service SAUF (mégaphone OU client)", set()),
        ("SAUF service", {"Salon", "Divers"}),
        ("-(service mégaphone)", {"Téléphone", "Salon", "Divers"}),
        ("-(service OU banque)", {"Divers"}),
        ("mégaphone OU -service", {"Mégaphone", "Salon", "Divers"}),
        ("(service SAUF client) OU banque", {"Mégaphone", "Salon"}),
        ("titre:(salon OU divers)", {"Salon", "Divers"}),
        ("-titre:(salon OU divers)", {"Téléphone", "Mégaphone"}),
        ('"service client" ET téléphone', {"Téléphone"}),
        ('"service client" ET banque', set()),
    ],
)
def test_operators_and_parentheses_ask_for_what_they_say(archive, titles, typed, expected):
    assert set(titles(q=typed, literal="1")) == expected


def test_operators_count_what_they_ask_for(archive, answer):
    assert answer(q="téléphone ET banque").count == 0
    assert answer(q="(téléphone ET client) OU banque").count == 2


def test_small_operators_are_words(archive, titles):
    assert "Mégaphone" not in titles(q="printemps ou", literal="1")


@needs("ranking")
def test_a_small_operator_asks_for_nothing_more(archive, titles):
    assert set(titles(q="téléphone et banque", literal="1")) == {"Téléphone", "Salon"}


# Stars


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("t*phone", {"Téléphone"}),
        ("*phone", {"Téléphone", "Mégaphone"}),
        ("m*g*phone", {"Mégaphone"}),
        ("*éph*", {"Téléphone"}),
        ("t*client", set()),
        ("titre:*phone", {"Téléphone", "Mégaphone"}),
        ("texte:*lon", set()),
        ("service -m*phone", {"Téléphone"}),
        ("m*phone OU *anque", {"Mégaphone", "Salon"}),
    ],
)
def test_a_star_stands_for_letters_within_a_word(archive, titles, typed, expected):
    assert set(titles(q=typed, literal="1")) == expected


@pytest.mark.parametrize("typed", ["t%phone*s", "t_l*phone", "*%phone", r"t\*phone"])
def test_what_other_languages_take_for_stars_is_none(archive, titles, typed):
    assert titles(q=typed, literal="1") == []


# To the letter


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("=service", {"Téléphone"}),
        ("=services", {"Mégaphone"}),
        ("=SERVICE", {"Téléphone"}),
        ("=marche", {"Téléphone"}),
        ("=marché", {"Salon"}),
        ('="les services"', {"Mégaphone"}),
        ('="le services"', set()),
        ('="service cli"', set()),
        ("titre:=salon", {"Salon"}),
        ("titre:=salons", set()),
        ("téléphone OU mégaphone -=services", {"Téléphone"}),
    ],
)
def test_an_equals_sign_asks_for_the_very_letters(archive, titles, typed, expected):
    assert set(titles(q=typed, literal="1")) == expected


# Issues and pages
