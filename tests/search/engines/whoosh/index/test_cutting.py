"""Many texts cut at once give the postings that each of them gives by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engines.whoosh.index.cutting import Cut, Cutter
from archive.search.words.analysis import PARAGRAPH, paragraph_places, positions

LETTERS = st.text("aàéœzZÉI09'’-.&_ \u202f\u0301\u00ad()\n", max_size=40)


def places_of(cut: Cut, text: int) -> dict[str, list[int]]:
    """What a cut says of one text, as `positions` says it."""
    found, at = {}, 0
    for term, of_text, count in zip(cut.of_terms, cut.texts, cut.counts, strict=True):
        if of_text == text:
            found[cut.terms[term].decode()] = cut.places[at : at + count].tolist()
        at += count
    return found


def assert_cut_alike(fields):
    cuts = Cutter().cut(fields)
    assert len(cuts) == len(fields)
    for texts, cut in zip(fields, cuts, strict=True):
        for number, text in enumerate(texts):
            places, _length = positions(text, capitals=True)
            length = sum(map(len, places.values()))
            begun = paragraph_places(text)
            if begun:
                places[PARAGRAPH] = begun
            assert places_of(cut, number) == places
            assert cut.lengths[number] == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "le client, le Client et la Cliente",
        "Paris et Lyon, puis Paris",
        "le SI du CRM; LE SI EST EN PANNE; le S.I. aussi",
        "l’après-vente et la télé-usine, aujourd'hui",
        "10 000 francs au 39 75, 01.02.03.04",
        "C.R.M. R&D est-il a-t-il don’t",
        "mot " * 300,
        "de 1 000 à 10 000\u202f000, le 39\u00a075 12, 1  000, a1 000 et 3\n500 fois",
    ],
)
def test_a_text_is_cut_as_by_itself(text):
    assert_cut_alike([[text]])


def test_each_text_of_each_field_has_its_own_places():
    assert_cut_alike([["un deux", "", "deux Trois"], ["", "", ""], ["Trois", "SI", "SI"], []])


def test_where_paragraphs_begin_stands_under_a_term_of_its_own():
    text = "Un appel.\n\nL’attente,\nencore.\n\n***\n\nLe SI."
    [cut] = Cutter().cut([["Deux lignes\nici", text]])
    assert places_of(cut, 0)[PARAGRAPH] == [2]
    assert places_of(cut, 1)[PARAGRAPH] == [2, 5, 5]
    assert_cut_alike([[text, ""], ["\n\n", text]])


def test_rows_of_capitals_end_with_their_text():
    assert_cut_alike([["le SI", "SI CRM", "CRM SVI"], ["SVI"]])


@given(st.lists(st.lists(LETTERS, max_size=4), max_size=3))
def test_whatever_is_written(fields):
    assert_cut_alike(fields)


def test_it_forgets_what_it_met_when_that_is_too_much(monkeypatch):
    monkeypatch.setattr(Cutter, "MOST_PIECES", 3)
    cutter = Cutter()
    for text in ("un deux trois quatre", "quatre cinq", "Six SI"):
        (cut,) = cutter.cut([[text]])
        assert places_of(cut, 0) == positions(text, capitals=True)[0]


def test_half_a_character_parts_words_and_breaks_nothing():
    assert_cut_alike([["un \ud800deux tr\udfffois", "mot"]])
