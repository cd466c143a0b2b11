"""Examples of what may be typed, taken from the archive itself: each finds something in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models import Author, Editorial, Publication, Tag
from archive.search import ask
from archive.search.question.query import Question
from archive.search.words.analysis import Token, is_function_word, single_tokens

TITLES = 40  # the newest, whose words are taken
TRIED = 4  # attempts at one example
SHORTEST = 5  # letters of a word worth showing
NAMES = 3  # of the most frequent authors, tags and magazines
SPAN = 3  # years
NEAR = 3  # words from the first of two to the second
MEANINGS = {
    "words": _("ces mots, dans toutes leurs formes ; d’abord les textes qui les ont tous"),
    "phrase": _("ces mots dans cet ordre"),
    "without": _("le premier mot, sans le second"),
    "author": _("de cet auteur"),
    "date": _("parus en ces années"),
    "either": _("l’un ou l’autre"),
    "prefix": _("tous les mots qui commencent ainsi"),
    "near": _("ces mots, à cinq mots l’un de l’autre au plus"),
    "title": _("dans le titre ; de même texte: pour le seul texte"),
    "tag": _("avec ce mot-clé"),
    "publication": _("dans cette revue"),
}

# Two telling words of one title, and what stands from the first to the end of the second.
Pair = tuple[str, str, str]


@dataclass(frozen=True)
class Example:
    typed: str
    address: str
    count: int
    meaning: str


def examples() -> list[Example]:
    """Return one of each kind that the archive has something for.

    Costs four database queries and at most TRIED searches a kind.
    """
    examples = []
    for kind, candidates in _candidates().items():
        example = _first(kind, candidates)
        if example:
            examples.append(example)
    return examples


def _first(kind: str, candidates: Iterable[str]) -> Example | None:
    for typed in islice(candidates, TRIED):
        question = Question(page_size=1).asking(typed)
        if count := ask(question, loosen=False).count:
            address = reverse("search") + Question(q=question.q).address()
            return Example(question.q, address, count, str(MEANINGS[kind]))
    return None


def _candidates() -> dict[str, Iterable[str]]:
    titles = list(_titles())
    pairs = list(_pairs(titles))
    words = list(dict.fromkeys(tokens[0].form for _title, tokens in titles))
    neighbours = list(pairwise(words))
    surnames = [name.split()[-1] for name in _names(Author)]
    return {
        "words": [f"{first} {second}" for first, second, _between in pairs],
        "phrase": [f'"{between}"' for _first, _second, between in pairs],
        "without": [f"{first} -{second}" for first, second in neighbours],
        "author": map('auteur:"{}"'.format, surnames),
        "date": _years(),
        "either": [f"{first} OU {second}" for first, second in neighbours],
        "prefix": [f"{word[: SHORTEST - 1]}*" for word in words],
        "near": [f'"{first} {second}"~5' for first, second, _between in pairs],
        "title": map("titre:{}".format, words),
        "tag": map('tag:"{}"'.format, _names(Tag)),
        "publication": map('revue:"{}"'.format, _names(Publication)),
    }


def _titles() -> Iterator[tuple[str, list[Token]]]:
    """Yield the newest titles with those of their words that tell something."""
    newest = Editorial.objects.published().in_order()
    for title, language in newest.values_list("title", "language")[:TITLES]:
        tokens = []
        for token in single_tokens(title):
            if _is_telling(token.form, language):
                tokens.append(token)
        if tokens:
            yield title, tokens


def _pairs(titles: Iterable[tuple[str, list[Token]]]) -> Iterator[Pair]:
    """Yield the first two telling words of a title that stand close together."""
    for title, tokens in titles:
        for first, second in pairwise(tokens):
            if second.position - first.position <= NEAR and first.form != second.form:
                yield first.form, second.form, title[first.start : second.end].lower()
                break


def _is_telling(form: str, language: str) -> bool:
    return len(form) >= SHORTEST and form.isalpha() and not is_function_word(form, language)


def _names(model) -> list[str]:
    return list(
        model.objects.with_counts()
        .order_by("-editorial_count", "key")
        .values_list("name", flat=True)[:NAMES]
    )


def _years() -> Iterator[str]:
    """Yield the years from the busiest on."""
    years = ask(Question(page_size=1)).years
    if not years:
        return
    busiest = max(years, key=years.__getitem__)
    last = max(year for year in years if year <= busiest + SPAN)
    if last > busiest:
        yield f"date:{busiest:04}..{last:04}"
    else:
        yield f"date:{busiest:04}"
