"""What a typed word means in this archive: the forms of it that the index holds, language by language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import islice

import numpy as np

from archive.search.engines.whoosh.answers.matching import Hits, phrase, postings
from archive.search.engines.whoosh.index.conflation import Key
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    is_function_word,
    stem_key,
    tokenize,
)
from archive.search.words.variants import LONGEST_PHRASE, VARIANTS
from archive.text import fold

FOLDED = Key("fold", fold)
SHORTEST_PART = 3  # letters of a part of a word that is looked for as two


@lru_cache(maxsize=64)
def language_key(language: str) -> Key:
    return Key(language, partial(stem_key, language=language))


def languages(snapshot: Snapshot) -> list[str]:
    """The languages of the archive's editorials, the default one first."""
    found = {value or DEFAULT_LANGUAGE for value in snapshot.facet("language").values}
    return sorted(
        found | {DEFAULT_LANGUAGE}, key=lambda language: (language != DEFAULT_LANGUAGE, language)
    )


def spoken(snapshot: Snapshot, language: str) -> np.ndarray:
    """A mask of the documents in that language; those of unknown language are taken to be in the default one."""
    return snapshot.once(("spoken", language), lambda: _spoken(snapshot, language))


def _spoken(snapshot: Snapshot, language: str) -> np.ndarray:
    facet = snapshot.facet("language")
    if language != DEFAULT_LANGUAGE:
        return facet.having([language])
    return ~facet.having([value for value in facet.values if value not in ("", DEFAULT_LANGUAGE)])


@dataclass(frozen=True)
class Meaning:
    """A word that was typed: the terms that count as it, for documents of each language, and those that are it to the
    letter (case and accents aside). `form` is `typed`, or what it was `read_as`. `parts` are phrases that count as it
    too: « télé usine » for « téléusine »."""

    typed: str
    form: str
    by_language: dict[str, Terms]
    exact: Terms
    parts: Sequence[tuple[Terms, Terms]] = ()
    read_as: str = ""
    is_function: bool = False
    dated: Hits | None = field(
        default=None, compare=False, repr=False
    )  # the documents of the date that it is part of: « mars » in « mars 2001 »
    found: dict[str, Hits] = field(
        default_factory=dict, compare=False, repr=False
    )  # `hits`, for one question

    def hits(self, snapshot: Snapshot, name: str) -> Hits:
        """The documents whose field holds it in any form, and how often."""
        if name not in self.found:
            self.found[name] = self._hits(snapshot, name)
        return self.found[name]

    def _hits(self, snapshot: Snapshot, field: str) -> Hits:
        found = [
            _spoken_hits(snapshot, field, *one, self.by_language)
            for one in _distinct(self.by_language)
        ]
        found += [phrase(snapshot, field, part) for part in self.parts]
        return together(found)

    def exact_hits(self, snapshot: Snapshot, field: str) -> Hits:
        return postings(snapshot, field, self.exact)

    def is_known(self, snapshot: Snapshot, fields: Iterable[str]) -> bool:
        """Whether any editorial has it. A form that only another language would take for this word is not enough."""
        if self.dated is not None:
            return True
        found = (self.hits(snapshot, name).docs for name in fields)
        return any(
            len(docs) and (snapshot.live is None or snapshot.live[docs].any()) for docs in found
        )

    def forms(self, snapshot: Snapshot) -> list[str]:
        """Every form that counts as this word."""
        found: dict[str, None] = {}
        for terms in self.by_language.values():
            for segment, numbers in zip(snapshot.segments, terms, strict=True):
                lexicon = segment.lexicon(LEXICON)
                found.update(
                    (lexicon[number].decode(errors="replace"), None) for number in numbers.tolist()
                )
        return list(found)


def _distinct(by_language: dict[str, Terms]) -> list[tuple[str, Terms]]:
    """The languages with their terms; only one of them where the terms are the same in all."""
    items = list(by_language.items())
    same = all(all(map(np.array_equal, terms, items[0][1])) for _language, terms in items[1:])
    return [("", items[0][1])] if same else items


def _spoken_hits(snapshot: Snapshot, field: str, language: str, terms: Terms, by_language) -> Hits:
    hits = postings(snapshot, field, terms)
    if not language or len(by_language) == 1:
        return hits
    keep = spoken(snapshot, language)[hits.docs]
    return Hits(hits.docs[keep], hits.counts[keep])


