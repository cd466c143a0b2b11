"""What makes a name in a query sure: the time, the issue or the order that stands beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive import asked_dates, issues
from archive.printed_dates import FOLD
from archive.search.question.clauses import Clause
from archive.search.question.query import Question
from archive.search.reading.names import Named
from archive.search.reading.typed_words import Span, Text, Words, tells

LONGEST = 400  # characters of a query in which names are looked for
# Without one of these no query names a time, an issue or an order: nothing further is looked at.
_TRIGGER = re.compile(
    r"\d|annees|decennie|nineties|eighties|seventies|sixties|derni|premi|recent|ancien"
    r"|latest|last|newest|first|oldest|hors[- ]serie|supplement|special|tire a part"
)
MOST_BESIDE_A_NUMBER = 6  # words; « Les Cahiers de la clientèle 36 »
_NUMBER = re.compile(r"\d{1,4}")
_THINGS = (
    r"(?:numeros?|editorial|editoriaux|editos?|articles?|textes?|lettres?|parutions?|livraisons?"
    r"|issues?|editorials?|letters?|hors-series?)"
)
ORDERS = {
    "newest": re.compile(
        rf"(?<!\w)(?:(?:(?:tout )?derni(?:er|ere)s?|latest|last|newest) {_THINGS}"
        rf"|{_THINGS} (?:(?:le|la|les) )?plus recente?s?)(?!\w)"
    ),
    "oldest": re.compile(
        rf"(?<!\w)(?:(?:(?:tout )?premi(?:er|ere)s?|first|oldest) {_THINGS}"
        rf"|{_THINGS} (?:(?:le|la|les) )?plus ancien(?:ne)?s?)(?!\w)"
    ),
}


class Time(NamedTuple):
    """A time in the text, as EDTF."""

    span: Span
    edtf: str

    @property
    def is_year(self) -> bool:
        """True for a year and a decade, which the facet of years has as a value."""
        return len(self.edtf) == 4 and self.edtf[:3].isdecimal()


class Order(NamedTuple):
    """« dernier numéro » sorts by the newest, « premier » by the oldest."""

    span: Span
    sort: str


@dataclass
class Plan:
    """The words of a question, and the times, the issues and the orders that are named in them.

    `is_bare`: there is but a number, which is an issue only where a magazine is all the rest.
    """

    question: Question
    text: Text
    times: list[Time] = field(default_factory=list)
    mentions: list[issues.Mention] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    is_bare: bool = False

    @property
    def beside(self) -> list[Span]:
        """Where a time, an issue or an order is named."""
        spans = list(map(Span.of, self.mentions))
        spans += [time.span for time in self.times]
        spans += [order.span for order in self.orders]
        return spans

    @property
    def times_to_choose(self) -> list[Time]:
        """The times that may be filters together: years, or a single one.

        None where a time was chosen already, unless it is the same.
        """
        question = self.question
        if question.since or question.until or question.excluded("year"):
            return []
        years = question.chosen("year")
        if all(time.is_year and time.edtf in years for time in self.times):
            return self.times
        if years or (len(self.times) > 1 and not all(time.is_year for time in self.times)):
            return []
        return self.times

    def may_choose(self, facet: str) -> bool:
        """Return True unless a value of a facet was chosen: another would widen the choice."""
        return not self.question.chosen(facet)

    def typed(self, span: Span) -> str:
        return self.text.text[span.start : span.end]

    def runs(self) -> list[Words]:
        """Return the words that may be a name."""
        orders = [order.span for order in self.orders]
        runs = []
        for words in self.text.runs():
            if self.text.is_whole(words.span) and not any(map(words.span.overlaps, orders)):
                runs.append(words)
        return runs

    def is_free(self, name: Named) -> bool:
        """Return True if a name may be read as a choice: not a part of a time, nor one against it.

        What is excluded is not chosen, and beside a chosen value there is none but itself.
        """
        for time in self.times:
            if name.span.overlaps(time.span):
                is_longer = name.span.holds(time.span) and name.span != time.span
                if not is_longer and (name.facet != "publication" or name.span != time.span):
                    return False
        if not name.is_whole and any(map(name.span.overlaps, self.beside)):
            return False
        if name.value in self.question.excluded(name.facet):
            return False
        chosen = self.question.chosen(name.facet)
        return not chosen or name.value in chosen

    def is_beside(self, span: Span) -> bool:
        """Return True if a time, an issue or an order stands beside a name and not within it."""
        return any(not span.overlaps(place) for place in self.beside)

    def is_all_but_times(self, names: Sequence[Span]) -> bool:
        """Return True if names are all that was typed beside times, issues and orders."""
        return all(clause.excluded for clause in self.left([*names, *self.beside]))

    def left(self, spans: Sequence[Span]) -> list[Clause]:
        """Return the telling clauses that stand in none of these spans."""
        within = set(map(id, self.text.within(spans)))
        left = []
        for clause in self.question.typed.clauses:
            if id(clause) not in within and tells(clause):
                left.append(clause)
        return left


def may_mean(q: str) -> bool:
    """Return False where a query surely names no time, no issue and no order: of most at once."""
    return len(q) <= LONGEST and bool(_TRIGGER.search(q.translate(FOLD)))


def planned(question: Question) -> Plan:
    """Return the words of a question with the times, issues and orders in them."""
    plan = Plan(question, Text.of(question.typed))
    text = plan.text
    folded = text.text.translate(FOLD)
    for sort, pattern in ORDERS.items():
        for match in pattern.finditer(folded):
            span = Span(*match.span())
            if text.is_whole(span):
                plan.orders.append(Order(span, sort))
    for mention in issues.mentions(text.text):
        if text.is_whole(Span.of(mention)):
            plan.mentions.append(mention)
    for time in asked_dates.find(text.text):
        span = Span.of(time)
        if text.is_whole(span):
            plan.times.append(Time(span, time.edtf.rstrip("?~%")))
    if not plan.beside:
        plan.mentions += _bare_number(plan)
        plan.is_bare = bool(plan.mentions)
    return plan


def _bare_number(plan: Plan) -> list[issues.Mention]:
    """Return the one number of a few words that end or begin with it, as an issue's."""
    clauses = plan.text.clauses
    if not 1 < len(clauses) <= MOST_BESIDE_A_NUMBER:
        return []
    for span, _clause in (clauses[-1], clauses[0]):
        if _NUMBER.fullmatch(plan.typed(span)):
            return [issues.Mention(span.start, span.end, issues.slug(plan.typed(span)))]
    return []
