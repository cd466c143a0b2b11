"""What somebody who types may be about to ask.

Words, phrases, tags, people, magazines and titles of the archive complete a text. Every typed word
is the beginning of a word, in any order and whatever its accents: « appel cent » finds « Centres
d’appels ». The index tells what there is and how many editorials have it, the database what it is
called.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from archive.models import AuthorName, Tag
from archive.search.engine import Beginnings, Engine, FollowingWord
from archive.search.question.query import Question
from archive.search.question.wording import MODELS
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    ELIDED,
    Token,
    folded_words,
    is_function_word,
    single_tokens,
)
from archive.search.words.expansions import expansions
from archive.search.words.forms import word_key
from archive.text import fold

LONGEST = 200  # characters that are read
MOST_WORDS = 8
SHORTEST = 2  # letters of the longest word, before anything is proposed
LOOKED_AT = 30  # of what the index finds of a kind
PHRASES_LOOKED_AT, SLUGS_LOOKED_AT = 60, 300
ENOUGH_PHRASES = 3
FOLLOWING_LOOKED_AT = 20  # words that may follow others: each is looked for in the texts
MOST_BEFORE = 3  # words before the last one that it must follow
LONGEST_ACRONYM = 6  # letters
EXPANDING = 4  # names or titles of a kind that may write out an acronym: the first ones
MOST_EXPANSIONS = 3  # of an acronym: each is asked for, to tell how many editorials have it
MOST_NAMING = 2  # words that resemble an unknown one whose names are looked for,
MOST_NAMED = 2  # and names of a kind for them all
# In the order of the list: first what has all that was typed in its name.
KINDS = ("author", "tag", "publication", "title", "phrase", "word")
IN_TURN = ("tag", "author", "publication")  # names of these kinds are taken


class Completion(NamedTuple):
    """What may complete a typed text, and how many editorials have it.

    `kind` is one of KINDS; `key` is the slug of what has a page, of a title the editorial's number,
    else "".
    """

    kind: str
    text: str
    key: str
    # mypy minds that it hides the method `tuple.count`, which nobody asks of a completion.
    count: int  # type: ignore[assignment]


def completions(engine: Engine, text: str, most: int = 8) -> list[Completion]:
    """Return what may complete a text, at most so many.

    Of each kind the best are taken in turn, so that none crowds out another.
    """
    text = text[:LONGEST].lstrip()
    prefixes = list(dict.fromkeys(folded_words(text)))[:MOST_WORDS]
    if max(map(len, prefixes), default=0) < SHORTEST:
        return []
    beginnings = engine.beginnings(prefixes)
    by_kind = [_titles(beginnings)]
    by_kind += [_named(beginnings, kind, prefixes) for kind in IN_TURN]
    phrases = _phrases(beginnings, prefixes)
    if _may_be_acronym(text):
        firsts = [list(islice(completions, EXPANDING)) for completions in by_kind]
        phrases = chain(_expansions(engine, text, chain.from_iterable(firsts)), phrases)
        by_kind = list(map(chain, firsts, by_kind))
    frequent = []
    if len(prefixes) > 1:
        frequent = list(islice(phrases, ENOUGH_PHRASES))
    by_kind.append(chain(frequent, phrases))
    # Phrases that are frequent tell better what follows than words of which one text is enough.
    if len(frequent) < ENOUGH_PHRASES:
        by_kind.append(_words(beginnings, text))
    in_turn = filter(None, chain.from_iterable(zip_longest(*by_kind)))
    return sorted(islice(_once_each(in_turn), most), key=_place_of_kind)


def _place_of_kind(completion: Completion) -> int:
    return KINDS.index(completion.kind)


def _once_each(completions: Iterable[Completion]) -> Iterator[Completion]:
    """Leave out what is called like one before it, but a title, which leads elsewhere."""
    seen = set()
    for completion in completions:
        name = completion.kind == "title", fold(completion.text)
        if name not in seen:
            seen.add(name)
            yield completion


def _titles(beginnings: Beginnings) -> Iterator[Completion]:
    for number, title in beginnings.titles(LOOKED_AT):
        yield Completion("title", title, str(number), 1)


def resembling(engine: Engine, form: str, named: bool, most: int = 6) -> list[Completion]:
    """Return what the archive has that an unknown form resembles, the nearest words first.

    After the words come, where `named`, the tags, authors and magazines whose names have one.
    """
    words = engine.resembling(form, most)
    alike = [Completion("word", word.form, "", word.editorials) for word in words]
    if not named:
        return alike
    for kind in IN_TURN:
        names: list[Completion] = []
        for word in words[:MOST_NAMING]:
            names += _named(engine.beginnings([word.folded]), kind, [word.folded])
        alike += list(dict.fromkeys(names))[:MOST_NAMED]
    return alike


# People, tags, magazines


def _named(beginnings: Beginnings, kind: str, prefixes: Sequence[str]) -> Iterator[Completion]:
    """Yield those whose name, or another name of it, has all prefixes; the most used first."""
    counts = dict(beginnings.names(kind, SLUGS_LOOKED_AT))
    # The slug, made of the name once, only says whose name to look at first: the name may have been
    # changed.
    slugs = sorted(counts, key=lambda slug: not _opens_words(f"-{slug}", prefixes))
    names = _names(kind, slugs[:LOOKED_AT])
    for slug in sorted(names, key=lambda slug: (-counts[slug], names[slug][0])):
        for name in names[slug]:
            if _has_all(prefixes, name):
                yield Completion(kind, names[slug][0], slug, counts[slug])
                break


def _opens_words(slug: str, prefixes: Sequence[str]) -> bool:
    return all(f"-{prefix}" in slug for prefix in prefixes)


def _has_all(prefixes: Sequence[str], name: str) -> bool:
    """Return True where each prefix begins a word of the name."""
    words = folded_words(name)
    return all(_begins_any(prefix, words) for prefix in prefixes)


def _begins_any(prefix: str, words: Sequence[str]) -> bool:
    return any(word.startswith(prefix) for word in words)


def _names(kind: str, slugs: Sequence[str]) -> dict[str, list[str]]:
    """Return {slug: [name, and the others by which it is found]}, by one query.

    People have the forms in which their names were printed, tags their aliases.
    """
    if not slugs:
        return {}
    names: dict[str, list[str]] = {}
    if kind == "author":
        forms = AuthorName.objects.filter(author__slug__in=slugs)
        for slug, name, form in forms.values_list("author__slug", "author__name", "name"):
            names.setdefault(slug, [name]).append(form)
        return names
    if kind == "tag":
        tags = Tag.objects.filter(slug__in=slugs)
        for slug, name, alias in tags.values_list("slug", "name", "aliases__name"):
            names.setdefault(slug, [name])
            if alias:
                names[slug].append(alias)
        return names
    rows = MODELS[kind].objects.filter(slug__in=slugs)
    for slug, name in rows.values_list("slug", "name"):
        names[slug] = [name]
    return names


# Phrases and words


def _phrases(beginnings: Beginnings, prefixes: Sequence[str]) -> Iterator[Completion]:
    """Yield phrases: first those that begin with the first word typed, then the most frequent.

    Of those with the same stems only the first is given.
    """
    phrases = beginnings.phrases(PHRASES_LOOKED_AT)
    opening = next(prefix for prefix in prefixes if len(prefix) >= SHORTEST)
    phrases.sort(key=lambda phrase: not fold(phrase[0]).startswith(opening))
    stems = set()
    for text, count in phrases:
        key = _stems(text)
        if key not in stems:
            stems.add(key)
            yield Completion("phrase", text, "", count)


def _may_be_acronym(text: str) -> bool:
    return text.isalpha() and len(text) <= LONGEST_ACRONYM


def _expansions(
    engine: Engine, acronym: str, completions: Iterable[Completion]
) -> Iterator[Completion]:
    """Yield what an acronym stands for, as names and titles that it completes to write it.

    « Le serveur vocal interactif (SVI) » -> « serveur vocal interactif ». Then come those that the
    texts say most. Of those with the same stems only the first is given.
    """
    distinct: dict[tuple[str, ...], str] = {}
    for expansion in (*_in_names(completions, acronym), *_in_texts(engine, acronym)):
        distinct.setdefault(_stems(expansion), expansion)
    for expansion in list(distinct.values())[:MOST_EXPANSIONS]:
        count = engine.answer(Question(q=f'"{expansion}"', page_size=1)).count
        if count:
            yield Completion("phrase", expansion, "", count)


def _in_names(completions: Iterable[Completion], acronym: str) -> Iterator[str]:
    """Yield what names and titles say that an acronym stands for, in any case."""
    typed = acronym.lower()
    for completion in completions:
        if f"({typed}" not in completion.text.lower():  # most: to look for all acronyms is dear
            continue
        for printed, words in expansions(completion.text):
            if printed.lower() == typed:
                yield words


def _in_texts(engine: Engine, acronym: str) -> list[str]:
    """Return what the texts say that an acronym stands for, in any case, the most said first."""
    typed = acronym.lower()
    senses: list[tuple[str, int]] = []
    for printed, of_acronym in engine.expansions().items():
        if len(printed) == len(typed) and printed.lower() == typed:
            senses += of_acronym
    senses.sort(key=lambda pair: -pair[1])
    return [words for words, _editorials in senses]


def _stems(text: str) -> tuple[str, ...]:
    return tuple(word_key(word, DEFAULT_LANGUAGE) for word in folded_words(text))


def _words(beginnings: Beginnings, text: str) -> Iterator[Completion]:
    """Yield the text with its last word completed, the most used first.

    Behind other words only what follows them in some text is given, with what stands between. Of
    words with the same stem only the most used is given.
    """
    *before, last = single_tokens(text)
    if last.end < len(text) or len(last.form) < SHORTEST:  # a space after it: it is complete
        return
    folded = fold(last.form)
    best: dict[str, tuple[int, str, str]] = {}
    for joint, use in _completing(beginnings, before, folded):
        if use.folded != folded and not is_function_word(use.form, DEFAULT_LANGUAGE):
            stem = word_key(use.form, DEFAULT_LANGUAGE)
            best[stem] = max(best.get(stem, (0, "", "")), (use.editorials, use.form, joint))
    for count, form, joint in sorted(best.values(), key=lambda use: (-use[0], use[1])):
        if count:
            completed = _behind(joint, beginnings.printed(form))
            yield Completion("word", text[: last.start] + completed, "", count)


def _completing(
    beginnings: Beginnings, before: Sequence[Token], folded: str
) -> Iterator[FollowingWord]:
    """Yield the words that begin so, behind the words before where those tell something."""
    chain: list[str] = []
    for token in reversed(before[-MOST_BEFORE:]):
        chain.insert(0, fold(token.form))
        if not is_function_word(token.form, DEFAULT_LANGUAGE):
            yield from beginnings.following(chain, folded, FOLLOWING_LOOKED_AT)
            return
    for use in beginnings.words(folded, LOOKED_AT):
        yield FollowingWord("", use)


def _behind(joint: str, word: str) -> str:
    if not joint:
        return word
    if joint in ELIDED:
        return f"{joint}’{word}"
    return f"{joint} {word}"
