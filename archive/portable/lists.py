"""What a portable archive's pages list: its editorials by time, magazine, issue, author, tag."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from archive.models import Author, Publication, Tag
from archive.models.names import Named
from archive.portable.gathering import Document
from archive.text import fold

OTHER_LETTERS = "0–9"
MODELS = {"publication": Publication, "author": Author, "tag": Tag}


@dataclass
class Lists:
    """The ids of editorials, newest first: all, and by each facet's values (slugs, years)."""

    all: list[int]
    undated: list[int] = field(default_factory=list)
    by: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    @property
    def years(self) -> list[str]:
        """The years that any may be of, the first one first."""
        return sorted(self.by["year"])


@dataclass
class Value:
    """A value of a facet as pages show it, with how many editorials it has."""

    named: Named
    count: int


def lists(documents: Iterable[Document]) -> Lists:
    """Return the lists of these editorials."""
    in_order = sorted(documents, key=lambda document: (-document.earliest, -document.id))
    made = Lists([document.id for document in in_order])
    for facet in ("year", "month", "publication", "issue", "author", "tag"):
        made.by[facet] = defaultdict(list)
    for document in in_order:
        if not document.years:
            made.undated.append(document.id)
        for year in document.years:
            made.by["year"][f"{year:04}"].append(document.id)
        if of_month := _month(document):
            made.by["month"][of_month].append(document.id)
        if document.issue:
            made.by["issue"][document.issue].append(document.id)
        if document.publication:
            made.by["publication"][document.publication].append(document.id)
        for facet, slugs in (("author", document.authors), ("tag", document.tags)):
            for slug in dict.fromkeys(slugs):
                made.by[facet][slug].append(document.id)
    return made


def _month(document: Document) -> str:
    """Return the month that a document is surely of; "" for none."""
    if not (document.earliest and document.latest):
        return ""
    return common_month(date.fromordinal(document.earliest), date.fromordinal(document.latest))


def common_month(first: date, last: date) -> str:
    """Return the month that both days are in, « 2001-02 »; "" where it is not the same."""
    months = {day.isoformat()[:7] for day in (first, last)}  # of any year: « %Y » has « 987 »
    return months.pop() if len(months) == 1 else ""


def values(facet: str, ids: Mapping[str, Sequence[int]]) -> list[Value]:
    """Return the values of a facet that editorials have, in the order of the alphabet."""
    rows = MODELS[facet]._default_manager.order_by("pk")
    named = [row for row in rows if row.slug in ids]
    named.sort(key=lambda row: (fold(_sorted_by(row)), row.pk))
    return [Value(row, len(ids[row.slug])) for row in named]


def by_letter(values: Iterable[Value]) -> list[tuple[str, list[Value]]]:
    """Return values in groups by the letter that they begin with."""
    return [(letter, list(group)) for letter, group in groupby(values, _letter)]


def _sorted_by(named: Named) -> str:
    return getattr(named, "sort_name", "") or named.name


def _letter(value: Value) -> str:
    first = fold(_sorted_by(value.named))[:1].upper()
    return first if first.isalpha() else OTHER_LETTERS
