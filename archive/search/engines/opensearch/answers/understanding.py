"""What was typed, as the words that are told and the units by which editorials are ranked."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from typing import NamedTuple

from archive.search.engines.opensearch.answers.narrowing import (
    as_printed,
    in_fields,
    slots_of,
    typed_forms,
    words_of,
)
from archive.search.engines.opensearch.answers.order.raising import raised
from archive.search.engines.opensearch.answers.order.units import Unit
from archive.search.engines.opensearch.answers.queries import ALL, Query, any_of
from archive.search.engines.opensearch.answers.usage import count, described
from archive.search.engines.opensearch.answers.words.corrections import in_company, repair
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.engines.opensearch.answers.words.meaning import (
    Meaning,
    acronym,
    meaning,
    with_joined,
)
from archive.search.engines.opensearch.answers.words.patterns import COUNTED, most_used
from archive.search.engines.opensearch.answers.words.slots import inflected, with_equivalents
from archive.search.engines.typed_words import (
    as_typed,
    distinct,
    is_function,
    is_opening,
    may_be_acronym,
    only_asks,
    text_terms,
)
from archive.search.mending.civilities import civilities
from archive.search.mending.openings import openings
from archive.search.mending.repair import is_slip
from archive.search.question.answers import Phrase, Word
from archive.search.question.parsing import Clause, Kind, Term, Typed, is_shouted
from archive.search.question.typed_fields import EXACT_OF, FIELDS_OF
from archive.search.question.weights import MOST_FORMS, MOST_WORDS
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    tokenize,
)
from archive.search.words.forms import is_bare_word
from archive.text import fold

Group = list[Meaning]  # the words that are joined by OR, or one word alone


class Understanding(NamedTuple):
    """Typed words as they were understood.

    `units` are those by which editorials are ranked and counted; `telling` says how many there are
    with those that no editorial has. `conditions` rank too, without being counted: phrases, words
    of a field, beginnings, patterns. `phrases` are the forms of each word of what is marked as one.
    """

    words: list[Word]
    units: list[Unit]
    telling: int
    conditions: list[Unit]
    phrases: list[list[set[str]]]


def understand(lexicon: Lexicon, typed: Typed, mends: bool = True) -> Understanding:
    """Return what the typed words mean in an archive, the first MOST_WORDS of them.

    Unless it `mends`, no other word is read for one that is a slip.
    """
    look_up(lexicon, typed)
    lexicon.reader.beside(lambda: list(_conditions(lexicon, typed)))
    groups = distinct(islice(_groups(lexicon, typed, mends), MOST_WORDS))
    opening = openings(typed)
    telling = []
    for group in groups:
        if not is_function(group) and not is_opening(group, opening):
            telling.append(group)
    counting = _with_editorials(lexicon, telling)
    if not counting:
        opening = civilities(typed)
        telling = [group for group in groups if not is_opening(group, opening)]
        counting = _with_editorials(lexicon, telling)
    joined = _joined(lexicon, counting)
    units = list(map(Unit, joined))
    conditions = list(_conditions(lexicon, typed))
    meanings = [word for group in [*groups, *joined] for word in group]
    meanings += [word for condition in conditions for word in condition.meanings]
    asking = list(_asking(groups, opening))
    count(lexicon, meanings, [*units, *conditions, *asking], typed)
    words: list[Word] = []
    for group in groups:
        if group in counting:
            for word in joined[counting.index(group)]:
                words.append(described(lexicon, word, counts=True))
        else:
            for word in group:
                description = described(lexicon, word, counts=False)
                if description.count or word.form not in opening:
                    words.append(description)
    for condition in conditions:
        for word in condition.meanings:
            words.append(described(lexicon, word, counts=True))
    words += _beginnings(lexicon, typed)
    words += _told_phrases(lexicon, typed)
    phrases = list(_phrases(lexicon, typed))
    return Understanding(words, units, len(telling), [*conditions, *asking], phrases)


def _asking(groups: Sequence[Group], opening: Collection[str]) -> Iterator[Unit]:
    """The asking words that open a question: they rank a little, and nobody need have them."""
    for group in groups:
        if is_opening(group, opening) and only_asks(group):
            yield Unit(group)


def look_up(lexicon: Lexicon, typed: Typed) -> None:
    """Ask at once for the words of all that was typed."""
    lexicon.look_up_row(_typed_words(typed))


def _typed_words(typed: Typed) -> Iterator[str]:
    """Yield the forms of all that was typed, so that they are looked up at once."""
    terms = []
    for clause in typed.clauses[:MOST_WORDS]:
        for term in clause.terms[:MOST_WORDS]:
            if term.field not in EXACT_OF and term.kind is not Kind.DATE:
                terms.append(term)
    # First those that stand beside each other: pairs may be written as one.
    texts = [term.text for term in terms]
    for term in terms:
        texts += term.also
    for text in texts:
        for token in islice(tokenize(text), MOST_WORDS):
            yield token.form


def _conditions(lexicon: Lexicon, typed: Typed) -> Iterator[Unit]:
    """The exact conditions of what was typed, as what editorials are ranked by."""
    for clause in typed.clauses[:MOST_WORDS]:
        if clause.excluded or clause.ranks:
            continue
        for term in clause.terms:
            if term.field in EXACT_OF:
                continue
            if term.kind is Kind.WORD:
                for word in words_of(lexicon, term):
                    yield Unit([word], fields=FIELDS_OF[term.field])
            elif term.kind is not Kind.DATE:
                yield _condition(lexicon, term)


def _condition(lexicon: Lexicon, term: Term) -> Unit:
    """A phrase, a beginning or a pattern as what editorials are ranked by."""
    unit = Unit([], in_fields(lexicon, term), label=str(term))
    if term.kind is not Kind.PHRASE:
        forms = [form for form, _count in most_used(lexicon, term, COUNTED)]
        return replace(unit, forms=forms)
    printed = None if term.literal else as_printed(term)
    return replace(unit, printed=printed, is_row=True)


def _beginnings(lexicon: Lexicon, typed: Typed) -> Iterator[Word]:
    """The beginnings and patterns that were typed, each with its most used forms."""
    for term in text_terms(typed):
        if term.kind not in (Kind.PREFIX, Kind.PATTERN):
            continue
        number = lexicon.reader.count(any_of(list(in_fields(lexicon, term).values())))
        yield Word(str(term), most_used(lexicon, term, MOST_FORMS), number)


def _told_phrases(lexicon: Lexicon, typed: Typed) -> Iterator[Word]:
    """The phrases that an editorial has: how many have it in its very words, how many in any."""
    for term in text_terms(typed):
        if term.kind is not Kind.PHRASE:
            continue
        number = lexicon.reader.count(any_of(list(in_fields(lexicon, term).values())))
        printed = number
        if not term.literal:
            printed = lexicon.reader.count(as_printed(term))
        forms = []
        if printed:
            forms.append((term.text, printed))
        if number:
            yield Word(str(term), forms, number)


def _phrases(lexicon: Lexicon, typed: Typed) -> Iterator[list[set[str]]]:
    """For each phrase the forms of each of its words."""
    for term in text_terms(typed):
        if term.kind is Kind.PHRASE:
            yield Phrase(map(set, slots_of(lexicon, term)), term.slop)
        for text in term.also:
            slots_of_text = inflected(lexicon, text)
            if len(slots_of_text) > 1:
                yield list(map(set, slots_of_text))


def _groups(lexicon: Lexicon, typed: Typed, mends: bool) -> Iterator[Group]:
    """The words of what was typed, in their groups.

    A clause of one term gives a group each of its words (« l’accueil »), one with OR one group.
    """
    clauses = [clause for clause in typed.clauses if clause.ranks]
    reader = lexicon.reader
    reader.expect_counts([ALL])
    for start in range(0, len(clauses), MOST_WORDS):
        portion = clauses[start : start + MOST_WORDS]
        for clause in portion:
            reader.beside(partial(_as_it_stands, lexicon, clause))
        if mends:
            reader.beside(partial(in_company, lexicon, typed))
        dated = _dated(lexicon, clauses)
        works = [partial(_read, lexicon, typed, clause, dated, mends) for clause in portion]
        for clause, meanings in zip(portion, reader.together(works), strict=True):
            if len(clause.terms) > 1:
                yield meanings
                continue
            for word in meanings:
                yield [word]


def _as_it_stands(lexicon: Lexicon, clause: Clause) -> None:
    """Look at what the words of a clause mean before it is known how they are read."""
    works: list[Callable[[], object]] = []
    for term in clause.terms[:MOST_WORDS]:
        for form in typed_forms(lexicon, term.text)[:MOST_WORDS]:
            works.append(partial(meaning, lexicon, form))
        for text in term.also:
            works.append(partial(inflected, lexicon, text))
    lexicon.reader.together(works)


def _read(
    lexicon: Lexicon, typed: Typed, clause: Clause, dated: Mapping[str, Query], mends: bool
) -> list[Meaning]:
    """The words of a clause as they are read."""
    company = in_company(lexicon, typed) if mends else {}
    # Of a query in capitals nobody can tell which word is an acronym, unless it is the only one.
    tells_acronyms = not is_shouted(typed)
    opening = openings(typed)
    meanings = []
    for term in clause.terms[:MOST_WORDS]:
        for form in typed_forms(lexicon, term.text, dated)[:MOST_WORDS]:
            words = [replace(meaning(lexicon, form), typed=as_typed(form, term))]
            if form in dated:
                words = [replace(words[0], dated=dated[form])]
            # Not « center », known with « call » before it.
            elif mends and not term.also and form not in opening:
                words = _mended(lexicon, words[0], company.get(form, ""))
            if tells_acronyms and may_be_acronym(term, form):
                words = [acronym(lexicon, form) or words[0]]
            meanings += [with_equivalents(lexicon, word, term.also) for word in words]
    return meanings


def _dated(lexicon: Lexicon, clauses: Sequence[Clause]) -> dict[str, Query]:
    """The words of each time or issue that was typed, with the query of what is of it."""
    words = []
    for clause in clauses:
        words += [term.text for term in clause.terms]
    return raised(lexicon.reader, " ".join(words))


def _mended(lexicon: Lexicon, word: Meaning, better: str) -> list[Meaning]:
    """The word, or what is read for it: one that keeps its company, or where it is not known."""
    if not better:
        is_known = word.is_known(lexicon)
        if is_known and not _is_guessed(word):
            return [word]
        better = repair(lexicon, word.form)
        if better and is_known and not _gives_way(word, meaning(lexicon, better)):
            return [word]
    if not better:
        return [word]
    words = [meaning(lexicon, token.form) for token in tokenize(better)]
    telling = [read for read in words if not read.is_function]  # « d » of « d’appels » is none
    return [replace(read, typed=word.form, read_as=better) for read in telling or words]


def _is_guessed(word: Meaning) -> bool:
    """Whether no text and no lexicon has a word, accents aside, and others its stem: a slip, maybe.

    « licenciments » has that of « licence », « satisfation » that of « satisfait ».
    """
    return not word.exact and not is_bare_word(word.form, DEFAULT_LANGUAGE)


def _gives_way(word: Meaning, other: Meaning) -> bool:
    """Whether another word is read for one whose forms are guessed.

    It is where these are of other words, and where one letter parts the two.
    """
    has_it = not set(word.in_any_language()).isdisjoint(other.exact)
    return not has_it or is_slip(word.form, other.form)


def _with_editorials(lexicon: Lexicon, groups: Sequence[Group]) -> list[Group]:
    """The groups of which an editorial has a word."""
    counting = []
    for group in groups:
        if any(word.is_known(lexicon) for word in group):
            counting.append(group)
    return counting


def _joined(lexicon: Lexicon, groups: Sequence[Group]) -> list[Group]:
    """« télé usine », « télé-usine »: both words are also met by « téléusine »."""
    groups = list(map(list, groups))
    pairs = []
    for left, right in pairwise(groups):
        if len(left) == len(right) == 1:
            pairs.append((left, right))
    lexicon.look_up_spelled(fold(left[0].form + right[0].form) for left, right in pairs)
    for left, right in pairs:
        joined = left[0].form + right[0].form
        left[0] = with_joined(lexicon, left[0], joined)
        right[0] = with_joined(lexicon, right[0], joined)
    return groups
