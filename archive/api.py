"""The archive for programs, at /api/v1/: read-only JSON, described by /api/v1/openapi.json, made from this file.

Whatever goes wrong is answered as JSON with a `detail`, in English, as programmers' messages are; dates and labels are
said in the reader's language. What is not known is null.
"""

import logging
from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page
from ninja import Field, NinjaAPI, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from archive import dates, text
from archive.models import Byline, Editorial
from archive.search import ask
from archive.search.question import wording
from archive.search.question.answers import Answer, Hit, Value
from archive.search.question.parsing import LONGEST
from archive.search.question.query import (
    DEEPEST,
    FACETS,
    LARGEST_PAGE,
    MOST_VALUES,
    PAGE_SIZE,
    SORTS,
    Question,
)
from archive.search.showing import excerpts, marks

log = logging.getLogger(__name__)
MOST_LABELLED = 100  # values of one facet in one answer, the most frequent
REFUSED = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class ReadOnlyAPI(NinjaAPI):
    """Answers that search engines do not list: they list the pages, which say the same."""

    def create_response(self, request: HttpRequest, data, **kwargs) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


api = ReadOnlyAPI(
    title="Editorials", version="1", description=__doc__, docs_url=None, urls_namespace="api"
)


def reading(path: str, **options):
    """An operation for GET and HEAD, with an ETag; any other method there is refused in JSON."""
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
        response = api.create_response(
            request, {"detail": "This interface is read-only."}, status=405
        )
        response.headers["Allow"] = "GET, HEAD"
        return response

    return refuse


# What may be asked


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("no NUL character can be sought")
    return text


def _edtf(text: str) -> str:
    return dates.valid(text) if text.strip() else ""


# Forms and OpenSearch clients send what is left open as an empty text.
def _or(usual: int):
    return BeforeValidator(lambda value: value or usual)


Text = Annotated[str, AfterValidator(_without_nul)]
Edtf = Annotated[Text, AfterValidator(_edtf)]
Values = Annotated[list[Text], Field(max_length=MOST_VALUES)]
Year = Annotated[str, StringConstraints(pattern="^-?[0-9]{3}[0-9X]$")]
Page = Annotated[int, _or(1), Field(ge=1, le=10**9)]
PageSize = Annotated[int, _or(PAGE_SIZE), Field(ge=1, le=LARGEST_PAGE)]
SLUGS = "Slugs; several mean any of them, a search takes - before one to leave it out."


class Paging(Schema):
    page: Page = 1
    page_size: PageSize = PAGE_SIZE
    author: Values = Field([], description=SLUGS)
    publication: Values = Field([], description=SLUGS)
    tag: Values = Field([], description=SLUGS)


class Listed(Paging):
    year: list[Annotated[int, Field(ge=1, le=9999)]] = Field([], max_length=MOST_VALUES)


class Asked(Paging):
    q: Annotated[Text, Field(max_length=LONGEST)] = Field(
        "", description="Words, as on the search page."
    )
    language: Values = Field([], description="ISO 639 codes.")
    year: list[Year] = Field([], max_length=MOST_VALUES, description="Years, or decades as 199X.")
    since: Edtf = Field("", alias="from", description="The earliest date, in EDTF.")
    until: Edtf = Field("", alias="to", description="The latest date, in EDTF.")
    words: Annotated[int, Field(ge=1, le=99)] | None = Field(
        None, description="How many of the words must be there."
    )
    sort: Literal[SORTS] = "relevance"


# What is answered


class Problem(Schema):
    detail: str


class Result(Schema):
    id: int
    source_id: str | None
    title: str | None
    url: str = Field(description="The address of its page here.")
    date: str | None = Field(description="EDTF.")
    date_display: str
    authors: list[str]
    publication: str | None
    tags: list[str]
    score: float
    excerpt: str = Field(
        description="HTML: escaped text in which <mark> encloses the words sought."
    )
    why: dict[str, list[str]] = Field(description="The words that counted, by field.")


