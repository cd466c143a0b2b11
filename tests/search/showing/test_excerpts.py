"""The passages of a text: which are shown, where they are cut, what is marked in them."""

from hypothesis import given
from hypothesis import strategies as st

from archive.search.showing.excerpts import mark_html, passages

TEXT = (
    "Le plateau dort encore. On y entend la ventilation, et rien d’autre.\n\n"
    "À huit heures, M. Fabre ouvre les lignes : les téléconseillers s’installent, le C.R.M. s’éveille. "
    "Trois semaines plus tard, la télé-usine tournait. Personne ne s’en est plaint."
)


def shown(text, forms, **more):
    return [str(passage.html()) for passage in passages(text, forms, **more)]


def test_the_passage_is_the_sentence_that_holds_the_word():
    assert shown(TEXT, {"ventilation"}) == [
        "On y entend la <mark>ventilation</mark>, et rien d’autre."
    ]


def test_an_abbreviation_ends_no_sentence():
    assert shown(TEXT, {"lignes"})[0].startswith(
        "À huit heures, M. Fabre ouvre les <mark>lignes</mark>"
    )


def test_a_text_may_begin_with_an_abbreviation():
    assert shown("M. Fabre décroche. Puis rien.", {"fabre"}) == ["M. <mark>Fabre</mark> décroche."]


def test_acronyms_hyphens_and_elisions_are_marked_as_the_analyzer_reads_them():
    assert "<mark>C.R.M</mark>." in shown(TEXT, {"crm"})[0]
    assert "<mark>télé-usine</mark>" in shown(TEXT, {"téléusine"})[0]
    assert "s’<mark>installent</mark>" in shown(TEXT, {"installent"})[0]


def test_two_far_passages_with_different_words_are_both_shown():
    assert len(shown(TEXT, {"ventilation", "plaint"})) == 2


def test_the_passage_with_more_different_words_is_taken():
    text = (
        "Mot seul, mot. "
        + "Rien ici. " * 40
        + "Un mot rare. "
        + "Rien encore. " * 40
        + "Rare, rare, rare."
    )
    assert shown(text, {"mot", "rare"}, length=60)[-1] == "Un <mark>mot</mark> <mark>rare</mark>."


def test_of_two_passages_that_overlap_the_better_is_shown():
    text = "Un mot ici, " + "puis rien, " * 12 + "un cas rare dit le mot, un peu rare aussi."
    assert "<mark>rare</mark> dit le <mark>mot</mark>" in " ".join(
        shown(text, {"mot", "rare"}, length=100)
    )


def test_without_a_match_the_beginning_is_shown():
    assert shown(TEXT, {"absent"}) == ["Le plateau dort encore."]
    assert shown("", {"absent"}) == []


def test_a_long_sentence_is_cut_between_words_around_the_match():
    text = "mot " * 200 + "cible " + "mot " * 200
    passage = passages(text, {"cible"}, length=100)[0]
    assert passage.before and passage.after
    assert len(passage.text) <= 100
    assert set(passage.text.split()) == {"mot", "cible"}


def test_markup_in_a_text_is_escaped():
    assert shown("Un <script>mot</script>.", {"mot"}) == [
        "Un &lt;script&gt;<mark>mot</mark>&lt;/script&gt;."
    ]


def test_marking_html_leaves_tags_and_entities_alone():
    html = '<p><a href="http://strong.example/">strong</a> &amp; amp</p>'
    assert str(mark_html(html, {"strong", "amp"})) == (
        '<p><a href="http://strong.example/"><mark>strong</mark></a> &amp; <mark>amp</mark></p>'
    )


@given(
    st.text(),
    st.sets(st.text(min_size=1, max_size=5), max_size=4),
    st.integers(min_value=20, max_value=300),
)
def test_marks_are_always_in_order_within_the_passage(text, forms, length):
    for passage in passages(text, forms, length=length):
        ends = [0, *(place for mark in passage.marks for place in mark), len(passage.text)]
        assert ends == sorted(ends)


def test_no_sentence_is_shown_twice():
    said = "Le médiateur répond à qui lui écrit. "
    filling = "Rien de cela ici. " * 20
    text = said + filling + said + filling + "Un autre médiateur se tait. " + filling + said
    shown = [passage.text for passage in passages(text, ["médiateur"])]
    assert shown == [said.strip(), "Un autre médiateur se tait."]
    assert len(passages(said + filling + said, ["médiateur"])) == 1
