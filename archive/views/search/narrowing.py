"""Ways to narrow a search down: each facet's values, and the years as bars and as a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from archive import search
from archive.search.question import wording
from archive.search.question.answers import Answer
from archive.search.question.query import FACETS, NAMED, NOT, Question
from archive.text import fold
from archive.views.search.addresses import FacetAddresses
from archive.views.search.year_spans import YearSpan, year_spans

MOST_UNFOLDED = 12  # values of a facet that are all shown; of more,
FIRST = 8  # only the most frequent, until all are asked for
MOST_OPENED = 60  # of them at once
# Filters of one search that links combine; who wants more writes the address. Nobody has been seen
# to need more than four; each further one multiplies what a robot may walk.
MOST_COMBINED = 8
FEWEST_DRAWN = 12  # years
HEADINGS = {
    "publication": _("Revues"),
    "issue": _("Numéros"),
    "author": _("Auteurs"),
    "tag": _("Mots-clés"),
    "language": _("Langues"),
}

Address = Callable[..., str]  # of a question, and of how its page is shown


@dataclass(slots=True)  # not frozen: a page has fifty, and those take four times as long
class FacetChoice:
    """A value of a facet.

    `address` asks for it, or takes it off where it is chosen or excluded; "" where neither can be;
    `without` leaves out what has it.
    """

    label: str
    count: int
    address: str
    without: str = ""
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class FacetPanel:
    """A facet and its values.

    `total`: how many values there are, about as many where only `listed` of them are known;
    `opened`: all are shown, or those with `like` in their names; `everything` opens it, or folds it
    again.
    """

    name: str
    heading: str
    choices: list[FacetChoice]
    total: int
    everything: str
    listed: int
    opened: bool = False
    like: str = ""

    @property
    def is_about(self) -> bool:
        """True where the total is nearly so many."""
        return self.listed < self.total

    @property
    def is_long(self) -> bool:
        return self.total > MOST_UNFOLDED

    @property
    def is_cut(self) -> bool:
        return self.opened and not self.like and self.total > MOST_OPENED


class YearBar(NamedTuple):
    """A year with editorials that answer.

    `percent` of the archive's editorials of that year do, 0 where that is not known. The bar stands
    at `x` in a drawing 100 high with 10 a year.
    """

    choice: FacetChoice
    percent: float
    x: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True)
class Years:
    """The years of what answers, whatever years are chosen.

    `ends`: the first and the last that are drawn; `spans`: what of them a thumb can hit.
    `by_share`: bars tell the share of the archive's editorials. `in_table`: each year is also said
    in words; `table` leads there and back.
    """

    bars: list[YearBar] = field(default_factory=list)
    ends: tuple[int, int] = (0, 0)
    spans: list[YearSpan] = field(default_factory=list)
    decades: list[FacetChoice] = field(default_factory=list)
    by_share: bool = False
    other_measure: str = ""
    in_table: bool = False
    table: str = ""

    @property
    def width(self) -> int:
        return 10 * (self.ends[1] - self.ends[0] + 1)

    @property
    def is_narrowed(self) -> bool:
        return any(bar.choice.chosen for bar in self.bars)


def values_on_page(question: Question, answer: Answer, opened: str = "") -> dict[str, list[str]]:
    """Return {facet: its values on the page}, chosen ones first, to be named all at once.

    Of the facet that is `opened` these are all: its other values are another matter.
    """
    by_facet = wording.filter_values(question)
    for name in FACETS:
        if name == opened:
            continue
        frequent = list(_counts(answer, name))
        if len(frequent) > MOST_UNFOLDED:
            frequent = frequent[:FIRST]
        by_facet[name] = list(dict.fromkeys([*by_facet[name], *frequent]))
    return by_facet


def facet(
    question: Question,
    answer: Answer,
    name: str,
    names: Mapping[str, str],
    to: Address,
    links: FacetAddresses,
) -> FacetPanel:
    """Return a facet as it stands on the page at first.

    `names` says its values and their order.
    """
    counts = _counts(answer, name)
    return FacetPanel(
        name=name,
        heading=str(HEADINGS[name]),
        choices=_choices(question, name, names, counts, links),
        total=len(counts) + answer.unlisted.get(name, 0),
        everything=to(question, facet=name),
        listed=len(counts),
    )


def opened(
    question: Question, answer: Answer, name: str, like: str, to: Address, links: FacetAddresses
) -> FacetPanel:
    """Return a facet with all its values, or those that have these letters in their names."""
    counts = _counts(answer, name)
    codes = list(counts)
    if like:
        codes = _alike(name, codes, fold(like))
    names = wording.labels(name, [*_asked(question, name), *codes[:MOST_OPENED]])
    return FacetPanel(
        name=name,
        heading=str(HEADINGS[name]),
        choices=_choices(question, name, names, counts, links),
        total=len(counts) + answer.unlisted.get(name, 0),
        everything=to(question),
        listed=len(counts),
        opened=True,
        like=like,
    )


def _asked(question: Question, name: str) -> list[str]:
    """Return the values of a facet that are chosen, then those that are excluded."""
    return question.chosen(name) + question.excluded(name)


def _alike(name: str, codes: Sequence[str], like: str) -> list[str]:
    """Return the values with the folded letters in their names."""
    alike: set[str] = set()
    if name in NAMED:
        rows = wording.MODELS[name].objects.filter(key__contains=like)
        alike.update(rows.values_list("slug", flat=True))
    else:
        for code, label in wording.labels(name, codes).items():
            if like in fold(label):
                alike.add(code)
    return [code for code in codes if code in alike]


def _counts(answer: Answer, name: str) -> dict[str, int]:
    """Return {value of a facet: editorials}, by falling count."""
    return {code: count for code, count in answer.facets.get(name, []) if code}


def _choices(
    question: Question,
    name: str,
    names: Mapping[str, str],
    counts: Mapping[str, int],
    links: FacetAddresses,
) -> list[FacetChoice]:
    """Return a choice for each of `names`, which says what each value is called.

    Where as many filters are combined as links may combine, the others lead nowhere.
    """
    filters = {pair[1] for pair in question.filters if pair[0] == name}
    is_full = len(question.filters) >= MOST_COMBINED
    choices = []
    for code, label in names.items():
        count = counts.get(code, 0)
        if NOT + code in filters:
            address = links.without(name, NOT + code)
            choice = FacetChoice(label, count, address, excluded=True)
        elif code in filters:
            choice = FacetChoice(label, count, links.without(name, code), chosen=True)
        elif is_full:
            choice = FacetChoice(label, count, "")
        else:
            without = links.having(name, NOT + code)
            choice = FacetChoice(label, count, links.having(name, code), without)
        choices.append(choice)
    return choices


# Years


def years(
    question: Question,
    answer: Answer,
    by_share: bool,
    opened: bool,
    to: Address,
    switch: Address,
    links: FacetAddresses,
) -> Years:
    """Return the years with editorials that answer, and those that are asked for.

    `switch` leads to the same page with the other measure.
    """
    counts = dict.fromkeys(_single_years(question), 0) | answer.years
    if not counts:
        return Years()
    counts = dict(sorted(counts.items()))
    totals = search.years() if answer.by == "index" else {}
    by_share = by_share and bool(totals)
    ends = _ends(counts)
    in_table = opened or len(counts) <= MOST_UNFOLDED
    table = ""
    if opened:
        table = to(question)
    elif not in_table:
        table = to(question, facet="year")
    return Years(
        bars=_bars(question, counts, totals, by_share, ends[0], links),
        ends=ends,
        spans=year_spans(question, counts, ends, to),
        decades=_decades(question, answer, links),
        by_share=by_share,
        other_measure=switch(question) if totals else "",
        in_table=in_table,
        table=table,
    )


def _single_years(question: Question) -> list[int]:
    """Return the years that are asked for or excluded, without the decades."""
    years = []
    for code in _asked(question, "year"):
        if len(code) == 4 and code.isascii() and code.isdecimal():
            years.append(int(code))
    return years


def _ends(years: Iterable[int]) -> tuple[int, int]:
    """Return the first and the last year that are drawn.

    They are a dozen at least, or a few bars would be blocks.
    """
    first, last = min(years), max(years)
    missing = max(FEWEST_DRAWN - (last - first + 1), 0)
    first = max(first - missing // 2, 0)
    return first, max(last, first + FEWEST_DRAWN - 1)


def _bars(
    question: Question,
    counts: Mapping[int, int],
    totals: Mapping[int, int],
    by_share: bool,
    first: int,
    links: FacetAddresses,
) -> list[YearBar]:
    names: dict[str, str] = {}
    by_code: dict[str, int] = {}
    shares: dict[int, float] = {}
    for year, count in counts.items():
        names[str(year)] = f"{year:04}"
        by_code[str(year)] = count
        shares[year] = count / (totals.get(year) or count or 1)
    choices = _choices(question, "year", names, by_code, links)
    measure: Mapping[int, float] = counts
    if by_share:
        measure = shares
    tallest = max(measure.values()) or 1
    bars = []
    for choice, (year, count) in zip(choices, counts.items(), strict=True):
        percent, height = 0.0, 0
        if totals.get(year):
            percent = 100 * shares[year]
        if count:
            height = max(2, round(100 * measure[year] / tallest))
        bars.append(YearBar(choice, percent, x=10 * (year - first), height=height))
    return bars


def _decades(question: Question, answer: Answer, links: FacetAddresses) -> list[FacetChoice]:
    """Return a choice for each decade, where there are several."""
    decades = set(answer.decades)
    for code in _asked(question, "year"):
        if code.endswith("X"):
            decades.add(code)
    if len(decades) < 2:
        return []
    names = wording.labels("year", sorted(decades))
    return _choices(question, "year", names, answer.decades, links)
