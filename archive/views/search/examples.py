"""Examples of what may be typed, taken from the archive itself: each finds something in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models import Author, Editorial, Publication, Tag
from archive.search import ask
from archive.search.question.query import Question
from archive.search.words.analysis import Token, is_function_word, tokenize

TITLES = 40  # the newest, whose words are taken
TRIED = 4  # attempts at one example
SHORTEST = 5  # letters of a word worth showing
NAMES = 3  # of the most frequent authors, tags and magazines
SPAN = 3  # years
NEAR = 3  # words from one to the other
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

Words = tuple[
    str, str, str
]  # two telling words of one title, and what stands from the one to the other


@dataclass(frozen=True)
class Example:
    typed: str
    address: str
    count: int
    meaning: str


def examples() -> list[Example]:
    """One of each kind that the archive has something for, in four database queries and at most TRIED searches a
    kind."""
    found = [_first(kind, candidates) for kind, candidates in _candidates().items()]
    return [example for example in found if example]


def _first(kind: str, candidates: Iterable[str]) -> Example | None:
    for _attempt, typed in zip(range(TRIED), candidates, strict=False):
        question = Question(page_size=1).asking(typed)
        if count := ask(question).count:
            return Example(
                question.q,
                reverse("search") + Question(q=question.q).address(),
                count,
                MEANINGS[kind],
            )
    return None


def _candidates() -> dict[str, Iterable[str]]:
    titles = list(_titles())
    pairs = list(_pairs(titles))
    words = list(dict.fromkeys(tokens[0].form for _title, tokens in titles))
    return {
        "words": (f"{a} {b}" for a, b, _between in pairs),
        "phrase": (f'"{between}"' for _a, _b, between in pairs),
        "without": (f"{a} -{b}" for a, b in pairwise(words)),
        "author": (f'auteur:"{name.split()[-1]}"' for name in _names(Author)),
        "date": _years(),
        "either": (f"{a} OU {b}" for a, b in pairwise(words)),
        "prefix": (f"{word[: SHORTEST - 1]}*" for word in words),
        "near": (f'"{a} {b}"~5' for a, b, _between in pairs),
        "title": (f"titre:{word}" for word in words),
        "tag": (f'tag:"{name}"' for name in _names(Tag)),
        "publication": (f'revue:"{name}"' for name in _names(Publication)),
    }


def _titles() -> Iterator[tuple[str, list[Token]]]:
    """The newest titles with those of their words that tell something."""
    for title, language in (
        Editorial.objects.published().in_order().values_list("title", "language")[:TITLES]
    ):
        tokens = [
            token
            for token in tokenize(title)
            if token.span == 1 and _is_telling(token.form, language)
        ]
        if tokens:
            yield title, tokens


def _pairs(titles: Iterable[tuple[str, list[Token]]]) -> Iterator[Words]:
    """The first two telling words of a title that stand close together."""
    for title, tokens in titles:
        close = [
            (a, b)
            for a, b in pairwise(tokens)
            if b.position - a.position <= NEAR and a.form != b.form
        ]
        for a, b in close[:1]:
            yield a.form, b.form, title[a.start : b.end].lower()


def _is_telling(form: str, language: str) -> bool:
    return len(form) >= SHORTEST and form.isalpha() and not is_function_word(form, language)


def _names(model) -> list[str]:
    return list(
        model.objects.with_counts()
        .order_by("-editorial_count", "key")
        .values_list("name", flat=True)[:NAMES]
    )


def _years() -> Iterator[str]:
    """The years from the busiest on."""
    years = ask(Question(page_size=1)).years
    if years:
        busiest = max(years, key=years.get)
        last = max(year for year in years if year <= busiest + SPAN)
        yield f"date:{busiest:04}..{last:04}" if last > busiest else f"date:{busiest:04}"
