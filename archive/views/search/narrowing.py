"""Ways to narrow a search down: each facet's values, and the years as bars to draw and as a table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from archive import search
from archive.search.question import wording
from archive.search.question.answers import Answer
from archive.search.question.query import FACETS, NOT, Question
from archive.text import fold
from archive.views.search.addresses import Narrowed

MOST_SHOWN = 12  # values of a facet that are all shown; of more,
FIRST = 8  # only the most frequent, until all are asked for
MOST_OPENED = 60  # of them at once
FEWEST_DRAWN = 12  # years
HEADINGS = {
    "publication": _("Revues"),
    "author": _("Auteurs"),
    "tag": _("Mots-clés"),
    "language": _("Langues"),
}

Address = Callable[..., str]  # of a question, and of how its page is shown


@dataclass(frozen=True)
class Choice:
    """A value of a facet. `address` asks for it, or takes it off where it is chosen or excluded; `without` leaves out
    what has it."""

    said: str
    count: int
    address: str
    without: str = ""
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Facet:
    """`total`: how many values there are; `opened`: all are shown, or those with `like` in their names."""

    name: str
    heading: str
    choices: list[Choice]
    total: int
    everything: str
    opened: bool = False
    like: str = ""

    @property
    def is_long(self) -> bool:
        return self.total > MOST_SHOWN

    @property
    def is_cut(self) -> bool:
        return self.opened and not self.like and self.total > MOST_OPENED


@dataclass(frozen=True)
class Bar:
    """A year with results: its percentage of the archive's editorials (0 where that is not known), and where its bar
    stands in a drawing 100 high with 10 a year."""

    choice: Choice
    percent: float
    x: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True)
class Years:
    """Of the results, whatever years are chosen. `ends`: the first and the last that are drawn. `by_share`: bars tell
    the share of the archive's editorials. `in_table`: each year is also said in words; `table` leads there and back."""

    bars: list[Bar] = field(default_factory=list)
    ends: tuple[int, int] = (0, 0)
    decades: list[Choice] = field(default_factory=list)
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


def shown(question: Question, answer: Answer, opened: str = "") -> dict[str, list[str]]:
    """{facet: the values on the page}, chosen ones first, so that they can be named all at once."""
    return {
        name: list(
            dict.fromkeys([*question.chosen(name), *question.excluded(name), *_first(answer, name)])
        )
        for name in FACETS
        if name != opened
    }


def _first(answer: Answer, name: str) -> list[str]:
    values = [one.value for one in answer.facets.get(name, []) if one.value]
    return values if len(values) <= MOST_SHOWN else values[:FIRST]


def facet(
    question: Question,
    answer: Answer,
    name: str,
    names: dict[str, str],
    to: Address,
    links: Narrowed,
) -> Facet:
    """As it stands on the page at first; `names` says its values and their order."""
    counts = _counts(answer, name)
    choices = _choices(question, name, names, counts, links)
    return Facet(name, HEADINGS[name], choices, len(counts), to(question, facet=name))


def opened(
    question: Question, answer: Answer, name: str, like: str, to: Address, links: Narrowed
) -> Facet:
    """With all its values, or those that have these letters in their names."""
    counts = _counts(answer, name)
    alike = (_alike(name, counts, fold(like)) if like else list(counts))[:MOST_OPENED]
    names = wording.labels(name, [*question.chosen(name), *question.excluded(name), *alike])
    choices = _choices(question, name, names, counts, links)
    return Facet(name, HEADINGS[name], choices, len(counts), to(question), opened=True, like=like)


def _alike(name: str, values: Iterable[str], like: str) -> list[str]:
    """Those of the values with the folded letters in their names."""
    if name in wording.NAMED:
        alike = set(
            wording.NAMED[name].objects.filter(key__contains=like).values_list("slug", flat=True)
        )
    else:
        alike = {
            value for value, said in wording.labels(name, values).items() if like in fold(said)
        }
    return [value for value in values if value in alike]


def _counts(answer: Answer, name: str) -> dict[str, int]:
    return {one.value: one.count for one in answer.facets.get(name, []) if one.value}


def _choices(
    question: Question,
    name: str,
    names: Mapping[str, str],
    counts: Mapping[str, int],
    links: Narrowed,
) -> list[Choice]:
    """`names`: what each value is called."""
    held = {pair[1] for pair in question.filters if pair[0] == name}
    found = []
    for value, said in names.items():
        count, excluded = counts.get(value, 0), NOT + value in held
        if excluded or value in held:
            address = links.without(name, NOT + value if excluded else value)
            found.append(Choice(said, count, address, chosen=not excluded, excluded=excluded))
        else:
            found.append(
                Choice(said, count, links.having(name, value), links.having(name, NOT + value))
            )
    return found


# Years


def years(
    question: Question,
    answer: Answer,
    by_share: bool,
    opened: bool,
    to: Address,
    switch: Address,
    links: Narrowed,
) -> Years:
    """`switch` leads to the same page with the other measure."""
    counts = dict(
        sorted(
            (answer.years | {year: answer.years.get(year, 0) for year in _plain(question)}).items()
        )
    )
    if not counts:
        return Years()
    totals = search.years() if answer.by == "index" else {}
    by_share, ends = by_share and bool(totals), _ends(counts)
    in_table = opened or len(counts) <= MOST_SHOWN
    return Years(
        bars=_bars(question, counts, totals, by_share, ends[0], links),
        ends=ends,
        decades=_decades(question, answer, links),
        by_share=by_share,
        other_measure=switch(question) if totals else "",
        in_table=in_table,
        table=to(question) if opened else "" if in_table else to(question, facet="year"),
    )


def _plain(question: Question) -> Iterable[int]:
    asked = question.chosen("year") + question.excluded("year")
    return (
        int(value) for value in asked if len(value) == 4 and value.isascii() and value.isdecimal()
    )


def _ends(years: Iterable[int]) -> tuple[int, int]:
    """The first and the last year that are drawn: a dozen at least, or a few bars would be blocks."""
    first, last = min(years), max(years)
    first = max(first - max(FEWEST_DRAWN - (last - first + 1), 0) // 2, 0)
    return first, max(last, first + FEWEST_DRAWN - 1)


def _bars(
    question: Question,
    counts: Mapping[int, int],
    totals: Mapping[int, int],
    by_share: bool,
    first: int,
    links: Narrowed,
) -> list[Bar]:
    choices = _choices(
        question,
        "year",
        {str(year): f"{year:04}" for year in counts},
        {str(year): n for year, n in counts.items()},
        links,
    )
    shares = {year: n / (totals.get(year) or n or 1) for year, n in counts.items()}
    measure = shares if by_share else counts
    tallest = max(measure.values()) or 1
    return [
        Bar(
            choice,
            percent=100 * shares[year] if totals.get(year) else 0,
            x=10 * (year - first),
            height=max(2, round(100 * measure[year] / tallest)) if n else 0,
        )
        for choice, (year, n) in zip(choices, counts.items(), strict=True)
    ]


def _decades(question: Question, answer: Answer, links: Narrowed) -> list[Choice]:
    """Where there are several."""
    asked = [
        value
        for value in question.chosen("year") + question.excluded("year")
        if value.endswith("X")
    ]
    values = sorted({*answer.decades, *asked})
    return (
        _choices(question, "year", wording.labels("year", values), answer.decades, links)
        if len(values) > 1
        else []
    )
