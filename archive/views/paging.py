"""Long lists, a page at a time."""

from collections.abc import Iterable, Sequence
from typing import overload

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive import figures
from archive.models import Editorial, loading
from archive.views.errors import Missing

PER_PAGE = 30


class Chained(Sequence[int]):
    """Two ordered lists of numbers, one behind the other.

    A cut of it reads neither to its end: `lengths` says how many numbers each list has.
    """

    def __init__(self, lists: tuple[QuerySet, QuerySet], lengths: tuple[int, int]):
        self.lists, self.lengths = lists, lengths

    def __len__(self) -> int:
        return sum(self.lengths)

    @overload
    def __getitem__(self, cut: int) -> int: ...

    @overload
    def __getitem__(self, cut: slice) -> list[int]: ...

    def __getitem__(self, cut: int | slice) -> int | list[int]:
        if isinstance(cut, int):
            return self[cut : cut + 1][0]
        (first, second), (length, _length) = self.lists, self.lengths
        numbers: list[int] = []
        if cut.start < length:
            numbers += first[cut.start : min(cut.stop, length)]
        if cut.stop > length:
            numbers += second[max(cut.start - length, 0) : cut.stop - length]
        return numbers


def page(
    request: HttpRequest,
    rows: QuerySet | Sequence,
    count: int | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """Return the page of a list that `?page=` asks for; raise Missing where that is none.

    `count` is how many rows there are, where that is known already.
    """
    number = figures.typed(request.GET.get("page", "1"))
    paginator: Paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(number or 0)
    except EmptyPage:
        raise Missing(_("Cette liste n’a pas de telle page.")) from None


def page_of_editorials(
    request: HttpRequest,
    editorials: QuerySet | Sequence[int],
    count: int | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """Return a page of a list of editorials, or of their numbers, with all that lists show."""
    numbers = editorials
    if isinstance(editorials, QuerySet):
        numbers = editorials.values_list("pk", flat=True)
    listed = page(request, numbers, count, per_page)
    listed.object_list = loaded(listed.object_list)
    return listed


def loaded(numbers: Iterable[int]) -> list[Editorial]:
    """Return the editorials of these numbers, in this order, as lists show them.

    Numbers and dates stand in the indexes; the texts make rows long to read past, so that only the
    rows that are shown are read.
    """
    return loading.listed(list(numbers))


def set_counts(rows: Iterable[Model], name: str, counts: dict[int, int]) -> None:
    """Give each row its count as the attribute that templates read; 0 where it has none."""
    for row in rows:
        setattr(row, name, counts.get(row.pk, 0))
