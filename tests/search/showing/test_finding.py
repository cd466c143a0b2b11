"""Where words and phrases stand in a text."""

import pytest

from archive.search.question.answers import Phrase
from archive.search.showing.finding import find

TEXT = "Le plateau dort encore. On y entend la ventilation, et rien d’autre."
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


def test_a_form_within_another_word_is_not_marked():
    assert find("les rappels et l’appel", {"appel", "appels"}) == [(17, 22, "appel")]


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


@pytest.mark.parametrize(
    "printed", ["Télé-travail, régulier", "TELETRAVAIL REGULIER", "teletravail « régulier"]
)
def test_a_phrase_is_marked_however_its_first_word_is_printed(printed):
    phrase = [{"télétravail"}, {"régulier"}]
    text = f"Un autotélétravail régulier, un télétravail ; un {printed}."
    assert [text[s:e] for s, e, _form in find(text, (), [phrase])] == [printed]


@pytest.mark.parametrize("printed", ["bœuf bourguignon", "boeuf bourguignon", "BŒUF BOURGUIGNON"])
def test_a_phrase_may_begin_with_letters_printed_as_one(printed):
    assert len(find(f"du {printed}", (), [[{"boeuf"}, {"bourguignon"}]])) == 1


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


def test_of_numbers_that_begin_alike_the_longest_is_marked_in_whatever_order_they_come():
    for year in range(1900, 1999):
        forms = {f"{year}", f"{year}{year + 1}"}
        assert find(f"Bilan {year}-{year + 1}", forms) == [(6, 15, f"{year}{year + 1}")]
