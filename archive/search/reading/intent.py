"""Typed intent: « Décroché 2018 », « n° 36 des Cahiers », « années 90 » read as what they are.

A magazine, an author or a tag is looked for beside a time, an issue, or « dernier numéro ». What is
sure is applied: its words become filters of the question. What is not is offered. Of what was
chosen already nothing is dropped and nothing widened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive import asked_dates, dates, issues
from archive.search import absence
from archive.search.engine import UNREADABLE, IndexAway, current
from archive.search.question import wording
from archive.search.question.answers import Intent
from archive.search.question.parsing import Typed
from archive.search.question.query import Question
from archive.search.reading.counting import Counts, Issue, counts
from archive.search.reading.names import Named, named
from archive.search.reading.plan import Order, Plan, Time, may_mean, planned
from archive.search.reading.read import Read
from archive.search.reading.typed_words import Span

MOST_OFFERED = 6
MOST_ISSUES = 3  # of one number, in several magazines, that are offered
# A word in more texts than this is a common word, even where it is the name of a magazine.
MOST_TEXTS = 3


def with_intent(read: Read) -> Read:
    """Return a question with what its words surely choose as filters, and the rest as offers."""
    question = read.question
    if not may_mean(question.q):
        return read
    plan = planned(question)
    if not plan.beside:
        return read
    sure, unsure = _judged(plan)
    if plan.is_bare and not _are_magazines(plan, sure):
        return read
    named_surely = _with_names(question, sure)
    chosen = _with_times(named_surely, plan.times_to_choose)
    within = [_with_names(chosen, [name]) for name in unsure]
    alone = [_with_names(question, [name]) for name in (*sure, *unsure)]
    times = [_with_times(question, [time]) for time in plan.times_to_choose]
    counted = counts([chosen, *within, *alone, *times], *_issues_among(plan, sure, unsure))
    if sure:
        applied = _applied(read, plan, sure, counted, named_surely, chosen)
        if applied is not None:
            offers = _offers(plan, unsure, within, counted)
            return applied._replace(intent=(*applied.intent, *offers[:MOST_OFFERED]))
    if plan.is_bare:
        return read
    offers = _offered_issues(plan, counted)
    offers += _offers(plan, [*sure, *unsure], alone, counted)
    offers += _offers(plan, plan.times_to_choose, times, counted)
    return read._replace(intent=(*read.intent, *offers[:MOST_OFFERED]))


# Which names are sure


def _judged(plan: Plan) -> tuple[list[Named], list[Named]]:
    """Return the names that are surely meant, and those that may be."""
    sure: list[Named] = []
    unsure: list[Named] = []
    groups = _apart(plan, named(plan.text.text, plan.runs()))
    wholes = list(filter(None, map(_people_and_magazines, groups)))
    is_all = plan.is_all_but_times([whole[0].span for whole in wholes])
    for group in groups:
        whole = _people_and_magazines(group)
        magazines = _magazines(whole)
        if is_all and len(magazines) == 1:  # rather than who has the same name
            whole = magazines
        for name in group:
            is_beside = plan.is_beside(name.span)
            if [name] == whole and is_beside and not _is_common(plan, name, is_all):
                sure.append(name)
            elif name.is_whole or len(group) == 1:
                unsure.append(name)
    return sure, unsure


def _people_and_magazines(group: Sequence[Named]) -> list[Named]:
    return [name for name in group if name.is_whole and name.facet != "tag"]


def _magazines(names: Iterable[Named]) -> list[Named]:
    return [name for name in names if name.facet == "publication"]


def _apart(plan: Plan, names: Iterable[Named]) -> list[list[Named]]:
    """Return the names by the place where they stand, the longest first, none within another."""
    groups: dict[Span, list[Named]] = {}
    for name in names:
        if not plan.is_free(name):
            continue
        if name.span in groups:
            groups[name.span].append(name)
        elif not any(name.span.overlaps(span) for span in groups):
            groups[name.span] = [name]
    return list(groups.values())


def _is_common(plan: Plan, name: Named, is_all: bool) -> bool:
    """Return True if a name is a common word too, and may be meant as that.

    A magazine's name is not that where names and times are all of a query (`is_all`).
    """
    if len(name.words) > 1:
        return False
    if name.facet == "publication" and is_all:
        return False
    if not name.words or name.words[0].isdecimal():
        return True
    forms = {plan.typed(name.span).lower(), name.label.lower(), name.words[0]}
    if absence.is_away():
        return True
    try:
        usage = current().usage(forms)
    except IndexAway as error:
        absence.begin(error)
        return True
    except UNREADABLE:
        return True
    return sum(usage.of_form.values()) > MOST_TEXTS


def _are_magazines(plan: Plan, names: Sequence[Named]) -> bool:
    """Return True if magazines, one at least, are all that was typed beside a bare number."""
    spans = [name.span for name in _magazines(names)]
    return bool(spans) and plan.is_all_but_times(spans)


# What they choose


def _with_names(question: Question, names: Iterable[Named]) -> Question:
    for name in names:
        question = question.with_filter(name.facet, name.value)
    return question


def _with_times(question: Question, times: Sequence[Time]) -> Question:
    """Return a question with the times as filters: years, or a single time."""
    for time in times:
        if time.is_year:
            question = question.with_filter("year", time.edtf)
        else:
            question = question.between(*asked_dates.ends(time.edtf))
    return question


def _issues_among(
    plan: Plan, sure: Sequence[Named], unsure: Sequence[Named]
) -> tuple[Question, Sequence[issues.Mention]]:
    """Return a question among whose editorials an issue that was typed is looked for."""
    if not plan.may_choose("issue"):
        return plan.question, ()
    return _with_names(plan.question, sure or _magazines(unsure)), plan.mentions


def _applied(
    read: Read,
    plan: Plan,
    sure: Sequence[Named],
    counted: Counts,
    named_surely: Question,
    chosen: Question,
) -> Read | None:
    """Return the question with its sure choices in force; None where they leave nothing."""
    beside = _chosen_beside(plan, counted, named_surely, chosen)
    if beside is None or not beside.editorials:
        return None
    question, count, choices, spans = beside
    names = []
    for name in sure:
        names.append(_of_name(plan, name, count, applied=True))
        spans.append(name.span)
    for order in plan.orders[:1]:
        if question.sort == "relevance":
            question = question.sorted_by(order.sort)
            choices.append(_of_order(plan, order, count))
            spans.append(order.span)
    narrowed = replace(question, q=_without(plan, spans), page=read.question.page)
    return read._replace(question=narrowed, intent=(*read.intent, *names, *choices))


class Chosen(NamedTuple):
    """A question with what it chooses, how many editorials that leaves, where it was typed."""

    question: Question
    editorials: int
    choices: list[Intent]
    spans: list[Span]


def _chosen_beside(
    plan: Plan, counted: Counts, named_surely: Question, chosen: Question
) -> Chosen | None:
    """Return the issues or the times that are chosen beside the names; None where none stands."""
    choices: list[Intent] = []
    mention, printed = _meant(plan.mentions, counted.issues)
    if mention is not None:
        count, question = 0, named_surely
        for issue in printed:
            count += issue.count
            choices.append(_of_issue(plan, mention, issue, applied=True))
            question = question.with_filter("issue", issue.address)
        return Chosen(question, count, choices, [Span.of(mention)])
    if not plan.times and not plan.orders:
        return None
    count, spans = counted.of[chosen], []
    for time in plan.times_to_choose:
        choices.append(_of_time(plan, time, count, applied=True))
        spans.append(time.span)
    return Chosen(chosen, count, choices, spans)


def _without(plan: Plan, spans: Sequence[Span]) -> str:
    """Return the query without the clauses of these places; "" where no telling one is left."""
    return str(Typed(tuple(plan.left(spans))))


def _meant(
    mentions: Iterable[issues.Mention], printed: Sequence[Issue]
) -> tuple[issues.Mention | None, list[Issue]]:
    """Return the first mention that means issues of the archive, and these."""
    for mention in mentions:
        exact, alike = [], []
        found_by = {mention.slug, issues.number(mention.slug)}
        for issue in printed:
            if issues.slug(issue.printed) == mention.slug:
                exact.append(issue)
            elif found_by.intersection(issues.keys(issue.printed)):
                alike.append(issue)
        if exact or alike:
            return mention, exact or alike
    return None, []


# What is offered


def _offered_issues(plan: Plan, counted: Counts) -> list[Intent]:
    mention, printed = _meant(plan.mentions, counted.issues)
    if mention is None:
        return []
    return [_of_issue(plan, mention, issue, applied=False) for issue in printed[:MOST_ISSUES]]


def _offers(
    plan: Plan, meant: Sequence[Named | Time], questions: Sequence[Question], counted: Counts
) -> list[Intent]:
    """Return the names or times that leave something, as offers; each with its question."""
    offers = []
    for name_or_time, question in zip(meant, questions, strict=True):
        count = counted.of[question]
        if not count:
            continue
        if isinstance(name_or_time, Time):
            offers.append(_of_time(plan, name_or_time, count, applied=False))
        else:
            offers.append(_of_name(plan, name_or_time, count, applied=False))
    return offers


# How a choice is told


def _of_name(plan: Plan, name: Named, count: int, applied: bool) -> Intent:
    return Intent(name.facet, name.value, name.label, plan.typed(name.span), count, applied)


def _of_issue(plan: Plan, mention: issues.Mention, issue: Issue, applied: bool) -> Intent:
    label = f"{issue.name} {issues.name(issue.printed)}"
    typed = plan.typed(Span.of(mention))
    return Intent("issue", issue.address, label, typed, issue.count, applied)


def _of_time(plan: Plan, time: Time, count: int, applied: bool) -> Intent:
    typed = plan.typed(time.span)
    if time.is_year:
        label = wording.labels("year", [time.edtf])[time.edtf]
        return Intent("year", time.edtf, label, typed, count, applied)
    return Intent("date", time.edtf, dates.display(time.edtf), typed, count, applied)


def _of_order(plan: Plan, order: Order, count: int) -> Intent:
    label = wording.order_name(order.sort)
    return Intent("sort", order.sort, label, plan.typed(order.span), count, applied=True)
