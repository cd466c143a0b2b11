import pytest


@pytest.fixture
def tagged(make_editorial):
    """Return {title: editorial} of three editorials that share tags."""
    borne = {
        "Un": ["Centre d'appel"],
        "Deux": ["Centre d'appel", "Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    return {title: make_editorial(title, tags=names) for title, names in borne.items()}
