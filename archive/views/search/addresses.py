"""The addresses of searches, each the one canonical form of what it asks."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.urls import get_script_prefix, reverse

from archive.search.question.query import FILTERS, SAFE, Question, opposite

Pair = tuple[str, str]  # a parameter's name and its value


def address(question: Question, path: str = "", **look: str) -> str:
    """Return the address of a search's page; `look` is how the page shows it.

    `path` is that of the search, where many addresses are made.
    """
    if not path:
        path = search_path()
    parameters = question.address()
    appearance = urlencode(_with_value(look))
    if appearance:
        appearance = f"{'&' if parameters else '?'}{appearance}"
    return path + parameters + appearance


def search_path() -> str:
    """Return what the addresses of all searches begin with."""
    return _search_path(get_script_prefix())


@lru_cache(maxsize=4)
def _search_path(_site: str) -> str:
    return reverse("search")


class FacetAddresses:
    """The addresses of a search with a value of a facet more or less.

    A page has a hundred of them, of which all but that value is the same: it is written once.
    """

    def __init__(self, question: Question, path: str, **look: str):
        self._path = path
        self._filters = {pair: _parameter(pair) for pair in question.filters}
        self._before: list[str] = []
        self._after: list[str] = []
        for pair in [*question.at_page(1).parameters(), *_with_value(look)]:
            if pair[0] == "q":
                self._before.append(_parameter(pair))
            elif pair[0] not in FILTERS:
                self._after.append(_parameter(pair))
        # Around the only filter, as most searches would have it: they have none.
        self._begin = f"{path}?" + "".join(f"{parameter}&" for parameter in self._before)
        self._end = "".join(f"&{parameter}" for parameter in self._after)

    def having(self, facet: str, value: str) -> str:
        """Return the address with the value, `-` before it for those that do not have it.

        It is then no longer with its opposite.
        """
        if not self._filters:
            return f"{self._begin}{_parameter((facet, value))}{self._end}"
        filters = self._filters | {(facet, value): _parameter((facet, value))}
        filters.pop((facet, opposite(value)), None)
        return self._address(filters)

    def without(self, facet: str, value: str) -> str:
        """Return the address without the value."""
        filters = dict(self._filters)
        filters.pop((facet, value), None)
        return self._address(filters)

    def _address(self, filters: Mapping[Pair, str]) -> str:
        chosen = [filters[pair] for pair in sorted(filters)]
        parameters = "&".join([*self._before, *chosen, *self._after])
        return f"{self._path}?{parameters}" if parameters else self._path


def _with_value(look: Mapping[str, str]) -> list[Pair]:
    return [pair for pair in look.items() if pair[1]]


@lru_cache(maxsize=1000)  # most pages have the same years and names
def _parameter(pair: Pair) -> str:
    name, value = pair
    return f"{name}={quote_plus(value, safe=SAFE)}"
