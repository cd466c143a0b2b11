"""What of an archive resembles a word that it does not have."""

import pytest

from archive.search.engine import current
from archive.search.upkeep import freshness


@pytest.fixture
def alike(make_editorial):
    """A form -> the words that it resembles."""
    make_editorial("Le plateau", "<p>Un plateau de nuit. La voix porte loin.</p>")
    make_editorial("Le service", "<p>La téléopératrice au téléphone.</p>", authors=["Zoé Abgrall"])
    make_editorial("Après", "<p>Le service après-vente.</p>", tags=["écoute"])
    freshness.drain()
    return lambda form, most=4: [use.form for use in current().resembling(form, most)]


@pytest.mark.parametrize(
    "form, words",
    [
        ("telephonie", ["téléphone"]),
        ("abgral", ["abgrall"]),
        ("ecouttes", ["écoute"]),
        ("phone", ["téléphone"]),
        ("aprèsvent", ["après-vente"]),
        ("voixhumaine", ["voix"]),
        ("téléopératricement", ["téléopératrice"]),
    ],
)
def test_words_resemble_by_letters_by_sound_and_by_parts(alike, form, words):
    assert alike(form) == words


@pytest.mark.parametrize("form", ["plateau", "zzqxzzq", "de", "", "39", "x" * 1000, "\ud800"])
def test_what_is_known_or_resembles_nothing_has_none(alike, form):
    assert alike(form) == []


def test_words_of_deleted_editorials_are_not_told(alike, make_editorial):
    rare = make_editorial("Rare", "<p>Un spinnaker.</p>")
    freshness.drain()
    assert alike("spinnakre") == ["spinnaker"]
    rare.delete()
    freshness.drain()
    assert alike("spinnakre") == []


def test_no_more_are_told_than_are_wanted(alike, make_editorial):
    make_editorial("Marche", "<p>Marcheurs, marcheuse, marcheuses.</p>")
    freshness.drain()
    assert len(alike("marcheus", 2)) == 2
