"""What all addresses of the API have in common: methods, errors, pages."""

import logging
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from http import HTTPStatus
from typing import get_origin, get_type_hints

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError

from archive import disk, parameters
from archive.api.bearers import Bearer, Exhausted, Unknown
from archive.concordance.keeping import Missing
from archive.models import FormerAddress, Right
from archive.parameters import Taken
from archive.schemas.asked import Paged
from archive.search.engine import Unanswered
from archive.search.question.query import DEEPEST, Question
from archive.search.question.unknown_names import unknown_names

log = logging.getLogger(__name__)
AGAIN = 60  # seconds after which it is worth asking again what nothing could answer
BEYOND = (
    f"page: the first {DEEPEST} results are listed; narrow the search, by year for one,"
    " to come to the others."
)
# What the server answers before anything of the API is asked: an address has too many bytes.
TOO_LONG = {
    "description": "The address is too long: a page of the server's, no JSON.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}
READING = ["GET", "HEAD"]
REFUSED = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
ABOUT = """The archive for programs, at /api/v1/: JSON, described by /api/v1/openapi.json.

Reading needs nothing; writing a token that an editor has made at the desk. Whatever goes wrong is
answered as JSON with a `detail`, in English, as programmers' messages are; dates and labels are
said in the reader's language. What is not known is null.
"""


class ArchiveAPI(NinjaAPI):
    """Answers that search engines do not list: they list the pages, which say the same.

    Pages of other sites may read them, without the cookies of who looks at them.
    """

    def create_response(self, request: HttpRequest, data, **kwargs) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        if request.method in READING:
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


api = ArchiveAPI(
    title="Editorials",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api",
)


def reading(path: str, beside: Collection[str] = (), **options):
    """Register an operation for GET and HEAD, with an ETag; refuse other methods in JSON.

    Parameters that the view's schema does not name are refused, too.

    `beside`: methods that `writing` registers for the same path.
    """

    def register(view):
        view = decorate_view(conditional_page, _taking(_taken_by(view)))(view)
        told = {"responses": {414: TOO_LONG}}
        api.get(path, **options, openapi_extra=told)(view)
        api.api_operation(["HEAD"], path, **options | {"include_in_schema": False})(view)
        _refuse_others(path, [*READING, *beside], view)
        return view

    return register


def writing(method: str, path: str, right: Right, is_alone: bool = False, **options):
    """Register an operation that changes something, for who brings a token with this right.

    `is_alone`: nothing else is to be had at the path.
    """

    described = {"x-right": right.value}

    def register(view):
        view = decorate_view(_taking(Taken(())))(view)
        operation = api.api_operation(
            [method], path, auth=Bearer(right), openapi_extra=described, **options
        )
        operation(view)
        if is_alone:
            _refuse_others(path, [method], view)
        return view

    return register


def _taken_by(view: Callable) -> Taken:
    """Return the parameters that the schema of what a view is asked names."""
    names, repeatable = [], []
    for asked in get_type_hints(view).values():
        if not (isinstance(asked, type) and issubclass(asked, Schema)):
            continue
        for field, described in asked.model_fields.items():
            name = described.alias or field
            names.append(name)
            if get_origin(described.annotation) is list:
                repeatable.append(name)
    return Taken(names, repeatable)


def _taking(taken: Taken) -> Callable:
    """Return what lets a request run that has no other parameters; others are answered 400.

    Passed over, a slip in a name would be answered as if nothing had been asked.
    """

    def wrap(run: Callable) -> Callable:
        @wraps(run)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            slips = parameters.slips(request.GET, taken)
            if not slips:
                return run(request, *args, **kwargs)
            detail = "; ".join(_slip(slip, taken) for slip in slips)
            return api.create_response(request, {"detail": detail}, status=400)

        return answer

    return wrap


def _slip(slip: parameters.Slip, taken: Taken) -> str:
    if slip.is_repeated:
        return f"{slip.name}: it is taken once."
    if slip.nearest:
        return f"{slip.name}: there is no such parameter here; do you mean {slip.nearest}?"
    names = ", ".join([*taken.names, *parameters.EVERYWHERE])
    return f"{slip.name}: there is no such parameter here; it takes {names}."


def _refuse_others(path: str, allowed: list[str], view) -> None:
    """Refuse all other methods in JSON."""

    def refuse(request: HttpRequest, **_address) -> HttpResponse:
        problem = {"detail": f"Only {', '.join(allowed)} here."}
        response = api.create_response(request, problem, status=405)
        response.headers["Allow"] = ", ".join(allowed)
        return response

    refused = [method for method in (*READING, *REFUSED) if method not in allowed]
    operation = api.api_operation(refused, path, include_in_schema=False)
    decorate_view(lambda _run: refuse)(operation(view))


# Errors


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


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    response = api.create_response(request, {"detail": error.message}, status=error.status_code)
    if error.status_code == HTTPStatus.GONE:
        # Browsers keep a 410 that does not say so; it may be published again.
        response.headers["Cache-Control"] = "no-cache"
    return response


@api.exception_handler(Unknown)
def _unknown(request: HttpRequest, _error: Unknown) -> HttpResponse:
    detail = "To write wants a token in force, as “Authorization: Bearer …”."
    response = api.create_response(request, {"detail": detail}, status=401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Exhausted)
def _exhausted(request: HttpRequest, error: Exhausted) -> HttpResponse:
    response = api.create_response(request, {"detail": str(error)}, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    problem = {"detail": f"At most {most} bytes are taken at once."}
    return api.create_response(request, problem, status=413)


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


# Pages


def paged(request: HttpRequest, count: int, asked: Paged, deepest: int | None = None) -> dict:
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


def refuse_unknown_names(question: Question) -> None:
    """Raise HttpError 400 where a question by the names of today narrows by a name that is none."""
    told = []
    for name in unknown_names(question):
        line = f"{name.facet}: nothing has the slug {name.value}"
        told.append(f"{line}; do you mean {name.nearest}?" if name.nearest else f"{line}.")
    if told:
        raise HttpError(400, " ".join(told))


def current_slugs(facet: str, slugs: Sequence[str]) -> list[str]:
    """Return the addresses that names have now."""
    successors = FormerAddress.objects.successors({facet: slugs})
    return [successors.get((facet, slug), slug) for slug in slugs]
