"""The words by which a question opens: they say that one is asked, and nothing of what."""

import pytest

from .conftest import needs


@pytest.mark.parametrize(
    "question",
    [
        "Combien de téléusines ?",
        "combien de téléusines",
        "Faut-il une téléusine ?",
        "What is téléusine?",
    ],
)
@needs("ranking")
def test_what_opens_a_question_need_not_be_in_what_answers(
    make_editorial, answer, titles, question
):
    make_editorial("Une téléusine", "<p>La téléusine de la parole.</p>")
    make_editorial("Autre", "<p>Combien faut-il de chaises ? What is a chair?</p>")
    assert titles(q=question) == ["Une téléusine"]
    answered = answer(q=question)
    assert answered.levels == {1: 1}
    assert [word.count for word in answered.words if word.counts] == [1]


def test_asking_words_at_other_places_or_alone_are_looked_for(make_editorial, titles):
    make_editorial("Un", "<p>Le pourquoi et le comment.</p>")
    make_editorial("Deux", "<p>Une chaise, à faire face au mur.</p>")
    assert titles(q="Comment ?") == ["Un"]
    assert set(titles(q="chaise pourquoi")) == {"Un", "Deux"}
    assert titles(q="faire mur") == ["Deux"]
