"""What the texts of an index say that acronyms stand for."""

from collections.abc import Mapping, Sequence

from archive.search.engines.whoosh.index.snapshot import Snapshot

FIELD = "acronym"
MARK = "="  # between an acronym and what it stands for


def expansions(snapshot: Snapshot) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return {acronym as printed: [(expansion, editorials)]}, the most said first.

    An index made without the field has none.
    """
    return snapshot.once(("expansions",), lambda: _expansions(snapshot))


def _expansions(snapshot: Snapshot) -> dict[str, list[tuple[str, int]]]:
    by_acronym: dict[str, list[tuple[str, int]]] = {}
    for pair, editorials in snapshot.facet(FIELD).top(snapshot.all()):
        acronym, _mark, words = pair.partition(MARK)
        by_acronym.setdefault(acronym, []).append((words, editorials))
    return by_acronym
