from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import bounds, display, overlapping, valid, years
from archive.printed_dates import find_french, parse_french


@pytest.mark.parametrize(
    "printed, edtf",
    [
        ("12 Fév 2001", "2001-02-12"),
        ("12 févr. 2001", "2001-02-12"),
        ("12 fe\u0301vrier 2001", "2001-02-12"),
        ("le 1er mai 1998", "1998-05-01"),
        ("1ᵉʳ mai 1998", "1998-05-01"),
        ("12-févr-2001", "2001-02-12"),
        ("lundi 12 février 2001 à 14h", "2001-02-12"),
        ("Publié le jeudi 1\u00a0mars 2005 à 00:00", "2005-03-01"),
        ("mar. 3 mars 2005", "2005-03-03"),
        ("12/02/2001", "2001-02-12"),
        ("02/13/2001", "2001-02-13"),
        ("12.02.01", "2001-02-12"),
        ("12.02.85", "1985-02-12"),
        ("2001/02/12", "2001-02-12"),
        ("février 2001", "2001-02"),
        ("02/2001", "2001-02"),
        ("mi-février 2001", "2001-02"),
        ("Février-mars 2001", "2001-02/2001-03"),
        ("décembre-janvier 2001", "2000-12/2001-01"),
        ("Déc. 2000 / Janv. 2001", "2000-12/2001-01"),
        ("du 12 au 15 février 2001", "2001-02-12/2001-02-15"),
        ("28 février – 3 mars 2001", "2001-02-28/2001-03-03"),
        ("printemps 2004", "2004-21"),
        ("été 2004", "2004-22"),
        ("hiver 2004-2005", "2004-12/2005-02"),
        ("1er trimestre 2004", "2004-33"),
        ("2e semestre 2004", "2004-41"),
        ("2004", "2004"),
        ("2004-2005", "2004/2005"),
        ("vers 2004", "2004~"),
        ("circa 2004", "2004~"),
        ("vers mars 2004", "2004-03~"),
        ("2004 ?", "2004?"),
        ("vers 2004 (?)", "2004%"),
        ("années 1990", "199X"),
        ("les années 90", "199X"),
    ],
)
def test_dates_are_read_as_magazines_print_them(printed, edtf):
    assert parse_french(printed) == edtf


@pytest.mark.parametrize(
    "printed, edtf",
    [
        ("12. Februar 2001", "2001-02-12"),
        ("Montag, 12. März 2001", "2001-03-12"),
        ("am 3. Mai 2004", "2004-05-03"),
        ("1. Okt. 2005", "2005-10-01"),
        ("Juni 2002", "2002-06"),
        ("12 de mayo de 2001", "2001-05-12"),
        ("lunes, 5 de enero del 2015", "2015-01-05"),
        ("marzo-abril 2003", "2003-03/2003-04"),
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01"),
        ("Wed, 31 Dec 2003 23:30:00 -0800 (PST)", "2003-12-31"),
        ("2003-12-31T23:30:14.123-08:00", "2003-12-31"),
        ("2003-12-31 23:30:14.0", "2003-12-31"),
        ("February 12, 2001", "2001-02-12"),
        ("Feb. 12th, 2001 at 2:30 pm", "2001-02-12"),
        ("12 Feb 2001", "2001-02-12"),
        ("Posted on Monday 12 February 2001, 10:22 GMT", "2001-02-12"),
        ("Summer 2004", "2004-22"),
        ("1990s", "199X"),
        ("2001-02-12T10:00:00+01:00", "2001-02-12"),
        ("2004~", "2004~"),
        ("2001-02/2001-03", "2001-02/2001-03"),
    ],
)
def test_english_dates_and_edtf_are_read_too(printed, edtf):
    assert parse_french(printed) == edtf


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "inconnue",
        "12",
        "mars",
        "hier",
        "samedi 3 mai",
        "30 février 2001",
        "13/13/2001",
        "2004 fois",
        "N° 12 février 2001",
        "01.02.03.04.05",
        "39 75 mis en place",
        "au SeCA 2004",
        "12-02-01",
    ],
)
def test_what_is_not_a_date_is_unknown(text):
    assert parse_french(text) is None


def test_dates_are_found_where_they_stand():
    line = "Centres d'Appels n° 45 - 01/10/2004 - mis à jour le 3 juin 2011 à 10:00"
    found = [(line[start:end], edtf) for start, end, edtf in find_french(line)]
    assert found == [("01/10/2004", "2004-10-01"), ("le 3 juin 2011", "2011-06-03")]


def test_short_numbers_in_a_text_are_no_dates():
    assert find_french("le 39 75, les 12 000 postes, p. 20, le 01 42 27 00 00 et 10 2001") == []


