"""What the editors say of a search: pins, weights, corrections."""

import datetime

import pytest

from archive.models import Equivalent, Publication, steering
from archive.search import ask, reading
from archive.search.question.parsing import parse
from archive.search.question.query import Question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_starter_list(db):
    Equivalent.objects.all().delete()


def read(typed: str, **asked):
    return reading.read(Question(q=str(parse(typed)), **asked))


@pytest.mark.parametrize("typed", ["centre d’appels", "Centre  d'appels", "CENTRE D'APPELS"])
def test_a_pinned_query_is_known_in_any_case_and_spacing(make_editorial, typed):
    one, two = make_editorial("Un"), make_editorial("Deux")
    steering.pin(str(parse("Centre d'appels")), [two.pk, one.pk])
    assert read(typed).question.pinned == (two.pk, one.pk)


def test_a_query_with_another_word_is_another(make_editorial):
    steering.pin("accueil", [make_editorial("Un").pk])
    assert read("accueil banque").question.pinned == ()
    assert read("accueil", sort="newest").question.pinned == ()
    assert read("accueil", literal=True).question.pinned == ()


def test_a_pin_ends_with_its_last_day(make_editorial):
    today = datetime.date.today()
    steering.pin("accueil", [make_editorial("Un").pk], until=today + datetime.timedelta(1))
    assert read("accueil").question.pinned
    steering.pin("accueil", [make_editorial("Un").pk], until=today - datetime.timedelta(2))
    assert read("accueil").question.pinned == ()


def test_a_pinned_editorial_that_was_withdrawn_since_is_passed_over(make_editorial):
    one, two = make_editorial("Un"), make_editorial("Deux")
    steering.pin("accueil", [one.pk, two.pk])
    one.state = "withdrawn"
    one.save()
    assert read("accueil").question.pinned == (two.pk,)


def test_weights_are_asked_of_every_order_by_relevance(make_editorial):
    make_editorial(publication="Décroché", section="Courrier")
    steering.weigh("publication", "decroche", 2)
    steering.weigh("section", "Courrier", 0.5)
    weights = (("publication", "decroche", 2.0), ("section", "Courrier", 0.5))
    assert read("accueil").question.weights == weights
    assert read("accueil", sort="oldest").question.weights == ()


def test_a_weight_follows_a_magazine_to_its_new_address(make_editorial):
    make_editorial(publication="Décroché")
    steering.weigh("publication", "decroche", 2)
    magazine = Publication.objects.get()
    magazine.slug = "decroche-la-revue"
    magazine.save()
    assert read("accueil").question.weights == (("publication", "decroche-la-revue", 2.0),)


def test_a_correction_is_suggested():
    steering.correct_words("sevice", "service")
    answer = ask(Question(q="qualité de sevice"))
    assert answer.suggestion == "qualité de service" and answer.reading == []


def test_a_correction_is_read_instead_and_told(make_editorial):
    steering.correct_words("sevices", "service client", instead=True)
    result = read("qualité sevice -banque")
    assert str(result.question.typed) == "qualité service client -banque"
    assert result.reading == (("correction", "sevice", ("service client",)),)
    assert result.question.q == "qualité sevice -banque" and result.suggestion == ""


def test_what_is_read_instead_has_its_own_equivalents():
    steering.correct_words("bgu", "bug", instead=True)
    steering.add(["bug", "bogue"])
    assert [one.kind for one in read("bgu").reading] == ["correction", "equivalent"]
    assert read("bgu OU puce").question.typed.clauses[0].terms[0].text == "bug"


def test_nothing_is_corrected_in_a_phrase():
    steering.correct_words("sevice", "service", instead=True)
    assert read('"sevice"').reading == ()
