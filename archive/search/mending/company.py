"""The company that a typed word keeps: what stands beside it in the query, and in the texts."""

from collections.abc import Sequence
from typing import Generic

from archive.search.mending.texts import Texts, Word

# Places from one word of a pair to the next: « qualité de service », « qualité de leur service ».
APART = 3


class Company(Generic[Word]):
    """The words of a query in their order, and how often two of them follow each other in texts."""

    def __init__(self, texts: Texts[Word], forms: Sequence[str]):
        """`forms` are as `analysis` cuts them, "" stands where one part of a query ends."""
        self._texts = texts
        self._telling: list[Word | None] = []
        for form in forms:
            word = texts.word(form) if form else None
            if word is None or not word.is_function:
                self._telling.append(word)

    def has_neighbours(self, form: str) -> bool:
        """Return True if a telling word stands before or behind a form."""
        return bool(self._neighbours(form))

    def pairs(self, form: str, words: Sequence[Word]) -> list[int]:
        """Return in how many texts each word stands, as a form does, beside one of its neighbours.

        They are the texts of the neighbour with which it stands most often.
        """
        neighbours = self._neighbours(form)
        if not neighbours:
            return [0] * len(words)
        pairs: list[tuple[Word, Word]] = []
        for word in words:
            for neighbour, is_before in neighbours:
                pairs.append((neighbour, word) if is_before else (word, neighbour))
        counts = iter(self._texts.rows(pairs, APART))
        return [max(next(counts) for _neighbour in neighbours) for _word in words]

    def _neighbours(self, form: str) -> list[tuple[Word, bool]]:
        """The known telling words beside a form, and whether each stands before it."""
        neighbours = []
        for place, word in enumerate(self._telling):
            if word is None or word.form != form:
                continue
            for at, is_before in ((place - 1, True), (place + 1, False)):
                if not 0 <= at < len(self._telling):
                    continue
                neighbour = self._telling[at]
                if neighbour is not None and self._texts.has_forms(neighbour):
                    neighbours.append((neighbour, is_before))
        return neighbours
