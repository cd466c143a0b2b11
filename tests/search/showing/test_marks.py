from archive.search.question.answers import Answer, Word
from archive.search.question.query import Question
from archive.search.showing import marks
from archive.search.showing.finding import find


def test_the_forms_that_were_matched_are_marked():
    answer = Answer(
        words=[
            Word("appel", [("appel", 2), ("appels", 5)], 6),
            Word("de", [("de", 9)], 9, counts=False),
        ]
    )
    assert marks.forms(Question(q="appel de"), answer) == {"appel", "appels"}


def test_the_words_typed_are_marked_where_no_forms_are_known():
    assert marks.forms(Question(q='l’Appel "autre chose" -salon form*'), Answer(by="database")) == {
        "l",
        "appel",
    }


def test_phrases_are_marked_as_a_whole():
    assert marks.phrases(Question(q='"centre d’appels" -"après-vente" seul')) == [
        [{"centre"}, {"d"}, {"appels"}]
    ]


def test_a_compound_in_a_phrase_is_its_parts():
    phrases = marks.phrases(Question(q='"service après-vente"'))
    assert phrases == [[{"service"}, {"après"}, {"vente"}]]
    assert find("Le service après-vente.", (), phrases) == [(3, 22, "service")]


def test_nothing_is_marked_where_nothing_was_typed():
    assert marks.forms(Question(), Answer()) == set() and marks.phrases(Question()) == []
