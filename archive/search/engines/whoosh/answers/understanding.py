"""What was typed, as the words that are told and the units by which documents are ranked."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.typed_words import (
    as_typed,
    by_use,
    distinct,
    is_function,
    is_opening,
    may_be_acronym,
    only_asks,
    text_terms,
)
from archive.search.engines.whoosh.answers.matching import Hits, postings
from archive.search.engines.whoosh.answers.narrowing import (
    as_printed,
    hits_of,
    terms_of,
    typed_forms,
    words_of,
)
from archive.search.engines.whoosh.answers.order.raising import raised
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.answers.words.corrections import in_company
from archive.search.engines.whoosh.answers.words.meaning import (
    FOLDED,
    Meaning,
    acronym,
    equivalent_hits,
    kept_meaning,
    meaning,
    with_joined,
)
from archive.search.engines.whoosh.answers.words.repairs import repair
from archive.search.engines.whoosh.answers.words.slots import (
    inflected_slots,
    literal_slots,
    with_equivalents,
)
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.mending.civilities import civilities
from archive.search.mending.openings import openings
from archive.search.mending.repair import is_slip
from archive.search.question.answers import Phrase, Word
from archive.search.question.parsing import Clause, Kind, Term, Typed, is_shouted
from archive.search.question.typed_fields import EXACT_OF, FIELDS, FIELDS_OF
from archive.search.question.weights import MOST_FORMS, MOST_WORDS
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    in_capitals,
    tokenize,
)
from archive.search.words.forms import is_bare_word

Group = list[Meaning]  # the words that are joined by OR, or one word alone


class Understanding(NamedTuple):
    """Typed words as they were understood.

    `units` are those by which documents are ranked and counted; `telling` says how many there are
    with those that no document has. `conditions` rank too, without being counted: phrases, words of
    a field, beginnings, patterns. `phrases` are the forms of each word of what is marked as one.
    """

    words: list[Word]
    units: list[Unit]
    telling: int
    conditions: list[Unit]
    phrases: list[list[set[str]]]


def understand(snapshot: Snapshot, typed: Typed, mends: bool = True) -> Understanding:
    """Return what the typed words mean in an archive, the first MOST_WORDS of them.

    Unless it `mends`, no other word is read for one that is a slip.
    """
    groups = distinct(islice(_groups(snapshot, typed, mends), MOST_WORDS))
    opening = openings(typed)
    telling = []
    for group in groups:
        if not is_function(group) and not is_opening(group, opening):
            telling.append(group)
    counting = _with_documents(snapshot, telling)
    if not counting:
        opening = civilities(typed)
        telling = [group for group in groups if not is_opening(group, opening)]
        counting = _with_documents(snapshot, telling)
    joined = _joined(snapshot, counting)
    joined_of = {id(group): words for group, words in zip(counting, joined, strict=True)}
    words: list[Word] = []
    for group in groups:
        counts = id(group) in joined_of
        for word in joined_of.get(id(group), group):
            description = _described(snapshot, word, counts)
            if description.count or word.form not in opening:
                words.append(description)
    conditions = list(_conditions(snapshot, typed))
    for condition in conditions:
        for word in condition.meanings:
            words.append(_described(snapshot, word, counts=True))
    words += _beginnings(snapshot, typed)
    words += _told_phrases(snapshot, typed)
    phrases = list(_phrases(snapshot, typed))
    conditions += _asking(groups, opening)
    return Understanding(words, list(map(Unit, joined)), len(telling), conditions, phrases)


def _asking(groups: Sequence[Group], opening: Collection[str]) -> Iterator[Unit]:
    """The asking words that open a question: they rank a little, and nobody need have them."""
    for group in groups:
        if is_opening(group, opening) and only_asks(group):
            yield Unit(group)


def _conditions(snapshot: Snapshot, typed: Typed) -> Iterator[Unit]:
    """The exact conditions of what was typed, as what documents are ranked by."""
    for clause in typed.clauses[:MOST_WORDS]:
        if clause.excluded or clause.ranks:
            continue
        for term in clause.terms:
            if term.field in EXACT_OF:
                continue
            if term.kind is Kind.WORD:
                for word in words_of(snapshot, term):
                    yield Unit([word], fields=FIELDS_OF[term.field])
            elif term.kind is not Kind.DATE:
                hits = hits_of(snapshot, term)
                yield Unit([], hits=hits, label=str(term), printed=_printed(snapshot, term))


def _beginnings(snapshot: Snapshot, typed: Typed) -> Iterator[Word]:
    """The beginnings and patterns that were typed, each with its most used forms."""
    for term in text_terms(typed):
        if term.kind not in (Kind.PREFIX, Kind.PATTERN):
            continue
        counts = snapshot.spelled(LEXICON, terms_of(snapshot, term))
        forms = sorted(counts.items(), key=by_use)[:MOST_FORMS]
        if snapshot.live is not None:
            forms = _living(snapshot, forms)
        number = _documents(snapshot, list(hits_of(snapshot, term).values()))
        yield Word(str(term), forms, number)


def _living(snapshot: Snapshot, forms: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The forms that a document has which is not deleted, and how many have them in their text."""
    counts = {}
    for form, _count in forms:
        docs = postings(snapshot, LEXICON, snapshot.terms(LEXICON, [form])).docs
        counts[form] = _among(snapshot, [docs])
    return sorted(((form, count) for form, count in counts.items() if count), key=by_use)


