import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import issues


@pytest.mark.parametrize(
    "printed, slug, keys",
    [
        ("N° 36", "36", ["36"]),
        ("n°\u00a0083", "83", ["83"]),
        ("№ 12", "12", ["12"]),
        ("No. 7 bis", "7-bis", ["7-bis", "7"]),
        ("36/37", "36-37", ["36-37", "36", "37"]),
        ("n° 36 et 37", "36-37", ["36-37", "36", "37"]),
        ("lettre n° 122", "lettre-122", ["lettre-122", "122"]),
        ("hors-série 2009", "hors-serie-2009", ["hors-serie-2009", "hors-serie"]),
        ("Hors-série n° 2", "hors-serie-2", ["hors-serie-2", "hors-serie", "2"]),
        ("vol. 3, n° 2", "vol-3-2", ["vol-3-2", "3", "2"]),
        ("特集", "特集", ["特集"]),
        ("…", "", []),
        ("", "", []),
    ],
)
def test_an_issue_has_one_form_however_it_is_printed(printed, slug, keys):
    assert (issues.slug(printed), issues.keys(printed)) == (slug, keys)


def test_a_slug_is_its_own_slug():
    for printed in ["36", "lettre-54", "hors-serie-printemps-2012", "36-37", "7-bis"]:
        assert issues.slug(printed) == printed


def test_a_run_of_pages_is_found_by_each_of_them():
    assert issues.page_keys("pp. 20-22") == ["20-22", "20", "22", "21"]
    assert issues.page_keys("1-3000") == ["1-3000", "1", "3000"]
    assert issues.page_keys("p. 3") == ["3"]


@pytest.mark.parametrize(
    "typed, slugs",
    [
        ("n° 36 des Cahiers", ["36"]),
        ("Cahiers n°36", ["36"]),
        ("numéro 36 Cahiers", ["36"]),
        ("lettre n° 54", ["lettre-54"]),
        ("no 36", ["36"]),
        ("hors-série formation", ["hors-serie-formation", "hors-serie"]),
        ("36", []),
        ("loi 2008-3", []),
        ("dernier numéro 2018", []),
        ("numéro 06 12 34 56 78", []),
        ("non 3 fois", []),
        ("n° 5,5", []),
    ],
)
def test_a_typed_text_names_issues(typed, slugs):
    assert [mention.slug for mention in issues.mentions(typed)] == slugs


# What they are called, and in which order they stand


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("36", "n°\u00a036"),
        ("N°036", "n°\u00a036"),
        ("№ 36", "n°\u00a036"),
        ("nos 36 et 37", "n°\u00a036-37"),
        ("n° 36 bis", "n°\u00a036 bis"),
        ("hors-série n° 2", "hors-série n°\u00a02"),
        ("vol. 3, n° 2", "vol. 3, n°\u00a02"),
        ("n° 1 (2004)", "n°\u00a01 (2004)"),
        ("2004/3", "2004/3"),
        ("printemps 2012", "printemps 2012"),
        ("", ""),
    ],
)
def test_a_number_has_one_name_and_others_are_called_as_printed(printed, name):
    assert issues.name(printed) == name


@pytest.mark.parametrize(
    "printed",
    [
        ["n° 2", "n° 9", "n° 10", "n° 36", "n° 36 bis", "n° 37", "n° 37-38", "n° 100"],
        ["hors-série 2", "hors-série n° 10", "hors-série Formation"],
        ["vol. 2, n° 12", "vol. 3, n° 1", "vol. 3, n° 10", "vol. 10, n° 1"],
        ["mai 2004", "juin 2004", "janvier 2005"],
        ["n° 3 (2003)", "n° 1 (2004)", "n° 2 (2004)"],
    ],
)
def test_issues_of_one_series_stand_in_their_order(printed):
    places = [issues.place(issues.slug(number)) for number in printed]
    assert len({place.numbering for place in places}) == 1
    assert [place.rank for place in places] == sorted(place.rank for place in places)


def test_special_issues_and_volumes_stand_apart_from_numbers():
    numberings = {issues.place(issues.slug(number)).numbering for number in ("36", "hors-série 36")}
    assert (
        len(numberings | {issues.place("vol-3-2").numbering, issues.place("mai-2004").numbering})
        == 4
    )


def test_an_issue_may_cover_several_numbers():
    assert issues.covered(["36-37", "40", "36-bis", "hors-serie-2"]) == {36, 37, 40}


def test_a_year_is_a_number_only_of_a_magazine_that_has_come_so_far():
    assert issues.covered(["1", "2004"]) == {1}
    assert issues.covered(["1", "1899", "2004"]) == {1, 1899, 2004}


def test_roman_pages_come_first_and_pages_that_are_not_known_last():
    pages = ["", "p. 12", "3", "IX", "pp. iv-vi", "20-22"]
    in_order = sorted(pages, key=issues.page_place)
    assert in_order == ["pp. iv-vi", "IX", "3", "p. 12", "20-22", ""]
    assert issues.page_place("ix") == (0, 9)


@pytest.mark.parametrize(
    ("printed", "name"),
    [("20-22", "p.\u00a020–22"), ("page 3", "p.\u00a03"), ("couverture", "couverture"), ("", "")],
)
def test_a_page_is_called_by_its_number_or_as_printed(printed, name):
    assert issues.page_name(printed) == name


@given(st.text(max_size=100))
def test_any_text_has_a_name_and_a_place(printed):
    place = issues.place(issues.slug(printed))
    assert len(place.numbering) <= 100 and len(place.rank) <= issues.LONGEST_RANK
    assert isinstance(issues.name(printed), str)
    assert issues.page_place(printed) <= (2, 0)
