"""The addresses of searches, each the one canonical form of what it asks."""

from urllib.parse import quote_plus, urlencode

from django.urls import reverse

from archive.search.question.query import FACETS, NOT, SAFE, Question


def address(question: Question, path: str = "", **look: str) -> str:
    """Of a search's page; `look` is how the page shows it. `path` is that of the search, where many are made."""
    parameters = question.address()
    shown = urlencode({name: value for name, value in look.items() if value})
    return (
        (path or reverse("search"))
        + parameters
        + (f"{'&' if parameters else '?'}{shown}" if shown else "")
    )


class Narrowed:
    """The addresses of a search with a value of a facet more or less. A page has a hundred of them, of which all but
    that value is the same: it is written once."""

    def __init__(self, question: Question, path: str, **look: str):
        pairs = question.at_page(1).parameters() + [
            (name, value) for name, value in look.items() if value
        ]
        self._path = path
        self._filters = {pair: self._said(pair) for pair in question.filters}
        self._before = [self._said(pair) for pair in pairs if pair[0] == "q"]
        self._after = [
            self._said(pair) for pair in pairs if pair[0] != "q" and pair[0] not in FACETS
        ]

    def having(self, facet: str, value: str) -> str:
        """With the value, `-` before it for those that do not have it; then no longer with its opposite."""
        opposite = value[1:] if value.startswith(NOT) else NOT + value
        filters = self._filters | {(facet, value): self._said((facet, value))}
        filters.pop((facet, opposite), None)
        return self._address(filters)

    def without(self, facet: str, value: str) -> str:
        return self._address(
            {pair: said for pair, said in self._filters.items() if pair != (facet, value)}
        )

    def _address(self, filters: dict[tuple[str, str], str]) -> str:
        parameters = "&".join(
            [*self._before, *(filters[pair] for pair in sorted(filters)), *self._after]
        )
        return f"{self._path}?{parameters}" if parameters else self._path

    @staticmethod
    def _said(pair: tuple[str, str]) -> str:
        return f"{pair[0]}={quote_plus(pair[1], safe=SAFE)}"
