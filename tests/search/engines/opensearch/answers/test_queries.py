"""What is asked of the cluster, as its query language has it."""

import re
from datetime import date

import pytest

from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    all_of,
    any_of,
    around,
    fitting,
    has_token,
    in_row,
    may_be_of,
    merged,
    synonyms,
    tokens_of,
)
from archive.search.engines.opensearch.index.mapping import HUNDREDTH, LONGEST_POSITION


def test_a_junction_of_one_is_itself_and_of_none_what_it_means():
    one = has_token("text", ["appel"])
    assert any_of([one]) == all_of([one]) == one
    assert (any_of([]), all_of([])) == (NOTHING, ALL)


def test_what_has_no_token_is_nothing():
    assert has_token("text", []) == NOTHING == synonyms("text", [], 1.0)
    assert in_row("text", [["centre"], []]) == NOTHING == around("text", [[], ["appel"]], 3)


# Words that score


def boost_of(query: dict) -> tuple[int, float]:
    """How many hundredths of a count lack, and the boost, as `mapping.similarity` reads them."""
    ((_kind, body),) = query.items()
    ((_field, asked),) = body.items()
    lacking, boost = divmod(asked["boost"], HUNDREDTH)
    return int(lacking), boost


@pytest.mark.parametrize("share, lacking", [(1.0, 0), (0.8, 20), (0.5, 50), (1 / 3, 67)])
def test_a_boost_tells_how_much_each_count_counts(share, lacking):
    assert boost_of(synonyms("text", ["appel", "appels"], 3.5, share)) == (lacking, 3.5)


def test_like_words_are_asked_once_with_the_boosts_of_all():
    both = [synonyms("text", ["~appel"], 2.0, 0.8), synonyms("text", ["~appel"], 1.5, 0.8)]
    (once,) = merged(both)
    assert boost_of(once) == (20, 3.5)


@pytest.mark.parametrize(
    "other",
    [
        synonyms("title", ["~appel"], 2.0, 0.8),
        synonyms("text", ["~appel"], 2.0, 0.5),
        synonyms("text", ["%appel"], 2.0, 0.8),
    ],
)
def test_other_words_fields_and_shares_are_asked_for_themselves(other):
    both = [synonyms("text", ["~appel"], 2.0, 0.8), other]
    assert merged(both) == both


def test_what_is_no_word_is_asked_once_and_counts_so_many_times():
    best = {"dis_max": {"queries": [synonyms("text", ["appel"], 2.0)]}}
    assert merged([best, best]) == [{"function_score": {"query": best, "weight": 2.0}}]


def test_hundreds_of_forms_are_cut_between_two_of_them():
    forms = [f"forme{number:04}" for number in range(1000)]
    asked = synonyms("text", forms, 1.0)["match"]["text"]["query"]
    assert len(asked) <= LONGEST_POSITION
    assert set(asked.split("|")) <= set(forms)


# Words beside each other


def test_each_gap_of_a_row_is_bounded_by_itself():
    row = in_row("text", [["a"], ["b"], ["c"]], [2, 5])["span_near"]
    assert (row["slop"], row["in_order"]) == (4, True)
    inner, last = row["clauses"]
    assert inner["span_near"]["slop"] == 1
    assert last == {"span_term": {"text": "c"}}


def test_a_row_without_gaps_is_one_span():
    row = in_row("text", [["centre"], ["d"], ["appel", "appels"]])["span_near"]
    assert (row["slop"], len(row["clauses"])) == (0, 3)


def test_the_tokens_of_a_row_are_told():
    row = in_row("text", [["centre", "centres"], ["d"], ["appel"]], 3)
    assert sorted(tokens_of(row)) == ["appel", "centre", "centres", "d"]


# Patterns


@pytest.mark.parametrize(
    "pattern, fits, fits_not",
    [
        ("t*phone", ["telephone", "tphone"], ["mégaphone", "telephones"]),
        ("*phone", ["phone", "telephone"], ["~phone", "%telephone", "=telephone"]),
        ("*eph*", ["telephone", "eph"], ["phone"]),
        ("=t*phone", ["=telephone"], ["telephone"]),
        ("a.b*", ["a.bc"], ["axbc"]),
    ],
)
def test_a_star_stands_for_letters_of_a_form_and_no_marked_term_fits(pattern, fits, fits_not):
    expression = re.compile(fitting(pattern)["value"])
    assert all(map(expression.fullmatch, fits))
    assert not any(map(expression.fullmatch, fits_not))


# Times


def test_what_may_be_of_a_time_is_dated_and_overlaps_it():
    first, last = date(2001, 3, 1), date(2001, 3, 31)
    assert may_be_of(first, last)["bool"]["filter"] == [
        {"exists": {"field": "earliest"}},
        {"range": {"latest": {"gte": first.toordinal()}}},
        {"range": {"earliest": {"lte": last.toordinal()}}},
    ]


def test_an_open_time_leaves_out_only_what_is_not_dated():
    assert may_be_of(None, None) == {"exists": {"field": "earliest"}}
