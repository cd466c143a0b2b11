"""The archive for programs, at /api/v1/: read-only JSON, described by /api/v1/openapi.json.

Whatever goes wrong is answered as JSON with a `detail`, in English, as programmers' messages are;
dates and labels are said in the reader's language. What is not known is null.
"""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError

from archive import dates, disk, limits, text
from archive.concordance.contexts import Order
from archive.concordance.counting import MOST_WORDS
from archive.concordance.keeping import Missing
from archive.concordance.pieces import LONGEST_WORD
from archive.curves import lines, points
from archive.curves.asked import Asked as AskedCurves
from archive.curves.asked import read as read_words
from archive.curves.lines import Line
from archive.curves.points import Curve
from archive.models import Byline, Editorial, FormerAddress, Issue
from archive.models.editorial_queries import EditorialQuerySet
from archive.schemas import (
    MOST_LABELLED,
    Answers,
    Asked,
    AskedIssues,
    AskedLines,
    AskedWords,
    Concordance,
    Found,
    Issues,
    Listed,
    Paged,
    Problem,
    Questioned,
    Record,
    Records,
    Trust,
    Words,
)
from archive.search import ask, replies
from archive.search.engine import Unanswered
from archive.search.question import readings, wording
from archive.search.question.answers import Answer, Hit, Word
from archive.search.question.query import DEEPEST, FACETS, Question
from archive.search.question.renaming import NAMED, renamed
from archive.search.replying.ranking import Reply
from archive.search.showing import evidence
from archive.search.showing.evidence import Evidence
from archive.search.showing.excerpts import Passage
from archive.trust import for_programs
from archive.trust.statements import statement

log = logging.getLogger(__name__)
AGAIN = 60  # seconds after which it is worth asking again what nothing could answer
BEYOND = (
    f"page: the first {DEEPEST} results are listed; narrow the search, by year for one,"
    " to come to the others."
)
# Of each slip in what is asked of the words.
WRONG = {
    "many": f"{MOST_WORDS} words at most.",
    "long": f"{LONGEST_WORD} characters at most.",
    "date": "a date in EDTF.",
    "order": "it lies before the beginning, from.",
    "odd": "none of the values that it may have.",
}
REFUSED = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class ReadOnlyAPI(NinjaAPI):
    """Answers that search engines do not list: they list the pages, which say the same."""

    def create_response(self, request: HttpRequest, data, **kwargs) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


api = ReadOnlyAPI(
    title="Editorials",
    version="1",
    description=__doc__,
    docs_url=None,
    urls_namespace="api",
)


def reading(path: str, **options):
    """Register an operation for GET and HEAD, with an ETag; refuse other methods in JSON."""
    unlisted = options | {"include_in_schema": False}

    def register(view):
        view = decorate_view(conditional_page)(view)
        api.get(path, **options)(view)
        api.api_operation(["HEAD"], path, **unlisted)(view)
        decorate_view(_refusing)(api.api_operation(REFUSED, path, **unlisted)(view))
        return view

    return register


def _refusing(_run):
    """In the place of an operation."""

    def refuse(request: HttpRequest, **_address) -> HttpResponse:
        problem = {"detail": "This interface is read-only."}
        response = api.create_response(request, problem, status=405)
        response.headers["Allow"] = "GET, HEAD"
        return response

    return refuse


# The operations


@reading("/", response=dict[str, str], include_in_schema=False)
def home(request: HttpRequest):
    addresses = {}
    names = ("search", "answers", "editorials", "issues", "words", "concordance", "trust")
    for name in (*names, "openapi-json"):
        addresses[name] = request.build_absolute_uri(reverse(f"api:{name}"))
    return addresses


