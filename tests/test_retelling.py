"""Reasons that were stored in French, read in English."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.ingest.records import without_text
from archive.retelling import retold

TWIN = "Même texte que l’éditorial n° %(id)s."
FIELD = "Le champ « %(key)s » devrait être un texte."


@pytest.fixture
def english():
    with override("en"):
        yield


def stored(message: str, values: dict[str, object]) -> str:
    """Return a sentence as an import in French has kept it."""
    with override("fr"):
        return _(message) % values


def test_a_reason_without_values_is_told_in_the_reader_s_language(english):
    with override("fr"):
        reason = str(without_text().reason)
    assert retold(reason) == without_text().reason != reason


@pytest.mark.parametrize(("message", "values"), [(TWIN, {"id": 12}), (FIELD, {"key": "titre %"})])
def test_a_reason_with_values_keeps_them(english, message, values):
    sentence = stored(message, values)
    assert retold(sentence) == _(message) % values != sentence


@pytest.mark.parametrize("odd", ["", "Rien de tel.", "100 % (de tout)", "x" * 10_000, "Le champ"])
def test_what_no_message_says_stays_as_it_is(english, odd):
    assert retold(odd) == odd


def test_in_french_everything_stays_as_it_is():
    assert retold(stored(TWIN, {"id": 12})) == stored(TWIN, {"id": 12})
