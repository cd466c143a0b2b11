"""A name taken out of texts, however it is printed."""

import re

import pytest

from archive import masking
from archive.masking import MASK, Mask

JEAN = Mask(["Jean Dupré", "J. Dupré", "M. Dupré"])


@pytest.mark.parametrize(
    "printed",
    [
        *("Jean Dupré", "JEAN DUPRÉ", "jean dupre", "Jean\u00a0Dupré", "Jean-Dupré", "J. Dupré"),
        *("J.\u202fDupré", "Jean\nDupré"),
    ],
)
def test_a_form_is_found_whatever_its_case_accents_and_spaces(printed):
    assert JEAN.text(f"Hier {printed}, seul.") == f"Hier {MASK}, seul."


@pytest.mark.parametrize(
    "other", ["Jean Dupréau", "Jean", "Dupré", "Jean et Dupré", "Les Jean Dup"]
)
def test_other_names_stay(other):
    assert JEAN.text(other) == other and not JEAN.is_in(other)


def test_tags_within_a_name_stay_and_attributes_that_hold_it_go():
    html = '<p><b>Jean</b> <i>Dupré</i>, <a href="https://x.fr/jean-dupre" rel="me">lui</a>.</p>'
    assert JEAN.html(html) == f'<p><b>{MASK}</b><i></i>, <a rel="me">lui</a>.</p>'


def test_a_drop_capital_in_tags_of_its_own_hides_no_name():
    html = '<p><span class="lettrine">J</span>ean Dupré part. <b>J</b>eanne Dupré reste.</p>'
    masked = f'<p><span class="lettrine">{MASK}</span> part. <b>J</b>eanne Dupré reste.</p>'
    assert JEAN.html(html) == masked


def test_an_address_that_writes_its_letters_otherwise_goes_too():
    link = '<a href="https://example.org/Jean%20Dupr%C3%A9">ici</a>'
    assert Mask(["Jean Dupré"]).html(link) == "<a>ici</a>"


def test_the_longest_form_goes_as_one():
    assert Mask(["Dupré", "Jean Dupré"]).text("Jean Dupré, Dupré") == f"{MASK}, {MASK}"


def test_forms_are_lines_each_once_and_short_ones_are_told():
    assert masking.forms(" Jean  Dupré \n\nJean Dupré\nJ. Dupré") == ["Jean Dupré", "J. Dupré"]
    assert masking.is_too_short("Lô") and not masking.is_too_short("Dupré")
    assert Mask([]).text("Rien.") == "Rien." and not Mask(["…"]).is_in("…")


@pytest.mark.parametrize(
    "typed", ["Antonín Dvořák", "antonin dvorak", "Antoni\u0301n Dvor\u030ca\u0301k"]
)
@pytest.mark.parametrize(
    "printed",
    [
        *("Antonín Dvořák", "ANTONÍN DVOŘÁK", "Antoni\u0301n Dvor\u030ca\u0301k"),
        *("Antonín Dvo\u00adřák", "Antonín\u200b Dvořák\u200b", "Antonin\u200bDvorak"),
    ],
)
def test_accents_of_all_languages_and_what_nobody_sees_hide_no_name(typed, printed):
    mask = Mask([typed])
    assert mask.text(f"Hier {printed}, seul.") == f"Hier {MASK}, seul."
    assert re.search(mask.loosely(), printed, re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        *(("Lukasz", "Łukasz"), ("Łukasz", "LUKASZ"), ("Žižek", "ŽIŽEK"), ("Loeuil", "Lœuil")),
        *(("Dupont & Fils", "Dupont &amp; Fils"), ("Dupont &amp; Fils", "DUPONT & FILS")),
        *(("Жанна", "ЖАННА"), ("Weiss", "Weiß"), ("Lœuil", "LOEUIL")),
    ],
)
def test_letters_are_found_as_they_are_typed_elsewhere(typed, printed):
    mask = Mask([typed])
    assert mask.text(f"Hier {printed}.") == f"Hier {MASK}."
    assert re.search(mask.loosely(), printed, re.IGNORECASE)


def test_a_word_that_only_begins_like_the_name_stays():
    for other in ("Dupre\u0301au", "Dupré\u00adau", "a\u0301Dupré", "anti\u00adDupré"):
        assert Mask(["Dupré"]).text(other) == other


@pytest.mark.parametrize("tag", ["cite", "abbr", "q", "mark", "em"])
def test_a_tag_within_a_word_hides_no_name(tag):
    assert JEAN.html(f"J<{tag}>ean</{tag}> Dupré") == f"{MASK}<{tag}></{tag}>"


@pytest.mark.parametrize(
    "other", ["Jean Dupr<b>é</b>e", "Jean <b>Dupré</b>au", "Jean Dupr<i>éau</i>"]
)
def test_a_word_that_goes_on_behind_a_tag_is_another_name(other):
    assert JEAN.html(other) == other


@pytest.mark.parametrize("behind", ["<sup>1</sup>", "</b>, dit-il", "</b><i>directeur</i>"])
def test_what_is_another_word_behind_a_tag_hides_no_name(behind):
    assert JEAN.html(f"<b>Jean Dupré{behind}") == f"<b>{MASK}{behind}"
