"""A Question -> its Answer from a snapshot of the index: which editorials, in what order, how many of each facet."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby, islice, pairwise

import numpy as np
from haystack.constants import DJANGO_ID

from archive import dates
from archive.search.engines.whoosh.answers import ranking
from archive.search.engines.whoosh.answers.corrections import correction
from archive.search.engines.whoosh.answers.matching import (
    Hits,
    between,
    newest_first,
    oldest_first,
    phrase,
    postings,
    top,
)
from archive.search.engines.whoosh.answers.meaning import (
    Meaning,
    beginning,
    meaning,
    slots,
    together,
    with_joined,
)
from archive.search.engines.whoosh.answers.ranking import FIELDS, Unit
from archive.search.engines.whoosh.answers.repairs import repair
from archive.search.engines.whoosh.index.schema import LEXICON, ORDER
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.question.answers import Answer, Hit, Value, Word
from archive.search.question.parsing import Clause, Days, Kind, Term, Typed
from archive.search.question.query import DEEPEST, FACETS, Question
from archive.search.words.analysis import tokenize

MOST_FORMS = 30  # of a word that are told
MOST_WORDS = 32  # that are ranked by; the first ones
TELLING = (
    0.2  # of the query's weight (idf) that a document must hold to be found, unless so fewer than
)
ENOUGH = 50  # are found
# Where the words of `auteur:` and its like are looked for.
TYPED_FIELDS = {
    "title": ("title",),
    "text": ("text", "standfirst"),
    "author": ("byline",),
    "tag": ("keywords",),
    "publication": ("magazine",),
    "": tuple(FIELDS),
}


def answer(snapshot: Snapshot, question: Question) -> Answer:
    """The whole work of a result page, but for the texts: raises nothing for any question."""
    words, units, all_words = read_words(snapshot, question.typed)
    required = _required(snapshot, question)
    scored = ranking.score(snapshot, units)
    chosen = {facet: _chosen(snapshot, question, facet) for facet in FACETS}
    everything = _all_of(required, *chosen.values())
    levels = _levels(scored.levels, everything, all_words) if units else {}
    level = min(question.words, len(levels)) if question.words else 0
    asked = required & (
        scored.levels >= level if level else _telling(scored, required, words, units)
    )
    found = _all_of(asked, *chosen.values())
    ranking.demote_reprints(snapshot, found, scored.scores)
    page = _page(snapshot, question, found, scored.scores, bool(units))
    counted = {
        facet: _all_of(asked, *(chosen[other] for other in FACETS if other != facet))
        for facet in FACETS
    }
    facets = {
        facet: [Value(*pair) for pair in snapshot.facet(facet).top(counted[facet])]
        for facet in FACETS
    }
    return Answer(
        count=int(np.count_nonzero(found)),
        hits=_hits(snapshot, page, scored.scores, units),
        facets=facets,
        years=dict(sorted((int(year.value), year.count) for year in facets["year"])),
        decades=_decades(snapshot, counted["year"]),
        levels=levels,
        level=level,
        words=words,
        suggestion=""
        if any("date" in unit.hits for unit in units)
        else correction(snapshot, question.typed),
        cut=sum(map(is_word, question.typed.clauses)) > MOST_WORDS,
    )


def years(snapshot: Snapshot) -> dict[int, int]:
    """{year: how many of all editorials may be of it}, in order."""
    every = snapshot.once(("years",), lambda: snapshot.facet("year").top(snapshot.all()))
    return dict(sorted((int(year), count) for year, count in every))


def _all_of(*masks: np.ndarray | None) -> np.ndarray:
    return reduce(np.logical_and, (mask for mask in masks if mask is not None))


# Words


def read_words(snapshot: Snapshot, typed: Typed) -> tuple[list[Word], list[Unit], int]:
    """The typed words as they were understood; those of them by which documents are ranked and counted; how many there
    are with those that no document has."""
    clauses = [clause for clause in typed.clauses if is_word(clause)]
    dated = _dates(snapshot, " ".join(term.text for clause in clauses for term in clause.terms))
    groups = list(
        islice(
            (group for clause in clauses for group in _meanings(snapshot, clause, dated)),
            MOST_WORDS,
        )
    )
    groups = [list({one.form: one for one in group}.values()) for group in groups]
    groups = list({tuple(one.form for one in group): group for group in groups}.values())
    telling = [group for group in groups if not all(one.is_function for one in group)]
    if not any(one.is_known(snapshot, FIELDS) for group in telling for one in group):
        telling = groups
    counting = [group for group in telling if any(one.is_known(snapshot, FIELDS) for one in group)]
    units = [Unit(group) for group in _joined(snapshot, counting)]
    said = [_word(snapshot, one, group in counting) for group in groups for one in group]
    return said, units, len(telling)


def is_word(clause: Clause) -> bool:
    """Whether a clause ranks: words asked of no field in particular. All other clauses are exact conditions."""
    return not clause.excluded and all(
        term.kind is Kind.WORD and not term.field for term in clause.terms
    )


def _dates(snapshot: Snapshot, text: str) -> dict[str, Hits]:
    """The words of each date in a text, with the documents that are of that date: « mars 2001 » finds its editorials."""
    found = {}
    for start, end, edtf in dates.find_french(text):
        first, last = (day and day.toordinal() for day in dates.bounds(edtf))
        docs = np.flatnonzero(
            between(snapshot, "earliest", least=first) & between(snapshot, "latest", most=last)
        )
        hits = Hits(docs, np.ones(len(docs), np.float32))
        for token in tokenize(text[start:end]) if len(docs) else ():
            found[token.form] = together([found[token.form], hits]) if token.form in found else hits
    return found


def _meanings(snapshot: Snapshot, clause: Clause, dated: dict[str, Hits]) -> list[list[Meaning]]:
    """A clause of one term gives a group each of its words (« l’accueil »), one with OR a single group."""
    terms = clause.terms[:MOST_WORDS]
    tokens = [
        list(islice((one for one in tokenize(term.text) if one.span == 1), MOST_WORDS))
        for term in terms
    ]
    words = [
        [one for token in of_term for one in _understood(snapshot, token.form, dated)]
        for of_term in tokens
    ]
    return (
        [[one] for one in words[0]]
        if len(words) == 1
        else [[one for of_term in words for one in of_term]]
    )


def _understood(snapshot: Snapshot, form: str, dated: dict[str, Hits]) -> list[Meaning]:
    """What a form means; the archive's own word, or two, in place of one that it does not know."""
    one = meaning(snapshot, form)
    if form in dated:
        return [replace(one, dated=dated[form])]
    if one.is_known(snapshot, FIELDS) or not (read_as := repair(snapshot, form)):
        return [one]
    return [
        replace(meaning(snapshot, token.form), typed=form, read_as=read_as)
        for token in tokenize(read_as)
    ]


