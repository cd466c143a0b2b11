"""The order of a text that the index keeps no order of."""

import numpy as np

from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.spelling import alphabetical


def read_order(snapshot: Snapshot, mask: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of a text that the index keeps no order of, and which documents have it.

    It is read document by document: slow, but right.
    """
    docs = np.flatnonzero(mask)
    texts = [alphabetical(snapshot.stored(doc).get(name) or "") for doc in docs.tolist()]
    rank = {text: number for number, text in enumerate(sorted(set(texts)))}
    ranks, has_text = np.zeros(snapshot.size, np.int64), np.zeros(snapshot.size, bool)
    ranks[docs] = [rank[text] for text in texts]
    has_text[docs] = list(map(bool, texts))
    return ranks, has_text
