"""Which words that come stand where words that go stood: among the same words.

The words within a few places of each are counted, weighted by how rare they are, and compared by
the cosine of both lists.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from archive.concordance.keeping import Concordance
from archive.concordance.phrases import is_telling
from archive.concordance.seeking import Phrase, occurrences_of

REACH = 5  # pieces on either side
MOST_READ = 2000  # occurrences of a word in a volume: more say the same
ALIKE = 0.42  # of the cosine: less is chance
MOST = 12


class Succession(NamedTuple):
    """A word that went, one that came in its contexts, and how alike these are, up to 1."""

    went: Phrase
    came: Phrase
    alike: float


def successions(
    concordance: Concordance, gone: Sequence[Phrase], come: Sequence[Phrase]
) -> list[Succession]:
    """Return which of these words took whose place, the likest first; each word comes once."""
    if not gone or not come:
        return []
    contexts = _contexts(concordance, [*gone, *come])
    alike = contexts[: len(gone)] @ contexts[len(gone) :].T
    pairs: list[Succession] = []
    taken_rows: set[int] = set()
    taken_columns: set[int] = set()
    for place in np.argsort(-alike, axis=None).tolist():
        row, column = divmod(place, len(come))
        if alike[row, column] < ALIKE or len(pairs) == MOST:
            break
        if row in taken_rows or column in taken_columns or set(gone[row]) & set(come[column]):
            continue
        taken_rows.add(row)
        taken_columns.add(column)
        pairs.append(Succession(gone[row], come[column], float(alike[row, column])))
    return pairs


def _contexts(concordance: Concordance, phrases: Sequence[Phrase]) -> np.ndarray:
    """Return for each phrase the weights of the words beside it, of length 1 together."""
    columns: dict[str, int] = {}
    parts = []
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        beside = np.zeros((len(phrases), len(volume.of_term) - 1), np.float32)
        for row, phrase in enumerate(phrases):
            places = occurrences_of(volume, [phrase], counts).places
            step = max(len(places) // MOST_READ, 1)
            steps = [*range(-REACH, 0), *range(len(phrase), len(phrase) + REACH)]
            at = (places[::step, None] + np.array(steps)).ravel()
            at = at[(at >= 0) & (at < len(volume.stream))]
            beside[row] = np.bincount(volume.stream[at], minlength=beside.shape[1])
        used = np.flatnonzero(beside.sum(axis=0) > 1)
        words = [volume.term(term) for term in used.tolist()]
        kept = [place for place, word in enumerate(words) if is_telling(word)]
        used = used[kept]
        frequency = np.diff(volume.of_term.astype(np.int64))[used]
        weights = np.log(len(volume.stream) / np.maximum(frequency, 1))
        numbers = _numbered(columns, (words[place] for place in kept))
        parts.append((numbers, np.log1p(beside[:, used]) * weights))
    together = np.zeros((len(phrases), len(columns)), np.float32)
    for numbers, weighted in parts:
        together[:, numbers] += weighted
    lengths = np.linalg.norm(together, axis=1, keepdims=True)
    return together / np.maximum(lengths, 1e-9)


def _numbered(columns: dict[str, int], words: Iterable[str]) -> np.ndarray:
    """Return the column of each word, new ones for those that have none."""
    return np.array([columns.setdefault(word, len(columns)) for word in words], np.int64)
