"""The company that a typed word keeps: what stands beside it in the query, and in the texts."""

from collections.abc import Sequence

from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.words.meaning import Meaning, meaning
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms

# Places from one word of a pair to the next: « qualité de service », « qualité de leur service ».
APART = 3


class Company:
    """The words of a query in their order, and how often two of them follow each other in texts."""

    def __init__(self, snapshot: Snapshot, forms: Sequence[str]):
        """`forms` are as `analysis` cuts them, "" stands where one part of a query ends."""
        self._snapshot = snapshot
        self._telling: list[Meaning | None] = []
        for form in forms:
            word = meaning(snapshot, form) if form else None
            if word is None or not word.is_function:
                self._telling.append(word)

    def has_neighbours(self, form: str) -> bool:
        """Return True if a telling word stands before or behind a form."""
        return bool(self._neighbours(form))

    def pairs(self, form: str, terms: Terms) -> int:
        """Return in how many texts some terms stand, as a form does, beside one of its neighbours.

        They are the texts of the neighbour with which they stand most often.
        """
        most = 0
        for neighbour, is_before in self._neighbours(form):
            slots = [neighbour.in_any_language(), terms]
            if not is_before:
                slots.reverse()
            most = max(most, len(phrase(self._snapshot, LEXICON, slots, APART).docs))
        return most

    def _neighbours(self, form: str) -> list[tuple[Meaning, bool]]:
        """The known telling words beside a form, and whether each stands before it."""
        neighbours = []
        for place, word in enumerate(self._telling):
            if word is None or word.form != form:
                continue
            for at, is_before in ((place - 1, True), (place + 1, False)):
                if not 0 <= at < len(self._telling):
                    continue
                neighbour = self._telling[at]
                if neighbour is not None and any(map(len, neighbour.in_any_language())):
                    neighbours.append((neighbour, is_before))
        return neighbours
