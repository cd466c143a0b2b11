"""A search as its address states it."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from archive import dates
from archive.search.question.parsing import LONGEST, Clause, Typed, parse

FACETS = ("year", "publication", "author", "tag", "language")
SORTS = ("relevance", "newest", "oldest", "title")
PAGE_SIZE = 20
LARGEST_PAGE = 100
DEEPEST = 10_000  # results that can be paged to; further ones are reached by narrowing
MOST_VALUES = 50  # values of one facet in one address
SAFE = ":*,()"  # in an address, where people read them
NOT = "-"  # before a facet's value: those that do not have it


@dataclass(frozen=True)
class Question:
    """What is asked, in one canonical form: two addresses that ask the same make equal questions.

    `filters` holds (facet, value) pairs, a value with `-` before it being excluded; a year may be a decade (`200X`).
    `since` and `until` are EDTF. `words`: how many typed words must be there at least (None: the engine decides).
    """

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    since: str = ""
    until: str = ""
    words: int | None = None
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def read(cls, params) -> "Question":
        """A QueryDict -> Question; whatever is odd in it is left out, so nothing that is sent is an error."""
        filters = {
            (facet, _value(value))
            for facet in FACETS
            for value in params.getlist(facet)[:MOST_VALUES]
        }
        return cls(
            q=str(parse(params.get("q", "")[: LONGEST * 4])),
            filters=tuple(sorted((f, v) for f, v in filters if v.strip(NOT))),
            **_span(_edtf(params.get("from", "")), _edtf(params.get("to", ""))),
            words=_number(params.get("words", ""), 1, 99, None),
            sort=params.get("sort") if params.get("sort") in SORTS else "relevance",
            page=_number(params.get("page", ""), 1, 10**9, 1),
            page_size=_number(params.get("page_size", ""), 1, LARGEST_PAGE, PAGE_SIZE),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The address's parameters in their one order, without what is as usual."""
        pairs = [("q", self.q), *self.filters, ("from", self.since), ("to", self.until)]
        pairs += [
            ("words", str(self.words or "")),
            ("sort", "" if self.sort == "relevance" else self.sort),
        ]
        pairs += [("page", str(self.page) if self.page > 1 else "")]
        pairs += [("page_size", str(self.page_size) if self.page_size != PAGE_SIZE else "")]
        return [(name, value) for name, value in pairs if value]

    def address(self) -> str:
        """`?q=…&tag=…`, or "" where nothing is asked."""
        pairs = [f"{name}={_quoted(value)}" for name, value in self.parameters()]
        return f"?{'&'.join(pairs)}" if pairs else ""

    @cached_property
    def typed(self) -> Typed:
        return parse(self.q)

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.filters or self.since or self.until)

    def chosen(self, facet: str) -> list[str]:
        return [
            value for name, value in self.filters if name == facet and not value.startswith(NOT)
        ]

    def excluded(self, facet: str) -> list[str]:
        return [
            value[1:] for name, value in self.filters if name == facet and value.startswith(NOT)
        ]

    # The questions that its links lead to: each starts again at page 1.

    def asking(self, q: str) -> "Question":
        return replace(self, q=str(parse(q)), words=None, page=1)

    def without_clause(self, clause: Clause) -> "Question":
        return replace(self, q=str(self.typed.without(clause)), words=None, page=1)

    def with_filter(self, facet: str, value: str) -> "Question":
        opposite = value[1:] if value.startswith(NOT) else NOT + value
        filters = {pair for pair in self.filters if pair != (facet, opposite)} | {(facet, value)}
        return replace(self, filters=tuple(sorted(filters)), page=1)

    def without_filter(self, facet: str, value: str) -> "Question":
        return replace(
            self, filters=tuple(pair for pair in self.filters if pair != (facet, value)), page=1
        )

    def without_facet(self, facet: str) -> "Question":
        return replace(
            self, filters=tuple(pair for pair in self.filters if pair[0] != facet), page=1
        )

    def between(self, since: str, until: str) -> "Question":
        return replace(self, since=since, until=until, page=1)

    def with_words(self, words: int | None) -> "Question":
        return replace(self, words=words, page=1)

    def sorted_by(self, sort: str) -> "Question":
        return replace(self, sort=sort, page=1)

    def at_page(self, page: int) -> "Question":
        return replace(self, page=page)


@lru_cache(maxsize=1000)  # the hundred links of a page have the same words and values
def _quoted(value: str) -> str:
    return quote_plus(value, safe=SAFE)


def _value(text: str) -> str:
    return "".join(char for char in text[:200].strip() if char.isprintable())


def _edtf(text: str) -> str:
    try:
        return dates.valid(text.strip()) if text.strip() else ""
    except ValueError:
        return ""


def _span(since: str, until: str) -> dict[str, str]:
    """The two dates in their order."""
    if since and until:
        (first, _end), (_start, last) = dates.bounds(since), dates.bounds(until)
        if first and last and first > last:
            since, until = until, since
    return {"since": since, "until": until}


def _number(text: str, least: int, most: int, otherwise):
    return (
        min(max(int(text), least), most)
        if text.isascii() and text.isdigit() and len(text) < 12
        else otherwise
    )
