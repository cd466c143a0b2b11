"""How many editorials choices leave, counted by the database: all of a question's by one query.

It is written in SQL, as that of `names`: Django takes longer to write it than databases to answer.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, connections, router

from archive import dates, issues
from archive.models import Author, Byline, Editorial, EditorialYear, Publication, Tag, Tagging
from archive.models.printed_issues import in_issues
from archive.search.question.query import FACETS, Question

_EDITORIALS = Editorial._meta.db_table
_PUBLICATIONS = Publication._meta.db_table
# facet -> the condition to have one of the values that follow
_HAVING = {
    "publication": f"e.publication_id IN (SELECT id FROM {_PUBLICATIONS} WHERE slug IN %s)",
    "author": f"e.id IN (SELECT b.editorial_id FROM {Byline._meta.db_table} b"
    f" JOIN {Author._meta.db_table} a ON a.id = b.author_id WHERE a.slug IN %s)",
    "tag": f"e.id IN (SELECT g.editorial_id FROM {Tagging._meta.db_table} g"
    f" JOIN {Tag._meta.db_table} t ON t.id = g.tag_id WHERE t.slug IN %s)",
    "year": f"e.id IN (SELECT y.editorial_id FROM {EditorialYear._meta.db_table} y"
    " WHERE y.year IN %s)",
    "language": "e.language IN %s",
    "issue": "e.id IN %s",
}


MOST_OF_AN_ISSUE = 1_000  # editorials of the issues that were chosen


class Issue(NamedTuple):
    """An issue that a text may name, and how many editorials of it a choice leaves."""

    magazine: str
    name: str  # of the magazine
    printed: str
    # mypy minds that it hides the method `tuple.count`.
    count: int  # type: ignore[assignment]

    @property
    def address(self) -> str:
        return issues.address(self.magazine, self.printed)


class Counts(NamedTuple):
    """How many editorials each question's choices leave, and the issues among those of another."""

    of: dict[Question, int]
    issues: list[Issue]


def counts(
    questions: Iterable[Question], among: Question, mentions: Sequence[issues.Mention]
) -> Counts:
    """Return how many editorials each question's choices leave, whatever its words are.

    Beside it stand the issues among those of another question that the mentions may mean.
    """
    distinct = list(dict.fromkeys(questions))
    select = _Select()
    for number, question in enumerate(distinct):
        select.count(number, question)
    if mentions:
        select.issues(len(distinct), among, mentions)
    counted = Counts(dict.fromkeys(distinct, 0), [])
    for number, magazine, name, printed, count in select.rows():
        if number < len(distinct):
            counted.of[distinct[number]] = count
        else:
            counted.issues.append(Issue(magazine, name, printed, count))
    return counted


class _Select:
    """One SELECT that is growing, and its parameters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._parameters: list[Any] = []

    def rows(self) -> list[tuple]:
        if not self._parts:
            return []
        with connections[router.db_for_read(Editorial)].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(self._parts), self._parameters)
            return cursor.fetchall()

    def count(self, number: int, question: Question) -> None:
        """Count the editorials that a question's choices leave."""
        self._parts.append(
            f"SELECT {number:d}, '', '', '', COUNT(*) FROM {_EDITORIALS} e"
            f" WHERE {self._chosen(question)}"
        )

    def issues(self, number: int, question: Question, mentions: Sequence[issues.Mention]) -> None:
        """Count the editorials of each issue that may be meant, as it may be printed."""
        chosen, likely = self._chosen(question), []
        for mention in mentions:
            # It has this number in it, or these first letters: what it means, Python tells.
            part = issues.number(mention.slug) or mention.slug[:3]
            self._parameters.append(f"%{part}%")
            likely.append("LOWER(e.issue) LIKE %s")
        self._parts.append(
            f"SELECT {number:d}, p.slug, p.name, e.issue, COUNT(*) FROM {_EDITORIALS} e"
            f" JOIN {_PUBLICATIONS} p ON p.id = e.publication_id"
            f" WHERE {chosen} AND e.issue > '' AND ({' OR '.join(likely)})"
            " GROUP BY p.slug, p.name, e.issue"
        )

    def _chosen(self, question: Question) -> str:
        """Return the condition to be published and what a question chooses."""
        conditions = ["e.state = %s"]
        self._parameters.append(Editorial.State.PUBLISHED.value)
        if question.span is not None:
            conditions.append("e.earliest IS NOT NULL")
            for condition, day in (
                ("e.latest >= %s", question.span.first),
                ("e.earliest <= %s", question.span.last),
            ):
                if day:
                    conditions.append(condition)
                    self._parameters.append(connection.ops.adapt_datefield_value(day))
        for facet in FACETS:
            chosen, excluded = question.chosen(facet), question.excluded(facet)
            if chosen:
                conditions.append(self._having(facet, chosen))
            if excluded:
                conditions.append(f"NOT {self._having(facet, excluded)}")
        return " AND ".join(conditions)

    def _having(self, facet: str, codes: Sequence[str]) -> str:
        sought = list[Any](codes)
        if facet == "year":
            sought = []
            for edtf in codes:
                sought += dates.years(dates.valid_or_empty(edtf))
        elif facet == "issue":  # which no column holds
            rows = Editorial.objects.filter(in_issues(codes)).order_by()
            sought = list(rows.values_list("pk", flat=True)[:MOST_OF_AN_ISSUE])
        if not sought:
            return "1 = 0"
        self._parameters += sought
        return _HAVING[facet] % f"({', '.join(['%s'] * len(sought))})"
