"""Editorials counted by when they are of."""

import pytest

from archive import tallies
from archive.models import Editorial


@pytest.mark.django_db
def test_editorials_are_counted_by_what_is_known_of_their_dates(make_editorial):
    for date in ("2001-02-12", "2001", "vers", "2004~", "2003/2004", "19XX", "2004/..", ""):
        make_editorial(date="" if date == "vers" else date)
    counted = tallies.spans(Editorial.objects.all())
    assert sum(span.count for span in counted) == 8
    assert {(span.first, span.last, span.doubtful) for span in counted if not span.is_broad} == {
        ("2001", "2001", False),
        ("2004", "2004", True),
        ("2003", "2004", False),
    }
    assert sum(span.count for span in counted if span.is_broad) == 4


def test_gaps_are_runs_of_years_between_those_that_have_something():
    assert tallies.gaps({1998, 2001, 2002, 2004}) == [(1999, 2000), (2003, 2003)]
    assert tallies.gaps({1998}) == tallies.gaps(set()) == []
