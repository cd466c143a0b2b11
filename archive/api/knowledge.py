"""What the archive knows of its words, and of itself."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query
from ninja.errors import HttpError

from archive import limits
from archive.api.interface import BEYOND, paged, reading, refuse_unknown_names
from archive.concordance.contexts import Order
from archive.concordance.counting import MOST_WORDS
from archive.concordance.pieces import LONGEST_WORD
from archive.curves import lines, points
from archive.curves.asked import Asked as AskedCurves
from archive.curves.asked import read as read_words
from archive.curves.lines import Line
from archive.curves.points import Curve
from archive.schemas.asked import AskedLines, AskedWords
from archive.schemas.found import Problem
from archive.schemas.trust import Trust
from archive.schemas.words import Concordance, Words
from archive.search.question.query import Question
from archive.search.question.renaming import renamed
from archive.trust import for_programs
from archive.trust.statements import statement

# Of each slip in what is asked of the words.
WRONG = {
    "many": f"{MOST_WORDS} words at most.",
    "long": f"{LONGEST_WORD} characters at most.",
    "date": "a date in EDTF.",
    "order": "it lies before the beginning, from.",
    "odd": "none of the values that it may have.",
}


@reading(
    "/trust",
    response={200: Trust, 400: Problem},
    summary="What the archive holds and lacks, and what proves that it is whole",
)
def trust(request: HttpRequest):
    return for_programs.trust(statement(), request.build_absolute_uri)


@reading(
    "/words",
    response={200: Words, 400: Problem, 429: Problem, 503: Problem},
    summary="How often words are printed, by year or month",
)
def words(request: HttpRequest, asked: Query[AskedWords]):
    curves = _curves_asked(request)
    if limits.is_over(request, Question(), takes_all=curves.is_dear):
        return limits.problem(request)
    drawn = points.curves(curves)
    return {
        "by": curves.by,
        "measure": curves.measure,
        "words": [_counted(curve) for curve in drawn.curves],
        "url": request.build_absolute_uri(reverse("words") + curves.address()),
    }


@reading(
    "/concordance",
    response={200: Concordance, 400: Problem, 429: Problem, 503: Problem},
    summary="The lines behind a point of a curve",
)
def concordance(request: HttpRequest, asked: Query[AskedLines]):
    curves = _curves_asked(request)
    order = Order(asked.sort)
    if limits.is_over(request, Question(), takes_all=curves.is_dear or order is not Order.DATE):
        return limits.problem(request)
    try:
        listed = lines.lines(curves, curves.words[0], asked.when, order)
    except ValueError as error:
        raise HttpError(400, "when: a year or a month, as 2004 or 2004-05.") from error
    start = (asked.page - 1) * asked.page_size
    if start >= lines.DEEPEST < len(listed):
        raise HttpError(400, BEYOND)
    page = listed.between(start, start + asked.page_size)
    return paged(request, len(listed), asked, deepest=lines.DEEPEST) | {
        "lines": [_line(request, line) for line in page]
    }


def _curves_asked(request: HttpRequest) -> AskedCurves:
    """Return what is asked of the words; whatever cannot be as it is, is refused."""
    curves, slips = read_words(request.GET)
    for slip in slips:
        raise HttpError(400, f"{slip.parameter}: {WRONG[slip.kind]}")
    if not curves.words:
        raise HttpError(400, "word: a word, a phrase or a tag is wanted.")
    question = renamed(Question(filters=curves.names))
    refuse_unknown_names(question)
    return replace(curves, names=question.filters)


def _counted(curve: Curve) -> dict:
    return {
        "word": curve.meaning.word,
        "total": curve.total,
        "editorials": curve.editorials,
        "undated": curve.undated,
        "counted": curve.meaning.counted,
        "points": [point._asdict() for point in curve.points],
    }


def _line(request: HttpRequest, line: Line) -> dict:
    editorial = line.editorial
    return {
        "id": editorial.pk,
        "paragraph": line.paragraph,
        "left": line.left,
        "keyword": line.keyword,
        "right": line.right,
        "date": editorial.date or None,
        "title": editorial.title or None,
        "publication": editorial.publication.name if editorial.publication else None,
        "url": request.build_absolute_uri(line.address),
    }
