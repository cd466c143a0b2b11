"""The words of queries, and odd queries: each is answered."""

import datetime

import pytest
from haystack import connections
from haystack.exceptions import SearchBackendError
from haystack.query import SQ, SearchQuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.upkeep import freshness

BODIES = {
    "Un": "<p>La télé-usine des centres d’appels, dit le C.R.M. Aujourd’hui, un client sur dix attend 39 75.</p>",
    "Deux": "<p>Le téléphone de la téléusine sonne ; le client raccroche. Les coûts montent.</p>",
    "Trois": "<p>Rien de commun avec les autres.</p>",
}


@pytest.fixture
def archive(make_editorial):
    made = {title: make_editorial(title, body) for title, body in BODIES.items()}
    freshness.drain()
    return made


def titles(results):
    return set(results.values_list("title", flat=True))


def raw(query):
    return titles(SearchQuerySet().raw_search(query))


def test_a_compound_is_found_in_one_word_and_in_two(archive):
    for typed in ("télé-usine", "téléusine", "télé usine"):
        assert "Un" in titles(SearchQuerySet().filter(content=typed))
    assert raw("télé-usine") == {"Un", "Deux"}


def test_an_acronym_and_an_elision_are_words(archive):
    assert titles(SearchQuerySet().filter(content="CRM")) == {"Un"}
    assert titles(SearchQuerySet().filter(content="C.R.M.")) == {"Un"}
    assert titles(SearchQuerySet().filter(content="d'appel aujourd'hui")) == {"Un"}


def test_function_words_never_empty_a_query_nor_vanish_from_a_phrase(archive):
    assert titles(SearchQuerySet().filter(content="les coûts du client")) == {"Deux"}
    assert titles(SearchQuerySet().filter(content__exact="téléphone de la téléusine")) == {"Deux"}
    assert titles(SearchQuerySet().filter(content__exact="téléphone téléusine")) == set()
    assert titles(SearchQuerySet().filter(content="avec les")) == {"Trois"}


def test_quotes_and_backslashes_in_a_value_are_part_of_it(make_editorial):
    for section in ('dit « "vrai" »', "a\\", "(b) OR c", "l'un 'l'autre'"):
        editorial = make_editorial(section, section=section)
        freshness.drain()
        assert [r.object for r in SearchQuerySet().filter(section=section).load_all()] == [
            editorial
        ]
        assert [
            r.object for r in SearchQuerySet().filter(section__in=["x", section]).load_all()
        ] == [editorial]


def test_a_value_may_hold_spaces_when_its_beginning_is_asked(make_editorial):
    make_editorial("Un", section="Avant propos")
    freshness.drain()
    assert titles(SearchQuerySet().filter(section__startswith="Avant pr")) == {"Un"}
    assert titles(SearchQuerySet().filter(section__contains="t p")) == {"Un"}


def test_stars_in_a_typed_word_are_no_wildcards(archive):
    assert titles(SearchQuerySet().filter(content__startswith="*ient")) == set()
    assert titles(SearchQuerySet().filter(content="cli*")) == set()


def test_dates_may_be_years_and_months_in_ranges(make_editorial):
    make_editorial("Mars", date="2001-03-15")
    make_editorial("Un an", date="2002")
    freshness.drain()
    assert raw("earliest:2001") == raw("earliest:[2001-02 TO 2001-03]") == {"Mars"}
    assert raw("earliest:{2001 TO]") == {"Un an"}
    assert raw("earliest:[TO 2001-03}") == set()
    assert raw("earliest:[2002 TO 2001]") == raw("earliest:demain") == set()


def test_before_noon_is_before_the_next_day(make_editorial):
    make_editorial("Mars", date="2001-03-15")
    freshness.drain()
    noon = datetime.datetime(2001, 3, 15, 12)
    assert titles(SearchQuerySet().filter(earliest__lt=noon)) == {"Mars"}
    assert titles(SearchQuerySet().filter(earliest__gte=noon)) == set()
    assert titles(SearchQuerySet().filter(earliest__gt=noon)) == set()


