"""What a question finds, by the index."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from archive.models import Editorial
from archive.search import ask, database, freshness
from archive.search.query import Question

pytestmark = pytest.mark.django_db


def answer(**asked):
    freshness.drain()
    found = ask(Question.read(QueryDict(urlencode(asked, doseq=True))))
    assert found.by == "index"
    return found


def titles(**asked) -> list[str]:
    names = dict(Editorial.objects.values_list("pk", "title"))
    return [names[hit.id] for hit in answer(**asked).hits]


@pytest.fixture
def three(make_editorial):
    make_editorial("Mars", "<p>La télé-usine du secteur : C.R.M. et qualité.</p>", date="2001-03", tags=["voix"])
    make_editorial(
        "Juin", "<p>La qualité du service, en mars comme en juin.</p>", date="2001-06-15", authors=["Zoé Abgrall"]
    )
    make_editorial("Sans date", "<p>La téléusine, une usine de la parole.</p>", language="fr")


def test_any_word_finds_and_those_with_all_come_first(three):
    assert titles(q="qualité service") == ["Juin", "Mars"]
    assert answer(q="qualité service").levels == {2: 1, 1: 2}
    assert titles(q="qualité service", words="2") == ["Juin"]


def test_a_word_that_nobody_holds_is_one_of_the_words(three):
    found = answer(q="qualité service zzzz")
    assert found.levels == {3: 0, 2: 1, 1: 2} and found.count == 2
    assert answer(q="qualité service zzzz", words="3").count == 0
    assert answer(q="qualité service zzzz", words="9").level == 3
    assert answer(q="zzzz yyyy").levels == {}


@pytest.mark.parametrize("by_index", [True, False])
def test_an_editorial_is_counted_once_in_a_decade_though_in_several_years(three, make_editorial, by_index):
    make_editorial("Deux hivers", "<p>Entre deux.</p>", date="1998/2001")
    found = answer(year="2001") if by_index else database.ask(Question.read(QueryDict("year=2001")))
    assert found.years == {1998: 1, 1999: 1, 2000: 1, 2001: 3}
    assert found.decades == {"199X": 1, "200X": 3}


def test_the_database_says_that_it_heeded_only_the_beginning(three):
    words = ["qualité"] * database.MOST_CLAUSES
    distinct = " ".join(f"{word}{number}" for number, word in enumerate(words))
    assert not database.ask(Question(q=distinct)).cut
    assert database.ask(Question(q=f"{distinct} -service")).cut and not answer(q=f"{distinct} -service").cut


@pytest.mark.parametrize("typed", ["télé-usine", "téléusine", "télé usine", "TÉLÉ-USINE", "tele-usine"])
def test_a_compound_is_found_however_it_is_written(three, typed):
    assert set(titles(q=typed)) == {"Mars", "Sans date"}


@pytest.mark.parametrize("typed", ["CRM", "C.R.M.", "crm"])
def test_an_acronym_is_found_with_and_without_dots(three, typed):
    assert titles(q=typed) == ["Mars"]


@pytest.mark.parametrize("typed", ["mars 2001", "Mars 2001", "2001-03"])
def test_a_typed_date_finds_what_was_printed_then(three, typed):
    assert titles(q=typed)[0] == "Mars"


def test_a_typed_day_finds_its_editorial_and_says_that_the_date_did(three):
    assert titles(q="15 juin 2001")[0] == "Juin"
    assert answer(q="15 juin 2001").hits[0].why["date"] == ["15", "juin", "2001"]


def test_a_name_with_a_slip_in_it_is_read_as_the_archive_has_it(three):
    found = answer(q="Abgral")
    assert [word.read_as for word in found.words] == ["abgrall"]
    assert titles(q="Abgral") == ["Juin"]


def test_what_the_archive_does_not_know_finds_nothing_rather_than_everything(three):
    assert answer(q="zzzqqq").count == 0
    assert answer(q="zzzqqq", tag="voix").count == 0


def test_a_phrase_keeps_its_function_words_and_an_exclusion_excludes(three):
    assert titles(q='"du secteur"') == ["Mars"]
    assert titles(q='"la secteur"') == []
    assert titles(q="qualité -service") == ["Mars"]


def test_a_facets_own_choice_does_not_empty_it(three):
    years = {value.value: value.count for value in answer(q="qualité", year="2001", tag="voix").facets["year"]}
    assert years == {"2001": 1}
    tags = {value.value: value.count for value in answer(q="qualité", tag="voix").facets["tag"]}
    assert tags == {"voix": 1}


@pytest.mark.parametrize(
    "asked",
    [
        {"q": '"' + "de la " * 600 + '"'},
        {"q": "a-" * 900},
        {"to": "2001/..", "from": "../2001"},
        {"q": "(" * 5000},
        {"q": "\0\ud800".encode("utf-8", "replace").decode()},
        {"q": "mot " * 10_000},
        {"page": "9" * 9},
    ],
)
def test_odd_questions_have_an_answer(three, asked):
    assert answer(**asked).count >= 0


@pytest.mark.parametrize("asked", [{"from": "../2001"}, {"to": "2001/.."}, {"q": "date:../2001"}, {"from": "2001-06"}])
def test_the_database_reads_dates_as_the_index_does(three, asked):
    question = Question.read(QueryDict(urlencode(asked)))
    assert {hit.id for hit in database.ask(question).hits} == {hit.id for hit in answer(**asked).hits}
