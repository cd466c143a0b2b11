"""ISSNs as they are typed, and the slips that their last figure tells."""

import pytest

from archive import issns


@pytest.mark.parametrize("typed", ["1234-5679", "12345679", "ISSN 1234-5679", " issn: 1234–5679 "])
def test_an_issn_is_written_one_way(typed):
    assert issns.valid(typed) == "1234-5679"


def test_an_issn_may_end_with_x():
    assert issns.valid("2434-561x") == "2434-561X"


@pytest.mark.parametrize(
    "typed", ["1234-5678", "2143-5679", "", "1234", "1234-56791", "abcd-efgh", "1234-5679\0"]
)
def test_what_is_no_issn_is_refused(typed):
    with pytest.raises(ValueError, match="no ISSN"):
        issns.valid(typed)
