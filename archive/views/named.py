"""Names in the text of an article, as quiet links to their sheets."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.crossreferences.blocks import Block, Link, Place, blocks, linked
from archive.masking import MASK
from archive.models import Editorial, Mention
from archive.models.prepared import Blank, Prepared
from archive.text import fold

MOST_LINKS = 200  # names of an article that lead to their sheets, the first in it
# A sheet that only this article names would lead back to it.
_mentions = Prepared(
    lambda: (
        Mention.objects.filter(
            editorial__pk=Blank(0), form__sheet__hidden=False, form__sheet__named_in__gt=1
        )
        .order_by("pk")
        .values_list("places", "form__name", "form__sheet__slug", "form__sheet__name")
    )
)


class _First(NamedTuple):
    """Where the text first has a name of a sheet, as the mentions say."""

    start: int
    end: int
    form: str
    slug: str
    name: str  # of the sheet


def with_names(body: str, editorial: Editorial) -> str:
    """Return the body with a link from the first place where it names each sheet.

    None stands in a heading, in a quotation of its own or within a link; a hidden sheet has none.
    """
    firsts = _firsts(editorial)
    if not firsts:
        return body
    return linked(body, _links(firsts, blocks(body), editorial.text))


def _firsts(editorial: Editorial) -> list[_First]:
    """Return where the text first has each sheet, in its order."""
    first: dict[str, _First] = {}
    for places, form, slug, name in _mentions.rows(editorial.pk):
        start, _dash, end = places.partition(" ")[0].partition("-")
        place = _First(int(start), int(end), form, slug, name)
        if slug not in first or place < first[slug]:
            first[slug] = place
    return sorted(first.values())[:MOST_LINKS]


def _links(firsts: Sequence[_First], read: Sequence[Block], text: str) -> Iterator[Link]:
    prose = _Prose(read)
    text = _without_masks(text)
    for first in firsts:
        printed = text[first.start : first.end]
        # The text may be another by now than that in which the mention was found.
        if not _is_form(printed, first.form):
            continue
        place = prose.place(printed, text.count(printed, 0, first.start))
        if place:
            label = _("Fiche : %(name)s") % {"name": first.name}
            address = reverse("sheet", args=[first.slug])
            yield Link(place, printed, address, label, "named")


def _is_form(printed: str, form: str) -> bool:
    """Return True where what is printed is a name, or the end of it: « Le Bihan », « Dupont »."""
    words = fold(" ".join(printed.split()))
    name = fold(form)
    return bool(words) and (name == words or name.endswith(f" {words}"))


class _Prose:
    """The paragraphs of a body as one text."""

    def __init__(self, read: Sequence[Block]):
        self._read = read
        self._text = _without_masks("\n".join(block.plain for block in read))
        lengths = (len(block.plain) + 1 for block in read)
        self._starts = [0, *accumulate(lengths)]  # of each paragraph, and the end

    def place(self, printed: str, before: int) -> Place | None:
        """Return where a name stands that stood `before` times in the text before it.

        It is the next place of prose where it stands whole and within no mask, for the text that a
        body gives is not quite that of its paragraphs.
        """
        at = -1
        for _number in range(before + 1):
            at = self._text.find(printed, at + 1)
            if at < 0:
                return None
        while at >= 0:
            block = bisect_right(self._starts, at) - 1
            start = at - self._starts[block]
            if self._is_prose(block, start, start + len(printed)):
                return Place(block, start, start + len(printed))
            at = self._text.find(printed, at + 1)
        return None

    def _is_prose(self, number: int, start: int, end: int) -> bool:
        block = self._read[number]
        return not (block.is_quoted or block.is_heading or _goes_on(block.plain, start, end))


def _without_masks(plain: str) -> str:
    """Return a text with spaces for its masks: whoever stood there is not named."""
    return plain.replace(MASK, " " * len(MASK))


def _goes_on(plain: str, start: int, end: int) -> bool:
    """Return True where letters or figures stand just before or behind: a part of a word."""
    near = plain[max(0, start - 1) : start] + plain[end : end + 1]
    return any(sign.isalnum() or sign == "_" for sign in near)