@reading(
    "/search",
    response={200: Found, 400: Problem, 429: Problem, 503: Problem},
    summary="Search, as the search page does",
)
def search(request: HttpRequest, asked: Query[Asked]):
    question = renamed(Question.read(request.GET))
    if limits.is_over(request, question):
        return limits.problem(request)
    answer = ask(question)
    if (question.page - 1) * question.page_size >= DEEPEST < answer.entries:
        raise HttpError(400, BEYOND)
    holding_all = answer.levels.get(max(answer.levels, default=0), answer.count)
    facets = _facets(answer)
    return _paging(request, answer.entries, asked, deepest=DEEPEST) | {
        "count": answer.count,
        "suggestion": answer.suggestion or None,
        "relaxed": answer.relaxed,
        "shown": answer.shown,
        "partial": answer.count > holding_all,
        "ranked": answer.is_ranked,
        "reading": [reading._asdict() for reading in readings.of_answer(question, answer)],
        "intent": [part._asdict() for part in answer.intent],
        "results": _hits(request, question, answer),
        "facets": facets,
        "title": wording.in_words(question),
        "url": request.build_absolute_uri(reverse("search") + question.address()),
        "levels": answer.levels,
        "level": answer.level,
        "words": [_word(word) for word in answer.words],
        "years": answer.years,
        "by": answer.by,
    }


@reading(
    "/answers",
    response={200: Answers, 400: Problem, 429: Problem},
    summary="The passages that answer a question, and whether the first is sure to",
)
def answers(request: HttpRequest, asked: Query[Questioned]):
    if limits.is_over(request, Question(q=asked.q)):
        return limits.problem(request)
    found = replies(asked.q)
    rows = Editorial.objects.for_list()
    editorials = rows.published_among([reply.id for reply in found.replies])
    passages = []
    for reply in found.replies:
        if reply.id in editorials:
            passages.append(_passage(request, editorials[reply.id], reply))
    return {"sure": found.is_sure and bool(passages), "answers": passages}


