"""Reasons that were stored in French, read in English."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.ingest.records import without_text
from archive.retelling import PLACE, _messages, retold

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


def test_a_reason_within_a_reason_is_told_too(english):
    with override("fr"):
        inner = str(without_text().reason)
    assert retold(stored(FIELD, {"key": inner})) == _(FIELD) % {"key": without_text().reason}


def test_every_message_with_values_can_be_told(english):
    _whole, by_beginning = _messages()
    for templates in by_beginning.values():
        for template in templates:
            names = dict.fromkeys(PLACE.findall(template.message), "3")
            retold(stored(template.message, names))
    retold("Lien vers le paragraphe 3")
