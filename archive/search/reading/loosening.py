"""What is nearest to a question that nothing answers: what was typed, loosened step by step.

Slips in its phrases and fields are mended, all else as it was typed. Then a phrase becomes words
near each other, then words anywhere; what was asked of a field is looked for everywhere; of several
conditions those are left that can be met together; an unknown word gives way to those of the
archive that resemble it. What was chosen is never dropped: an exclusion, a date, a facet.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from archive.search.mending.civilities import civilities
from archive.search.question.answers import Answer, Part, Reading, Way, Word
from archive.search.question.parsing import EXACT, OPERATORS, Clause, Kind, Term, Typed
from archive.search.question.query import NAMED, Question
from archive.search.words.analysis import single_tokens

MOST_ASKED = 4  # further askings of an engine, each of which costs what a search costs,
MOST_PARTS = 4  # and those that only count: the parts of what was typed
NEAR = 5  # words between those of a phrase, as in the help's own example
MOST_UNKNOWN = 3  # words in whose place others are looked for,
MOST_ALIKE = 4  # and others for each: what resembles it less is hardly what was meant
MOST_IN_DATABASE = 8  # words that the database looks for at once: each costs a scan of the texts
# What would be read as more than a word where it stands at the beginning or the end of one.
EDGES = "-−–*=~()[]{},;!?"

Ask = Callable[[Question], Answer]
# An unknown form, and how many words at most -> the archive's words that resemble it.
Resembling = Callable[[str, int], Sequence[str]]


def loosened(question: Question, unanswered: Answer, ask: Ask, resembling: Resembling) -> Answer:
    """Return the answer to what is nearest to a question; `unanswered` itself where nothing is.

    `unanswered` answers the question with a count of 0. At most MOST_ASKED further ones are asked,
    and where no two parts of what was typed meet, MOST_PARTS of these are counted.
    """
    search = _Search(question, unanswered, ask)
    if unanswered.by == "database":
        return search.by_either()
    return (
        search.by_mending()
        or search.by_conditions()
        or search.by_words()
        or search.by_alike(resembling)
        or unanswered
    )


class _Search:
    """The search for what is nearest to one question."""

    def __init__(self, question: Question, unanswered: Answer, ask: Ask):
        self._question = question
        self._unanswered = unanswered
        self._ask = ask
        self._tried = {question}
        # Words that no editorial has, by their forms, as the answers tell them.
        self._unknown: dict[str, Word] = {}
        self._note_unknown(unanswered)
        self._clauses = question.typed.clauses
        self._civilities = civilities(question.typed)
        self._choices = tuple(clause for clause in self._clauses if clause.is_choice)

    # The ways, the nearest first

    def by_mending(self) -> Answer | None:
        """The better query that is suggested, where conditions were typed: these are not mended."""
        suggestion = self._unanswered.suggestion
        if not suggestion or not any(clause.is_condition for clause in self._clauses):
            return None
        question = replace(self._question, q=suggestion)
        answer = self._answer(question)
        if not answer.count:
            return None
        return self._instead(Way.MENDED, question, answer)

    def by_conditions(self) -> Answer | None:
        """Phrases a little apart, fields given up; all else as it was typed."""
        if not any(clause.is_condition for clause in self._clauses):
            return None
        for way, clauses in self._eased():
            # One asking is left for the bare words, which find what there is to find.
            if self._left < 2:
                break
            question = self._with(clauses)
            if _are_bare_words(question.typed.clauses):
                break
            answer = self._answer(question)
            if answer.count:
                return self._instead(way, question, answer)
        return None

    def _eased(self) -> Iterator[tuple[Way, Sequence[Clause]]]:
        clauses = self._known()
        yield Way.TOGETHER, clauses
        yield Way.NEAR, [_changed(clause, _apart) for clause in clauses]
        told = [clause for clause in clauses if not _is_of_a_place(clause)]
        # Names say what an editorial is: they are given up after what says where its words stand.
        for names in (NAMED, ()):
            yield Way.ANYWHERE, [_of_no_field(clause, names) for clause in told]

    def by_words(self) -> Answer | None:
        """The bare words: all of them, else what can be met together, else most of them."""
        bare = self._with(_bare(self._known()))
        answer = self._answer(bare)
        if not answer.count:
            return None
        levels = {level: count for level, count in answer.levels.items() if count}
        most = max(levels, default=1)
        if most < max(answer.levels, default=1):
            together = self._by_parts()
            if together:
                return together
            way = Way.ANY
            if most > 1:
                way = Way.SOME
        else:
            way = Way.WORDS
            if most > 1:
                way = Way.ALL
        if levels.get(most, answer.count) < answer.count:
            strict = replace(bare, words=most)
            fewer = self._answer(strict)
            if fewer.count:
                return self._instead(way, strict, fewer)
            way = Way.ANY
        return self._instead(way, bare, answer)

    def _by_parts(self) -> Answer | None:
        """The parts of what was typed that something has: any of them, each with its count."""
        parts = _parts(self._known())
        if len(parts) < 2:
            return None
        clauses: list[Clause] = []
        counted = []
        for part in parts[:MOST_PARTS]:
            question = replace(self._with([*part, *self._choices]), page=1)
            count = self._ask(replace(question, page_size=1)).count
            if count:
                clauses += part
                counted.append(Part(str(Typed(part)), question, count))
        if len(counted) < 2:
            way = Way.TOGETHER
        else:
            way = Way.EITHER
            clauses = [_any_of([*clauses, *chain(*parts[MOST_PARTS:])])]
        question = self._with([*clauses, *self._choices])
        answer = self._answer(question)
        if not answer.count:
            return None
        if way is Way.TOGETHER:
            return self._instead(way, question, answer)
        texts = tuple(part.text for part in counted)
        readings = [Reading("loosened", self._question.q, texts)]
        return replace(self._instead(way, question, answer, readings), parts=counted)

    def by_alike(self, resembling: Resembling) -> Answer | None:
        """Words of the archive in place of those that it does not know."""
        readings = []
        clauses: list[Clause] = []
        for form in list(self._unknown)[:MOST_UNKNOWN]:
            words = resembling(form, MOST_ALIKE)
            if words:
                typed = self._unknown[form].typed
                readings.append(Reading("loosened", typed, tuple(words)))
                clauses.append(Clause(tuple(map(Term, words))))
        if not clauses:
            return None
        # What counts as such a word was not asked for, who typed another one.
        question = replace(self._with([*clauses, *self._choices]), literal=True)
        answer = self._answer(question)
        if not answer.count:
            return None
        return self._instead(Way.ALIKE, question, answer, readings)

    def by_either(self) -> Answer:
        """Any of the words, for the database, which else wants all of them."""
        terms: list[Term] = []
        for clause in _bare(self._clauses):
            if not clause.is_choice:
                terms += clause.terms
        if not terms:
            return self._unanswered
        terms = list(dict.fromkeys(terms))[:MOST_IN_DATABASE]
        question = self._with([Clause(tuple(terms)), *self._choices])
        answer = self._answer(question)
        if not answer.count:
            return self._unanswered
        return self._instead(Way.ANY, question, answer)

    # Asking

    @property
    def _left(self) -> int:
        """How many more may be asked."""
        return MOST_ASKED + 1 - len(self._tried)

    def _with(self, clauses: Sequence[Clause]) -> Question:
        """The question with these clauses, as an address would state it."""
        return replace(self._question, q=str(Typed(tuple(dict.fromkeys(clauses)))), words=None)

    def _answer(self, question: Question) -> Answer:
        """Ask, unless that was asked already, is nothing but choices, or is one too many."""
        if question in self._tried or not self._left:
            return Answer()
        if _are_choices(question.typed.clauses):
            return Answer()
        self._tried.add(question)
        answer = self._ask(question)
        self._note_unknown(answer)
        return answer

    def _note_unknown(self, answer: Answer) -> None:
        for word in answer.words:
            if word.is_unknown:
                self._unknown.setdefault(word.typed, word)

    def _known(self) -> Sequence[Clause]:
        """The clauses but for bare words that no editorial has; all where nothing else is asked."""
        clauses = [clause for clause in self._clauses if not self._is_unknown(clause)]
        if _are_choices(clauses):
            return self._clauses
        return clauses

    def _is_unknown(self, clause: Clause) -> bool:
        """Whether a clause asks for bare words that no editorial has, or leads to such a name."""
        if not clause.is_bare:
            return False
        for term in clause.terms:
            forms = {token.form for token in single_tokens(term.text)}
            if not forms <= self._unknown.keys() | self._civilities:
                return False
        return True

    def _instead(
        self, way: Way, question: Question, answer: Answer, readings: Collection[Reading] = ()
    ) -> Answer:
        lost: list[Word] = []
        if way is not Way.MENDED:
            answered = {word.typed for word in answer.words}
            lost = [word for form, word in self._unknown.items() if form not in answered]
        if not readings:
            readings = [Reading("loosened", self._question.q, (question.q,))]
        return replace(
            answer,
            count=0,
            words=[*answer.words, *lost],
            suggestion=self._unanswered.suggestion,
            cut=self._unanswered.cut or answer.cut,
            reading=[*readings, *answer.reading],
            relaxed=True,
            instead=question,
            instead_count=answer.count,
            way=way,
        )


# Clauses


def _changed(clause: Clause, change: Callable[[Term], Term]) -> Clause:
    if clause.is_choice:
        return clause
    return Clause(tuple(map(change, clause.terms)))


def _apart(term: Term) -> Term:
    """A phrase whose words may stand a little apart; other terms as they are."""
    if term.kind is not Kind.PHRASE or term.slop >= NEAR or len(term.text.split()) < 2:
        return term
    return replace(term, slop=NEAR, literal=False)


def _of_no_field(clause: Clause, but_for: Sequence[str]) -> Clause:
    """The clause asked of no field in particular, but for these fields."""

    def anywhere(term: Term) -> Term:
        if term.field in but_for:
            return term
        return replace(term, field="")

    return _changed(clause, anywhere)


def _is_of_a_place(clause: Clause) -> bool:
    """Whether a clause asks for an issue or a page, whose number in a text is another thing."""
    return any(term.field in EXACT for term in clause.terms)


def _bare(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses as the words that are in them; choices as they are, no issue and no page."""
    bare: list[Clause] = []
    for clause in clauses:
        if _is_of_a_place(clause) and not clause.is_choice:
            continue
        if clause.is_choice:
            bare.append(clause)
            continue
        words: list[Term] = []
        for term in clause.terms:
            words += map(Term, _words(term))
        if len(clause.terms) == 1:
            bare += [Clause((word,)) for word in words]
        elif words:
            bare.append(Clause(tuple(dict.fromkeys(words))))
    return bare


