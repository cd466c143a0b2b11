"""What somebody who types may be about to ask: words, phrases, tags, people, magazines and titles of the archive.

Every typed word is the beginning of a word, in any order and whatever its accents: « appel cent » finds « Centres
d’appels ». The index tells what there is and how many editorials have it, the database what it is called.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.models import AuthorName, Publication, Tag
from archive.search.engines.whoosh.answers.matching import newest_first, postings, top
from archive.search.engines.whoosh.answers.meaning import DEFAULT_LANGUAGE
from archive.search.engines.whoosh.index import frequent_phrases, wordlist
from archive.search.engines.whoosh.index.postings import ranges
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.wordlist import words_of
from archive.search.words.analysis import is_function_word, stem_key, tokenize
from archive.text import fold

LONGEST = 200  # characters that are read
MOST_WORDS = 8
SHORTEST = 2  # letters of the longest word, before anything is proposed
LOOKED_AT = 30  # of what the index finds of a kind
PHRASES_LOOKED_AT, SLUGS_LOOKED_AT = 60, 300
WORDS_IN = ("title", "text")
KINDS = ("word", "phrase", "tag", "author", "publication", "title")  # in the order of the list
NAMED_IN = {"tag": "keywords", "author": "byline", "publication": "magazine"}  # the field that has the names


class Completion(NamedTuple):
    """`kind` is one of KINDS; `key` the slug of what has a page, of a title the editorial's number, else ""; `count` how
    many editorials have it."""

    kind: str
    text: str
    key: str
    count: int


def completions(snapshot: Snapshot, text: str, most: int = 8) -> list[Completion]:
    """What may complete a text, at most so many: of each kind the best in turn, so that none crowds out the others."""
    text = text[:LONGEST]
    prefixes = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    if max(map(len, prefixes), default=0) < SHORTEST:
        return []
    begun = [wordlist.terms_beginning(snapshot, prefix) for prefix in prefixes]
    found = [
        _titles(snapshot, begun),
        *(_named(snapshot, kind, begun, prefixes) for kind in NAMED_IN),
        _phrases(snapshot, prefixes),
        _words(snapshot, text),
    ]
    in_turn = (one for turn in zip_longest(*found) for one in turn if one)
    return sorted(islice(_once_each(in_turn), most), key=lambda one: KINDS.index(one.kind))


def prepare(snapshot: Snapshot) -> None:
    """Makes what is kept beside large segments: the vocabularies, the phrases. Takes seconds: it belongs to rebuilding,
    and to a quiet moment after it. Raises OSError where it cannot be kept."""
    for segment in snapshot.segments:
        wordlist.spellings(segment)
    frequent_phrases.learn(snapshot)


def _once_each(found: Iterable[Completion]) -> Iterator[Completion]:
    """A title may be called as a word or a tag is: it leads elsewhere."""
    seen = set()
    for one in found:
        name = one.kind == "title", fold(one.text)
        if name not in seen:
            seen.add(name)
            yield one


# Titles


def _titles(snapshot: Snapshot, begun: Sequence[Terms]) -> Iterator[Completion]:
    """Those that begin with the first word typed first, then the newest."""
    begun = [_in_field(snapshot, "title", terms) for terms in begun]
    opening = np.zeros(snapshot.size, bool)
    for segment, base, forms in zip(snapshot.segments, snapshot.bases, begun[0], strict=True):
        if len(forms):
            opening[base + _opening(segment.postings("title"), forms)] = True
    keys = [opening, *newest_first(snapshot, "earliest", DJANGO_ID)]
    for doc in top(_having_all(snapshot, "title", begun), keys, LOOKED_AT).tolist():
        number = int(snapshot.numbers(DJANGO_ID).values[doc])
        yield Completion("title", snapshot.stored(doc)["title"], str(number), 1)


def _opening(lists, forms: np.ndarray) -> np.ndarray:
    """The documents of a segment that begin with one of these forms."""
    lengths = lists.start[forms + 1] - lists.start[forms]
    there = ranges(lists.start[forms].astype(np.int64), lengths)
    counts = lists.counts[there].astype(np.int64)
    before = np.cumsum(counts) - counts
    first = np.cumsum(lengths.astype(np.int64)) - lengths
    places = before + np.repeat(lists.at[forms].astype(np.int64) - before[first], lengths)
    return lists.docs[there][lists.places[places] == 0]


def _having_all(snapshot: Snapshot, field: str, begun: Sequence[Terms]) -> np.ndarray:
    """A mask of the documents whose field has a word of each beginning."""
    return np.logical_and.reduce([snapshot.mask(postings(snapshot, field, terms).docs) for terms in begun])


def _in_field(snapshot: Snapshot, field: str, terms: Terms) -> Terms:
    """Those of the forms that the field has."""
    pairs = zip(snapshot.segments, terms, strict=True)
    return tuple(forms[wordlist.uses(segment, [field], forms) > 0] for segment, forms in pairs)


# People, tags, magazines


def _named(snapshot: Snapshot, kind: str, begun: Sequence[Terms], prefixes: Sequence[str]) -> Iterator[Completion]:
    """The most used first. Whatever has the words in its name has them in the field of names of all its editorials."""
    field, facet = NAMED_IN[kind], snapshot.facet(kind)
    having = _having_all(snapshot, field, [_in_field(snapshot, field, terms) for terms in begun])
    counts, total = facet.counts(having), snapshot._once(("total", kind), lambda: facet.counts(snapshot.all()))
    possible = np.flatnonzero((counts > 0) & (counts == total))
    possible = possible[np.argsort(-counts[possible], kind="stable")][:SLUGS_LOOKED_AT]
    by_slug = {facet.values[number]: int(counts[number]) for number in possible.tolist()}
    # The slug, made of the name once, only says whose name to look at first: the name may have been changed.
    best = sorted(by_slug, key=lambda slug: not all(f"-{prefix}" in f"-{slug}" for prefix in prefixes))[:LOOKED_AT]
    names = _names(kind, best)
    for slug in sorted(names, key=lambda slug: (-by_slug[slug], names[slug][0])):
        if any(_has_all(prefixes, name) for name in names[slug]):
            yield Completion(kind, names[slug][0], slug, by_slug[slug])


def _has_all(prefixes: Sequence[str], name: str) -> bool:
    words = words_of(name)
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)


def _names(kind: str, slugs: Sequence[str]) -> dict[str, list[str]]:
    """{slug: [name, and of people the other forms in which it was printed]}, by one query."""
    if not slugs:
        return {}
    if kind != "author":
        model = {"tag": Tag, "publication": Publication}[kind]
        return {slug: [name] for slug, name in model.objects.filter(slug__in=slugs).values_list("slug", "name")}
    rows = AuthorName.objects.filter(author__slug__in=slugs).values_list("author__slug", "author__name", "name")
    names: dict[str, list[str]] = {}
    for slug, name, printed in rows:
        names.setdefault(slug, [name]).append(printed)
    return names


# Phrases and words


def _phrases(snapshot: Snapshot, prefixes: Sequence[str]) -> Iterator[Completion]:
    """Those that begin with the first word typed first, then the most frequent; one of those with the same stems."""
    found = frequent_phrases.beginning(snapshot, prefixes, PHRASES_LOOKED_AT)
    opening = next(prefix for prefix in prefixes if len(prefix) >= SHORTEST)
    found.sort(key=lambda phrase: not fold(phrase.text).startswith(opening))
    stems = set()
    for phrase in found:
        key = tuple(stem_key(word, DEFAULT_LANGUAGE) for word in words_of(phrase.text))
        if key not in stems:
            stems.add(key)
            yield Completion("phrase", phrase.text, "", phrase.count)


def _words(snapshot: Snapshot, text: str) -> Iterator[Completion]:
    """The text with its last word completed; the most used first, one of those with the same stem."""
    *before, last = [token for token in tokenize(text) if token.span == 1]
    if last.end < len(text) or len(last.form) < SHORTEST:  # a space after it: it is complete
        return
    others = _having_words(snapshot, [fold(token.form) for token in before])
    best: dict[str, tuple[int, str]] = {}
    for word in wordlist.beginning(snapshot, WORDS_IN, fold(last.form), LOOKED_AT):
        if word.folded != fold(last.form) and not is_function_word(word.form, DEFAULT_LANGUAGE):
            stem = stem_key(word.form, DEFAULT_LANGUAGE)
            best[stem] = max(best.get(stem, (0, "")), (_count(snapshot, word, others), word.form))
    for count, form in sorted(best.values(), key=lambda one: (-one[0], one[1])):
        if count:
            yield Completion("word", text[: last.start] + wordlist.printed(snapshot, form), "", count)


def _having_words(snapshot: Snapshot, words: Sequence[str]) -> np.ndarray | None:
    """A mask of the documents that have these words, function words aside; None where there are none."""
    telling = [word for word in words if not is_function_word(word, DEFAULT_LANGUAGE)]
    found = [_holding(snapshot, word) for word in telling]
    return np.logical_and.reduce(found) if found else None


def _holding(snapshot: Snapshot, folded: str) -> np.ndarray:
    terms = wordlist.terms(snapshot, folded)
    return snapshot.mask(np.concatenate([postings(snapshot, field, terms).docs for field in WORDS_IN]))


def _count(snapshot: Snapshot, word: wordlist.Word, others: np.ndarray | None) -> int:
    return word.uses if others is None else int(np.count_nonzero(_holding(snapshot, word.folded) & others))
