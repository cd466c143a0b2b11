"""A search as its address states it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from django.http import QueryDict

from archive.parameters import Taken
from archive.search.question.parsing import LONGEST, Clause, Days, Typed, days, parse, valid_or_open

FACETS = ("year", "publication", "issue", "author", "tag", "language")
NAMED = ("publication", "author", "tag")  # of these: their values are the addresses of names
CITED = "cited"  # slugs of what texts name: no column of an index, see `Question.among`
FILTERS = (*FACETS, CITED)
SORTS = ("relevance", "newest", "oldest", "title")
ENTERED = "entered"  # the order of a feed: what came into the archive last is first
PAGE_SIZE = 20
LARGEST_PAGE = 100
DEEPEST = 10_000  # results that can be paged to; further ones are reached by narrowing
MOST_VALUES = 50  # values of one facet in one address
MOST_WORDS = 99  # that can be asked to be there
LAST_PAGE = 10**9  # numbers beyond count as it
LONGEST_NUMBER = 11  # digits; what is longer is no number of an address
LONGEST_VALUE = 200  # characters of a facet's value
# What an address of a search may have, at any of its doors.
TAKEN = Taken(
    (*FILTERS, "q", "from", "to", "words", "sort", "page", "page_size", "literal", "fold"),
    repeatable=FILTERS,
)
SAFE = ":*,()/"  # in an address, where people read them
SWITCH = {"1": True, "0": False}
NOT = "-"  # before a facet's value: those that do not have it


@dataclass(frozen=True)
class Question:
    """What is asked, in one canonical form: two addresses that ask the same make equal questions.

    `filters` holds (facet, value) pairs, a value with `-` before it being excluded; a year may be a
    decade (`200X`). `since` and `until` are EDTF. `words`: how many typed words must be there at
    least (None: the engine decides). `literal`: nothing is read into the words, nothing loosened.
    `fold`: parts, reprints and near-copies come under the best of them (None: as the door does by
    itself). `pinned` are editorials that come first, `weights` (facet, value, factor) what counts
    for more or less: the editors say these, no address does. `among`: the ids of the editorials
    that alone may answer, None for all: what `cited` names is looked up before an index is asked,
    which knows nothing of it. `understood`: the clauses with what
    was read into them, in place of those that were typed.
    """

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    since: str = ""
    until: str = ""
    words: int | None = None
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    literal: bool = False
    fold: bool | None = None
    pinned: tuple[int, ...] = ()
    weights: tuple[tuple[str, str, float], ...] = ()
    among: frozenset[int] | None = None
    understood: Typed | None = None

    @classmethod
    def read(cls, params: QueryDict) -> "Question":
        """Return what an address asks; whatever is odd in it is left out, nothing is an error."""
        filters = set()
        for facet in FILTERS:
            for sent in params.getlist(facet)[:MOST_VALUES]:
                value = _value(sent)
                if value.strip(NOT):
                    filters.add((facet, value))
        since, until = _in_order(_edtf(params.get("from", "")), _edtf(params.get("to", "")))
        sort = params.get("sort", "")
        if sort not in SORTS:
            sort = cls.sort
        return cls(
            q=str(parse(params.get("q", "")[: LONGEST * 4])),
            filters=tuple(sorted(filters)),
            since=since,
            until=until,
            words=_number(params.get("words", ""), MOST_WORDS),
            sort=sort,
            page=_number(params.get("page", ""), LAST_PAGE) or cls.page,
            page_size=_number(params.get("page_size", ""), LARGEST_PAGE) or cls.page_size,
            literal=params.get("literal", "") == "1",
            fold=SWITCH.get(params.get("fold", "")),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """Return the address's parameters in their one order, without what is as usual."""
        pairs = [("q", self.q), *self.filters, ("from", self.since), ("to", self.until)]
        if self.words:
            pairs.append(("words", str(self.words)))
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        if self.page_size != PAGE_SIZE:
            pairs.append(("page_size", str(self.page_size)))
        if self.literal:
            pairs.append(("literal", "1"))
        if self.fold is not None:
            pairs.append(("fold", str(int(self.fold))))
        return [pair for pair in pairs if pair[1]]

    def address(self) -> str:
        """Return `?q=…&tag=…`, or "" where nothing is asked."""
        pairs = "&".join(f"{name}={_quoted(text)}" for name, text in self.parameters())
        return f"?{pairs}" if pairs else ""

    @cached_property
    def typed(self) -> Typed:
        """The clauses of what was typed, or as they were understood."""
        return self.understood or parse(self.q)

    @cached_property
    def span(self) -> Days | None:
        """The days from `since` to `until`; None where neither is asked."""
        if not self.since and not self.until:
            return None
        return days(self.since, self.until)

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.filters or self.since or self.until)

    def chosen(self, facet: str) -> list[str]:
        """Return the values of a facet that are asked for."""
        return self._split(facet)[0]

    def excluded(self, facet: str) -> list[str]:
        """Return the values of a facet that must not be there, without their `-`."""
        return self._split(facet)[1]

    def _split(self, facet: str) -> tuple[list[str], list[str]]:
        """Return the values of a facet that are chosen, and those that are excluded."""
        chosen, excluded = [], []
        for name, value in self.filters:
            if name != facet:
                continue
            if value.startswith(NOT):
                excluded.append(value[1:])
            else:
                chosen.append(value)
        return chosen, excluded

    # The questions that its links lead to: each starts again at page 1.

    def _turned(self, **values) -> "Question":
        """Return it with some other values, in a third of the time of `replace`.

        A page has thirty such links.
        """
        turned = object.__new__(Question)
        state = vars(turned)
        state.update(vars(self), **values)
        for name in WORKED_OUT:
            state.pop(name, None)
        return turned

    def asking(self, q: str) -> "Question":
        return self._turned(q=str(parse(q)), understood=None, words=None, page=1)

    def without_clause(self, clause: Clause) -> "Question":
        return self.asking(str(self.typed.without(clause)))

    def with_filter(self, facet: str, value: str) -> "Question":
        filters = set(self.filters) - {(facet, opposite(value))} | {(facet, value)}
        return self._turned(filters=tuple(sorted(filters)), page=1)

    def without_filter(self, facet: str, value: str) -> "Question":
        filters = tuple(pair for pair in self.filters if pair != (facet, value))
        return self._turned(filters=filters, page=1)

    def between(self, since: str, until: str) -> "Question":
        return self._turned(since=since, until=until, page=1)

    def with_words(self, words: int | None) -> "Question":
        return self._turned(words=words, page=1)

    def sorted_by(self, sort: str) -> "Question":
        return self._turned(sort=sort, page=1)

    def as_page(self) -> "Question":
        """Return the question as a page asks it: folded, unless its address says otherwise."""
        return self if self.fold is not None else self._turned(fold=True)

    def folded(self, fold: bool | None) -> "Question":
        return self._turned(fold=fold, page=1)

    def to_the_letter(self, literal: bool = True) -> "Question":
        return self._turned(literal=literal, page=1)

    def at_page(self, page: int) -> "Question":
        return self._turned(page=page)


# What a question holds beside its fields once it was asked for, and another works out anew.
WORKED_OUT = [name for name, held in vars(Question).items() if isinstance(held, cached_property)]


def opposite(value: str) -> str:
    """Return a facet's value with the `-` of those that do not have it, or without where it is."""
    if value.startswith(NOT):
        return value[1:]
    return NOT + value


@lru_cache(maxsize=1000)  # the hundred links of a page have the same words and values
def _quoted(text: str) -> str:
    return quote_plus(text, safe=SAFE)


def _value(sent: str) -> str:
    return "".join(filter(str.isprintable, sent[:LONGEST_VALUE].strip()))


def _edtf(sent: str) -> str:
    """Return a date as EDTF has it, "" where it is none."""
    try:
        return valid_or_open(sent.strip())
    except ValueError:
        return ""


def _in_order(since: str, until: str) -> tuple[str, str]:
    """Return two dates, either of them perhaps "", the earlier first."""
    first, last = days(since, until)
    if first and last and first > last:
        return until, since
    return since, until


def _number(sent: str, most: int) -> int | None:
    """Return the number from 1 to `most` that is nearest to what was sent; None for no number."""
    if not (sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_NUMBER):
        return None
    return min(max(int(sent), 1), most)
