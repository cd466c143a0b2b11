"""A search's results as a CSV that spreadsheets open as they are."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from archive import text
from archive.models import Editorial
from archive.search import ask
from archive.search.labels import in_words
from archive.search.query import DEEPEST, Question

COLUMNS = ("id", "source_id", "title", "authors", "date", "publication", "language", "tags", "url")
BATCH = 500  # rows that are in memory at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Echo:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


@require_safe
def results(request: HttpRequest) -> StreamingHttpResponse:
    """/search/results.csv takes the parameters of /search/ and has all the pages, up to 10,000 results.

    UTF-8 with a byte order mark and semicolons: what a French spreadsheet expects of a CSV. Dates are EDTF.
    `X-Total-Count` is the number of results, should they be more than the rows.
    """
    question = replace(Question.read(request.GET), page=1, page_size=DEEPEST)
    answer = ask(question)
    ids = [hit.id for hit in answer.hits]
    response = StreamingHttpResponse(_lines(ids, request.build_absolute_uri("/")[:-1]), "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{text.slug(in_words(question))}.csv"'
    response.headers["X-Total-Count"] = answer.count
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _lines(ids: list[int], site: str) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in _rows(ids):
        yield writer.writerow([_harmless(cell) for cell in _cells(row, site)])


def _rows(ids: Iterable[int]) -> Iterator[Editorial]:
    """The editorials in that order, a batch at a time; what was withdrawn since the index was written is left out."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        found = Editorial.objects.published().for_list().in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def _cells(row: Editorial, site: str) -> list[str]:
    """In the order of COLUMNS."""
    return [
        str(row.pk),
        row.source_id,
        row.title,
        "; ".join(byline.name for byline in row.bylines.all()),
        row.date,
        row.publication.name if row.publication else "",
        row.language,
        "; ".join(tag.name for tag in row.tags.all()),
        site + row.get_absolute_url(),
    ]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, as text: with an apostrophe before it."""
    cell = cell.replace("\0", "")
    return f"'{cell}" if cell.startswith(FORMULA) else cell
