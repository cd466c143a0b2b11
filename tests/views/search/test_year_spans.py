"""Years that a thumb hits together."""

import pytest

from archive.search.question.query import Question
from archive.views.search.year_spans import year_spans


def spans(first: int, last: int) -> list[tuple[str, int]]:
    counts = dict.fromkeys(range(first, last + 1), 1)
    drawn = year_spans(Question(), counts, (first, last), lambda question: question.address())
    return [(span.label, span.count) for span in drawn]


def test_a_few_years_are_hit_one_by_one():
    assert spans(2000, 2012) == []


def test_they_begin_at_round_years_and_what_is_left_goes_with_the_next():
    assert spans(1989, 2010) == [
        ("1989–1994", 6),
        ("1995–1999", 5),
        ("2000–2004", 5),
        ("2005–2010", 6),
    ]


@pytest.mark.parametrize("first, last", [(1984, 2013), (1900, 2021), (1500, 1999), (1, 2020)])
def test_each_is_wide_enough_on_a_phone_and_none_is_left_out(first, last):
    all_years = last - first + 1
    drawn = spans(first, last)
    assert sum(count for _label, count in drawn) == all_years
    assert min(328 * count / all_years for _label, count in drawn) >= 24


def test_years_without_editorials_lead_nowhere():
    drawn = year_spans(Question(), {1990: 3}, (1980, 2009), lambda question: question.address())
    assert [(span.label, span.count, span.address) for span in drawn] == [
        ("1990–1994", 3, "?from=1990&to=1994")
    ]
