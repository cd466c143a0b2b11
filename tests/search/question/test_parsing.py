import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.question.parsing import MOST_CLAUSES, Clause, Kind, Term, parse


def terms(typed):
    return [term for clause in parse(typed).clauses for term in clause.terms]


def test_words_are_clauses_of_their_own():
    assert [str(clause) for clause in parse("centre  d’appels").clauses] == ["centre", "d’appels"]


@pytest.mark.parametrize(
    "typed", ['"centre d’appels"', "« centre d’appels »", "“centre d’appels”", '"centre d’appels']
)
def test_any_quotation_mark_makes_a_phrase(typed):
    assert terms(typed) == [Term("centre d’appels", Kind.PHRASE)]


def test_a_minus_excludes_but_a_hyphen_does_not():
    excluded, hyphened = parse("-salon télé-usine").clauses
    assert excluded == Clause((Term("salon"),), excluded=True)
    assert hyphened == Clause((Term("télé-usine"),))


@pytest.mark.parametrize("word", ["OU", "OR"])
def test_or_joins_its_two_neighbours_only(word):
    assert [
        len(clause.terms) for clause in parse(f"prix qualité {word} service client").clauses
    ] == [1, 2, 1]


@pytest.mark.parametrize(
    "typed, field",
    [
        ("auteur:dupont", "author"),
        ("author:dupont", "author"),
        ("titre:dupont", "title"),
        ("Mot-clé:dupont", "tag"),
        ("revue:dupont", "publication"),
    ],
)
def test_a_field_has_a_french_and_an_english_name(typed, field):
    assert terms(typed) == [Term("dupont", Kind.WORD, field)]


def test_an_unknown_field_is_words():
    assert terms("http://exemple.fr 10:30") == [Term("http://exemple.fr"), Term("10:30")]


def test_prefix_proximity_and_dates():
    assert terms("form*") == [Term("form", Kind.PREFIX)]
    assert terms('"qualité service"~5') == [Term("qualité service", Kind.PHRASE, slop=5)]
    assert terms("date:2001..2004") == [Term("2001..2004", Kind.DATE, "date")]
    assert terms("date:..2004-02") == [Term("..2004-02", Kind.DATE, "date")]


def test_an_impossible_date_is_looked_for_as_words():
    assert terms("date:2001-13-45") == [Term("2001-13-45")]
    assert parse("mot date:2001-13-45 date:2001").undated == ("2001-13-45",)


@pytest.mark.parametrize(
    "typed", ["", "  ", "****", '""', "((((", "-", "- -", ":", "\0", "\ud800", "« »"]
)
def test_what_holds_no_letter_is_an_empty_query(typed):
    assert parse(typed).clauses == ()


def test_a_huge_query_is_cut_and_says_so():
    parsed = parse("mot%d " * 1 % 1 + " ".join(f"mot{n}" for n in range(10_000)))
    assert len(parsed.clauses) == MOST_CLAUSES and parsed.cut
    assert parse("a" * 1_000_000).cut


PIECES = [
    "mot",
    "é",
    '"',
    "-",
    "OR",
    "OU",
    "*",
    ":",
    "~5",
    "auteur:",
    "date:",
    "2001..2004",
    "..",
    "(",
    ")",
    " ",
    "«",
    "’",
    "x-y",
    "\0",
    "10:30",
]


@given(
    st.text()
    | st.lists(st.sampled_from(PIECES)).map("".join)
    | st.lists(st.sampled_from(PIECES)).map(" ".join)
)
@example("titre:-x")
@example("DATE:-0")
@example(",AUTEUR:0")
@example("0 OR)")
def test_printing_a_query_and_parsing_it_again_gives_the_same(typed):
    parsed = parse(typed)
    assert parse(str(parsed)).clauses == parsed.clauses
