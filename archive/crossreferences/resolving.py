"""What a reference means: one editorial, one issue, or nothing that is sure.

All that it says must hold. Where several fit, where its magazine is not told, or where the one that
fits came later than the text, it means nothing: an editor says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from archive import dates, issues
from archive.crossreferences.holdings import MOST, Held, Holdings
from archive.crossreferences.reading import Kind, Pointer, title_key
from archive.models import ReferenceState
from archive.text import UNTITLED, fold

MOST_TOLD = 8  # candidates that an editor is offered
SHORT_TITLE = 2  # words: « Bonjour », « Ça sonne » are said of other things, too


class Citing(NamedTuple):
    """The text that refers."""

    pk: int
    publication: int | None
    issue: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Resolution:
    """What a reference means, and by which facts it is found again.

    `cited` is an editorial's number; where it is None and the state is LINKED, the issue is meant.
    """

    state: str
    cited: int | None = None
    publication: int | None = None
    issue: str = ""
    first: date | None = None
    last: date | None = None
    title: str = ""
    candidates: tuple[int, ...] = ()


def resolve(pointer: Pointer, citing: Citing, holdings: Holdings) -> Resolution:
    """Return what a reference means in an archive.

    The text of a magazine that the archive has not is in an issue that it may have.
    """
    resolution = _Question(pointer, citing, holdings).answer()
    is_missing = resolution.state == ReferenceState.OPEN and not resolution.candidates
    if pointer.kind is Kind.TITLE and pointer.magazine and is_missing:
        of_issue = replace(pointer, kind=Kind.ISSUE, title="", page="")
        return _Question(of_issue, citing, holdings).answer()
    return resolution


class _Question:
    def __init__(self, pointer: Pointer, citing: Citing, holdings: Holdings):
        self.pointer, self.citing, self.holdings = pointer, citing, holdings
        self.publication = citing.publication
        # A title with its date or issue is one text's alone.
        is_telling = pointer.kind is Kind.TITLE and bool(pointer.date or pointer.issue)
        self.is_sure_of_magazine = bool(citing.publication) and (pointer.is_own or is_telling)
        if pointer.magazine:
            self.publication = holdings.magazine(pointer.magazine)
            self.is_sure_of_magazine = self.publication is not None
        self.issue = self._issue()
        self.first, self.last = dates.bounds(pointer.date) if pointer.date else (None, None)
        self.title = title_key(pointer.title) if pointer.title else ""
        if self.title == UNTITLED:
            self.title = ""

    def answer(self) -> Resolution:
        rows = self._rows()
        others = [row for row in rows if row.pk != self.citing.pk]
        if rows and not others:
            return self._resolution(ReferenceState.ITSELF, rows)
        if not others or len(rows) >= MOST:
            return self._resolution(ReferenceState.OPEN, others)
        if self.pointer.kind is Kind.ISSUE and not self.pointer.page:
            return self._issue_of(rows, others)
        return self._editorial_of(rows, others)

    def _issue(self) -> str:
        """Return the slug of the issue that is told: of its own, or of the one before that."""
        pointer, own = self.pointer, self.citing.issue
        if pointer.is_this:
            return own
        if pointer.is_before:
            number = issues.number(own)
            is_counted = number and int(number) > 1 and own.endswith(number)
            if not is_counted or issues.date_of(own):
                return ""
            return f"{own.removesuffix(number)}{int(number) - 1}"
        return pointer.issue

    def _rows(self) -> Sequence[Held]:
        """Return the editorials of which all holds that is told."""
        if self.publication is None and (self.pointer.magazine or not self.title):
            return ()  # of a magazine that the archive lacks, or of a text without one
        rows: Iterable[Held] = ()
        if self.issue and self.publication:
            rows = self.holdings.of_issue(self.publication, self.issue)
        elif self.pointer.is_before or self.pointer.is_this:
            return ()
        elif self.title:
            rows = self.holdings.titled(self.title)
        elif self.first and self.last and self.publication:
            rows = self.holdings.between(self.publication, self.first, self.last)
        return [row for row in rows if self._fits(row)]

    def _fits(self, row: Held) -> bool:
        if self.title and row.slug != self.title:
            return False
        if self.publication and row.publication != self.publication:
            return False
        if self.first and row.latest and row.latest < self.first:
            return False
        if self.last and row.earliest and row.earliest > self.last:
            return False
        if self.pointer.page and self.pointer.page not in issues.page_keys(row.page):
            return False
        if row.pk == self.citing.pk or self.pointer.is_this:
            return True
        # What came later cannot be meant.
        is_later = row.earliest and self.citing.latest and row.earliest > self.citing.latest
        return not is_later

    def _issue_of(self, rows: Sequence[Held], others: Sequence[Held]) -> Resolution:
        if not self.is_sure_of_magazine:
            return self._resolution(ReferenceState.OPEN, others)
        if self.issue:
            return self._resolution(ReferenceState.LINKED, others)
        slugs = {row.issue for row in rows}
        if len(slugs) == 1 and "" not in slugs and self._is_surely_then(rows):
            return self._resolution(ReferenceState.LINKED, others, issue=slugs.pop())
        return self._resolution(ReferenceState.OPEN, others)

    def _editorial_of(self, rows: Sequence[Held], others: Sequence[Held]) -> Resolution:
        meant = list(others)
        if self.pointer.kind is Kind.EDITORIAL:
            meant = self._less_vague([row for row in rows if _is_editorial(row)])
        is_one = len(meant) == 1 and meant[0].pk != self.citing.pk
        if is_one and self.is_sure_of_magazine and self._is_told_enough(meant[0]):
            return self._resolution(ReferenceState.LINKED, others, cited=meant[0].pk)
        return self._resolution(ReferenceState.OPEN, others)

    def _less_vague(self, rows: list[Held]) -> list[Held]:
        """Return those that are surely of the time that is told, where there are any.

        An editorial of which only the year is known is not told by its month.
        """
        first, last = self.first, self.last
        if not first or not last:
            return rows
        within = []
        for row in rows:
            is_within = row.earliest and row.latest and first <= row.earliest <= row.latest <= last
            if is_within:
                within.append(row)
        return within or rows

    def _is_told_enough(self, row: Held) -> bool:
        if self.issue:
            return True
        if self.first and not self._is_surely_then([row]):
            return False
        if self.pointer.kind is not Kind.TITLE or self.first:
            return True
        return self.title.count("-") >= SHORT_TITLE

    def _is_surely_then(self, rows: Iterable[Held]) -> bool:
        """Return True where all are within the time that is told, and no others may be."""
        first, last = self.first, self.last
        if not first or not last or not self.publication:
            return False
        for row in rows:
            if not row.earliest or not row.latest or row.earliest < first or row.latest > last:
                return False
        if first == last or self.title:
            return True
        return not self.holdings.appears_often(self.publication, first, last)

    def _resolution(
        self, state: str, rows: Sequence[Held], cited: int | None = None, issue: str = ""
    ) -> Resolution:
        return Resolution(
            state=state,
            cited=cited,
            publication=self.publication,
            issue=issue or self.issue,
            first=self.first,
            last=self.last,
            title=self.title,
            candidates=tuple(row.pk for row in rows[:MOST_TOLD]),
        )


def _is_editorial(row: Held) -> bool:
    """Return True unless its magazine has it under something else: « Le billet »."""
    section = fold(row.section)
    return not section or "edito" in section
