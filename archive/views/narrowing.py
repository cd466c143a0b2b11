"""Ways to narrow a search down: each facet's values, and the years as bars to draw and as a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from archive.search import ask, labels
from archive.search.query import FACETS, NOT, Answer, Question
from archive.text import fold

MOST_SHOWN = 12  # values of a facet that are all shown; of more,
FIRST = 8  # only the most frequent, until all are asked for
MOST_OPENED = 60  # of them at once
HEADINGS = {"publication": _("Revues"), "author": _("Auteurs"), "tag": _("Mots-clés"), "language": _("Langues")}

Address = Callable[..., str]  # of a question, and of how its page is shown


@dataclass(frozen=True)
class Choice:
    """A value of a facet. `address` asks for it, or takes it off where it is chosen or excluded; `without` leaves out
    what has it. `count` is None where it is not known."""

    said: str
    count: int | None
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
    """A year with results: how many, of how many in the archive (0 where that is not known), and where its bar stands
    in a drawing 100 high with 10 a year."""

    choice: Choice
    total: int
    x: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height

    @property
    def percent(self) -> float:
        return 100 * self.choice.count / self.total if self.total else 0


@dataclass(frozen=True)
class Years:
    """Of the results, whatever years are chosen. `by_share`: bars tell the share of the archive's editorials.
    `in_table`: each is also said in words; else `table` leads there."""

    bars: list[Bar] = field(default_factory=list)
    decades: list[Choice] = field(default_factory=list)
    by_share: bool = False
    other_measure: str = ""
    in_table: bool = False
    table: str = ""

    @property
    def width(self) -> int:
        return self.bars[-1].x + 10

    @property
    def is_narrowed(self) -> bool:
        return any(bar.choice.chosen for bar in self.bars)


def shown(question: Question, answer: Answer, opened: str = "") -> dict[str, list[str]]:
    """{facet: the values on the page}, chosen ones first, so that they can be named all at once."""
    return {
        name: list(dict.fromkeys([*question.chosen(name), *question.excluded(name), *_first(answer, name)]))
        for name in FACETS
        if name != opened
    }


def _first(answer: Answer, name: str) -> list[str]:
    values = [one.value for one in answer.facets.get(name, []) if one.value]
    return values if len(values) <= MOST_SHOWN else values[:FIRST]


def facet(question: Question, answer: Answer, name: str, names: dict[str, str], to: Address) -> Facet:
    """As it stands on the page at first; `names` says its values and their order."""
    counts = _counts(answer, name)
    choices = [_choice(question, name, value, said, counts, to) for value, said in names.items()]
    return Facet(name, HEADINGS[name], choices, len(counts), to(question, facet=name))


def opened(question: Question, answer: Answer, name: str, like: str, to: Address) -> Facet:
    """With all its values, or those that have these letters in their names."""
    counts = _counts(answer, name)
    alike = (_alike(name, counts, fold(like)) if like else list(counts))[:MOST_OPENED]
    names = labels.labels(name, [*question.chosen(name), *question.excluded(name), *alike])
    choices = [_choice(question, name, value, said, counts, to) for value, said in names.items()]
    return Facet(name, HEADINGS[name], choices, len(counts), to(question), opened=True, like=like)


def _alike(name: str, values: Iterable[str], like: str) -> list[str]:
    """Those of the values with the folded letters in their names."""
    if name in labels.NAMED:
        alike = set(labels.NAMED[name].objects.filter(key__contains=like).values_list("slug", flat=True))
    else:
        alike = {value for value, said in labels.labels(name, values).items() if like in fold(said)}
    return [value for value in values if value in alike]


def _counts(answer: Answer, name: str) -> dict[str, int]:
    return {one.value: one.count for one in answer.facets.get(name, []) if one.value}


def _choice(question: Question, name: str, value: str, said: str, counts: dict[str, int] | None, to: Address) -> Choice:
    """`counts` None: how many have it is not known."""
    chosen, excluded = value in question.chosen(name), value in question.excluded(name)
    held = NOT + value if excluded else value
    other = question.without_filter(name, held) if chosen or excluded else question.with_filter(name, value)
    without = "" if chosen or excluded else to(question.with_filter(name, NOT + value))
    return Choice(said, None if counts is None else counts.get(value, 0), to(other), without, chosen, excluded)


# Years


def years(question: Question, answer: Answer, by_share: bool, opened: bool, to: Address, switch: Address) -> Years:
    """`switch` leads to the same page with the other measure."""
    counts = answer.years | {year: answer.years.get(year, 0) for year in _plain(question)}
    if not counts:
        return Years()
    totals = _totals() if answer.by == "index" else {}
    by_share = by_share and bool(totals)
    measure = {year: n / (totals.get(year) or n or 1) if by_share else n for year, n in counts.items()}
    tallest, first = max(measure.values()) or 1, min(counts)
    said = {str(year): n for year, n in counts.items()}
    bars = [
        Bar(
            _choice(question, "year", str(year), f"{year:04}", said, to),
            totals.get(year, 0),
            10 * (year - first),
            max(2, round(100 * measure[year] / tallest)) if counts[year] else 0,
        )
        for year in sorted(counts)
    ]
    in_table = opened or len(bars) <= MOST_SHOWN
    table = to(question) if opened else "" if in_table else to(question, facet="year")
    return Years(bars, _decades(question, counts, to), by_share, switch(question) if totals else "", in_table, table)


def _plain(question: Question) -> Iterable[int]:
    asked = question.chosen("year") + question.excluded("year")
    return (int(value) for value in asked if len(value) == 4 and value.isascii() and value.isdecimal())


def _totals() -> dict[int, int]:
    """{year: how many editorials the archive has of it}."""
    return ask(Question(page_size=1)).years


def _decades(question: Question, counts: dict[int, int], to: Address) -> list[Choice]:
    """Where there are several. An editorial of 1999 or 2000 is counted in both years: their sum is not a decade's."""
    asked = [value for value in question.chosen("year") + question.excluded("year") if value.endswith("X")]
    values = sorted({f"{year // 10:03}X" for year, n in counts.items() if n} | set(asked))
    names = labels.labels("year", values)
    return [_choice(question, "year", value, names[value], None, to) for value in values] if len(values) > 1 else []
