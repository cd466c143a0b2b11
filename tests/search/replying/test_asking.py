"""What a question asks for."""

import pytest

from archive.search.replying.asking import LONGEST, asked
from archive.search.replying.kinds import Kind


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("Qui tenait le standard à Plouzélan ?", Kind.PERSON, ["tenait", "standard", "plouzélan"]),
        (
            "combien de cassettes contient l’armoire",
            Kind.NUMBER,
            ["cassettes", "contient", "armoire"],
        ),
        ("En quelle année la loi est-elle votée ?", Kind.DATE, ["loi", "votée"]),
        ("Où la carte a-t-elle été achetée ?", Kind.PLACE, ["carte", "achetée"]),
        ("Pourquoi le client attend", Kind.REASON, ["client", "attend"]),
        ("Qu’est-ce qu’un S.V.I. ?", Kind.DEFINITION, ["svi"]),
        ("Comment mesurer l’attente ?", Kind.MANNER, ["mesurer", "attente"]),
        ("Donnez un exemple de label", Kind.THING, ["exemple", "label"]),
        ("Quelle est la date ?", Kind.DATE, ["date"]),
    ],
)
def test_a_question_tells_its_words_and_what_would_answer_it(typed, kind, words):
    question = asked(typed)
    assert question.kind is kind
    assert [word.form for word in question.words] == words


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "relation client",
        "l’attente quand il rappelle",
        "le client qui attend",
        "qui que quoi ?",
        "où est-ce ?",
        "؟",
        "سؤال",
        "Pourquoi " + "mot " * LONGEST,
        "x" * 10_000 + " ?",
        "\x00 ?",
    ],
)
def test_what_is_no_question_or_has_no_words_of_its_own_asks_nothing(typed):
    assert asked(typed) is None


def test_a_name_is_told_by_its_capital_but_not_at_the_beginning():
    question = asked("Delmas est-elle cliente de Laval ?")
    assert [word.form for word in question.words if word.is_name] == ["laval"]
