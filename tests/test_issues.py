import pytest

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