def _words(term: Term) -> list[str]:
    """The words of a term, each as it was typed; of a pattern its longest piece."""
    if term.kind is Kind.PATTERN:
        return [max(term.text.split("*"), key=len)]
    words = []
    for piece in term.text.replace(":", " ").split():
        word = piece.strip(EDGES)
        if word in OPERATORS:  # of a phrase: as a word it is in small letters
            word = word.lower()
        if single_tokens(word):
            words.append(word)
    return words


def _are_choices(clauses: Sequence[Clause]) -> bool:
    return all(clause.is_choice for clause in clauses)


def _are_bare_words(clauses: Sequence[Clause]) -> bool:
    """Whether nothing but several bare words is asked, of which a search takes any."""
    asked = [clause for clause in clauses if not clause.is_choice]
    return len(asked) > 1 and all(clause.is_bare for clause in asked)


def _parts(clauses: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """The parts that may be met apart: each condition, and all the bare words as one."""
    parts: list[tuple[Clause, ...]] = []
    words: list[Clause] = []
    for clause in clauses:
        if clause.is_condition:
            parts.append((replace(clause, required=False),))
        elif not clause.is_choice:
            words.append(clause)
    if words:
        parts.append(tuple(words))
    return parts


def _any_of(clauses: Sequence[Clause]) -> Clause:
    """The clause that is met where any of these is."""
    terms: dict[Term, None] = {}
    lacking: dict[Term, None] = {}
    for clause in clauses:
        terms.update(dict.fromkeys(clause.terms))
        lacking.update(dict.fromkeys(clause.lacking))
    return Clause(tuple(terms), lacking=tuple(lacking))
