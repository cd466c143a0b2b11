"""Names in the text of an article, as quiet links to their sheets."""

import re
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.crossreferences.blocks import Block, Link, Place, blocks, linked
from archive.models import Editorial, Mention
from archive.models.prepared import Blank, Prepared

# A sheet that only this article names would lead back to it.
_mentions = Prepared(
    lambda: (
        Mention.objects.filter(
            editorial__pk=Blank(0), form__sheet__hidden=False, form__sheet__named_in__gt=1
        )
        .order_by("pk")
        .values_list("places", "form__sheet__slug", "form__sheet__name")
    )
)


def with_names(body: str, editorial: Editorial) -> str:
    """Return the body with a link from the first place where it names each sheet.

    None stands in a heading, in a quotation of its own or within a link; a hidden sheet has none.
    """
    names = _first_places(editorial)
    if not names:
        return body
    return linked(body, _links(names, blocks(body), editorial.text))


def _first_places(editorial: Editorial) -> dict[str, tuple[int, int, str]]:
    """Return {slug of a sheet: (start, end, its name)} of where the text first has each."""
    first: dict[str, tuple[int, int, str]] = {}
    for places, slug, name in _mentions.rows(editorial.pk):
        start, _dash, end = places.partition(" ")[0].partition("-")
        place = (int(start), int(end), name)
        if slug not in first or place < first[slug]:
            first[slug] = place
    return first


def _links(
    names: dict[str, tuple[int, int, str]], read: Sequence[Block], text: str
) -> Iterator[Link]:
    for slug, (start, end, name) in names.items():
        printed = text[start:end]
        place = _place(printed, text[:start].count(printed), read)
        if place:
            label = _("Fiche : %(name)s") % {"name": name}
            address = reverse("sheet", args=[slug])
            yield Link(place, printed, address, label, "named")


def _place(printed: str, before: int, read: Sequence[Block]) -> Place | None:
    """Return where a name stands in the paragraphs of a body, in which it stood `before` times.

    It is the next place of prose where it stands whole, for the text a body gives is not quite
    that of its paragraphs.
    """
    if not printed:
        return None
    whole = re.compile(rf"(?<!\w){re.escape(printed)}(?!\w)")
    for number, block in enumerate(read):
        within = block.plain.count(printed)
        if before >= within:
            before -= within
            continue
        start = 0
        for _number in range(before):
            start = block.plain.index(printed, start) + 1
        before = 0
        place = whole.search(block.plain, start)
        if place and not (block.is_quoted or block.is_heading):
            return Place(number, *place.span())
    return None
