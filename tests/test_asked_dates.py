import pytest

from archive.asked_dates import ends, find


@pytest.mark.parametrize(
    "typed, edtf",
    [
        ("années 90", "199X"),
        ("les années quatre-vingt-dix", "199X"),
        ("années quatre-vingts", "198X"),
        ("the nineties", "199X"),
        ("décennie 1990", "199X"),
        ("les 90's", "199X"),
        ("1998-2002", "1998/2002"),
        ("1998 - 2002", "1998/2002"),
        ("1998 à 2002", "1998/2002"),
        ("entre 1998 et 2002", "1998/2002"),
        ("de mars 1998 à juin 2002", "1998-03/2002-06"),
        ("between 1998 and 2002", "1998/2002"),
        ("depuis 2010", "2010/.."),
        ("depuis les années 90", "1990/.."),
        ("à partir de mars 2010", "2010-03-01/.."),
        ("avant 1995", "../1994"),
        ("avant le 11/09/2001", "../2001-09-10"),
        ("jusqu’en 2003", "../2003"),
        ("après 2005", "2006/.."),
        ("fin 1999", "1999-09/1999-12"),
        ("mi-2004", "2004-05/2004-08"),
        ("début des années 90", "1990/1993"),
        ("fin des années quatre-vingt-dix", "1996/1999"),
        ("été 2004", "2004-22"),
        ("11/09/2001", "2001-09-11"),
        ("septembre 2001", "2001-09"),
        ("tempête 1999", "1999"),
    ],
)
def test_a_time_is_read_as_it_is_asked(typed, edtf):
    assert [time[2] for time in find(typed)] == [edtf]


@pytest.mark.parametrize("typed", ["", "loi 2008-3", "12000", "9999", "les années", "35 heures"])
def test_what_asks_for_no_time_is_none(typed):
    assert find(typed) == []


def test_two_years_side_by_side_are_two_times():
    assert [time[2] for time in find("2001 et 2004")] == ["2001", "2004"]
    assert [time[2] for time in find("2002 à 1998")] == ["2002", "1998"]


def test_a_time_takes_in_the_words_that_say_its_bounds():
    typed = "Décroché entre 1998 et 2002, le reste"
    [(start, end, _edtf)] = find(typed)
    assert typed[start:end] == "entre 1998 et 2002"


def test_a_time_has_two_ends():
    assert ends("1998/2002") == ("1998", "2002")
    assert ends("2010/..") == ("2010", "")
    assert ends("../1994") == ("", "1994")
    assert ends("2001-09") == ("2001-09", "2001-09")
