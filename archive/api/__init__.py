"""The archive for programs, at /api/v1/: each module has the addresses of one subject."""

from django.http import HttpRequest
from django.urls import reverse
from ninja.errors import HttpError

from archive.api import editorials, knowledge, names, searching, writing
from archive.api.interface import REFUSED, api, reading

__all__ = ["api", "editorials", "knowledge", "names", "searching", "writing"]
ROOTS = (
    *("search", "answers", "editorials", "authors", "publications", "issues", "tags", "years"),
    *("complete", "words", "concordance", "trust"),
)


@reading("/", response=dict[str, str], include_in_schema=False)
def home(request: HttpRequest):
    addresses = {}
    for name in (*ROOTS, "openapi-json"):
        addresses[name] = request.build_absolute_uri(reverse(f"api:{name}"))
    return addresses | {"docs": request.build_absolute_uri(reverse("api_docs"))}


# Behind all others: what has no other answer.
@api.api_operation(["GET", "HEAD", *REFUSED], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str):
    root = request.build_absolute_uri(reverse("api:home"))
    raise HttpError(404, f"There is nothing here; {root} says what there is.")
