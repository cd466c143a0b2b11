"""The archive's names of magazines, authors and tags that stand in typed words, by one query.

They are looked up rather than kept: an archive may have a hundred thousand of them, and a name is
known as soon as it is saved, in every process.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connections, router

from archive.models import Author, AuthorName, Publication, Tag, TagAlias
from archive.models.names import FormerAddress
from archive.search.question.query import NAMED
from archive.search.reading.typed_words import Span, Words
from archive.search.words.leading import is_leading, is_little
from archive.text import fold, name_key

ARTICLES = frozenset(("le", "la", "les", "l", "the"))
SHORTEST = 2  # letters of a word that a magazine is looked for by
MOST_LEADING = 2  # words such as « revue des » before that
SHORTEST_JOINED, LONGEST_JOINED = 6, 20  # letters of a word that may be printed as two


# Magazines are looked for by the beginning of their names, as an index has them, and by their
# address, which keeps the name of before; the others by the whole of a name.
_BEGINNING = " OR (key >= %s AND key < %s)"
_LAST = "zzzz"  # stands behind all that a name goes on with, in any order of the alphabet
_NAMES = f"""
    SELECT 'publication', slug, name, name FROM {Publication._meta.db_table}
    WHERE slug IN ({{slugs}}) OR key IN ({{parted}}){{beginnings}}
    UNION ALL
    SELECT 'publication', p.slug, p.name, f.slug FROM {FormerAddress._meta.db_table} f
    JOIN {Publication._meta.db_table} p ON p.slug = f.now
    WHERE f.model = '{Publication._meta.model_name}' AND f.slug IN ({{slugs}})
    UNION ALL
    SELECT 'author', a.slug, a.name, n.name FROM {AuthorName._meta.db_table} n
    JOIN {Author._meta.db_table} a ON a.id = n.author_id WHERE n.key IN ({{keys}})
    UNION ALL
    SELECT 'tag', slug, name, name FROM {Tag._meta.db_table} WHERE key IN ({{printed}})
    UNION ALL
    SELECT 'tag', t.slug, t.name, l.name FROM {TagAlias._meta.db_table} l
    JOIN {Tag._meta.db_table} t ON t.id = l.tag_id WHERE l.key IN ({{printed}})
"""


class Named(NamedTuple):
    """A value of a facet, as its name stands in the text.

    `is_whole`: it is the whole name, and not only its first words. `words` are those of the name
    that tell something.
    """

    facet: str
    value: str
    label: str
    span: Span
    is_whole: bool
    words: tuple[str, ...]


def named(text: str, runs: Sequence[Words]) -> list[Named]:
    """Return all that these runs of words of a text may name: the longest first."""
    if not runs:
        return []
    spellings = _Spellings(_rows(text, runs))
    naming = []
    for run in runs:
        choices: dict[Choice, None] = {}
        for key in (_key(run.folded), "".join(run.folded)):
            choices.update(spellings.wholes.get(key, {}))
        naming += [_named(*choice, run, is_whole=True) for choice in choices]
        for choice in spellings.beginnings.get(run.folded, ()):
            if choice not in choices:
                naming.append(_named(*choice, run, is_whole=False))
    naming = list(dict.fromkeys(naming))
    # Of one length a magazine is read first, then an author.
    naming.sort(key=lambda name: (not name.is_whole, -_length(name), NAMED.index(name.facet)))
    return naming


def _named(facet: str, slug: str, label: str, run: Words, is_whole: bool) -> Named:
    words = tuple(word for word in run.folded if not is_little(word))
    return Named(facet, slug, label, run.span, is_whole, words)


def _length(name: Named) -> int:
    return name.span.end - name.span.start


def _key(words: Sequence[str]) -> str:
    """A name's words as they are compared: without an article before them."""
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


Choice = tuple[str, str, str]  # facet, slug, label
Row = tuple[str, str, str, str]  # a choice, and a name of it


class _Spellings:
    """By what each name is known as a whole, and by what first words of it a magazine is."""

    def __init__(self, rows: Iterable[Row]):
        self.wholes: dict[str, dict[Choice, None]] = defaultdict(dict)
        self.beginnings: dict[tuple[str, ...], dict[Choice, None]] = defaultdict(dict)
        for facet, slug, label, name in rows:
            self._add((facet, slug, label), name)
            if facet == "publication":  # whose address keeps the name that it had at first
                self._add((facet, slug, label), slug)

    def _add(self, choice: Choice, name: str) -> None:
        wholes, beginnings = spelt(choice[0], name)
        for key in wholes:
            self.wholes[key][choice] = None
        for beginning in beginnings:
            self.beginnings[beginning][choice] = None


def spelt(facet: str, name: str) -> tuple[set[str], list[tuple[str, ...]]]:
    """Return by what keys a name is known as a whole, and by what first words a magazine is."""
    words = name_key(name.replace("-", " ")).split()
    telling = [word for word in words if not is_little(word)]
    wholes, beginnings = {_key(words), "".join(words)}, list[tuple[str, ...]]()
    if facet == "publication":
        if len(telling) > 1:
            wholes.add(" ".join(telling))
        beginnings = [tuple(telling[:length]) for length in range(1, len(telling))]
    return wholes, beginnings


def _rows(text: str, runs: Sequence[Words]) -> list[Row]:
    """Return what may be named, by one query."""
    telling = [run for run in runs if not all(map(is_little, run.folded))]
    slugs = {"-".join(run.folded) for run in runs}  # a magazine may be called « Elle »
    keys = {" ".join(run.folded) for run in telling}
    # A tag's key has the hyphens and apostrophes of its name.
    printed = set(keys)
    for run in telling:
        typed = fold(text[run.span.start : run.span.end])
        printed |= {typed, typed.replace("-", " "), typed.replace(" ", "-")}
    parted = set(_parted(runs))
    beginnings = set(_beginnings(text, runs))
    bounds: list[str] = []
    for beginning in beginnings:
        bounds += [beginning, beginning + _LAST]
    sql = _NAMES.format(
        slugs=_places(slugs),
        parted=_places(parted),
        beginnings=_BEGINNING * len(beginnings),
        keys=_places(keys),
        printed=_places(printed),
    )
    parameters = [*slugs, *parted, *bounds, *slugs, *keys, *printed, *printed]
    with connections[router.db_for_read(Author)].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _places(parameters: Collection[str]) -> str:
    """The places of parameters in SQL; of none, that of a value that nothing has."""
    return ", ".join(["%s"] * len(parameters)) or "NULL"


def _beginnings(text: str, runs: Iterable[Words]) -> Iterator[str]:
    """Yield how the names of magazines may begin: with a telling word, or words that lead to one.

    « Cahiers » with any article before it, « revue des centres » as it was typed.
    """
    for run in runs:
        *leading, last = run.folded
        if len(leading) > MOST_LEADING or _leads(last) or len(last) < SHORTEST:
            continue
        if leading and all(map(_leads, leading)):
            yield fold(text[run.span.start : run.span.end])
        elif not leading:
            yield last
            for article in ("le ", "la ", "les ", "l'", "the "):
                yield article + last


def _leads(word: str) -> bool:
    return is_leading(word) or word.isdecimal()


def _parted(runs: Iterable[Words]) -> Iterator[str]:
    """Yield how a word may be printed as two: « en-contact » for « encontact »."""
    for run in runs:
        word = run.folded[0]
        if len(run.folded) > 1 or not SHORTEST_JOINED <= len(word) <= LONGEST_JOINED:
            continue
        for cut in range(2, len(word) - 1):
            yield f"{word[:cut]}-{word[cut:]}"
            yield f"{word[:cut]} {word[cut:]}"
