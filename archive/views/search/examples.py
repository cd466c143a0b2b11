"""Examples of what may be typed, taken from the archive itself: each finds something in it.

Operators and fields are those of the reader's language; whatever that is, all of them are read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise, starmap

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.models import Editorial
from archive.search import ask
from archive.search.question import wording
from archive.search.question.answers import Answer
from archive.search.question.query import NAMED, Question
from archive.search.words.analysis import Token, is_function_word, single_tokens

TITLES = 40  # the newest, whose words are taken
TRIED = 4  # attempts at one example
SHORTEST = 5  # letters of a word worth showing
NAMES = 3  # of the most frequent authors, tags and magazines
SPAN = 3  # years
BEGINNING, ENDING = 2, 3  # letters of a word that are left around a star
NEAR = 3  # words from the first of two to the second
# What is typed in French -> in any other language.
ENGLISH = {
    "ET": "AND",
    "OU": "OR",
    "SAUF": "NOT",
    "auteur": "author",
    "titre": "title",
    "revue": "magazine",
    "numéro": "issue",
}
# Names in quotation marks stay as they are.
OWN_WORD = re.compile(r'"[^"]*"|\b(?:ET|OU|SAUF|(?:auteur|titre|revue|numéro)(?=:))(?!\w)')
# In the order of the page; the first ones are shown where nothing is asked.
MEANINGS = {
    "words": _("ces mots, dans toutes leurs formes ; d’abord les textes qui les ont tous"),
    "phrase": _("ces mots dans cet ordre"),
    "without": _("le premier mot, sans le second"),
    "author": _("de cet auteur"),
    "date": _("parus en ces années"),
    "either": _("l’un ou l’autre"),
    "both": _("les deux dans le même texte"),
    "except": _("le premier mot, sans aucun des deux autres"),
    "group": _("les deux premiers mots ensemble, ou le troisième"),
    "prefix": _("tous les mots qui commencent ainsi"),
    "pattern": _("l’étoile vaut des lettres, au début ou au milieu d’un mot aussi"),
    "literal": _("ce mot à la lettre : ni pluriel ni autre forme"),
    "letters": _("ces mots à la lettre, dans cet ordre"),
    "near": _("ces mots, à cinq mots l’un de l’autre au plus"),
    "title": _("dans le titre ; de même texte: pour le seul texte"),
    "titles": _("l’un ou l’autre dans le titre"),
    "tag": _("avec ce mot-clé"),
    "publication": _("dans cette revue"),
    "issue": _("parus dans ce numéro"),
    "page": _("parus à cette page"),
}

# Two telling words of one title, and what stands from the first to the end of the second.
Pair = tuple[str, str, str]


@dataclass(frozen=True)
class Example:
    typed: str
    address: str
    count: int
    meaning: str


def examples(most: int = len(MEANINGS)) -> list[Example]:
    """Return one of each kind that the archive has something for, the first `most` of them.

    Costs three database queries and at most TRIED searches a kind.
    """
    examples: list[Example] = []
    candidates = _candidates()
    for kind in MEANINGS:
        if len(examples) == most:
            break
        example = _first(kind, candidates[kind])
        if example:
            examples.append(example)
    return examples


def _first(kind: str, candidates: Iterable[str]) -> Example | None:
    for candidate in islice(candidates, TRIED):
        typed = _in_language(candidate)
        question = Question(page_size=1).asking(typed)
        if count := ask(question, loosen=False).count:
            address = reverse("search") + Question(q=question.q).address()
            return Example(typed, address, count, str(MEANINGS[kind]))
    return None


def _in_language(typed: str) -> str:
    """Return a query in French as readers of the active language type it."""
    if (get_language() or "").startswith("fr"):
        return typed
    return OWN_WORD.sub(_in_english, typed)


def _in_english(match: re.Match) -> str:
    return ENGLISH.get(match[0], match[0])


def _candidates() -> dict[str, Iterable[str]]:
    titles = list(_titles())
    pairs = list(_pairs(titles))
    words = list(dict.fromkeys(tokens[0].form for _title, tokens in titles))
    neighbours = list(pairwise(words))
    triples = list(zip(words, words[1:], words[2:], strict=False))
    everything = ask(Question(page_size=1))
    names = _names(everything)
    issues, pages = _issues_and_pages()
    return {
        "words": starmap("{} {}".format, pairs),
        "phrase": starmap('"{2}"'.format, pairs),
        "without": starmap("{} -{}".format, neighbours),
        "author": map(_by_surname, names["author"]),
        "date": _years(everything.years),
        "either": starmap("{} OU {}".format, neighbours),
        "both": starmap("{} ET {}".format, pairs),
        "except": starmap("{} SAUF ({} OU {})".format, triples),
        "group": _groups(pairs, words),
        "prefix": map(_beginning, words),
        "pattern": _patterns(words),
        "literal": map("={}".format, words),
        "letters": starmap('="{2}"'.format, pairs),
        "near": starmap('"{} {}"~5'.format, pairs),
        "title": map("titre:{}".format, words),
        "titles": starmap("titre:({} OU {})".format, neighbours),
        "tag": map('tag:"{}"'.format, names["tag"]),
        "publication": map('revue:"{}"'.format, names["publication"]),
        "issue": map("numéro:{}".format, issues),
        "page": map("page:{}".format, pages),
    }


def _by_surname(name: str) -> str:
    return f'auteur:"{name.split()[-1]}"'


def _beginning(word: str) -> str:
    return f"{word[: SHORTEST - 1]}*"


def _patterns(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) > BEGINNING + ENDING:
            yield f"{word[:BEGINNING]}*{word[-ENDING:]}"


def _groups(pairs: Iterable[Pair], words: Iterable[str]) -> Iterator[str]:
    """Yield two words of one title together, or one of another."""
    choices = list(words)
    for first, second, _between in pairs:
        for word in choices:
            if word not in (first, second):
                yield f"({first} ET {second}) OU {word}"
                break


def _issues_and_pages() -> tuple[list[str], list[str]]:
    """Return the issues and the pages of the newest editorials that have either, as typed."""
    printed = Editorial.objects.published().exclude(issue="", page="").in_order()
    issues: list[str] = []
    pages: list[str] = []
    for issue, page in printed.values_list("issue", "page")[:TRIED]:
        issues.append(_quoted(issue))
        pages.append(_quoted(page))
    return list(filter(None, issues)), list(filter(None, pages))


def _quoted(printed: str) -> str:
    """Return what is printed as a field takes it: in quotation marks, unless it is one word."""
    words = printed.replace('"', " ").strip()
    if not words or words.isalnum():
        return words
    return f'"{words}"'


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


def _names(everything: Answer) -> dict[str, list[str]]:
    """Return the names that most editorials have, by facet."""
    slugs = {}
    for facet in NAMED:
        frequent = everything.facets.get(facet, [])[:NAMES]
        slugs[facet] = [slug for slug, _count in frequent]
    labels = wording.labels_of(slugs)
    return {facet: list(labels[facet].values()) for facet in slugs}


def _years(years: Mapping[int, int]) -> Iterator[str]:
    """Yield the years from the busiest on."""
    if not years:
        return
    busiest = max(years, key=years.__getitem__)
    last = max(year for year in years if year <= busiest + SPAN)
    if last > busiest:
        yield f"date:{busiest:04}..{last:04}"
    else:
        yield f"date:{busiest:04}"
