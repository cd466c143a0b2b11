"""Dumps written as other programs, presses and databases give them: each must be read wholly."""

import json
from pathlib import Path

import pytest

from archive.ingest.dumps import read
from archive.text import fold, plain

DUMPS = Path(__file__).parents[2] / "data" / "dumps"
EXPECTED = [json.loads(line) for line in (DUMPS / "expected.jsonl").open(encoding="utf-8")]


def folded(text):
    """Return a text as it is compared: the sort of quotation marks and spaces does not matter."""
    return " ".join(fold((text or "").replace("’", "'")).split())


@pytest.fixture(params=EXPECTED, ids=lambda dump: f"{dump['file']}-{dump.get('order', 1)}")
def expected(request):
    return request.param


@pytest.fixture
def editorial(expected):
    return list(read(DUMPS / expected["file"]))[expected.get("order", 1) - 1]


def test_a_dump_in_any_layout_gives_title_authors_and_day_as_printed(expected, editorial):
    titles = [folded(title) for title in [expected["title"], *expected["title_alt"]]]
    assert folded(editorial.title) in titles
    authors = {folded(byline.name) for byline in editorial.bylines}
    accepted = {folded(name) for name in expected["authors"]}
    assert authors <= accepted and (bool(authors) == bool(accepted) or expected.get("authors_alt"))
    assert len(authors) == expected.get("authors_n", len(authors))
    assert editorial.date in [expected["date"], *expected.get("date_alt", [])]


def test_the_magazine_of_a_dump_is_that_which_it_prints_or_is_left_open(expected, editorial):
    if expected["publication"]:
        assert folded(editorial.publication) in ("", folded(expected["publication"]))


def test_the_text_of_a_dump_begins_and_ends_where_its_author_did(expected, editorial):
    text = folded(plain(editorial.html))
    starts = [expected["body_starts"], *expected.get("body_starts_alt", [])]
    assert text.startswith(tuple(map(folded, starts)))
    assert text.endswith(tuple(map(folded, expected["body_ends"])))
    assert all(folded(part) in text for part in expected["must_contain"])
    assert not [part for part in expected["must_not_contain"] if folded(part) in text]
