"""Months and years as bars with labels, and bands below them."""

from collections import Counter

from archive.tallies import Span, Tally
from archive.views.browse.charts import bars


def tally(sure: dict[int, int], perhaps: dict[int, int] | None = None) -> Tally:
    return Tally(Counter(sure), Counter(perhaps or {}))


def part(first: str, last: str, count: int, doubtful: bool = False) -> Span:
    return Span(None, first, last, doubtful, count)


def test_a_year_has_twelve_months_whatever_it_holds():
    months = bars.months(tally({2: 3}), lambda month: f"/2001/{month:02}/").bars
    assert [bar.count for bar in months] == [0, 3, *[0] * 10]
    assert months[1].address == "/2001/02/"


def test_what_is_perhaps_of_a_month_stands_on_what_is_of_it():
    february = bars.months(tally({2: 3}, {2: 3}), str).bars[1]
    assert (february.sure_height, february.height) == (50, 100)


def test_months_that_hold_nothing_are_not_drawn():
    assert not bars.months(tally({}), str)
    assert bars.months(tally({}, {3: 1}), str)


def test_a_band_lies_across_the_months_that_its_editorials_may_be_of():
    [spring] = bars.bands([part("2001-03", "2001-05", 4)], "2001", 4)
    assert (spring.x, spring.width, spring.count) == (21, 28, 4)


def test_more_bands_than_can_be_compared_are_one():
    parts = [part(f"2001-{month:02}", f"2001-{month + 1:02}", month) for month in range(1, 10)]
    drawn = bars.bands(parts, "2001", sum(range(1, 10)))
    assert len(drawn) == bars.MOST_BANDS
    assert sum(band.count for band in drawn) == sum(range(1, 10))


def test_what_reaches_into_other_years_is_said_to():
    parts = [part("2000-12", "2001-01", 2), part("2001-02", "2001-02", 1)]
    [band] = bars.bands(parts, "2001", 3)
    assert (band.first, band.last, band.count) == (1, 12, 2)
