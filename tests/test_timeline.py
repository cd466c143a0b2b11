"""Years and months as bars to draw."""

from archive.views import timeline


def test_bars_are_as_high_as_their_share_of_the_tallest():
    bars = timeline.years({1998: 1, 2000: 200, 2001: 100})
    assert [(bar.value, bar.height) for bar in bars] == [(1998, 4), (1999, 0), (2000, 100), (2001, 50)]
    assert timeline.years({}) == []


def test_a_year_has_twelve_months_whatever_it_holds():
    assert [bar.count for bar in timeline.months({2: 3})] == [0, 3, *[0] * 10]


def test_one_mistyped_year_draws_no_thousand_bars():
    assert len(timeline.years({1: 1, 2001: 3})) < 100
