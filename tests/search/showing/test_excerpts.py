import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.question.answers import Phrase
from archive.search.showing.excerpts import mark_html, passages
from archive.search.showing.finding import find

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


NEAR = Phrase([{"plateau", "plateaux"}, {"ventilation"}], slop=7)


def test_words_that_stand_near_each_other_are_found_one_by_one():
    assert [TEXT[start:end] for start, end, _form in find(TEXT, (), [NEAR])] == [
        "plateau",
        "ventilation",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le plateau dort. Un, deux, trois, quatre, cinq, six, sept, la ventilation.",
        "La ventilation du plateau.",
        "Le plateau, les ventilations.",
        "La ventilation, la ventilation.",
        "",
    ],
)
def test_words_too_far_apart_or_in_another_order_are_not(text):
    assert find(text, (), [NEAR]) == []


def test_of_several_the_nearest_make_the_pair():
    text = "Un plateau ici, puis mille mots de plus avant que le plateau ait sa ventilation."
    (first, _end, _form), _second = find(text, (), [NEAR])
    assert first == text.rindex("plateau")


def test_a_long_text_of_the_same_words_is_soon_looked_through():
    phrase = Phrase([{"de"}] * 8, slop=99)
    assert len(find("de " * 30_000, (), [phrase])) == 30_000


def test_an_abbreviation_ends_no_sentence():
    assert shown(TEXT, {"lignes"})[0].startswith(
        "À huit heures, M. Fabre ouvre les <mark>lignes</mark>"
    )


def test_a_text_may_begin_with_an_abbreviation():
    assert shown("M. Fabre décroche. Puis rien.", {"fabre"}) == ["M. <mark>Fabre</mark> décroche."]


def test_acronyms_hyphens_and_elisions_are_marked_as_the_analyzer_reads_them():
    assert (
        "<mark>C.R.M.</mark>" in shown(TEXT, {"crm"})[0]
        or "<mark>C.R.M</mark>" in shown(TEXT, {"crm"})[0]
    )
    assert "<mark>télé-usine</mark>" in shown(TEXT, {"téléusine"})[0]
    assert "s’<mark>installent</mark>" in shown(TEXT, {"installent"})[0]


def test_a_form_within_another_word_is_not_marked():
    assert find("les rappels et l’appel", {"appel", "appels"}) == [(17, 22, "appel")]


def test_two_far_passages_with_different_words_are_both_shown():
    assert len(shown(TEXT, {"ventilation", "plaint"})) == 2


def test_a_phrase_is_marked_only_where_its_words_follow_each_other():
    text = "Le client appelle. Le service client répond."
    assert [
        text[s:e] for s, e, _form in find(text, (), [[{"service"}, {"client", "clients"}]])
    ] == ["service client"]


def test_a_phrase_is_marked_whatever_stands_between_its_words():
    text = "L’après-vente ; le Service\n« après-vente », le service d’après."
    phrase = [{"service"}, {"après"}, {"vente"}]
    assert [text[s:e] for s, e, _form in find(text, (), [phrase])] == ["Service\n« après-vente"]
    assert find("service aprèsvente, sous-service_après ventes", (), [phrase]) == []
    assert find(text, (), [[{"service"}, set()], []]) == []


@pytest.mark.parametrize("typed", ["coeur de métier", "CŒUR DE METIER", "cœur de metier"])
def test_a_phrase_is_marked_whatever_its_accents(typed):
    phrase = [{word} for word in typed.lower().split()]
    for text in ("Au cœur de métier.", "Au coeur de metier."):
        assert [text[s:e].partition(" ")[0] for s, e, _form in find(text, (), [phrase])] == [
            text.split()[1]
        ]


def test_a_phrase_in_another_language_is_marked_as_it_was_typed():
    assert find("El señor Straße", (), [[{"señor"}, {"straße"}]]) == [(3, 15, "señor")]


def test_of_a_phrase_and_a_word_in_it_the_phrase_is_marked():
    spans = find(
        "Le service client, un client, un service client.",
        {"service", "client"},
        [[{"service"}, {"client"}]],
    )
    assert spans == [(3, 17, "service"), (22, 28, "client"), (33, 47, "service")]


def test_no_more_places_are_looked_for_than_are_wanted():
    assert [start for start, _end, _form in find("un mot, " * 50, {"mot", "un"}, most=3)] == [
        0,
        3,
        8,
    ]


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
