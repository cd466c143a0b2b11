"""Addresses that are put together from parts are those that the questions themselves have."""

from hypothesis import given
from hypothesis import strategies as st

from archive.search.question.query import FACETS, Question
from archive.views.search.addresses import FacetAddresses, address

VALUES = st.sampled_from(["a", "b", "-a", "-b", "été & co", "199X", "2001", "x/y?z#"])
PAIRS = st.tuples(st.sampled_from(FACETS), VALUES)
QUESTIONS = st.builds(
    Question,
    q=st.sampled_from(["", "qualité", '"a b"~5 -c', "date:2001..2004"]),
    filters=st.sets(PAIRS).map(sorted).map(tuple),
    since=st.sampled_from(["", "2001", "2001-02"]),
    words=st.sampled_from([None, 2]),
    sort=st.sampled_from(["relevance", "oldest"]),
    page=st.sampled_from([1, 7]),
)
BARS = st.sampled_from(["", "share"])


@given(QUESTIONS, PAIRS, BARS)
def test_a_value_more_leads_where_the_question_with_it_does(question, pair, bars):
    addresses = FacetAddresses(question, "/search/", bars=bars)
    assert addresses.having(*pair) == address(question.with_filter(*pair), "/search/", bars=bars)


@given(QUESTIONS, PAIRS, BARS)
def test_a_value_less_leads_where_the_question_without_it_does(question, pair, bars):
    addresses = FacetAddresses(question, "/search/", bars=bars)
    assert addresses.without(*pair) == address(
        question.without_filter(*pair), "/search/", bars=bars
    )