def _joined(snapshot: Snapshot, groups: list[list[Meaning]]) -> list[list[Meaning]]:
    """« télé usine », « télé-usine »: both words are also met by « téléusine »."""
    groups = [list(group) for group in groups]
    for left, right in pairwise(groups):
        if len(left) == len(right) == 1:
            joined = left[0].form + right[0].form
            left[0], right[0] = (
                with_joined(snapshot, left[0], joined),
                with_joined(snapshot, right[0], joined),
            )
    return groups


def _word(snapshot: Snapshot, one: Meaning, counts: bool) -> Word:
    forms, count = snapshot.once(("word", one.form), lambda: _usage(snapshot, one))
    return Word(one.typed, forms, count, one.read_as, counts)


def _usage(snapshot: Snapshot, one: Meaning) -> tuple[list[tuple[str, int]], int]:
    """A word's forms with the number of editorials that hold each, the most used first; how many hold any."""
    forms = {
        form: _held(snapshot, snapshot.terms(LEXICON, [form]))
        for form in one.forms(snapshot)[:MOST_FORMS]
    }
    ranked = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked, _different(snapshot, [one.hits(snapshot, name).docs for name in FIELDS])


def _held(snapshot: Snapshot, terms: Terms) -> int:
    """How many editorials hold any of the terms in any field."""
    return _different(snapshot, [postings(snapshot, name, terms).docs for name in FIELDS])


def _different(snapshot: Snapshot, lists: Sequence[np.ndarray]) -> int:
    lists = [docs for docs in lists if len(docs)]
    if len(lists) == 1 and snapshot.live is None:
        return len(lists[0])
    return int(np.count_nonzero(snapshot.mask(np.concatenate(lists)))) if lists else 0


# Conditions


def _required(snapshot: Snapshot, question: Question) -> np.ndarray:
    """A mask of the live documents that meet every exact condition that was typed, and the dates."""
    mask = snapshot.all()
    for clause in question.typed.clauses:
        if not is_word(clause):
            asked = reduce(np.logical_or, (_term(snapshot, term) for term in clause.terms))
            mask &= ~asked if clause.excluded else asked
    if question.span is not None:
        mask &= _dated(snapshot, question.span)
    return mask


def _term(snapshot: Snapshot, term: Term) -> np.ndarray:
    if term.kind is Kind.DATE:
        return _dated(snapshot, term.span)
    fields = TYPED_FIELDS[term.field]
    if term.kind is Kind.PHRASE:
        wanted = slots(snapshot, term.text)
        found = [phrase(snapshot, name, wanted, term.slop + 1) for name in fields]
    elif term.kind is Kind.PREFIX:
        terms = beginning(snapshot, term.text)
        found = [postings(snapshot, name, terms) for name in fields]
    else:
        return _all_words(snapshot, term.text, fields)
    return _anywhere(snapshot, found)


def _all_words(snapshot: Snapshot, text: str, fields: Sequence[str]) -> np.ndarray:
    """The documents that have every word of a short text somewhere in these fields."""
    forms = [token.form for token in tokenize(text) if token.span == 1]
    found = [
        _anywhere(snapshot, [meaning(snapshot, form).hits(snapshot, name) for name in fields])
        for form in forms
    ]
    return reduce(np.logical_and, found) if found else snapshot.mask(np.zeros(0, np.intp))


