"""Words through time as an address asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from archive import printed_dates
from archive.concordance.counting import MOST_WORDS, By
from archive.concordance.pieces import LONGEST_WORD
from archive.concordance.seeking import Narrowing
from archive.models import Byline, FormerAddress, Publication, Tagging
from archive.parameters import Taken
from archive.search.question.clauses import Kind, days
from archive.search.question.query import MOST_VALUES, Question

FEW_WORDS = 3
LONGEST_NAME = 200
LONGEST_DATE = 100
NARROWING = ("publication", "author", "tag")
# What the addresses of curves may have; those of lines have `when` and `sort`, too.
TAKEN = Taken(
    ("word", "by", "measure", "forms", "equivalents", *NARROWING, "from", "to", "smooth"),
    repeatable=("word", *NARROWING),
)
SMOOTHINGS = (1, 3, 5)  # periods over which a curve is drawn as their mean
QUOTES = '"«»“”„ \u00a0\u202f\t\r\n'


class Measure(StrEnum):
    COUNT = "count"
    EDITORIALS = "editorials"
    PER_10000 = "per10000"


class Slip(NamedTuple):
    """Something in an address that cannot be as it is: its parameter, and what it says."""

    kind: str  # "many", "long", "date", "order", "name", "odd", "when"
    parameter: str
    typed: str


@dataclass(frozen=True)
class Asked:
    """What is asked: words, how they are counted, where and when.

    `names` has (facet, slug) pairs, `since` and `until` are EDTF. `forms`: all forms of a word
    count, `equivalents`: what counts as it in searches does, too. `smooth`: periods of whose values
    the mean is drawn.
    """

    words: tuple[str, ...] = ()
    by: By = By.YEAR
    measure: Measure = Measure.COUNT
    forms: bool = False
    equivalents: bool = False
    names: tuple[tuple[str, str], ...] = ()
    since: str = ""
    until: str = ""
    smooth: int = 1

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of its address, in one order, without what is as usual."""
        pairs = [("word", word) for word in self.words]
        if self.by is not By.YEAR:
            pairs.append(("by", self.by.value))
        if self.measure is not Measure.COUNT:
            pairs.append(("measure", self.measure.value))
        if self.forms:
            pairs.append(("forms", "1"))
        if self.equivalents:
            pairs.append(("equivalents", "1"))
        pairs += self.names
        pairs += [("from", self.since), ("to", self.until)]
        if self.smooth > 1:
            pairs.append(("smooth", str(self.smooth)))
        return [(name, content) for name, content in pairs if content]

    def address(self) -> str:
        """Return `?word=…&by=…`, or "" where nothing is asked."""
        pairs = self.parameters()
        return f"?{urlencode(pairs)}" if pairs else ""

    def of(self, *words: str) -> "Asked":
        return replace(self, words=words)

    def plainly(self) -> "Asked":
        """Return where and when alone, of no word."""
        return Asked(names=self.names, since=self.since, until=self.until)

    @property
    def is_dear(self) -> bool:
        """Return True where the answer takes longer than that of a plain search."""
        return self.forms or self.equivalents or len(self.words) > FEW_WORDS

    @property
    def is_narrowed(self) -> bool:
        return bool(self.names or self.since or self.until)

    def chosen(self, facet: str) -> list[str]:
        return [slug for name, slug in self.names if name == facet]

    @cached_property
    def narrowing(self) -> Narrowing:
        """Return which editorials are looked at: of several names of one kind, those of any."""
        ids = []
        publications = None
        if self.chosen("author"):
            rows = Byline.objects.filter(author__slug__in=self.chosen("author"))
            ids.append(frozenset(rows.values_list("editorial_id", flat=True)))
        if self.chosen("tag"):
            ids.append(tagged(self.chosen("tag")))
        if self.chosen("publication"):
            magazines = Publication.objects.filter(slug__in=self.chosen("publication"))
            publications = frozenset(magazines.values_list("pk", flat=True))
        first, last = days(self.since, self.until)
        return Narrowing(tuple(ids), publications, first, last)


