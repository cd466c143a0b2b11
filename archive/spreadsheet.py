"""A search's results as a CSV that spreadsheets open as they are."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from archive import limits, parameters, text
from archive.formats.table import DELIMITER, MARK, RECORD, Echo
from archive.models import Byline, Editorial, Tagging
from archive.models.table_cells import harmless
from archive.search import ask_whole
from archive.search.question import unknown_names
from archive.search.question.answers import Hit
from archive.search.question.query import DEEPEST, TAKEN, Question
from archive.search.question.renaming import renamed
from archive.search.question.wording import in_words
from archive.search.showing import evidence
from archive.search.showing.evidence import Content, Evidence

COLUMNS = (*RECORD, "excerpt", "why")
FIELDS = (
    "source_id",
    "title",
    "title_supplied",
    "slug",
    "date",
    "language",
    "publication",
    "state",
)
TEXTS = ("text", "standfirst", "issue", "page")  # that the excerpts are cut from
LONGEST = 1_000_000  # rows of a table: a spreadsheet opens no longer one
BATCH = 500  # rows that are in memory at a time


@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """Return what a search finds as CSV, all pages of it; up to 10,000 results for visitors.

    Example: /search/results.csv?q=voix takes the parameters of /search/.
    UTF-8 with a byte order mark and semicolons: what a French spreadsheet expects of a CSV. Dates
    are EDTF. `X-Total-Count` is the number of results, should they be more than the rows.
    """
    problems = parameters.problems(request.GET, TAKEN) + unknown_names.problems(request.GET)
    if problem := parameters.refused(problems):
        return problem
    question = Question.read(request.GET)
    current = renamed(question)
    if current != question:
        return redirect(request.path + current.address(), permanent=True)
    if limits.is_over(request, question, takes_all=True):
        return limits.line(request)
    most = LONGEST if request.user.has_perm("archive.edit") else DEEPEST
    answer, hits = ask_whole(question, most)
    site = request.build_absolute_uri("/").removesuffix("/")
    lines = _lines(hits, Evidence(question, answer), site)
    response = StreamingHttpResponse(lines, "text/csv; charset=utf-8")
    name = f"{text.slug(in_words(question))}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Total-Count"] = str(answer.count)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _lines(hits: Iterator[Hit], marked: Evidence, site: str) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=DELIMITER)
    yield MARK + writer.writerow(COLUMNS)
    while batch := list(islice(hits, BATCH)):
        for cells in _rows(batch, marked, site):
            yield writer.writerow(map(harmless, cells))


def _rows(hits: Sequence[Hit], marked: Evidence, site: str) -> Iterator[tuple[str, ...]]:
    """In the order of the hits and of COLUMNS, without what was withdrawn since it was indexed."""
    ids = [hit.id for hit in hits]
    editorials = Editorial.objects.select_related("publication")
    published = editorials.only(*FIELDS, *TEXTS, "publication__name").published_among(ids)
    # Columns and not rows of models, which take four times as long for thousands of results.
    bylines = Byline.objects.filter(editorial__in=ids)
    authors = by_editorial(bylines, Coalesce("author__name", "name"))
    tags = by_editorial(Tagging.objects.filter(editorial__in=ids), "tag__name")
    texts_of = {}
    for number, editorial in published.items():
        names = {"title": [editorial.heading], "byline": authors[number], "keywords": tags[number]}
        names["magazine"] = list(filter(None, [_magazine(editorial)]))
        printed = (editorial.issue, editorial.page)
        texts_of[number] = Content(editorial.text, editorial.standfirst, names, *printed)
    excerpts = marked.excerpts(hits, texts_of)
    for hit in hits:
        if hit.id not in published:
            continue
        editorial = published[hit.id]
        yield (
            str(hit.id),
            editorial.source_id,
            editorial.title,
            "; ".join(authors[hit.id]),
            editorial.date,
            _magazine(editorial),
            editorial.language,
            "; ".join(tags[hit.id]),
            site + editorial.get_absolute_url(),
            " ".join(passage.plain() for passage in excerpts[hit.id]),
            evidence.reasons_in_words(marked.reasons(hit)),
        )


def _magazine(editorial: Editorial) -> str:
    return editorial.publication.name if editorial.publication else ""


def by_editorial(rows: QuerySet, name) -> dict[int, list[str]]:
    """Return {id of an editorial: the names of its bylines or tags}, in their order."""
    names: dict[int, list[str]] = defaultdict(list)
    for number, printed in rows.values_list("editorial_id", name):
        names[number].append(printed)
    return names