def _anywhere(snapshot: Snapshot, found) -> np.ndarray:
    return snapshot.mask(np.concatenate([hits.docs for hits in found]))


def _dated(snapshot: Snapshot, span: Days) -> np.ndarray:
    """The documents that may be of that time: the latest day possible is not before it, the earliest not after."""
    mask = between(snapshot, "earliest")
    if span.first:
        mask &= between(snapshot, "latest", least=span.first.toordinal())
    if span.last:
        mask &= between(snapshot, "earliest", most=span.last.toordinal())
    return mask


def _chosen(snapshot: Snapshot, question: Question, facet: str) -> np.ndarray | None:
    """A mask of what a facet's own choice allows; None where nothing is chosen."""
    chosen, excluded = (
        _values(facet, question.chosen(facet)),
        _values(facet, question.excluded(facet)),
    )
    if not (chosen or excluded):
        return None
    values = snapshot.facet(facet)
    mask = values.having(chosen) if chosen else np.ones(snapshot.size, bool)
    return mask & ~values.having(excluded) if excluded else mask


def _values(facet: str, values: list[str]) -> list[str]:
    """A decade stands for its years."""
    return [one for value in values for one in (_years_of(value) if facet == "year" else [value])]


def _years_of(value: str) -> list[str]:
    try:
        return [str(year) for year in dates.years(dates.valid(value))] or [value]
    except ValueError:
        return [value]


# What is shown


def _decades(snapshot: Snapshot, mask: np.ndarray) -> dict[str, int]:
    """{`199X`: documents of the mask that may be of that decade}: each once, be it of several of its years."""
    decades = snapshot.once(("decades",), lambda: _of_decades(snapshot))
    counts = {decade: int(np.count_nonzero(mask.take(docs))) for decade, docs in decades.items()}
    return {decade: count for decade, count in counts.items() if count}


def _of_decades(snapshot: Snapshot) -> dict[str, np.ndarray]:
    years = snapshot.facet("year")
    values = groupby(sorted(years.values, key=int), lambda year: f"{int(year) // 10:03}X")
    return {decade: np.flatnonzero(years.having(list(those))) for decade, those in values}


def _levels(levels: np.ndarray, mask: np.ndarray, most: int) -> dict[int, int]:
    """{k: documents of the mask that have at least k of the units}, from all of them down to one."""
    counts = np.bincount(levels[mask], minlength=most + 1)
    return {k: int(counts[k:].sum()) for k in range(most, 0, -1)}


def _telling(
    scored: ranking.Scores, mask: np.ndarray, words: Sequence[Word], units: Sequence[Unit]
) -> np.ndarray:
    """The documents with enough of the query’s weight: those that share one common word of many with it are left out,
    unless too few were left."""
    if not units:  # none was typed, or none that the archive knows
        return np.zeros_like(mask) if words else mask
    found = scored.shares >= TELLING
    return found if np.count_nonzero(found & mask) >= ENOUGH else scored.levels > 0


def _page(
    snapshot: Snapshot, question: Question, found: np.ndarray, scores: np.ndarray, ranked: bool
) -> np.ndarray:
    start = (question.page - 1) * question.page_size
    if start >= DEEPEST:
        return np.zeros(0, np.intp)
    keys = _keys(snapshot, question.sort, scores, ranked)
    return top(found, keys, min(start + question.page_size, DEEPEST))[start:]


def _keys(snapshot: Snapshot, sort: str, scores: np.ndarray, ranked: bool) -> Sequence[np.ndarray]:
    newest = newest_first(snapshot, "earliest", DJANGO_ID)
    if sort == "oldest":
        return oldest_first(snapshot, "earliest", DJANGO_ID)
    if sort == "title":
        return [-snapshot.facet("title" + ORDER).order(), *newest]
    # Of equals the first entered: another page must not show one of them again.
    return (
        [scores, -snapshot.numbers(DJANGO_ID).values] if sort == "relevance" and ranked else newest
    )


def _hits(
    snapshot: Snapshot, docs: np.ndarray, scores: np.ndarray, units: Sequence[Unit]
) -> list[Hit]:
    numbers = snapshot.numbers(DJANGO_ID).values[docs]
    why: list[dict[str, list[str]]] = [{} for _ in docs]
    for unit in units:
        typed = " / ".join(one.read_as or one.typed for one in unit.meanings)
        for name, hits in unit.hits.items():
            for place in np.flatnonzero(_among(docs, hits.docs)).tolist() if len(hits.docs) else ():
                why[place].setdefault(name, []).append(typed)
    found = zip(numbers.tolist(), scores[docs].tolist(), why, strict=True)
    return [Hit(id=number, score=round(score, 4), why=reasons) for number, score, reasons in found]


def _among(docs: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    """Which of the documents are among others, as a mask."""
    return ascending[np.searchsorted(ascending, docs).clip(max=len(ascending) - 1)] == docs
