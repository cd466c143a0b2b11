"""The editorials of the times and the issues that typed words name.

They are raised, and no other is left out: so « mars 2001 » and « lettre 54 » find
their editorials, whatever words these use.
"""

from collections.abc import Iterator

from archive import asked_dates, issues
from archive.search.engines.opensearch.answers.narrowing import is_within
from archive.search.engines.opensearch.answers.queries import Query, any_of, having
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.typed_fields import EXACT_OF
from archive.search.words.analysis import tokenize


def raised(reader: Reader, text: str) -> dict[str, Query]:
    """Return for each form of a time or an issue in a typed text the query of what is of it."""
    queries: dict[str, list[Query]] = {}
    for start, end, query in _named(reader, text):
        for token in tokenize(text[start:end]):
            queries.setdefault(token.form, []).append(query)
    return {form: any_of(of_form) for form, of_form in queries.items()}


def _named(reader: Reader, text: str) -> Iterator[tuple[int, int, Query]]:
    """Where a time or an issue is named in a text, and the query of what is of it."""
    times = [(start, end, is_within(edtf)) for start, end, edtf in asked_dates.find(text)]
    mentions = []
    for start, end, slug in issues.mentions(text):
        for key in (slug, issues.number(slug)):
            mentions.append((start, end, having(EXACT_OF["issue"], [key])))
    reader.counts(query for _start, _end, query in (*times, *mentions))
    for start, end, query in times:
        if reader.count(query):
            yield start, end, query
    read_until = 0
    for start, end, query in mentions:
        if start < read_until:  # a longer reading of it was an issue
            continue
        if reader.count(query):
            read_until = end
            yield start, end, query
