"""The documents of the times and the issues that typed words name.

They are raised, and no other is left out: so « mars 2001 » and « lettre 54 » find
their editorials, whatever words these use.
"""

from collections.abc import Iterator

import numpy as np

from archive import asked_dates, issues
from archive.search.engines.whoosh.answers.matching import Hits, together
from archive.search.engines.whoosh.answers.narrowing import is_within
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.typed_fields import EXACT_OF
from archive.search.words.analysis import tokenize


def raised(snapshot: Snapshot, text: str) -> dict[str, Hits]:
    """Return for each form of a time or an issue in a typed text the documents that are of it."""
    hits_of: dict[str, Hits] = {}
    for start, end, mask in _named(snapshot, text):
        docs = np.flatnonzero(mask)
        if not len(docs):
            continue
        hits = Hits(docs, np.ones(len(docs), np.float32))
        for token in tokenize(text[start:end]):
            if token.form in hits_of:
                hits_of[token.form] = together([hits_of[token.form], hits])
            else:
                hits_of[token.form] = hits
    return hits_of


def _named(snapshot: Snapshot, text: str) -> Iterator[tuple[int, int, np.ndarray]]:
    """Where a time or an issue is named in a text, and a mask of the documents of it."""
    for start, end, edtf in asked_dates.find(text):
        yield start, end, is_within(snapshot, edtf)
    read_until = 0
    for start, end, slug in issues.mentions(text):
        if start < read_until:  # a longer reading of it was an issue
            continue
        column = snapshot.facet(EXACT_OF["issue"])
        mask = column.having([slug])
        if not mask.any():
            mask = column.having([issues.number(slug)])
        if mask.any():
            read_until = end
            yield start, end, mask