class FacetValue(Schema):
    value: str = Field(
        description="What the parameter of that name takes; with - before it, those without."
    )
    label: str
    count: int


class Form(Schema):
    form: str
    count: int


class Word(Schema):
    """A typed word: the forms that it was matched with, and how many editorials hold each, and any."""

    typed: str
    forms: list[Form]
    count: int
    read_as: str = Field(
        description="The word taken in place of one unknown to the archive, or empty."
    )
    counts: bool = Field(description="False for function words beside others.")


class Found(Schema):
    count: int
    page: int
    page_size: int
    suggestion: str | None
    relaxed: bool = Field(description="Whether some results lack some of the words.")
    results: list[Result]
    facets: dict[str, list[FacetValue]] = Field(
        description=f"The {MOST_LABELLED} most frequent values of each."
    )
    title: str = Field(description="The search said in words.")
    url: str = Field(description="The address of its page.")
    next: str | None
    previous: str | None
    levels: dict[int, int] = Field(
        description="How many editorials hold at least so many of the words that count."
    )
    level: int = Field(
        description="How many of them were asked of each result; 0 where their weight decides."
    )
    words: list[Word]
    years: dict[int, int] = Field(description="Results of each year, whatever years are chosen.")
    by: Literal["index", "database"] = Field(
        description="What answered; the database does by simpler rules."
    )


class Signature(Schema):
    name: str = Field(description="As printed.")
    role: str | None
    author: str | None = Field(description="The slug of the person, where known.")


class Record(Schema):
    """A whole editorial; `import_editorials` takes it, one a line, as it is."""

    id: int
    source_id: str | None
    title: str | None
    title_supplied: bool = Field(
        description="True where the page bore no title and this one was made for it."
    )
    standfirst: str | None
    authors: list[str]
    bylines: list[Signature]
    date: str | None = Field(description="EDTF.")
    date_display: str
    publication: str | None
    section: str | None
    issue: str | None
    page: str | None
    language: str | None
    tags: list[str]
    url: str | None = Field(description="Where it was first published.")
    permalink: str = Field(description="The address of its page here.")
    html: str
    text: str
    updated_at: datetime


class Records(Schema):
    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Record]


# The operations


@reading("/", response=dict[str, str], include_in_schema=False)
def home(request: HttpRequest):
    names = ("search", "editorials", "openapi-json")
    return {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}


@reading("/search", response={200: Found, 400: Problem}, summary="Search, as the search page does")
def search(request: HttpRequest, asked: Query[Asked]):
    question = Question.read(request.GET)
    answer = ask(question)
    return _paging(request, answer.count, asked, deepest=DEEPEST) | {
        "suggestion": answer.suggestion or None,
        "relaxed": answer.count > answer.levels.get(max(answer.levels, default=0), answer.count),
        "results": _results(request, question, answer),
        "facets": {facet: _facet(facet, answer.facets.get(facet, [])) for facet in FACETS},
        "title": wording.in_words(question),
        "url": request.build_absolute_uri(reverse("search") + question.address()),
        "levels": answer.levels,
        "level": answer.level,
        "words": [_word(word) for word in answer.words],
        "years": answer.years,
        "by": answer.by,
    }


@reading(
    "/editorials",
    response={200: Records, 400: Problem},
    summary="Whole records, in the order of their entry",
)
def editorials(request: HttpRequest, asked: Query[Listed]):
    found, start = _listed(asked), (asked.page - 1) * asked.page_size
    paging = _paging(request, found.count(), asked)
    rows = (
        _whole(found.order_by("pk"))[start : start + asked.page_size]
        if start < paging["count"]
        else []
    )
    return paging | {"results": [_record(request, row) for row in rows]}


@reading(
    "/editorials/{int:number}",
    response={200: Record, 404: Problem, 410: Problem},
    summary="A whole record",
)
def editorial(request: HttpRequest, number: int):
    row = _whole(Editorial.objects.except_drafts()).filter(pk=number).first()
    if row is None:
        raise HttpError(404, "No editorial has this number.")
    if row.is_withdrawn:
        raise HttpError(410, "This editorial was withdrawn.")
    return _record(request, row)


