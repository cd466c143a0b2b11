"""An issue entered as a whole: what it is, and its texts in the order of its contents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive import issues, text
from archive.ingest.entering import people
from archive.models import Editorial, Issue, Operation, Publication
from archive.models.concurrency import differing_fields
from archive.models.doubts import as_stored, unanswered
from archive.models.operations import changing
from archive.models.states import State
from archive.models.stores import EDITORIALS


@dataclass(frozen=True)
class ContentsLine:
    """A text in the contents of an issue: one that is there, by its number, or a new draft."""

    page: str
    editorial: int | None = None
    title: str = ""
    signed: tuple[tuple[str, str], ...] = ()  # names as printed, roles


def enter(
    magazine: Publication,
    issue: Issue,
    lines: Sequence[ContentsLine],
    is_dated: bool,
    operation: Operation,
) -> Issue:
    """Save an issue and its texts as a part of an operation; return it as it is stored.

    `issue` has what is to be said, and its id where it is there; of another number, its texts go
    with it. With `is_dated` its texts without a date, or of the date that it had, are of its date.
    Raises ValidationError where another issue of the magazine has the number.
    """
    stored = Issue.objects.filter(pk=issue.pk).first() if issue.pk else None
    former_date = stored.date if stored else ""
    if stored and stored.slug != issues.slug(issue.number):
        issue = _renumbered(stored, issue)
    numbers = [line.editorial for line in lines if line.editorial]
    if stored:
        numbers += stored.editorials().exclude(pk__in=numbers).values_list("pk", flat=True)
    date = issue.date if is_dated else ""
    pages = {line.editorial: line.page for line in lines if line.editorial}
    fields = ["publication", "issue", "page", "date", "doubts"]
    with operation.noting(EDITORIALS, numbers, fields) as before:
        targets = {}
        for pk, state in before.items():
            if state:
                target = _target(state, magazine, issue, pages.get(pk))
                if date and state["date"] in ("", former_date):
                    target["date"] = date
                    target["doubts"] = unanswered(state["doubts"], {"date"})
                changed = differing_fields(target, state)
                if changed:
                    targets[pk] = changed
        EDITORIALS.write(targets)
    order = []
    for line in lines:
        order.append(line.editorial or _draft(magazine, issue, line, date).pk)
    return _saved(issue, order)


def _renumbered(stored: Issue, issue: Issue) -> Issue:
    """Return the row that has the new number, with what is to be said of it.

    The one that had the old number says nothing any more.
    """
    twin = Issue.objects.filter(publication=stored.publication_id, slug=issues.slug(issue.number))
    row = twin.first() or Issue.printed(stored.publication_id, issue.number)
    if row.pk and row.editorials().exists():
        message = _("Cette revue a déjà le numéro « %(name)s ».")
        raise ValidationError({"number": message % {"name": row.name}})
    for column in ("number", "title", "date", "cover_id"):
        setattr(row, column, getattr(issue, column))
    with changing(stored):
        stored.title, stored.date, stored.cover, stored.contents = "", "", None, []
        stored.save()
    return row


def _target(state: State, magazine: Publication, issue: Issue, page: str | None) -> State:
    """Return what an editorial says once it is of an issue, spelt as before where it was."""
    target: State = {"publication": magazine.pk}
    if issues.slug(state["issue"]) != issues.slug(issue.number):
        target["issue"] = issue.number
    if page is not None:
        target["page"] = page
    return target


def _draft(magazine: Publication, issue: Issue, line: ContentsLine, date: str) -> Editorial:
    editorial = Editorial(title=line.title, publication=magazine, issue=issue.number)
    editorial.page, editorial.date = line.page, date
    editorial.state = Editorial.State.DRAFT
    signed, doubts = people.signatories(line.signed)
    editorial.doubts = as_stored(doubts)
    editorial.save()
    editorial.set_bylines(signed)
    return editorial


def _saved(issue: Issue, order: list[int]) -> Issue:
    """Save the row, with the order of its contents where that is not the order of the pages."""
    row = Issue.objects.filter(publication=issue.publication_id, slug=issues.slug(issue.number))
    stored = row.first()  # of the first of its texts it made itself
    if stored:
        issue.pk = stored.pk
        issue._state.adding = False
    rows = list(Editorial.objects.filter(pk__in=order).values_list("pk", "page", "title"))
    by_page = Issue.printed(issue.publication_id, issue.number).in_order(rows)
    issue.contents = [] if order == by_page else order
    with changing([issue] if stored else []):
        issue.save()
    return issue


def twins(magazine: Publication, titles: Sequence[str]) -> dict[str, list[Editorial]]:
    """Return {folded title: its editorials} of a magazine's that have one of these titles."""
    wanted = {text.fold(title) for title in titles if title}
    alike: dict[str, list[Editorial]] = {}
    if not wanted:
        return alike
    slugs = {text.slug(title) for title in titles if title}
    rows = Editorial.objects.except_withdrawn().filter(publication=magazine, slug__in=slugs)
    for row in rows.order_by("pk"):
        if text.fold(row.title) in wanted:
            alike.setdefault(text.fold(row.title), []).append(row)
    return alike
