"""Which editorials are about the same as one, and why: telling words, tags, people, time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from django.db.models import prefetch_related_objects
from django.db.models.functions import Substr
from rapidfuzz import fuzz

from archive.models import Author, Editorial, Tag
from archive.search.engine import (
    Candidate,
    Candidates,
    Engine,
    NameSign,
    Resemblance,
    Sign,
    WordSign,
)
from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.subjects import is_subject
from archive.search.words.telling import Telling, telling

READ = 8_000  # characters of the editorial, and
COMPARED = 3_000  # of two texts to tell whether they are one
WORDS = 16  # of it, the most telling
CANDIDATES = 24  # editorials that are looked at closely
SHOWN_WORDS = 5
TITLE = 0.5  # of a word's weight, again, where the title has it
# What they count, times their idf, when shared; a word of the text counts some 3 to 6 times it.
TAG, AUTHOR = 8.0, 3.0
NEAR = 0.1  # of the score, for being of the same day;
NEAR_DAYS = 365.0  # after so many days 1/e of it
NEAR_IN_TIME = 92  # days that are said to be near
LEAST_WORDS = 2  # shared, to be related where no tag is
# Of the telling words and of the length: from there on two texts are compared letter by letter, and
SUSPECT = 0.8
ALIKE = 85  # percent of the letters, from which on they count as one


@dataclass(frozen=True)
class Related:
    """An editorial and why it is related.

    `words` are the shared words by which a reader would name a subject, as the first editorial
    prints them, most telling first. `is_copy`: nearly the same text.
    """

    id: int
    score: float
    words: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    near_in_time: bool = False
    is_copy: bool = False

    @property
    def same_author(self) -> bool:
        return bool(self.authors)


def related(engine: Engine, editorial: Editorial, most: int = 5) -> list[Related]:
    """Return the published editorials most related to one, the best first.

    Of those with nearly its text there is one at most, and it comes last.
    """
    prefetch_related_objects([editorial], "tags", "bylines__author")
    text = beginning(editorial)
    names = _names(editorial)
    signs: list[Sign] = [*word_signs(engine, text, editorial.language)[:WORDS]]
    signs += _name_signs(editorial)
    resemblance = Resemblance(
        signs=signs,
        language=editorial.language or DEFAULT_LANGUAGE,
        itself=editorial.pk,
        day=editorial.earliest,
        nearness=NEAR,
        days=NEAR_DAYS,
    )
    close = _Close(signs, engine.alike(resemblance, CANDIDATES), editorial)
    as_printed = cache(partial(printed, text))
    relations = []
    for candidate, is_copy in close.chosen(most):
        shared = close.shared(candidate)
        relations.append(_explained(candidate, is_copy, shared, names, as_printed, editorial))
    return relations


def _names(editorial: Editorial) -> dict[tuple[str, str], Tag | Author]:
    """Return {(facet, slug): tag or author} of those that an editorial has."""
    names: dict[tuple[str, str], Tag | Author] = {}
    for tag in editorial.tags.all():
        names["tag", tag.slug] = tag
    for byline in editorial.bylines.all():
        if byline.author:
            names["author", byline.author.slug] = byline.author
    return names


def _explained(
    candidate: Candidate,
    is_copy: bool,
    shared: Sequence[Sign],
    names: Mapping[tuple[str, str], Tag | Author],
    as_printed: Callable[[tuple[str, ...]], str],
    editorial: Editorial,
) -> Related:
    """Return a candidate with the reasons why it is related: the signs that it shares."""
    words: list[str] = []
    tags: list[Tag] = []
    authors: list[Author] = []
    for sign in shared:
        if isinstance(sign, WordSign):
            if len(words) < SHOWN_WORDS and is_subject(sign.forms[0], editorial.language):
                words.append(as_printed(tuple(sign.forms)))
            continue
        named = names[sign.facet, sign.slug]
        if isinstance(named, Tag):
            tags.append(named)
        else:
            authors.append(named)
    return Related(
        id=candidate.id,
        score=round(candidate.score, 4),
        words=words,
        tags=tags,
        authors=authors,
        near_in_time=candidate.days_apart <= NEAR_IN_TIME,
        is_copy=is_copy,
    )


# What relates


def beginning(editorial: Editorial) -> str:
    """Return so much of an editorial as tells what it is about."""
    return "\n".join([editorial.title, editorial.standfirst, editorial.text])[:READ]


def word_signs(engine: Engine, text: str, language: str) -> list[WordSign]:
    """Return the most telling words of a text, and what each is worth where another shares it."""
    return signs_of(telling(text, language, engine.usage))


def signs_of(words: Iterable[Telling]) -> list[WordSign]:
    """Return these words, and what each is worth where another text shares it."""
    return [WordSign(word.forms, word.weight, TITLE * word.weight) for word in words]


def _name_signs(editorial: Editorial) -> Iterator[NameSign]:
    for tag in editorial.tags.all():
        yield NameSign("tag", tag.slug, TAG)
    for author in {byline.author for byline in editorial.bylines.all() if byline.author}:
        yield NameSign("author", author.slug, AUTHOR)


def printed(text: str, forms: Sequence[str]) -> str:
    """Return a word as the text prints it, in small letters if it ever does.

    It is the word's first form where the text has none of its forms.
    """
    lower = text.lower()
    if len(lower) != len(text):  # « İ » has two small letters
        return forms[0]
    first = ""
    for form in forms:
        for at in _places(lower, form):
            word = text[at : at + len(form)]
            if word.islower():
                return word
            first = first or word
    return first or forms[0]


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands, not as a part of a longer one."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum()):
            yield at
        at = text.find(word, at + 1)


# Who is looked at closely


class _Close:
    """The best candidates beside the editorial: what each shares, and which have the same text."""

    def __init__(self, signs: Sequence[Sign], candidates: Candidates, editorial: Editorial):
        self._signs = signs
        self._candidates = candidates.others
        self._itself = [candidates.itself] if candidates.itself else []
        self._editorial = editorial

    def shared(self, candidate: Candidate) -> list[Sign]:
        """Return the signs that a candidate has, the one that adds most first."""
        pairs = zip(self._signs, candidate.adds, strict=True)
        ranked = sorted(pairs, key=lambda pair: -pair[1])
        return [sign for sign, add in ranked if add > 0]

    def chosen(self, most: int) -> list[tuple[Candidate, bool]]:
        """Return [(candidate, whether it is a copy)], at most so many."""
        copies = [copy for copy in self._candidates if self._is_copy(copy, self._itself)][:1]
        chosen: list[Candidate] = []
        for candidate in self._candidates:
            if len(chosen) == most - len(copies):
                break
            before = [*self._itself, *chosen]
            if self._is_related(candidate) and not self._is_copy(candidate, before):
                chosen.append(candidate)
        originals = [(candidate, False) for candidate in chosen]
        return originals + [(copy, True) for copy in copies[:most]]

    def _is_related(self, candidate: Candidate) -> bool:
        words = 0
        for sign in self.shared(candidate):
            if isinstance(sign, WordSign):
                words += 1
            elif sign.facet == "tag":
                return True
        return words >= LEAST_WORDS

    def _is_copy(self, candidate: Candidate, originals: Sequence[Candidate]) -> bool:
        """Return True where a text is nearly that of one of the originals."""
        for original in originals:
            if not _is_suspect(candidate, original):
                continue
            text = self._texts.get(candidate.id, "")
            if fuzz.ratio(text, self._texts.get(original.id, ""), score_cutoff=ALIKE):
                return True
        return False

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The beginnings of all texts, by one query: few editorials ever need it."""
        ids = [candidate.id for candidate in (*self._candidates, *self._itself)]
        rows = Editorial.objects.filter(pk__in=ids).order_by()
        texts = dict(rows.annotate(start=Substr("text", 1, COMPARED)).values_list("pk", "start"))
        return texts | {self._editorial.pk: self._editorial.text[:COMPARED]}


def _is_suspect(candidate: Candidate, original: Candidate) -> bool:
    """Return True where two texts are nearly as long and share nearly all telling words."""
    lengths = sorted([candidate.length, original.length])
    if not lengths[0] >= SUSPECT * lengths[1] > 0:
        return False
    shared = sum(map(min, candidate.counts, original.counts))
    return shared >= SUSPECT * (sum(candidate.counts) + sum(original.counts) - shared)
