"""The civilities before a name: they lead to it, and are not looked for themselves."""

import pytest

from .conftest import needs


@pytest.mark.parametrize(
    "question",
    [
        "Mme Delmas",
        "M. Delmas ?",
        "mme delmas",
        "monsieur Delmas",
        "MME DELMAS",
        "Dr Delmas",
        "Maître Delmas",
        "Mme de Delmas",
        "Mme d’Delmas",
    ],
)
@needs("ranking")
def test_a_civility_need_not_be_in_what_names_the_person(make_editorial, answer, titles, question):
    make_editorial("Une patronne", "<p>Madame Delmas reprend la maison.</p>")
    make_editorial("Autres", "<p>M. Roux, Mme Blanc, le Dr Noir et Maître Vert.</p>")
    assert titles(q=question) == ["Une patronne"]
    answered = answer(q=question)
    assert answered.levels == {1: 1}
    assert [word.count for word in answered.words if word.counts] == [1]


@pytest.mark.parametrize("question", ["M. Dupont", "Mme Dupont", "Pr Dupont"])
@needs("ranking")
def test_of_a_name_that_nobody_has_no_civility_is_an_answer(make_editorial, answer, question):
    make_editorial("Autres", "<p>M. Roux, Mme Blanc et le Pr Noir.</p>")
    answered = answer(q=question)
    assert not answered.hits and not answered.count
    assert [word.typed for word in answered.words if word.is_unknown] == ["dupont"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Mme", "Mme Blanc."),
        ("« Mme Blanc »", "Mme Blanc."),
        ("professeur principal", "Le professeur des écoles."),
        ("docteur SVI", "Un docteur."),
        ("DR Paris", "La DR de Lyon."),
        ("Mme -Blanc", "Mme Noir."),
        ("mme directrice vente", "Mme Noir."),
    ],
)
def test_a_civility_alone_or_before_no_name_is_looked_for(make_editorial, titles, question, text):
    make_editorial("Un", f"<p>{text}</p>")
    make_editorial("Deux", "<p>Une chaise.</p>")
    assert titles(q=question) == ["Un"]
