"""Years and months counted and drawn."""

import re

import pytest

from archive.tallies import Span
from archive.views.browse.charts import timeline


def spans(*held: str) -> list[Span]:
    """« 2001 », « 2003-2004 » or « 2001? », one editorial each."""
    return [Span(None, one[:4], one.rstrip("?")[-4:], one.endswith("?"), 1) for one in held]


def columns(*held: str) -> list:
    return timeline.chart(spans(*held), lambda year, _unit: f"/{year}/").columns


def test_bars_are_as_high_as_the_roots_of_their_shares_where_some_would_be_lines():
    drawn = columns("1998", *["2000"] * 200, *["2001"] * 100)
    assert [(bar.slot, bar.height) for bar in drawn] == [
        (1998, 7),
        (1999, 0),
        (2000, 100),
        (2001, 71),
    ]


def test_bars_are_in_proportion_where_the_lowest_is_seen_so():
    drawn = columns("1998", *["2000"] * 10, *["2001"] * 5)
    assert [bar.height for bar in drawn] == [10, 0, 100, 50]


def test_one_row_that_needs_roots_has_the_whole_chart_drawn_so():
    held = spans(*["2001"] * 20, *["2002"] * 20)
    row = ("A", "/a/", spans(*["2001"] * 20, "2002"))
    chart = timeline.chart(held, lambda *_: "", [("", [row])])
    assert chart.scale.is_rooted


def test_a_single_editorial_is_seen_beside_a_thousand():
    drawn = columns("1998", *["2000"] * 980)
    assert [(bar.count, bar.height) for bar in drawn if bar.count] == [(1, 3), (980, 100)]


def test_nothing_is_drawn_where_no_year_is_known():
    assert timeline.chart([], lambda *_: "") is None
    assert (
        timeline.chart(
            [Span(None, "1900", "1999", False, 1), Span(None, "", "", False, 1)], lambda *_: ""
        )
        is None
    )


def test_what_is_perhaps_of_a_year_is_told_apart_from_what_is_of_it():
    drawn = columns("2001", "2001?", "2001-2002")
    assert [(bar.sure, bar.perhaps) for bar in drawn] == [(1, 2), (0, 1)]


def test_one_mistyped_year_draws_no_thousand_bars():
    assert len(columns("0001", "2001")) < 100


def test_centuries_are_drawn_by_decade_and_lead_there():
    held = [f"{year}" for year in range(1800, 2001)]
    drawn = timeline.chart(spans(*held), lambda slot, unit: f"{slot}/{unit}").columns
    assert (drawn[0].name, drawn[0].address, drawn[0].count) == ("1800–1809", "1800/10", 10)
    assert len(drawn) == 21


def test_each_row_has_its_scale_and_stops_short_of_the_row_above():
    named = [
        (
            "",
            [
                ("A", "/a/", spans(*["2001"] * 8)),
                ("B", "/b/", spans(*["2001"] * 6, "2002", "2002")),
            ],
        )
    ]
    rows = timeline.chart(spans("2001", "2002"), lambda *_: "", named).rows
    assert [row.path for row in rows] == [
        "M4.75 100v-80h0.5v80z",
        "M4.75 100v-80h0.5v80zM14.75 100v-26h0.5v26z",
    ]


def test_a_row_of_single_editorials_does_not_fill_its_height():
    [row] = timeline.chart(spans("2001"), lambda *_: "", [("", [("A", "/a/", spans("2001"))])]).rows
    assert row.path == "M4.875 100v-26h0.25v26z"


@pytest.mark.parametrize("last", [1999, 2005, 2040, 2110])
def test_a_scale_has_room_for_its_labels(last):
    labels = timeline.chart(spans("1998", f"{last}"), lambda *_: "").labels
    assert 1 <= len(labels) <= timeline.MOST_LABELS
    assert all(0 <= place < 100 for _label, place in labels)


def test_where_years_are_too_thin_for_a_thumb_decades_lie_over_them(client, make_editorial):
    for year in range(1994, 2012):
        make_editorial(f"Texte de {year}", date=str(year), authors=["Luc Roux"])
    page = client.get("/authors/luc-roux/").content.decode()
    hit = re.findall(r'<a class="reach" href="([^"]*)".*?<title>(.*?)</title>', page)
    assert sorted(hit) == [
        ("/1990s/?author=luc-roux", "1990–1999\u00a0: 6"),
        ("/2000s/?author=luc-roux", "2000–2009\u00a0: 10"),
        ("/2010s/?author=luc-roux", "2010–2019\u00a0: 2"),
    ]


def test_a_few_years_are_hit_one_by_one(client, make_editorial):
    for year in range(1994, 2000):
        make_editorial(f"Texte de {year}", date=str(year), authors=["Luc Roux"])
    assert 'class="reach"' not in client.get("/authors/luc-roux/").content.decode()