def together(found: Sequence[Hits]) -> Hits:
    """Hits of several kinds as one: each document once, its counts added."""
    found = [hits for hits in found if len(hits.docs)]
    if len(found) <= 1:
        return found[0] if found else Hits(np.zeros(0, np.uint32), np.zeros(0, np.uint32))
    docs, counts = (np.concatenate(parts) for parts in zip(*found, strict=True))
    spread = np.bincount(docs, counts)
    docs = np.flatnonzero(spread != 0)
    return Hits(docs, spread.take(docs).astype(np.float32))


def meaning(snapshot: Snapshot, form: str) -> Meaning:
    """What a form (as `analysis` cuts it) means in the archive as it stands in this snapshot."""
    return replace(snapshot.once(("meaning", form), lambda: _meaning(snapshot, form)), found={})


def _meaning(snapshot: Snapshot, form: str) -> Meaning:
    exact = snapshot.alike(LEXICON, form, FOLDED)
    # « accelerations » typed without accents has another stem than « accélérations »: so the stems of what it may be.
    spellings = {form} | set(snapshot.spelled(LEXICON, exact))
    return Meaning(
        typed=form,
        form=form,
        by_language={
            language: _class(snapshot, spellings, language, exact)
            for language in languages(snapshot)
        },
        exact=exact,
        parts=_parts(snapshot, form),
        is_function=is_function_word(form, DEFAULT_LANGUAGE),
    )


def _class(snapshot: Snapshot, spellings: set[str], language: str, exact: Terms) -> Terms:
    """The forms with one of these stems. « tel » is none of « télé », whose stem it has: it is a function word."""
    key = language_key(language)
    different = {key.of(spelling): spelling for spelling in spellings}.values()
    found = union(exact, *(snapshot.alike(LEXICON, spelling, key) for spelling in different))
    words = FUNCTION_WORDS.get(language, frozenset())
    if not words.isdisjoint(spellings):
        return found
    others = snapshot.once(("function", language), lambda: snapshot.terms(LEXICON, words))
    return tuple(np.setdiff1d(*both) for both in zip(found, others, strict=True))


def union(*found: Terms) -> Terms:
    return tuple(np.unique(np.concatenate(numbers)) for numbers in zip(*found, strict=True))


def with_joined(snapshot: Snapshot, one: Meaning, joined: str) -> Meaning:
    """« télé » typed beside « usine » is also met by « téléusine »."""
    terms = snapshot.alike(LEXICON, joined, FOLDED)
    if not any(map(len, terms)):
        return one
    return replace(
        one,
        found={},
        by_language={name: union(known, terms) for name, known in one.by_language.items()},
    )


def _parts(snapshot: Snapshot, form: str) -> list[tuple[Terms, Terms]]:
    """The two words that a form may be written as: both known, and not function words."""
    found = []
    for cut in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        halves = form[:cut], form[cut:]
        if any(is_function_word(half, DEFAULT_LANGUAGE) for half in halves):
            continue
        terms = tuple(snapshot.alike(LEXICON, half, FOLDED) for half in halves)
        if all(any(map(len, numbers)) for numbers in terms) and len(
            phrase(snapshot, LEXICON, terms).docs
        ):
            found.append(terms)
    return found


def beginning(snapshot: Snapshot, prefix: str) -> Terms:
    """The terms that begin so, whatever their accents."""
    spelled = [""]
    for char in fold(prefix):
        spelled = [known + variant for known in spelled for variant in VARIANTS.get(char, char)]
        spelled = [known for known in spelled if any(map(len, snapshot.beginning(LEXICON, known)))]
    return (
        union(*(snapshot.beginning(LEXICON, known) for known in spelled))
        if spelled
        else snapshot.terms(LEXICON, [])
    )


def slots(snapshot: Snapshot, text: str) -> list[Terms]:
    """The words of a phrase, the first ones of a very long one: function words too, each as printed (case and accents
    aside)."""
    tokens = islice((token for token in tokenize(text) if token.span == 1), LONGEST_PHRASE)
    return [snapshot.alike(LEXICON, token.form, FOLDED) for token in tokens]
