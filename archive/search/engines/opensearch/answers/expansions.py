"""What the texts of an index say that acronyms stand for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.models import shown
from archive.models.stamps import State
from archive.search.engines.opensearch.answers.reader import Reader

FIELD = "acronym"
MARK = "="  # between an acronym and what it stands for
MOST = 10_000  # pairs, the most said

# What this process knows of the index, and the state of the database, which tells what others take
# in: they strike it off `Stale`.
Moment = tuple[tuple[str, int], State]
Senses = list[tuple[str, int]]  # expansions of one acronym, each with its editorials


class _Read(NamedTuple):
    """What was read last, and when: the pairs with their editorials, and what came of them."""

    moment: Moment | None
    pairs: list[tuple[str, int]]
    by_acronym: dict[str, Senses]


_latest = _Read(None, [], {})


def expansions(reader: Reader) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return {acronym as printed: [(expansion, editorials)]}, the most said first.

    It is the very object of the time before where no pair has changed: what is made of it lasts.
    The nodes are asked once as long as nothing is taken in.
    """
    global _latest
    moment = reader.moment, shown.state()
    if moment == _latest.moment:
        return _latest.by_acronym
    pairs = reader.values(FIELD, MOST)
    if pairs == _latest.pairs:
        _latest = _latest._replace(moment=moment)
        return _latest.by_acronym
    by_acronym: dict[str, Senses] = {}
    for pair, count in pairs:
        acronym, _mark, words = pair.partition(MARK)
        by_acronym.setdefault(acronym, []).append((words, count))
    _latest = _Read(moment, pairs, by_acronym)
    return by_acronym
