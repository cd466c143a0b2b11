"""Answers to questions by the API: passages, and whether they are sure."""

import pytest

from archive.search.upkeep import freshness

QUESTION = "Qui tenait le standard à Plouzélan ?"


@pytest.fixture
def archive(make_editorial):
    text = (
        "<p>Ma grand-mère avait le 7.</p><p>Trois cents habitants, onze abonnés. À Plouzélan,"
        " le standard était tenu par Mlle Kerdoncuff. Elle répondait une fois sur deux.</p>"
    )
    fields = {"authors": ["Anne Martin"], "publication": "Ligne ouverte", "date": "2001-02"}
    editorial = make_editorial("Trente-neuf fois", text, source_id="lo-09", **fields)
    for number, subject in enumerate(("casque", "plateau", "salon", "courrier", "budget")):
        make_editorial(f"Le {subject}", f"<p>Un {subject} de l’année {2001 + number}.</p>")
    freshness.drain()
    return editorial


def test_a_question_is_answered_by_a_passage_with_its_source(get, archive):
    answered = get("answers", q=QUESTION)
    assert answered["sure"] is True
    first = answered["answers"][0]
    assert 0 < first.pop("score") <= 1
    assert first.pop("text").startswith("Trois cents habitants")
    assert first == {
        "id": archive.pk,
        "source_id": "lo-09",
        "title": "Trente-neuf fois",
        "url": f"http://testserver{archive.get_absolute_url()}",
        "date": "2001-02",
        "date_display": "février 2001",
        "authors": ["Anne Martin"],
        "publication": "Ligne ouverte",
        "paragraph": 2,
        "sentence": "À Plouzélan, le standard était tenu par Mlle Kerdoncuff.",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Ma grand-mère",
        "qui que quoi ?",
        "Pourquoi ?",
        "من كان يرد على الهاتف ؟",
        "Pourquoi " + "le standard " * 900 + "?",
        '"Qui" OU -(',
        "\U0001f600 ?",
    ],
)
def test_what_is_no_question_that_could_be_answered_has_no_answer(get, archive, typed):
    assert get("answers", q=typed) == {"sure": False, "answers": []}


def test_what_the_archive_does_not_say_is_not_sure(get, archive):
    assert get("answers", q="Quand la tour Eiffel a-t-elle été construite ?")["sure"] is False
    assert get("answers", q="Qui dirige le standard de Besançon en 1998 ?")["sure"] is False


def test_what_is_withdrawn_answers_no_more(get, archive):
    archive.state = "withdrawn"
    archive.save()
    assert get("answers", q=QUESTION)["sure"] is False


def test_what_cannot_be_asked_is_refused(get, archive):
    assert "NUL" in get("answers", status=400, q="Qui\0 ?")["detail"]


def test_dear_questions_are_limited_as_searches_are(get, settings, archive):
    settings.SEARCH_LIMIT, settings.TRUSTED_PROXIES = 1, 1
    dear = " ".join(f"mot{number}" for number in range(30))
    get("answers", q=dear)
    assert "detail" in get("answers", status=429, q=dear)
