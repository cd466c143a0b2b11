"""Long lists, a page at a time."""

import re
from collections.abc import Iterable

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.models import Editorial
from archive.views.errors import Missing

PER_PAGE = 30


class Chained:
    """Two ordered lists of numbers one behind the other, cut without reading the first to its end. `lengths`: how many
    each has."""

    def __init__(self, parts: tuple[QuerySet, QuerySet], lengths: tuple[int, int]):
        self.parts, self.lengths = parts, lengths

    def __len__(self) -> int:
        return sum(self.lengths)

    def __getitem__(self, cut: slice) -> list[int]:
        (first, second), (length, _length) = self.parts, self.lengths
        found = list(first[cut.start : min(cut.stop, length)]) if cut.start < length else []
        return found + (
            list(second[max(cut.start - length, 0) : cut.stop - length])
            if cut.stop > length
            else []
        )


def page(
    request: HttpRequest,
    items: QuerySet | Chained | list,
    count: int | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """The page that `?page=` asks for; anything but the number of a page is a 404 that says so. `count`: how many there
    are, where that is known already."""
    wanted = request.GET.get("page", "1")
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    try:
        if not re.fullmatch(r"[1-9][0-9]{0,5}", wanted):
            raise EmptyPage
        return paginator.page(wanted)
    except EmptyPage:
        raise Missing(_("Cette liste n’a pas de telle page.")) from None


def page_of_editorials(
    request: HttpRequest, ordered: QuerySet | Chained, count: int | None = None
) -> Page:
    numbers = ordered if isinstance(ordered, Chained) else ordered.values_list("pk", flat=True)
    found = page(request, numbers, count)
    found.object_list = loaded(found.object_list)
    return found


def loaded(numbers: Iterable[int]) -> list[Editorial]:
    """Editorials by their numbers, as lists show them. Numbers and dates stand in the indexes; the texts make rows long
    to read past, so that only those that are shown are read."""
    numbers = list(numbers)
    rows = Editorial.objects.for_list().in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]