@reading(
    "/editorials",
    response={200: Records, 400: Problem},
    summary="Whole records, in the order of their entry",
)
def editorials(request: HttpRequest, asked: Query[Listed]):
    listed = _listed(asked)
    paging = _paging(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    records = []
    if start < paging["count"]:
        page = _whole(listed.order_by("pk"))[start : start + asked.page_size]
        records = [_record(request, editorial) for editorial in page]
    return paging | {"results": records}


@reading(
    "/editorials/{int:number}",
    response={200: Record, 404: Problem, 410: Problem},
    summary="A whole record",
)
def editorial(request: HttpRequest, number: int):
    editorials = Editorial.objects.except_drafts()
    editorial = _whole(editorials).filter(pk=number).first()
    if editorial is None:
        raise HttpError(404, "No editorial has this number.")
    if editorial.is_withdrawn:
        raise HttpError(410, "This editorial was withdrawn.")
    return _record(request, editorial)


@reading(
    "/issues",
    response={200: Issues, 400: Problem},
    summary="The issues of magazines, by magazine and number",
)
def issues(request: HttpRequest, asked: Query[AskedIssues]):
    published = Editorial.objects.published()
    listed = Issue.objects.borne_by(published)
    if asked.publication:
        listed = listed.filter(publication__slug__in=_current("publication", asked.publication))
    paging = _paging(request, listed.count(), asked)
    start = (asked.page - 1) * asked.page_size
    rows = []
    if start < paging["count"]:
        in_order = listed.order_by("publication__key", "numbering", "rank", "slug")
        rows = list(in_order.select_related("publication")[start : start + asked.page_size])
    counts = _counts(published, rows)
    results = []
    for issue in rows:
        results.append(_issue(request, issue, counts[issue.publication_id, issue.slug]))
    return paging | {"results": results}


def _counts(published: EditorialQuerySet, issues: Sequence[Issue]) -> dict[tuple[int, str], int]:
    """Return {(magazine's id, slug of an issue): how many of the editorials are of it}."""
    magazines = {issue.publication_id for issue in issues}
    slugs = {issue.slug for issue in issues}
    rows = published.filter(publication__in=magazines, issue_slug__in=slugs).order_by()
    counted = rows.values_list("publication", "issue_slug").annotate(n=Count("*"))
    return {(magazine, slug): count for magazine, slug, count in counted}


def _issue(request: HttpRequest, issue: Issue, count: int) -> dict:
    return {
        "value": f"{issue.publication.slug}/{issue.slug}",
        "publication": issue.publication.name,
        "number": issue.number,
        "name": issue.name,
        "title": issue.title or None,
        "date": issue.date or None,
        "date_display": dates.display(issue.date) if issue.date else None,
        "editorials": count,
        "url": request.build_absolute_uri(issue.get_absolute_url()),
    }


@reading(
    "/trust",
    response={200: Trust},
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
    told = _told(request)
    if limits.is_over(request, Question(), takes_all=told.is_dear):
        return limits.problem(request)
    drawn = points.curves(told)
    return {
        "by": told.by,
        "measure": told.measure,
        "words": [_counted(curve) for curve in drawn.curves],
        "url": request.build_absolute_uri(reverse("words") + told.address()),
    }


@reading(
    "/concordance",
    response={200: Concordance, 400: Problem, 429: Problem, 503: Problem},
    summary="The lines behind a point of a curve",
)
def concordance(request: HttpRequest, asked: Query[AskedLines]):
    told = _told(request)
    order = Order(asked.sort)
    if limits.is_over(request, Question(), takes_all=told.is_dear or order is not Order.DATE):
        return limits.problem(request)
    try:
        listed = lines.lines(told, told.words[0], asked.when, order)
    except ValueError as error:
        raise HttpError(400, "when: a year or a month, as 2004 or 2004-05.") from error
    start = (asked.page - 1) * asked.page_size
    if start >= lines.DEEPEST < len(listed):
        raise HttpError(400, BEYOND)
    page = listed.between(start, start + asked.page_size)
    return _paging(request, len(listed), asked, deepest=lines.DEEPEST) | {
        "lines": [_line(request, line) for line in page]
    }


def _told(request: HttpRequest) -> AskedCurves:
    """Return what is asked of the words; whatever cannot be as it is, is refused."""
    told, slips = read_words(request.GET)
    for slip in slips:
        raise HttpError(400, f"{slip.parameter}: {WRONG[slip.kind]}")
    if not told.words:
        raise HttpError(400, "word: a word, a phrase or a tag is wanted.")
    return told


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


@api.api_operation(["GET", "HEAD", *REFUSED], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str):
    root = request.build_absolute_uri(reverse("api:home"))
    raise HttpError(404, f"There is nothing here; {root} says what there is.")


@api.exception_handler(ValidationError)
def _bad_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
    complaints = []
    for problem in error.errors:
        message = problem["msg"].removeprefix("Value error, ")
        complaints.append(f"{_parameter(problem['loc'])}: {message}")
    detail = "; ".join(dict.fromkeys(complaints))
    return api.create_response(request, {"detail": detail}, status=400)


def _parameter(location: tuple) -> str:
    """A location ends with the parameter, or with the position of one of its values."""
    return next(part for part in reversed(location) if isinstance(part, str))


@api.exception_handler(Unanswered)
def _unanswered(request: HttpRequest, _error: Unanswered) -> HttpResponse:
    problem = {"detail": "The index does not answer now; without it this would take too long."}
    response = api.create_response(request, problem, status=503)
    response.headers["Retry-After"] = str(AGAIN)
    return response


@api.exception_handler(Missing)
def _unmade(request: HttpRequest, _error: Missing) -> HttpResponse:
    problem = {"detail": "The words through time are being made; try again in some minutes."}
    response = api.create_response(request, problem, status=503)
    response.headers["Retry-After"] = str(AGAIN)
    return response


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if settings.DEBUG:
        raise error
    if disk.reason(error):  # of a database that is busy, or ends what takes too long
        log.warning("%s was refused: %s", request.path, error)
        response = api.create_response(request, {"detail": "Try again later."}, status=503)
        response.headers["Retry-After"] = str(AGAIN)
        return response
    log.error("The API failed.", exc_info=error)
    problem = {"detail": "Something failed here, and was noted."}
    return api.create_response(request, problem, status=500)


# Editorials as JSON


def _paging(request: HttpRequest, count: int, asked: Paged, deepest: int | None = None) -> dict:
    reachable = count if deepest is None else min(count, deepest)
    last = max(-(-reachable // asked.page_size), 1)
    before, after = min(asked.page - 1, last), asked.page + 1
    return {
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "previous": _address(request, before) if before >= 1 else None,
        "next": _address(request, after) if after <= last else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    parameters = request.GET.copy()
    parameters["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _hits(request: HttpRequest, question: Question, answer: Answer) -> list[dict]:
    """In the answer's order; what was withdrawn since the index was written is left out."""
    rows = Editorial.objects.for_list().defer(None).defer("body", "imported")
    published = rows.published_among([hit.id for hit in answer.hits])
    texts = {number: evidence.content(editorial) for number, editorial in published.items()}
    excerpts = Evidence(question, answer).excerpts(answer.hits, texts)
    hits = []
    for hit in answer.hits:
        if hit.id in published:
            hits.append(_hit(request, published[hit.id], hit, excerpts[hit.id]))
    return hits


def _hit(request: HttpRequest, editorial: Editorial, hit: Hit, excerpt: list[Passage]) -> dict:
    return _summary(editorial) | {
        "url": request.build_absolute_uri(editorial.get_absolute_url()),
        "score": round(hit.score, 4),
        "excerpt": " ".join(passage.html() for passage in excerpt),
        "why": hit.why,
        "pinned": hit.pinned,
        "parts": list(hit.parts),
    }


def _passage(request: HttpRequest, editorial: Editorial, reply: Reply) -> dict:
    summary = _summary(editorial)
    del summary["tags"]
    return summary | {
        "url": request.build_absolute_uri(editorial.get_absolute_url()),
        "paragraph": reply.paragraph + 1,
        "sentence": reply.sentence,
        "text": reply.text,
        "score": round(reply.score, 4),
    }


def _summary(editorial: Editorial) -> dict:
    """What a hit and a whole record tell alike."""
    publication = editorial.publication
    return {
        "id": editorial.pk,
        "source_id": editorial.source_id or None,
        "title": editorial.title or None,
        "date": editorial.date or None,
        "date_display": editorial.date_display,
        "authors": [_name(byline) for byline in editorial.bylines.all()],
        "publication": publication.name if publication else None,
        "tags": [tag.name for tag in editorial.tags.all()],
    }


def _name(byline: Byline) -> str:
    return byline.author.name if byline.author else byline.name


def _facets(answer: Answer) -> dict[str, list[dict]]:
    """Return the most frequent values of each facet, labelled by one query."""
    values = {facet: answer.facets.get(facet, [])[:MOST_LABELLED] for facet in FACETS}
    labels = wording.labels_of({facet: dict(frequent) for facet, frequent in values.items()})
    facets: dict[str, list[dict]] = {}
    for facet, frequent in values.items():
        facets[facet] = []
        for slug, count in frequent:
            facets[facet].append({"value": slug, "label": labels[facet][slug], "count": count})
    return facets


def _word(word: Word) -> dict:
    forms = [{"form": form, "count": count} for form, count in word.forms]
    return vars(word) | {"forms": forms}


def _current(facet: str, slugs: Sequence[str]) -> list[str]:
    """Return the addresses that names have now."""
    successors = FormerAddress.objects.successors({facet: slugs})
    return [successors.get((facet, slug), slug) for slug in slugs]


def _listed(asked: Listed) -> EditorialQuerySet:
    listed = Editorial.objects.published()
    names = {facet: getattr(asked, facet) for facet in NAMED if getattr(asked, facet)}
    successors = FormerAddress.objects.successors(names) if names else {}
    for facet in (*NAMED, "year"):
        chosen = [successors.get((facet, slug), slug) for slug in getattr(asked, facet)]
        if chosen:
            having = Editorial.objects.having(facet, chosen)
            listed = listed.filter(pk__in=having.values("pk"))
    return listed


def _whole(editorials: EditorialQuerySet) -> EditorialQuerySet:
    related = editorials.select_related("publication")
    return related.prefetch_related("bylines__author", "tags").defer("imported")


def _record(request: HttpRequest, editorial: Editorial) -> dict:
    record = _summary(editorial)
    publication = editorial.publication
    terms = publication.terms if publication else None
    for name in ("standfirst", "section", "issue", "page", "language"):
        record[name] = getattr(editorial, name) or None
    return record | {
        "title_supplied": editorial.title_supplied,
        "bylines": [_signature(byline) for byline in editorial.bylines.all()],
        "url": editorial.source_url or None,
        "permalink": request.build_absolute_uri(editorial.get_absolute_url()),
        "license": publication.licence or None if publication else None,
        "license_url": terms.address or None if terms else None,
        "html": editorial.body,
        "text": text.plain_spaces(editorial.text),
        "updated_at": editorial.updated_at,
    }


def _signature(byline: Byline) -> dict:
    author = byline.author.slug if byline.author else None
    return {"name": byline.name, "role": byline.role or None, "author": author}