def of_question(question: Question) -> Asked:
    """Return the curves of what a search asks: its words, in the forms it takes, where it looks.

    Some plain words beside each other come as a phrase first, then one by one.
    """
    words: dict[str, None] = {}
    plain_words = []
    is_inflected = False
    for clause in question.typed.clauses:
        for term in clause.terms:
            if clause.excluded or term.kind not in (Kind.WORD, Kind.PHRASE):
                continue
            if term.field == "tag":
                words[f"tag:{term.text}"] = None
            elif term.field in ("", "text"):
                words[plain(term.text)] = None
                is_inflected = is_inflected or not term.literal
                if term.is_plain and len(clause.terms) == 1:
                    plain_words.append(term.text)
    if 1 < len(plain_words) <= FEW_WORDS and len(plain_words) == len(words):
        words = {" ".join(plain_words): None} | words
    if not words:
        words = {f"tag:{slug}": None for slug in question.chosen("tag")}
    names = []
    for facet in NARROWING:
        names += [(facet, slug) for slug in question.chosen(facet)]
    return Asked(
        words=tuple(words)[:MOST_WORDS],
        forms=is_inflected and not question.literal,
        names=tuple(names) if question.q else (),
        since=question.since,
        until=question.until,
    )


def tagged(slugs: Iterable[str]) -> frozenset[int]:
    """Return the ids of the editorials that bear any of these tags."""
    rows = Tagging.objects.filter(tag__slug__in=list(slugs))
    return frozenset(rows.values_list("editorial_id", flat=True))


def read(params: QueryDict) -> tuple[Asked, list[Slip]]:
    """Return what an address asks, and what in it cannot be as it is, which is left out."""
    slips: list[Slip] = []
    words = _words(params.getlist("word"), slips)
    since, until = _dates(params, slips)
    asked = Asked(
        words=words,
        by=_choice(By, params, "by", By.YEAR, slips),
        measure=_choice(Measure, params, "measure", Measure.COUNT, slips),
        forms=_switch(params, "forms", slips),
        equivalents=_switch(params, "equivalents", slips),
        names=_names(params),
        since=since,
        until=until,
        smooth=_smoothing(params, slips),
    )
    return asked, slips


def plain(word: str) -> str:
    """Return a typed word without the quotes around it, its spaces plain."""
    return " ".join("".join(filter(_is_kept, word)).strip(QUOTES).split())


def _is_kept(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()


def _words(typed: list[str], slips: list[Slip]) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for word in typed:
        if len(word) > LONGEST_WORD:
            slips.append(Slip("long", "word", word[:LONGEST_NAME]))
            continue
        if plain(word):
            words[plain(word)] = None
    if len(words) > MOST_WORDS:
        slips.append(Slip("many", "word", str(len(words))))
    return tuple(words)[:MOST_WORDS]


def _dates(params: QueryDict, slips: list[Slip]) -> tuple[str, str]:
    """Return the two dates as EDTF, the earlier first."""
    read = []
    for name in ("from", "to"):
        typed = params.get(name, "").strip()[:LONGEST_DATE]
        date = printed_dates.as_edtf(typed)
        if typed and not date:
            slips.append(Slip("date", name, typed))
        read.append(date)
    since, until = read
    first, last = days(since, until)
    if first and last and first > last:
        slips.append(Slip("order", "to", f"{since} / {until}"))
        return until, since
    return since, until


def _names(params: QueryDict) -> tuple[tuple[str, str], ...]:
    """Return the names that were chosen, by the slugs that they have now."""
    chosen: dict[tuple[str, str], None] = {}
    for facet in NARROWING:
        for slug in params.getlist(facet)[:MOST_VALUES]:
            kept = "".join(filter(str.isprintable, slug[:LONGEST_NAME].strip()))
            if kept:
                chosen[facet, kept] = None
    if not chosen:
        return ()
    slugs: dict[str, list[str]] = {}
    for facet, slug in chosen:
        slugs.setdefault(facet, []).append(slug)
    successors = FormerAddress.objects.successors(slugs)
    return tuple((facet, successors.get((facet, slug), slug)) for facet, slug in chosen)


def _choice(choices, params: QueryDict, name: str, usual, slips: list[Slip]):
    typed = params.get(name, "")
    if not typed:
        return usual
    try:
        return choices(typed)
    except ValueError:
        slips.append(Slip("odd", name, typed[:LONGEST_NAME]))
        return usual


def _switch(params: QueryDict, name: str, slips: list[Slip]) -> bool:
    typed = params.get(name, "")
    if typed not in ("", "0", "1"):
        slips.append(Slip("odd", name, typed[:LONGEST_NAME]))
    return typed == "1"


def _smoothing(params: QueryDict, slips: list[Slip]) -> int:
    typed = params.get("smooth", "")
    for periods in SMOOTHINGS:
        if typed == str(periods):
            return periods
    if typed:
        slips.append(Slip("odd", "smooth", typed[:LONGEST_NAME]))
    return SMOOTHINGS[0]
