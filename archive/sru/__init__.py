"""The archive for catalogues: SRU 2.0 at /sru, over the same search as the site's.

https://docs.oasis-open.org/search-ws/searchRetrieve/v1.0/part3-sru2.0/
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive import limits
from archive.models import Editorial
from archive.references import reference
from archive.search import ask
from archive.search.question.answers import Hit
from archive.search.question.query import DEEPEST, LARGEST_PAGE, Question
from archive.sru import sorting, writing
from archive.sru.cql import Refusal, translated

USUAL, MOST = 10, LARGEST_PAGE  # records of one answer
# What each parameter may say; None: anything, or what is read further on.
PARAMETERS: Mapping[str, tuple[str, ...] | None] = {
    "query": None,
    "startRecord": None,
    "maximumRecords": None,
    "sortKeys": None,
    "recordSchema": ("dc", sorting.DC_SCHEMA),
    "recordXMLEscaping": ("xml", "string"),
    "recordPacking": ("packed", "unpacked"),
    "queryType": ("cql",),
    "operation": ("explain", "searchRetrieve"),
    "version": ("2.0",),
    "httpAccept": None,
    "responseType": None,
}
# The diagnostics of values that are none of these; of any other parameter it is 6.
DIAGNOSTICS = {"recordSchema": 66, "recordXMLEscaping": 71, "operation": 4, "version": 5}
# Of parameters that are not taken; of any other that it is none.
UNSUPPORTED = {"stylesheet": 110, "resultSetTTL": 50}


class Asked(NamedTuple):
    """A search by SRU: `start` is the number of the first record, from 1.

    That is the record of the question's page which has `offset` others before it.
    """

    question: Question
    start: int
    offset: int
    size: int
    is_escaped: bool


@require_safe
def sru(request: HttpRequest) -> HttpResponse:
    """Answer one request of a catalogue: /sru?query=dc.title%3Dvoix; without a query, explain."""
    try:
        _check(request)
        if "query" not in request.GET:
            if request.GET.get("operation") == "searchRetrieve":
                raise Refusal(7, "query")
            address = request.build_absolute_uri(reverse("sru"))
            return _sent(writing.explanation(address, USUAL, MOST))
        asked = _asked(request)
        if limits.is_over(request, asked.question):
            return limits.line(request)
        return _sent(_answer(request, asked))
    except Refusal as refusal:
        return _sent(writing.refused("query" in request.GET, refusal))


def _sent(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/sru+xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _check(request: HttpRequest) -> None:
    """Raise Refusal for the first parameter that is none, or says what it may not."""
    for name, values in request.GET.lists():
        if name.startswith("x-") or name == "lang":
            continue
        if name not in PARAMETERS:
            raise Refusal(UNSUPPORTED.get(name, 8), name[:100])
        if len(values) > 1:
            raise Refusal(9, f"{name}, {name}")
        allowed = PARAMETERS[name]
        if allowed is not None and values[0] not in allowed:
            raise Refusal(DIAGNOSTICS.get(name, 6), f"{name}={values[0]}"[:200])
    is_explain = request.GET.get("operation") == "explain"
    if is_explain and "query" in request.GET:
        raise Refusal(9, "operation=explain, query")


def _asked(request: HttpRequest) -> Asked:
    query = request.GET["query"]
    if not query.strip():
        raise Refusal(10, "query")
    size = min(_number(request, "maximumRecords", USUAL, 0), MOST)
    start = _number(request, "startRecord", 1, 1)
    if start > DEEPEST:
        raise Refusal(61, f"startRecord={start}")
    translation = translated(query)
    # What is asked is found as it is asked: nothing is read into it, nothing loosened or folded.
    question = Question(
        q=translation.words,
        sort=_order(request, translation.sort),
        literal=True,
        fold=False,
        page_size=max(size, 1),
    )
    page, offset = divmod(start - 1, question.page_size)
    is_escaped = request.GET.get("recordXMLEscaping") == "string"
    return Asked(question.at_page(page + 1), start, offset, size, is_escaped)


def _order(request: HttpRequest, clause: list[str]) -> str:
    keys = request.GET.get("sortKeys")
    if clause and keys is not None:
        raise Refusal(96, "sortBy, sortKeys")
    if clause:
        return sorting.order_of_clause(clause)
    if keys is not None:
        return sorting.order_of_keys(keys)
    return Question.sort


def _number(request: HttpRequest, name: str, usual: int, least: int) -> int:
    sent = request.GET.get(name)
    if sent is None:
        return usual
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10) or int(sent) < least:
        raise Refusal(6, f"{name}={sent}"[:200])
    return int(sent)


def _answer(request: HttpRequest, asked: Asked) -> bytes:
    """Return the records that are asked for, of two pages of the search where they lie across."""
    answer = ask(asked.question, loosen=False)
    if asked.start > max(1, min(answer.count, DEEPEST)):
        raise Refusal(61, f"startRecord={asked.start}")
    hits = list(answer.hits)
    if asked.offset:
        hits += ask(asked.question.at_page(asked.question.page + 1), loosen=False).hits
    hits = hits[asked.offset : asked.offset + asked.size]
    records = _records(request, hits, asked)
    following = asked.start + len(hits)
    is_more = following <= min(answer.count, DEEPEST) and asked.size > 0
    return writing.answer(answer.count, records, following if is_more else None)


def _records(request: HttpRequest, hits: list[Hit], asked: Asked) -> list[writing.Record]:
    rows = Editorial.objects.for_list().published_among([hit.id for hit in hits])
    today = timezone.localdate()
    records = []
    for position, hit in enumerate(hits, asked.start):
        editorial, cited = rows.get(hit.id), None
        if editorial is not None:
            address = request.build_absolute_uri(editorial.get_absolute_url())
            cited = reference(editorial, address, today)
        records.append(writing.Record(position, cited, asked.is_escaped))
    return records