@pytest.mark.parametrize(
    "edtf, earliest, latest",
    [
        ("2001-02-12", date(2001, 2, 12), date(2001, 2, 12)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2004~", date(2004, 1, 1), date(2004, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2004-21", date(2004, 3, 1), date(2004, 5, 31)),
        ("2004-22~", date(2004, 6, 1), date(2004, 8, 31)),
        ("2004-24", date(2004, 1, 1), date(2004, 12, 31)),
        ("2000-12/2001-01", date(2000, 12, 1), date(2001, 1, 31)),
        ("../1914", None, date(1914, 12, 31)),
        ("/1914", None, date(1914, 12, 31)),
        ("1914/..", date(1914, 1, 1), None),
        ("1914/", date(1914, 1, 1), None),
        ("[2004,2006]", date(2004, 1, 1), date(2006, 12, 31)),
        ("2004-06-XX", date(2004, 6, 1), date(2004, 6, 30)),
        (None, None, None),
        ("", None, None),
    ],
)
def test_bounds_are_the_earliest_and_latest_day(edtf, earliest, latest):
    assert bounds(edtf) == (earliest, latest)


@pytest.mark.parametrize(
    "text, canonical",
    [
        (" 2001-02-12 ", "2001-02-12"),
        ("199u", "199X"),
        ("2004?~", "2004%"),
        ("[2004, 2005]", "[2004,2005]"),
        ("2001-02-12T10:00", "2001-02-12"),
        ("2004-22~", "2004-22~"),
    ],
)
def test_edtf_has_one_spelling(text, canonical):
    assert valid(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "x",
        "12 février 2001",
        "2003-02-29",
        "2001-13",
        "2001-2-3",
        "2005/2004",
        "2004-06-11/2004-06-09",
        "/",
        "..",
        "../..",
        "2004/2005/2006",
        "0000",
        "-0044",
        "Y20040",
        "9" * 5000,
    ],
)
def test_what_is_no_edtf_is_refused(text):
    with pytest.raises(ValueError, match="not an EDTF date"):
        valid(text)


@pytest.mark.parametrize(
    "edtf, shown",
    [
        ("2001-02-12", "12 février 2001"),
        ("1998-05-01", "1er mai 1998"),
        ("2001-02", "février 2001"),
        ("2004", "2004"),
        ("2004~", "vers 2004"),
        ("2004-03~", "vers mars 2004"),
        ("2004?", "2004 (date incertaine)"),
        ("2004%", "vers 2004 (date incertaine)"),
        ("2004-21", "printemps 2004"),
        ("2004-22~", "vers été 2004"),
        ("2004-33", "1er trimestre 2004"),
        ("199X", "années 1990"),
        ("19XX", "1900 – 1999"),
        ("2004-06-XX", "juin 2004"),
        ("2004-XX-XX", "2004"),
        ("2004-XX-12", "12 janvier – 12 décembre 2004"),
        ("2001-02/2001-03", "février-mars 2001"),
        ("2000-12/2001-01", "décembre 2000 – janvier 2001"),
        ("2001-02-01/2001-02-03", "1er–3 février 2001"),
        ("2001-02-28/2001-03-03", "28 février – 3 mars 2001"),
        ("1998/2000", "1998 – 2000"),
        ("2001-21/2001-22", "printemps 2001 – été 2001"),
        ("2001-02/2001-22", "février 2001 – été 2001"),
        ("../1914", "1914 ou avant"),
        ("1914/..", "1914 ou après"),
        ("[2004,2005]", "2004 ou 2005"),
        ("XXXX", "date inconnue"),
        (None, "date inconnue"),
        ("", "date inconnue"),
    ],
)
def test_no_more_precision_is_shown_than_is_known(edtf, shown):
    with translation.override("fr"):
        assert display(edtf) == shown


def test_dates_are_shown_in_the_active_language():
    with translation.override("en"):
        assert display("2001-02-12") == "12 February 2001"


@pytest.mark.parametrize(
    ("periods", "pairs"),
    [
        (["1998/2004", "2002/.."], [("1998/2004", "2002/..")]),
        (["2002/2003", "../2004", "2003-05/2005"], [("../2004", "2002/2003"), ("../2004", "2003-05/2005")]),
        (["1998/2004", "2004/2010", "2011"], []),
        (["1998/..", "2001"], [("1998/..", "2001")]),
        (["2001", "2001"], [("2001", "2001")]),
        (["2001-05-03", "2001-05-03", "2001-05-04"], [("2001-05-03", "2001-05-03")]),
        (["2004", "2004-06/2006"], [("2004", "2004-06/2006")]),
        ([], []),
    ],
)  # fmt: skip
def test_periods_overlap_where_one_begins_before_another_ends(periods, pairs):
    assert overlapping(periods) == pairs


def test_years_are_those_the_date_may_be_of():
    assert years("2001-02-12") == [2001]
    assert years("2000-12/2001-01") == [2000, 2001]
    assert len(years("199X")) == 10
    assert years("19XX") == years("1914/..") == years(None) == []


@given(st.dates(min_value=date(1400, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_as_it_is_shown(day):
    with translation.override("fr"):
        assert parse_french(display(day.isoformat())) == day.isoformat()


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    assert parse_french(text) is None or valid(parse_french(text))
