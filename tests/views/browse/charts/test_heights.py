"""How high a number of editorials is drawn."""

import pytest

from archive.views.browse.charts import heights


@pytest.mark.parametrize(
    "counts, needed",
    [([], False), ([1], False), ([1, 12], False), ([1, 13], True), ([0, 50], False)],
)
def test_roots_are_drawn_where_the_lowest_would_be_a_line(counts, needed):
    assert heights.need_roots(counts) is needed


def test_a_chart_has_round_numbers_to_read_it_by():
    assert heights.scale([4873, 2], is_rooted=True).marks == [(2000, 36), (200, 80)]
    assert heights.scale([43, 20], is_rooted=False).marks == [(20, 53)]


def test_a_chart_of_few_editorials_has_none():
    assert heights.scale([3], is_rooted=False).marks == []


@pytest.mark.parametrize(
    "number, below", [(1, 1), (4, 2), (9, 5), (10, 10), (99, 50), (4873, 2000)]
)
def test_numbers_are_rounded_down_to_what_one_reads_at_a_glance(number, below):
    assert heights.round_below(number) == below
