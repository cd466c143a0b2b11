"""The paragraphs of the texts that hold most of some words, on a cluster.

It tells the editorials; which of their paragraphs have the words is read in the texts, as the
database has them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.models import Editorial
from archive.search.engine import FoundPassage, FoundPassages, PassageWord
from archive.search.engines.opensearch.answers.answering import answer
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.query import Question
from archive.search.question.weights import ELSEWHERE, IN_TITLE, PARAGRAPH_B, PARAGRAPH_K1
from archive.search.words.telling import idf
from archive.text import paragraphs

LOOKED_INTO = 40  # editorials, the first that answer, whose paragraphs are looked at
_WORD = re.compile(r"\w+")


class _Paragraph(NamedTuple):
    """A paragraph of an editorial: how often it has each word, and how many words it has."""

    editorial: int
    number: int
    counts: list[int]
    length: int


def passages(reader: Reader, editorials: int, forms: Sequence[str], most: int) -> FoundPassages:
    """See `engine.Engine.passages`. `editorials` is how many the index holds."""
    typed = " ".join(forms)
    answered = answer(reader, Question(q=typed, literal=True, page_size=LOOKED_INTO))
    by_form = {word.typed: word for word in answered.words}
    words = []
    for form in forms:
        word = by_form.get(form)
        count = word.count if word else 0
        matched = sorted(word.matched) if word else []
        words.append(PassageWord(form, matched, (), idf(editorials, count), count))
    best = _best(words, [hit.id for hit in answered.hits])
    return FoundPassages(words, best[:most])


def _best(words: Sequence[PassageWord], ids: Sequence[int]) -> list[FoundPassage]:
    numbers: dict[str, int] = {}
    for number, word in enumerate(words):
        for form in (word.form, *word.forms):
            numbers.setdefault(form, number)
    rows = Editorial.objects.published().filter(pk__in=ids).order_by()
    of_texts, titles = list[_Paragraph](), dict[int, list[int]]()
    for pk, title, text in rows.values_list("pk", "title", "text"):
        titles[pk] = _read(pk, 0, title, numbers, len(words)).counts
        for number, paragraph in enumerate(paragraphs(text)):
            of_texts.append(_read(pk, number, paragraph, numbers, len(words)))
    average = sum(paragraph.length for paragraph in of_texts) / max(len(of_texts), 1)
    in_texts = _together(of_texts, len(words))
    points = []
    for read in of_texts:
        if any(read.counts):
            pk = read.editorial
            points.append(_points(words, read, titles[pk], in_texts[pk], average))
    return sorted(points, key=lambda passage: -passage.score)


def _read(pk: int, number: int, text: str, numbers: Mapping[str, int], words: int) -> _Paragraph:
    counts = [0] * words
    forms = _WORD.findall(text.lower())
    for form in forms:
        if form in numbers:
            counts[numbers[form]] += 1
    return _Paragraph(pk, number, counts, len(forms))


def _together(of_texts: Sequence[_Paragraph], words: int) -> dict[int, list[int]]:
    """Return how often the whole text of each editorial has each word."""
    counts: dict[int, list[int]] = {}
    for paragraph in of_texts:
        before = counts.get(paragraph.editorial, [0] * words)
        counts[paragraph.editorial] = [
            earlier + own for earlier, own in zip(before, paragraph.counts, strict=True)
        ]
    return counts


def _points(
    words: Sequence[PassageWord],
    paragraph: _Paragraph,
    in_title: Sequence[int],
    in_text: Sequence[int],
    average: float,
) -> FoundPassage:
    score = share = 0.0
    length = paragraph.length / (average or 1.0)
    norm = PARAGRAPH_K1 * (1 - PARAGRAPH_B + PARAGRAPH_B * length)
    for number, word in enumerate(words):
        count = paragraph.counts[number]
        score += word.weight * (PARAGRAPH_K1 + 1) * count / (count + norm)
        if in_title[number]:
            score += word.weight * IN_TITLE
        elif in_text[number]:
            score += word.weight * ELSEWHERE
        if in_title[number] or in_text[number]:
            share += word.weight
    whole = sum(word.weight for word in words) or 1.0
    return FoundPassage(paragraph.editorial, paragraph.number, score, share / whole)
