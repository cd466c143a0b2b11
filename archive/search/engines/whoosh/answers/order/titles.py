"""What the words of titles weigh."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import idfs
from archive.search.engines.whoosh.answers.words.meaning import language_key
from archive.search.engines.whoosh.index.postings import Postings
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words.conflation import KeyTable
from archive.search.words.analysis import DEFAULT_LANGUAGE, FUNCTION_WORDS


def title_weights(snapshot: Snapshot) -> np.ndarray:
    """Return the sum of the idf of each document's title's words, float32.

    Function words count nothing.
    """
    return snapshot.once(("title weights",), lambda: _title_weights(snapshot))


class _Titled(NamedTuple):
    """A segment that has titles, and what its files hold of them."""

    base: int  # the number of its first document
    size: int
    stems: KeyTable  # of the lexicon
    documents: np.ndarray  # how many have each term in their text
    titles: Postings
    functions: np.ndarray  # the terms that are function words


def _title_weights(snapshot: Snapshot) -> np.ndarray:
    weights = np.zeros(snapshot.size, np.float32)
    parts = list(_titled(snapshot))
    if not parts:
        return weights
    # How many documents have each stem, all segments together: the forms of a stem share a hash.
    counts = np.concatenate([part.documents[part.stems.numbers] for part in parts])
    hashes = np.concatenate([part.stems.hashes for part in parts])
    _distinct, place = np.unique(hashes, return_inverse=True)
    total = np.minimum(np.bincount(place, counts), snapshot.size)
    telling = idfs(snapshot, total)[place].astype(np.float32)
    for part in parts:
        numbers = part.stems.numbers
        of_term = np.empty(len(numbers), np.float32)
        of_term[numbers], telling = telling[: len(numbers)], telling[len(numbers) :]
        of_term[part.functions] = 0
        of_posting = np.repeat(of_term, np.diff(part.titles.start))
        of_doc = np.bincount(part.titles.docs, of_posting, minlength=part.size)
        weights[part.base : part.base + part.size] = of_doc
    return weights


def _titled(snapshot: Snapshot) -> Iterator[_Titled]:
    functions = snapshot.terms(LEXICON, chain.from_iterable(FUNCTION_WORDS.values()))
    stem = language_key(DEFAULT_LANGUAGE)
    for segment, base, terms in zip(snapshot.segments, snapshot.bases, functions, strict=True):
        titles, texts = segment.postings("title"), segment.postings(LEXICON)
        if titles is None or texts is None:
            continue
        stems = segment.keys(LEXICON, stem)
        if stems is not None:
            documents = np.diff(texts.start)
            yield _Titled(base, segment.size, stems, documents, titles, terms)