@api.api_operation(["GET", "HEAD", *REFUSED], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str):
    raise HttpError(
        404,
        f"There is nothing here; {request.build_absolute_uri(reverse('api:home'))} says what there is.",
    )


@api.exception_handler(ValidationError)
def _bad_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # A location ends with the parameter, or with the position of one of its values.
    named = [
        next(part for part in reversed(one["loc"]) if isinstance(part, str)) for one in error.errors
    ]
    said = [
        f"{name}: {one['msg'].removeprefix('Value error, ')}"
        for name, one in zip(named, error.errors, strict=True)
    ]
    return api.create_response(request, {"detail": "; ".join(dict.fromkeys(said))}, status=400)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if settings.DEBUG:
        raise error
    log.error("The API failed.", exc_info=error)
    return api.create_response(
        request, {"detail": "Something failed here, and was noted."}, status=500
    )


# Rows and answers as JSON


def _paging(request: HttpRequest, count: int, asked: Paging, deepest: int | None = None) -> dict:
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
    parameters["page"] = page
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _results(request: HttpRequest, question: Question, answer: Answer) -> list[dict]:
    """In the answer's order; what was withdrawn since the index was written is left out."""
    rows = Editorial.objects.for_list().defer(None).defer("body", "imported")
    found = rows.published_among([hit.id for hit in answer.hits])
    marked = marks.forms(question, answer), marks.phrases(question)
    return [_result(request, found[hit.id], hit, *marked) for hit in answer.hits if hit.id in found]


def _result(request: HttpRequest, row: Editorial, hit: Hit, forms: set[str], phrases: list) -> dict:
    passages = excerpts.passages(row.text or row.standfirst, forms, phrases)
    return _said(row) | {
        "url": request.build_absolute_uri(row.get_absolute_url()),
        "score": round(hit.score, 4),
        "excerpt": " ".join(passage.html() for passage in passages),
        "why": hit.why,
    }


def _said(row: Editorial) -> dict:
    """What a result and a whole record say alike."""
    return {
        "id": row.pk,
        "source_id": row.source_id or None,
        "title": row.title or None,
        "date": row.date or None,
        "date_display": row.date_display,
        "authors": [
            byline.author.name if byline.author else byline.name for byline in row.bylines.all()
        ],
        "publication": row.publication.name if row.publication else None,
        "tags": [tag.name for tag in row.tags.all()],
    }


def _facet(facet: str, values: list[Value]) -> list[dict]:
    values = values[:MOST_LABELLED]
    names = wording.labels(facet, [value.value for value in values])
    return [
        {"value": value.value, "label": names[value.value], "count": value.count}
        for value in values
    ]


def _word(word) -> dict:
    return vars(word) | {"forms": [{"form": form, "count": count} for form, count in word.forms]}


def _listed(asked: Listed) -> QuerySet:
    found = Editorial.objects.published()
    for facet in ("author", "publication", "tag", "year"):
        if values := getattr(asked, facet):
            having = Editorial.objects.having(facet, values)
            found = found.filter(pk__in=having.values("pk"))
    return found


def _whole(rows: QuerySet) -> QuerySet:
    return (
        rows.select_related("publication")
        .prefetch_related("bylines__author", "tags")
        .defer("imported")
    )


def _record(request: HttpRequest, row: Editorial) -> dict:
    known = {
        name: getattr(row, name) or None
        for name in ("standfirst", "section", "issue", "page", "language")
    }
    return (
        _said(row)
        | known
        | {
            "title_supplied": row.title_supplied,
            "bylines": [_signature(byline) for byline in row.bylines.all()],
            "url": row.source_url or None,
            "permalink": request.build_absolute_uri(row.get_absolute_url()),
            "html": row.body,
            "text": text.plain_spaces(row.text),
            "updated_at": row.updated_at,
        }
    )


def _signature(byline: Byline) -> dict:
    author = byline.author.slug if byline.author else None
    return {"name": byline.name, "role": byline.role or None, "author": author}
