"""The many small parts of charts and calendars, made by `markup` and not by a template."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from math import ceil
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import markup
from archive.figures import editorials, number
from archive.markup import drawings

register = template.Library()
MOST_HIT = 13  # columns across a phone that are wide enough for a thumb, 24 pixels each


class DrawnColumn(Protocol):
    """A year or a decade of a chart: `views.browse.charts.timeline.Column`."""

    name: str
    address: str
    x: float
    sure: int
    perhaps: int
    sure_height: int
    height: int
    count: int
    top: int
    sure_top: int


class DrawnBar(Protocol):
    """A year or a month with a label: `views.browse.charts.bars.Bar`."""

    label: str
    initial: str
    name: str
    address: str
    sure: int
    perhaps: int
    sure_height: int
    height: int
    count: int
    top: int
    sure_top: int


class DrawnRow(Protocol):
    """A name told apart: `views.browse.charts.timeline.Row`."""

    name: str
    address: str
    count: int
    path: str


@register.simple_tag
def days(days: Iterable[tuple[int, int, str, int]], month: int, today: date) -> SafeString:
    """Return the days of a month: of each its number, that of its editorials, address and shade."""
    colon = gettext(" :")
    rows = []
    for day, count, address, shade in days:
        if count:
            is_today = (today.month, today.day) == (month, day)
            figure = f"{colon} {editorials(count)}"
            rows.append(drawings.day(str(day), address, figure, shade, is_today))
        else:
            rows.append(drawings.empty_day(str(day)))
    return markup.joined("", rows)


@register.simple_tag
def parts(bars: Iterable[DrawnBar], is_narrowed: object) -> SafeString:
    """Return the years of a decade or the months of a year, each with its bar and its number."""
    items = []
    for bar in bars:
        label = drawings.part_label(bar.label, bar.initial, bar.name, _figure(bar))
        if not bar.count:
            items.append(drawings.idle_part(label))
            continue
        drawing = [drawings.part_figure(number(bar.count), bar.top)]
        if bar.perhaps:
            drawing.append(drawings.part_bar("perhaps", bar.top, bar.height))
        if bar.sure:
            drawing.append(drawings.part_bar("bar", bar.sure_top, bar.sure_height))
        items.append(drawings.part(bar.address, not is_narrowed, markup.joined("", drawing), label))
    return markup.joined("", items)


def _figure(bar: DrawnBar) -> str:
    figure = f"{gettext(' :')} {editorials(bar.count)}"
    if bar.perhaps:
        figure += gettext(", dont %(n)s peut-être") % {"n": number(bar.perhaps)}
    return figure


@register.simple_tag
def columns(columns: Iterable[DrawnColumn], width: float, is_narrowed: object) -> SafeString:
    """Return a column a year, with bars of this width; robots do not follow narrowed lists."""
    colon = gettext(" :")
    drawing = []
    for place, column in enumerate(columns):
        if not column.count:
            drawing.append(drawings.rectangle("none", column.x, width, 99, 1))
            continue
        bars = []
        if column.perhaps:
            top, height = column.top, column.height
            bars.append(drawings.rectangle("perhaps", column.x, width, top, height))
        if column.sure:
            top, height = column.sure_top, column.sure_height
            bars.append(drawings.rectangle("bar", column.x, width, top, height))
        title = f"{column.name}{colon} {number(column.count)}"
        drawing.append(drawings.column(title, column.address, not is_narrowed, place, bars))
    return markup.joined("\n", [*drawing, *_decades(list(columns))])


def _decades(columns: Sequence[DrawnColumn]) -> list[SafeString]:
    """Return what a thumb hits where the columns of single years are too thin for it."""
    if not all(column.name.isdecimal() for column in columns):  # they are decades already
        return []
    fewest = len(columns) / MOST_HIT
    if fewest <= 1:
        return []
    by_width = []
    places = enumerate(columns)
    for decade, members in groupby(places, lambda pair: int(pair[1].name) // 10 * 10):
        years = list(members)
        first, last = years[0][0], years[-1][0]
        with_editorials = [column for _place, column in years if column.count]
        if not with_editorials:
            continue
        width = max(len(years), ceil(fewest))
        place = min(first, len(columns) - width)
        _path, mark, parameters = with_editorials[0].address.partition("?")
        address = reverse("decade", args=[decade]) + mark + parameters
        count = sum(column.count for column in with_editorials)
        label = f"{decade:04}–{decade + 9:04}{gettext(' :')} {number(count)}"
        by_width.append((last - first, drawings.span(label, address, 10 * place, 10 * width)))
    by_width.sort(key=lambda pair: -pair[0])  # a few years at an end lie over their neighbours
    return [drawn for _width, drawn in by_width]


@register.simple_tag
def chart_rows(rows: Iterable[DrawnRow], width: int) -> SafeString:
    """Return names told apart, each with its bars in a drawing as wide as the chart."""
    drawing = []
    for row in rows:
        if not row.path:  # of no known year
            continue
        label = row.name
        if row.address:
            label = markup.link(row.address, row.name, is_reached=False)
        drawing.append(drawings.chart_row(label, width, row.path, number(row.count)))
    return markup.joined("\n", drawing)


@register.simple_tag
def table_rows(
    table: Iterable[tuple[DrawnColumn, list[str]]], with_perhaps: bool, is_narrowed: object
) -> SafeString:
    """Return the same in figures: a row a year, with how many may be of it if that is wished."""
    rows = []
    for column, counts in table:
        figures = [number(column.count), *counts]
        if with_perhaps:
            figures.insert(1, number(column.perhaps))
        rows.append(drawings.table_row(column.name, column.address, not is_narrowed, figures))
    return markup.joined("", rows)
