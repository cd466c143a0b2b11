"""The order of a page: which of several editorials with one title and text keeps its points."""

import pytest

pytest.importorskip("opensearchpy", reason="needs the client of a cluster")

from archive.search.engines.opensearch.answers.order.page import Entry, demoted


def entry(number: int, score: float, twin: int = 7) -> Entry:
    return Entry(number, score, twin, None, None)


def test_of_equals_the_first_entered_keeps_its_points():
    in_order = demoted([entry(4, 10.0), entry(2, 10.0), entry(3, 9.0, twin=8)], again=True)
    assert [(hit.id, hit.score) for hit in in_order] == [(2, 10.0), (3, 9.0), (4, 6.0)]


def test_that_parts_of_an_index_reckon_with_other_lengths_makes_none_better():
    in_order = demoted([entry(4, 10.1), entry(2, 10.0), entry(3, 9.0, twin=8)], again=True)
    assert [hit.id for hit in in_order] == [2, 3, 4]


def test_one_that_answers_better_keeps_its_points_though_it_was_entered_later():
    in_order = demoted([entry(4, 12.0), entry(2, 10.0), entry(3, 9.0, twin=8)], again=True)
    assert [hit.id for hit in in_order] == [4, 3, 2]
