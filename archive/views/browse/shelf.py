"""A reader's own shelf: kept by the browser, shown here for the numbers that an address names.

The site keeps nothing of it. Without a script an address with numbers works as any other.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import limits, text, typesetting
from archive.formats import FORMATS, Collection, works
from archive.kept_pages import kept
from archive.models import Editorial, loading
from archive.search.question.query import Question

MOST = 200  # editorials and paragraphs together
FEW = 20  # texts that are set for whoever asks; more are counted as a dear search
ITEM = re.compile(r"([0-9]{1,18})(?:\.(p-[a-z0-9-]{1,200}))?")
LONGEST_PARAGRAPH = 2_000  # characters that are shown
FILES = ("bib", "ris", "epub")


class Item(NamedTuple):
    """An editorial, or one paragraph of it: « 12 », « 12.p-la-voix-du-client »."""

    number: int
    anchor: str = ""

    def __str__(self):
        return f"{self.number}.{self.anchor}" if self.anchor else str(self.number)


class Paragraph(NamedTuple):
    """A paragraph that was kept: its item, its address, its text."""

    item: Item
    address: str
    words: str


class Kept(NamedTuple):
    """An editorial on a shelf, with those of its paragraphs that were kept.

    `item` is the editorial's own, also where paragraphs alone were kept: `is_whole` tells.
    """

    editorial: Editorial
    item: Item
    is_whole: bool
    kept_paragraphs: list[Paragraph]


def items(typed: str) -> list[Item]:
    """Return the items that an address names, each once, MOST at most; what is none is left out."""
    named: dict[Item, None] = {}
    for part in typed.split(","):
        match = ITEM.fullmatch(part.strip())
        if match:
            named[Item(int(match[1]), match[2] or "")] = None
        if len(named) >= MOST:
            break
    return list(named)


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show what an address names, as a list that can be taken along; else what a shelf is."""
    named = items(request.GET.get("ids", ""))
    if _is_over(request, sum(bool(item.anchor) for item in named)):
        return limits.page(request)
    return _listed(request, named)


def _is_over(request: HttpRequest, texts: int) -> bool:
    """Count what sets many texts, and return whether its address has asked for too much."""
    return texts > FEW and limits.is_over(request, Question(), takes_all=True)


@kept
def _listed(request: HttpRequest, named: Sequence[Item]) -> HttpResponse:
    shown = _shown(named)
    present = {entry.editorial.pk for entry in shown}
    query = urlencode({"ids": ",".join(map(str, named))}, safe=",")
    files = []
    if shown:
        for ending in FILES:
            address = f"{reverse('shelf_export', args=[ending])}?{query}"
            files.append((FORMATS[ending].name, address))
    context = {
        "shown": shown,
        "is_named": bool(named),
        "gone": len({item.number for item in named} - present),
        "files": files,
        "shared": request.build_absolute_uri(f"{request.path}?{query}"),
        "most": MOST,
    }
    return render(request, "browse/shelf.html", context)


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Give what an address names as a file: /shelf/shelf.bib?ids=12,15"""
    numbers = list(dict.fromkeys(item.number for item in items(request.GET.get("ids", ""))))
    if ending == "epub" and _is_over(request, len(numbers)):
        return limits.line(request)
    return _file(request, ending, numbers)


@kept
def _file(request: HttpRequest, ending: str, numbers: Sequence[int]) -> HttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    taken = list(works(numbers, site))
    if ending not in FILES or not taken:
        raise Http404
    title = _("Étagère — %(site)s") % {"site": settings.SITE_NAME}
    language = get_language() or settings.LANGUAGE_CODE
    form = FORMATS[ending]
    content = b"".join(form.write(taken, Collection(title, language, site, settings.SITE_NAME)))
    response = HttpResponse(content, content_type=form.media_type)
    name = text.slug(_("Étagère"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _published(numbers: Sequence[int]) -> list[Editorial]:
    """Return the published editorials of these numbers as lists have them, in this order."""
    return [editorial for editorial in loading.listed(numbers) if editorial.is_published]


# What is shown


def _shown(named: Sequence[Item]) -> list[Kept]:
    """Return the published editorials of these items, in the order of their first item."""
    numbers = list(dict.fromkeys(item.number for item in named))
    anchored = [item.number for item in named if item.anchor]
    paragraphs = _paragraphs(anchored)
    rows = []
    for editorial in _published(numbers):
        own = [item for item in named if item.number == editorial.pk]
        kept_paragraphs = []
        for item in own:
            words = paragraphs.get(editorial.pk, {}).get(item.anchor)
            if words:
                address = f"{editorial.get_absolute_url()}#{item.anchor}"
                kept_paragraphs.append(Paragraph(item, address, words))
        is_whole = Item(editorial.pk) in own
        rows.append(Kept(editorial, Item(editorial.pk), is_whole, kept_paragraphs))
    return rows


def _paragraphs(numbers: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """Return {number: {anchor of a paragraph: its text}} of published editorials."""
    if not numbers:
        return {}
    rows = Editorial.objects.published().filter(pk__in=set(numbers))
    paragraphs = {}
    for number, body, language in rows.order_by().values_list("pk", "body", "language"):
        texts = typesetting.anchored(body, language)
        paragraphs[number] = {anchor: texts[anchor][:LONGEST_PARAGRAPH] for anchor in texts}
    return paragraphs