BOMBS = {
    "ten thousand words": " ".join(f"mot{number}" for number in range(10_000)),
    "ten thousand words or": " OR ".join(f"mot{number}" for number in range(10_000)),
    "a megabyte": "a" * 10**6,
    "a megabyte of words": "client " * 150_000,
    "marks": "!?.,;:^~*" * 500,
    "stars": "****",
    "patterns": "*a*b" * 500,
    "one pattern": "*e*e*e*e*e*e*e*e*e*e*z",
    "NUL": "cli\0ent",
    "a lone surrogate": "\ud800 client",
    "right to left": "\u202e\u200fclient",
    "ranges": "[to" * 2000,
    "open ranges": "{to " * 2000,
    "brackets": "(" * 20_000,
    "nested brackets": "(" * 2000 + "client" + ")" * 2000,
    "nested negations": "NOT (" * 300 + "client" + ")" * 300,
    "negations": "NOT " * 5000,
    "apostrophes": "'" * 20_000,
    "quotes": '"a' * 9000,
    "escaped quotes": '"' + '\\"' * 10_000,
    "fields": "a:b:" * 3000,
    "a long field": "x" * 30_000 + ":",
    "powers": "a^9^9 " * 1000,
    "fuzzy words": "clientt~9 " * 200,
    "a number too large": "django_id:[1 TO 99999999999999999999999]",
    "no number": "django_id:abc",
    "a far phrase": '"le client"~999999',
    "an unknown field": "nowhere:client",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_every_query_is_answered(archive, bomb):
    for results in (
        SearchQuerySet().raw_search(bomb),
        SearchQuerySet().auto_query(bomb).highlight(),
        SearchQuerySet().filter(content=bomb).facet("tag"),
        SearchQuerySet().filter(title__contains=bomb[:2000]),
        SearchQuerySet().narrow(bomb),
    ):
        assert len(results[:20]) <= 3


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(alphabet=st.sampled_from(list("abé'’\"\\()[]{}*?:^~<>!-+&|. \tAND ORTOto019\0\ud800"))),
    st.data(),
)
def test_any_text_can_be_asked(archive, text, data):
    field = data.draw(st.sampled_from(["content", "tag", "earliest", "year", "django_id"]))
    lookups = ["content", "exact", "contains", "startswith", "endswith", "fuzzy", "gt", "lte", "in"]
    lookup = data.draw(st.sampled_from(lookups))
    value = [text] if lookup == "in" else text
    assert 0 <= SearchQuerySet().filter(**{f"{field}__{lookup}": value}).count() <= 3
    assert 0 <= SearchQuerySet().raw_search(text).count() <= 3


def test_a_query_that_is_cut_is_said_in_the_log(archive, caplog):
    SearchQuerySet().raw_search("client " * 10_000).count()
    assert "read up to character" in caplog.text


def test_thousands_of_keys_can_be_asked_for(archive):
    keys = [editorial.pk for editorial in archive.values()] + list(range(10_000, 12_000))
    assert SearchQuerySet().filter(django_id__in=keys).count() == 3


def test_hundreds_of_conditions_are_answered(archive):
    asked = SQ(title="Un")
    for number in range(300):
        asked |= SQ(title=f"mot{number}")
    assert titles(SearchQuerySet().filter(asked)) == {"Un"}


@pytest.mark.parametrize("start, end", [(10**9, 10**9 + 20), (0, 10**9), (10**12, None)])
def test_huge_pages_are_what_is_left(archive, start, end):
    backend = connections["default"].get_backend()
    found = backend.search("*:*", start_offset=start, end_offset=end)
    assert found["hits"] == 3 and len(found["results"]) == (0 if start else 3)


def test_places_are_refused_rather_than_ignored(archive):
    with pytest.raises(SearchBackendError, match="places"):
        connections["default"].get_backend().search("*:*", within={"field": "place"})
