"""The many small links of a page of results, made by `markup` and not by a template."""

import re
from collections.abc import Collection, Iterable
from typing import Protocol

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import markup
from archive.figures import editorials, number
from archive.markup import drawings
from archive.search.mending.civilities import civilities
from archive.search.question import wording
from archive.search.question.parsing import Typed
from archive.search.words.analysis import ASKING_WORDS

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


class ChosenLink(Protocol):
    """A link to another search: `views.search.search.Link`."""

    label: str
    address: str
    chosen: bool


class DrawnYear(Protocol):
    """A year as a bar: `views.search.narrowing.YearBar`."""

    choice: ValueLink
    percent: float
    x: int
    top: int
    height: int


class ReadWord(Protocol):
    """A word and its forms: `search.question.answers.Word`."""

    forms: list[tuple[str, int]]
    typed: str
    count: int
    counts: bool


@register.filter
def whole(title: str) -> str:
    """Return a heading that no line breaks within a word: « mot-clé », « En-Contact »."""
    return re.sub(r"(?<=\w)-(?=\w)", "-\u2060", title)


@register.filter
def quoted(words: Iterable[str]) -> str:
    """Return words, each in the quotation marks of the active language, with commas between."""
    return ", ".join(map(wording.quoted, words))


@register.simple_tag
def word_rows(
    words: Iterable[tuple[str, ReadWord]], dated: Collection[str], query: Typed
) -> SafeString:
    """Return typed words as list items, each with how it was read and the first of its forms.

    Of those that are `dated` it is said that the date or the number of editorials has them, too;
    the `query` tells which are civilities.
    """
    leading = civilities(query)
    colon = gettext(" :")
    rows = []
    for typed, word in words:
        if word.typed in dated and not word.count:
            figure = gettext("par la date ou le numéro")
        elif word.typed in dated and word.counts:
            inside = {"editorials": editorials(word.count)}
            figure = gettext("par la date ou le numéro, et dans %(editorials)s") % inside
        elif word.counts or not word.count:
            figure = editorials(word.count)
        elif word.typed in leading:
            figure = gettext("civilité devant un nom")
        elif word.typed in ASKING_WORDS:
            figure = gettext("mot qui pose la question")
        else:
            figure = gettext("mot trop courant pour compter ici")
        forms = []
        own = typed if typed.isupper() else typed.lower()
        if word.counts:
            for form, count in word.forms[:MOST_FORMS]:
                forms.append((own if form == word.typed else form, number(count)))
        end = "…)" if len(word.forms) > MOST_FORMS else ")"
        rows.append(markup.word(typed, colon, figure, forms, end))
    return markup.joined("", rows)


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


@register.simple_tag
def year_rows(bars: Iterable[DrawnYear], with_shares: object) -> SafeString:
    """Return a row a year: how many editorials answer, of all in the archive which share.

    The year is asked for, left out, or taken off where it is chosen or left out.
    """
    without = gettext("Sans")
    rows = []
    for bar in bars:
        year = bar.choice
        figures = [number(year.count)]
        if with_shares:
            share = floatformat(bar.percent, 1)
            figures.append(gettext("%(n)s %%") % {"n": share})
        if year.without:
            row = drawings.year_row(year.label, year.address, figures, without, year.without)
        elif year.address:
            row = drawings.plain_year_row(taken(year), figures)
        else:
            row = drawings.plain_year_row(year.label, figures)
        rows.append(row)
    return markup.joined("", rows)


@register.simple_tag
def orders(orders: Iterable[ChosenLink]) -> SafeString:
    """Return the orders of a list as list items that ask for them, but for the one in force."""
    items = [markup.order(order.label, order.address, order.chosen) for order in orders]
    return markup.joined("", items)


@register.simple_tag
def hidden_fields(fields: Iterable[tuple[str, str]]) -> SafeString:
    """Return what a form sends along unseen, of each its name and its value."""
    return markup.joined("", [markup.hidden_field(name, value) for name, value in fields])


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
