"""What the pages of search are asked about."""

import pytest

from archive.search.upkeep import freshness


@pytest.fixture
def archive(make_editorial):
    make_editorial(
        "La qualité",
        "<p>La qualité d’abord.</p>",
        date="2001-02-12",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute", "qualité"],
    )
    make_editorial(
        "Le casque",
        "<p>Un casque de qualité.</p>",
        date="2004",
        publication="Autre",
        tags=["écoute"],
    )
    make_editorial("Brouillon", "<p>qualité</p>", date="2004", state="draft")
    freshness.drain()


@pytest.fixture
def many(make_editorial):
    """Twenty-five editorials with a tag each, of 1996 to 2020."""
    for number in range(25):
        tags = [f"sujet {number:02}", "commun"]
        make_editorial(f"Texte {number:02}", "<p>qualité</p>", date=str(1996 + number), tags=tags)
    freshness.drain()


@pytest.fixture
def loosened(make_editorial):
    """Two editorials with both words of a phrase that none has, and one with a rare word."""
    make_editorial("Un", "<p>Le client et la relation.</p>", date="2001")
    make_editorial("Deux", "<p>Le client a une relation.</p>", date="2004")
    make_editorial("Trois", "<p>Un spinnaker.</p>", date="2004", authors=["Paul Spinnaker"])
    freshness.drain()
