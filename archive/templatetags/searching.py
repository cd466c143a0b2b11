"""The many small links of a page of results, made by `markup` and not by a template."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import markup
from archive.figures import number
from archive.markup import drawings
from archive.search.question import wording

register = template.Library()
MOST_FORMS = 12  # that are shown of a word


class ValueLink(Protocol):
    """A value of a facet: `views.search.narrowing.FacetChoice`."""

    label: str
    count: int
    address: str
    without: str
    chosen: bool
    excluded: bool


class DrawnYear(Protocol):
    """A year as a bar: `views.search.narrowing.YearBar`."""

    choice: ValueLink
    x: int
    top: int
    height: int


@register.filter
def whole(title: str) -> str:
    """Return a heading that no line breaks within a word: « mot-clé », « En-Contact »."""
    return re.sub(r"(?<=\w)-(?=\w)", "-\u2060", title)


@register.filter
def quoted(words: Iterable[str]) -> str:
    """Return words, each in the quotation marks of the active language, with commas between."""
    return ", ".join(map(wording.quoted, words))


@register.simple_tag
def forms(forms: Sequence[tuple[str, int]]) -> SafeString:
    """Return the first forms of a word, each with how many editorials have it."""
    if not forms:
        return markup.NOTHING
    end = "…)" if len(forms) > MOST_FORMS else ")"
    return markup.forms([(form, number(count)) for form, count in forms[:MOST_FORMS]], end)


@register.simple_tag
def choices(choices: Iterable[ValueLink]) -> SafeString:
    """Return values of a facet as list items.

    Each asks for itself, or for those without it; one that is chosen or left out is taken off.
    """
    without = gettext("Sans")
    rows = []
    for choice in choices:
        figure = number(choice.count)
        if choice.without:
            row = markup.choice(choice.label, figure, choice.address, without, choice.without)
        elif choice.address:
            row = markup.taken_choice(taken(choice), figure)
        else:
            row = markup.idle_choice(choice.label, figure)
        rows.append(row)
    return markup.joined("\n", rows)


@register.simple_tag
def taken(choice: ValueLink) -> SafeString:
    """Return a link that takes off a value that is chosen or left out."""
    label = choice.label
    if choice.excluded:
        label = gettext("sauf %(what)s") % {"what": label}
    return markup.taken(label, choice.address, gettext("Enlever"))


class DrawnSpan(Protocol):
    """Several years as one: `views.search.year_spans.YearSpan`."""

    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def address(self) -> str: ...
    @property
    def x(self) -> int: ...
    @property
    def width(self) -> int: ...


@register.simple_tag
def drawn(bars: Iterable[DrawnYear], spans: Iterable[DrawnSpan]) -> SafeString:
    """Return a bar a year, to point at; over them what a thumb can hit."""
    colon = gettext(" :")
    drawing = []
    for bar in bars:
        year = bar.choice
        title = f"{year.label}{colon} {number(year.count)}"
        place = {"x": bar.x, "top": bar.top, "height": bar.height}
        if year.address:
            drawing.append(drawings.bar(title, year.address, year.chosen, **place))
        else:
            drawing.append(drawings.idle_bar(title, **place))
    for span in spans:
        title = f"{span.label}{colon} {number(span.count)}"
        drawing.append(drawings.span(title, span.address, span.x, span.width))
    return markup.joined("", drawing)
