import pytest

from archive.ingest.entering import uploads


@pytest.fixture
def tagged(make_editorial):
    """Return {title: editorial} of three editorials that share tags."""
    borne = {
        "Un": ["Centre d'appel"],
        "Deux": ["Centre d'appel", "Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    return {title: make_editorial(title, tags=names) for title, names in borne.items()}


@pytest.fixture
def no_other_process(monkeypatch):
    """What it would do, the tests do at the moment that they choose, by `uploads.work`."""
    monkeypatch.setattr(uploads, "begin", lambda: False)
