"""The rows of an issue's page: the texts that are typed to come into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from archive import figures, text
from archive.forms import BylinesField
from archive.ingest.entering import whole_issues
from archive.ingest.entering.whole_issues import ContentsLine
from archive.models import Editorial, Publication

FRESH_ROWS = 3  # empty ones in the form
MORE_ROWS = 10  # that its button adds
MOST_ROWS = 100
LONGEST_TITLE = 500  # characters, as an editorial's column
LONGEST_PAGE = 40
CELLS = ("title", "byline", "page", "existing")  # of a row


@dataclass
class Row:
    """A new text as it was typed.

    `twins`: texts of the magazine that have its title; `is_added`: its row was asked for now.
    """

    title: str = ""
    byline: str = ""
    page: str = ""
    existing: str = ""
    twins: list[Editorial] = field(default_factory=list)
    error: str = ""
    is_added: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.byline)

    @property
    def is_asked(self) -> bool:
        """Whether it is to be said yet which text of its title it is."""
        return bool(self.twins) and not self.existing

    @property
    def chosen(self) -> int | None:
        """The number of the text that it was said to be."""
        return figures.typed(self.existing)

    def line(self) -> ContentsLine:
        """Return it as a line of the contents. Raises ValidationError, see `error`."""
        if self.chosen in {twin.pk for twin in self.twins}:
            return ContentsLine(self.page, editorial=self.chosen)
        signed = BylinesField(required=False).to_python(self.byline.replace(" / ", "\n"))
        return ContentsLine(self.page, title=self.title, signed=tuple(signed))


def blank(asked: QueryDict) -> list[Row]:
    """Return empty rows, as many as `rows` asks for."""
    number = figures.typed(asked.get("rows", ""))
    if number is None:
        number = FRESH_ROWS
    return [Row() for _place in range(min(number, MOST_ROWS))]


def added(rows: Sequence[Row]) -> list[Row]:
    """Return the empty rows that come below these when more are asked for."""
    return [Row(is_added=True) for _place in range(min(MORE_ROWS, MOST_ROWS - len(rows)))]


def typed(posted: QueryDict, magazine: Publication) -> list[Row]:
    """Return the rows that were sent, each with the texts of its title; see what is wrong."""
    columns = [posted.getlist(f"row-{name}")[:MOST_ROWS] for name in CELLS]
    rows = []
    for cells in zip(*columns, strict=False):
        title, byline, page, existing = map(text.seen_line, cells)
        rows.append(Row(title, byline, page, existing))
    twins = whole_issues.twins(magazine, [row.title for row in rows])
    for row in rows:
        row.twins = twins.get(text.fold(row.title), [])
        row.error = _wrong(row)
    return rows


def _wrong(row: Row) -> str:
    """Return why a row cannot be; "" where it can."""
    if row.is_empty:
        return _("Ce texte n’a pas de titre.") if row.page else ""
    if not row.title:
        return _("Ce texte n’a pas de titre.")
    if len(row.title) > LONGEST_TITLE or len(row.page) > LONGEST_PAGE:
        return _("Ce titre ou cette page est trop long.")
    try:
        row.line()
    except ValidationError as error:
        return error.messages[0]
    return ""


def are_sure(rows: Sequence[Row]) -> bool:
    """Return True where nothing is wrong, and of each title it is said which text it is of."""
    return not any(row.error or row.is_asked for row in rows)


def first(marks: Iterable[bool]) -> int:
    """Return the number, from 1, of the first row that is marked so; 0 where none is."""
    for number, is_marked in enumerate(marks, 1):
        if is_marked:
            return number
    return 0
