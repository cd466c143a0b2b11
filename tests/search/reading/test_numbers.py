"""Numbers as they are also written, read beside what was typed."""

import pytest

from archive.search import reading
from archive.search.question.parsing import parse
from archive.search.question.query import Question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed, read",
    [
        ("35h", ("35 heures", "trente-cinq heures")),
        ("2 500 postes", ("deux mille cinq cents",)),
        ("39 39", None),
        ("10 000 000", None),
        ("0800", None),
        ("n° 36", None),
        ("numéro 9999", None),
        ("lettre 54", None),
        ("²", None),
        ("1" * 100, None),
    ],
)
def test_a_number_is_read_in_words_a_telephone_number_is_not(typed, read):
    told = reading.read(Question(q=str(parse(typed)))).reading
    assert [number.read for number in told if number.kind == "number"] == ([read] if read else [])


@pytest.mark.parametrize("typed", ["trente-cinq heures", "Trente-cinq heures", "35 heures"])
def test_nothing_is_read_as_itself(typed):
    told = reading.read(Question(q=str(parse(typed)))).reading
    assert told and all(typed.lower() not in number.read for number in told)