def _told_phrases(snapshot: Snapshot, typed: Typed) -> Iterator[Word]:
    """The phrases that an editorial has: how many have it in its very words, how many in any."""
    for term in text_terms(typed):
        if term.kind is not Kind.PHRASE:
            continue
        number = _documents(snapshot, list(hits_of(snapshot, term).values()))
        printed = number
        if not term.literal:
            printed = _live(snapshot, as_printed(snapshot, term))
        forms = []
        if printed:
            forms.append((term.text, printed))
        if number:
            yield Word(str(term), forms, number)


def _printed(snapshot: Snapshot, term: Term) -> np.ndarray | None:
    """The documents that have a phrase in its very words, where others have it in other forms."""
    if term.kind is Kind.PHRASE and not term.literal:
        return as_printed(snapshot, term)
    return None


def _phrases(snapshot: Snapshot, typed: Typed) -> Iterator[list[set[str]]]:
    """For each phrase the forms of each of its words."""
    for term in text_terms(typed):
        if term.kind is Kind.PHRASE:
            slots = literal_slots if term.literal else inflected_slots
            yield Phrase(_forms(snapshot, slots(snapshot, term.text)), term.slop)
        for text in term.also:
            slots_of_text = inflected_slots(snapshot, text)
            if len(slots_of_text) > 1:
                yield _forms(snapshot, slots_of_text)


def _forms(snapshot: Snapshot, slots: Sequence[Terms]) -> list[set[str]]:
    return [set(snapshot.forms(LEXICON, terms)) for terms in slots]


def _groups(snapshot: Snapshot, typed: Typed, mends: bool) -> Iterator[Group]:
    """The words of what was typed, in their groups.

    A clause of one term gives a group each of its words (« l’accueil »), one with OR one group.
    """
    clauses = [clause for clause in typed.clauses if clause.ranks]
    dated = _dated(snapshot, clauses)
    company = in_company(snapshot, typed) if mends else {}
    opening = openings(typed)
    # Of a query in capitals nobody can tell which word is an acronym, unless it is the only one.
    tells_acronyms = not is_shouted(typed)
    for clause in clauses:
        meanings = []
        for term in clause.terms[:MOST_WORDS]:
            for form in typed_forms(snapshot, term.text, dated)[:MOST_WORDS]:
                words = [meaning(snapshot, form)]
                typed_form = as_typed(form, term)
                if typed_form != form:
                    words = [words[0].asked(typed=typed_form)]
                if form in dated:
                    words = [words[0].asked(dated=dated[form])]
                elif (
                    mends and not term.also and form not in opening
                ):  # « center », known with « call »
                    words = _mended(snapshot, words[0], company.get(form, ""))
                if tells_acronyms and may_be_acronym(term, form):
                    words = [acronym(snapshot, form) or words[0]]
                meanings += [with_equivalents(snapshot, word, term.also) for word in words]
        if len(clause.terms) > 1:
            yield meanings
            continue
        for word in meanings:
            yield [word]


def _dated(snapshot: Snapshot, clauses: Sequence[Clause]) -> dict[str, Hits]:
    """The words of each time or issue that was typed, with the documents that are of it."""
    words = []
    for clause in clauses:
        words += [term.text for term in clause.terms]
    return raised(snapshot, " ".join(words))


