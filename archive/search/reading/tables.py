"""What the editors say and what tags are called, as a process keeps it until something changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.core.signals import request_finished, request_started
from django.db.models import Count
from django.dispatch import receiver

from archive.models import (
    Correction,
    Equivalent,
    Pin,
    Publication,
    Tag,
    TagAlias,
    Tagging,
    Weight,
)
from archive.models.steering_rows import SAME, WeightFacet, stamp
from archive.search.reading.keys import Key, is_acronym, is_common, keys, telling
from archive.search.words.analysis import is_acronym as is_in_capitals

MOST_READ = 8  # words that are read for one: each costs the engine as much as a typed one


@dataclass
class Entry:
    """What counts as one word or phrase too.

    `capitals`: only where it is typed in capitals, as an acronym that is a common word as well.
    `words` are in the order in which the editors, the tags, then the texts say them. `is_acronym`:
    the texts say that it is one, or what one stands for.
    """

    typed: str
    capitals: bool = False
    words: dict[str, None] = field(default_factory=dict)
    is_acronym: bool = False

    @property
    def read(self) -> tuple[str, ...]:
        """The first MOST_READ words."""
        return tuple(self.words)[:MOST_READ]


class Pinned(NamedTuple):
    """Editorials (ids) that come first, to the day `until`."""

    editorials: tuple[int, ...]
    until: date | None


class Corrected(NamedTuple):
    """What is read in the place of what was typed (`instead`), or suggested."""

    read: str
    instead: bool


@dataclass(frozen=True)
class Tables:
    """All by which words are read. `longest`: telling words of the longest phrase in them."""

    entries: dict[Key, Entry]
    corrections: dict[Key, Corrected]
    pins: dict[str, Pinned]
    weights: tuple[tuple[str, str, float], ...]
    longest: int


_latest: tuple[tuple[int, int], Tables] | None = None
# The tables of the present request, which a page of several searches asks for each time; None
# outside of requests, where each asking looks whether something has changed.
_of_request: ContextVar[list[Tables] | None] = ContextVar("tables of a request", default=None)


def latest() -> Tables:
    """Return the tables as they are now, or were when the request first asked for them.

    One small query unless something has changed.
    """
    of_request = _of_request.get()
    if of_request:
        return of_request[0]
    tables = _now()
    if of_request is not None:
        of_request.append(tables)
    return tables


def _now() -> Tables:
    global _latest
    cached, now = _latest, stamp()  # before the rows: what changes meanwhile is read again
    if cached is None or cached[0] != now:
        cached = _latest = now, _read()
    return cached[1]


@receiver(request_started)
def _begin_request(**_signal) -> None:
    _of_request.set([])


@receiver(request_finished)
def _end_request(**_signal) -> None:
    _of_request.set(None)


def _read() -> Tables:
    entries = _entries(chain(_equivalents(), _acronyms()))
    corrections = {}
    for typed, read, instead in Correction.objects.values_list("typed", "read", "instead"):
        for key in keys(typed):
            corrections[key] = Corrected(read, instead)
    pins = {}
    for query, editorials, until in Pin.objects.values_list("key", "editorials", "until"):
        pins[query] = Pinned(tuple(editorials), until)
    longest = max(map(len, chain(entries, corrections)), default=0)
    return Tables(entries, corrections, pins, tuple(_weights()), longest)


def _entries(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[Key, Entry]:
    """Return the words of each typed word or phrase, from (typed, words that count as it)."""
    entries: dict[Key, Entry] = {}
    for typed, words in pairs:
        spellings = keys(typed)
        others = [word for word in words if is_met(word)]
        for key in spellings:
            entry = entries.setdefault(key, Entry(typed, capitals=True))
            entry.capitals &= is_acronym(typed) and is_common(typed)
            for word in others:
                if spellings.isdisjoint(keys(word)):
                    entry.words.setdefault(word)
    return {key: entry for key, entry in entries.items() if entry.words}


def is_met(word: str) -> bool:
    """Return True unless a word is an acronym that texts cannot be searched for.

    « SI » is met in capitals; « Mas », a common word as well, would be met as that.
    """
    return is_in_capitals(word) or not (is_acronym(word) and is_common(word))


def _equivalents() -> Iterator[tuple[str, Sequence[str]]]:
    rows = Equivalent.objects.in_force().order_by("origin", "pk")  # « editor » before « starter »
    for joined, one_way in rows.values_list("text", "one_way"):
        words = joined.split(SAME)
        for typed in words[:1] if one_way else words:
            yield typed, words


# Acronyms


def _acronyms() -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each acronym with its expansions, and the reverse, as tags and their aliases say.

    Of an acronym with many expansions, those of the tags that are borne most come first.
    """
    tags_of: dict[str, dict[str, int]] = defaultdict(dict)  # acronym -> {expansion: tag}
    for tag, names in _names_of_tags().items():
        acronyms, expansions = acronyms_among(names)
        for acronym in acronyms:
            tags_of[acronym].update(dict.fromkeys(expansions, tag))
        for expansion in expansions:
            yield expansion, acronyms
    crowded: set[int] = set()
    for tags in tags_of.values():
        if len(tags) > MOST_READ:
            crowded.update(tags.values())
    uses = _uses(crowded)
    for acronym, tags in tags_of.items():
        yield acronym, sorted(tags, key=lambda name: -uses.get(tags[name], 0))


def acronyms_among(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the acronyms and the expansions among a tag's names.

    « Système d’information (SI) » is one of each.
    """
    acronyms, expansions = [], []
    for name in names:
        before, bracket, within = name.partition("(")
        within = within.partition(")")[0].strip()
        if bracket and is_acronym(within):
            acronyms.append(within)
            name = before.strip()
        if is_acronym(name):
            acronyms.append(name)
        elif len(telling(name)) > 1:
            expansions.append(name)
    return acronyms, expansions


def _names_of_tags() -> dict[int, list[str]]:
    """Return {tag: its names} of the tags with several, or with one in brackets."""
    names: dict[int, list[str]] = {}
    for tag, name in Tag.objects.filter(name__contains="(").values_list("pk", "name"):
        names[tag] = [name]
    aliases = TagAlias.objects.order_by("pk").values_list("tag_id", "tag__name", "name")
    for tag, name, alias in aliases:
        names.setdefault(tag, [name]).append(alias)
    return names


def _uses(tags: set[int]) -> dict[int, int]:
    """Return {tag: how many editorials bear it}."""
    if not tags:
        return {}
    rows = Tagging.objects.filter(tag__in=tags).order_by().values_list("tag_id")
    return dict(rows.annotate(Count("pk")))


# Weights


def _weights() -> Iterator[tuple[str, str, float]]:
    """Yield (facet, value, factor); magazines and tags by the address that they have now."""
    for weight in Weight.objects.all():
        if weight.facet == WeightFacet.SECTION:
            yield weight.facet, weight.value, weight.factor
            continue
        model = Publication if weight.facet == WeightFacet.PUBLICATION else Tag
        named = model._default_manager.at(weight.value)
        if named:
            yield weight.facet, named.slug, weight.factor
