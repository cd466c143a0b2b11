"""What every peer reads: the editorials that it indexes, the fields and the times of a question."""

from collections.abc import Iterator

from django.db.models.query import QuerySet

from archive import dates
from archive.models import Editorial
from archive.search.question.parsing import Kind
from archive.search.question.query import Question

ROWS = 1000  # editorials that are read at a time, as haystack's `update_index` does
FIELDS = {
    "author": "byline",
    "title": "title",
    "tag": "keywords",
    "text": "text",
    "publication": "magazine",
}


def editorials() -> QuerySet:
    related = ("bylines__author", "tags", "years")
    return (
        Editorial.objects.published()
        .select_related("publication")
        .prefetch_related(*related)
        .order_by("pk")
    )


def spans(question: Question) -> Iterator[tuple[int | None, int | None]]:
    """The first and last day of each time asked for."""
    typed = [
        term.text
        for clause in question.typed.clauses
        for term in clause.terms
        if term.kind is Kind.DATE
    ]
    for since, dots, until in [text.partition("..") for text in typed] + [
        (question.since, "..", question.until)
    ]:
        until = until if dots else since
        first, last = since and dates.bounds(since)[0], until and dates.bounds(until)[1]
        if first or last:
            yield first.toordinal() if first else None, last.toordinal() if last else None