def _mended(snapshot: Snapshot, word: Meaning, better: str) -> list[Meaning]:
    """The word, or what is read for it: one that keeps its company, or where it is not known."""
    if not better:
        is_known = word.is_known(snapshot)
        if is_known and not _is_guessed(word):
            return [word]
        better = repair(snapshot, word.form)
        if better and is_known and not _gives_way(word, kept_meaning(snapshot, better)):
            return [word]
    if not better:
        return [word]
    words = [meaning(snapshot, token.form) for token in tokenize(better)]
    telling = [read for read in words if not read.is_function]  # « d » of « d’appels » is none
    return [read.asked(typed=word.form, read_as=better) for read in telling or words]


def _is_guessed(word: Meaning) -> bool:
    """Whether no text and no lexicon has a word, accents aside, and others its stem: a slip, maybe.

    « licenciments » has that of « licence », « satisfation » that of « satisfait ».
    """
    return not any(map(len, word.exact)) and not is_bare_word(word.form, DEFAULT_LANGUAGE)


def _gives_way(word: Meaning, other: Meaning) -> bool:
    """Whether another word is read for one whose forms are guessed.

    It is where these are of other words, and where one letter parts the two.
    """
    pairs = zip(word.in_any_language(), other.exact, strict=True)
    has_it = any(len(np.intersect1d(terms, exact)) for terms, exact in pairs)
    return not has_it or is_slip(word.form, other.form)


def _with_documents(snapshot: Snapshot, groups: Sequence[Group]) -> list[Group]:
    """The groups of which an editorial has a word."""
    counting = []
    for group in groups:
        if any(word.is_known(snapshot) for word in group):
            counting.append(group)
    return counting


def _joined(snapshot: Snapshot, groups: Sequence[Group]) -> list[Group]:
    """« télé usine », « télé-usine »: both words are also met by « téléusine »."""
    groups = list(map(list, groups))
    for left, right in pairwise(groups):
        if len(left) == len(right) == 1:
            form = left[0].form + right[0].form
            joined = snapshot.once(("joined", form), partial(snapshot.alike, LEXICON, form, FOLDED))
            if any(map(len, joined)):
                left[0] = with_joined(left[0], joined)
                right[0] = with_joined(right[0], joined)
    return groups


# How much words are used


def _described(snapshot: Snapshot, word: Meaning, counts: bool) -> Word:
    forms, editorials = snapshot.once(("word", *word.identity), lambda: _usage(snapshot, word))
    return Word(word.typed, forms, editorials, word.read_as, counts)


def _usage(snapshot: Snapshot, word: Meaning) -> tuple[list[tuple[str, int]], int]:
    """A word's forms with the number of editorials that hold each, the most used first.

    Phrases that count as it are told like forms. Beside them: how many editorials hold any.
    """
    counts: dict[str, int] = {}
    for form in word.forms(snapshot)[:MOST_FORMS]:
        term = form
        if form.isupper():
            term = in_capitals(form)
        counts[form] = _among(snapshot, _having(snapshot, term))
    for text, slots in zip(word.also_texts, word.also, strict=True):
        if len(slots) > 1:
            hits = [equivalent_hits(snapshot, name, text, slots) for name in FIELDS]
            counts[text] = _documents(snapshot, hits)
    forms = [(form, number) for form, number in counts.items() if number]
    forms.sort(key=by_use)
    return forms, _documents(snapshot, [word.hits(snapshot, name) for name in FIELDS])


def _documents(snapshot: Snapshot, kinds: Sequence[Hits]) -> int:
    """How many live documents are among hits of any kind."""
    return _among(snapshot, [hits.docs for hits in kinds if len(hits.docs)])


def _having(snapshot: Snapshot, term: str) -> list[np.ndarray]:
    """The documents that have a term, of each segment and field that has any."""
    encoded, columns = term.encode(errors="replace"), []
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        number = segment.lexicon(LEXICON).find(encoded)
        if number < 0:
            continue
        for lists in filter(None, map(segment.postings, FIELDS)):
            start, end = lists.start[number], lists.start[number + 1]
            if start != end:
                columns.append(lists.docs[start:end] + np.intp(base))
    return columns


def _among(snapshot: Snapshot, columns: Sequence[np.ndarray]) -> int:
    """How many live documents are in any of these columns, each of which has one but once."""
    if not columns:
        return 0
    if len(columns) == 1 and snapshot.live is None:
        return len(columns[0])
    return int(np.count_nonzero(snapshot.mask(np.concatenate(columns))))


def _live(snapshot: Snapshot, docs: np.ndarray) -> int:
    """How many of these documents there are, deleted ones aside."""
    return int(np.count_nonzero(snapshot.mask(docs)))
