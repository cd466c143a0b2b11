"""What somebody who types may be about to ask: words, phrases, tags, people, magazines and titles of the archive.

Every typed word is the beginning of a word, in any order and whatever its accents: « appel cent » finds « Centres
d’appels ». The index tells what there is and how many editorials have it, the database what it is called.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from archive.models import AuthorName, Publication, Tag
from archive.search.engine import Beginnings, Engine
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    folded_words,
    is_function_word,
    stem_key,
    tokenize,
)
from archive.text import fold

LONGEST = 200  # characters that are read
MOST_WORDS = 8
SHORTEST = 2  # letters of the longest word, before anything is proposed
LOOKED_AT = 30  # of what the index finds of a kind
PHRASES_LOOKED_AT, SLUGS_LOOKED_AT = 60, 300
KINDS = ("word", "phrase", "tag", "author", "publication", "title")  # in the order of the list
NAMED = ("tag", "author", "publication")


class Completion(NamedTuple):
    """What may complete a typed text, and how many editorials have it.

    `kind` is one of KINDS; `key` the slug of what has a page, of a title the editorial's number, else "".
    """

    kind: str
    text: str
    key: str
    count: int


def completions(engine: Engine, text: str, most: int = 8) -> list[Completion]:
    """Return what may complete a text, at most so many: of each kind the best in turn, so that none crowds out others."""
    text = text[:LONGEST]
    prefixes = list(dict.fromkeys(folded_words(text)))[:MOST_WORDS]
    if max(map(len, prefixes), default=0) < SHORTEST:
        return []
    beginnings = engine.beginnings(prefixes)
    by_kind = [
        _titles(beginnings),
        *(_named(beginnings, kind, prefixes) for kind in NAMED),
        _phrases(beginnings, prefixes),
        _words(beginnings, text),
    ]
    turns = zip_longest(*by_kind)
    in_turn = (completion for turn in turns for completion in turn if completion)
    return sorted(islice(_once_each(in_turn), most), key=_place_of_kind)


def _place_of_kind(completion: Completion) -> int:
    return KINDS.index(completion.kind)


def _once_each(completions: Iterable[Completion]) -> Iterator[Completion]:
    """A title may be called as a word or a tag is: it leads elsewhere."""
    seen = set()
    for completion in completions:
        name = completion.kind == "title", fold(completion.text)
        if name not in seen:
            seen.add(name)
            yield completion


def _titles(beginnings: Beginnings) -> Iterator[Completion]:
    for number, title in beginnings.titles(LOOKED_AT):
        yield Completion("title", title, str(number), 1)


# People, tags, magazines


def _named(beginnings: Beginnings, kind: str, prefixes: Sequence[str]) -> Iterator[Completion]:
    """The most used first."""
    counts = dict(beginnings.names(kind, SLUGS_LOOKED_AT))
    # The slug, made of the name once, only says whose name to look at first: the name may have been changed.
    slugs = sorted(counts, key=lambda slug: not _opens_words(f"-{slug}", prefixes))
    names = _names(kind, slugs[:LOOKED_AT])
    for slug in sorted(names, key=lambda slug: (-counts[slug], names[slug][0])):
        if any(_has_all(prefixes, name) for name in names[slug]):
            yield Completion(kind, names[slug][0], slug, counts[slug])


def _opens_words(slug: str, prefixes: Sequence[str]) -> bool:
    return all(f"-{prefix}" in slug for prefix in prefixes)


def _has_all(prefixes: Sequence[str], name: str) -> bool:
    words = folded_words(name)
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)


def _names(kind: str, slugs: Sequence[str]) -> dict[str, list[str]]:
    """{slug: [name, and of people the other forms in which it was printed]}, by one query."""
    if not slugs:
        return {}
    if kind != "author":
        model = {"tag": Tag, "publication": Publication}[kind]
        rows = model.objects.filter(slug__in=slugs).values_list("slug", "name")
        return {slug: [name] for slug, name in rows}
    forms = AuthorName.objects.filter(author__slug__in=slugs)
    names: dict[str, list[str]] = {}
    for slug, name, printed in forms.values_list("author__slug", "author__name", "name"):
        names.setdefault(slug, [name]).append(printed)
    return names


# Phrases and words


def _phrases(beginnings: Beginnings, prefixes: Sequence[str]) -> Iterator[Completion]:
    """Those that begin with the first word typed first, then the most frequent; one of those with the same stems."""
    phrases = beginnings.phrases(PHRASES_LOOKED_AT)
    opening = next(prefix for prefix in prefixes if len(prefix) >= SHORTEST)
    phrases.sort(key=lambda phrase: not fold(phrase[0]).startswith(opening))
    stems = set()
    for text, count in phrases:
        key = tuple(stem_key(word, DEFAULT_LANGUAGE) for word in folded_words(text))
        if key not in stems:
            stems.add(key)
            yield Completion("phrase", text, "", count)


def _words(beginnings: Beginnings, text: str) -> Iterator[Completion]:
    """The text with its last word completed; the most used first, one of those with the same stem."""
    *before, last = [token for token in tokenize(text) if token.span == 1]
    if last.end < len(text) or len(last.form) < SHORTEST:  # a space after it: it is complete
        return
    folded = fold(last.form)
    beside = [fold(token.form) for token in before]
    telling = [word for word in beside if not is_function_word(word, DEFAULT_LANGUAGE)]
    best: dict[str, tuple[int, str]] = {}
    for word in beginnings.words(folded, telling, LOOKED_AT):
        if word.folded != folded and not is_function_word(word.form, DEFAULT_LANGUAGE):
            stem = stem_key(word.form, DEFAULT_LANGUAGE)
            best[stem] = max(best.get(stem, (0, "")), (word.count, word.form))
    for count, form in sorted(best.values(), key=lambda pair: (-pair[0], pair[1])):
        if count:
            yield Completion("word", text[: last.start] + beginnings.printed(form), "", count)
