"""Drawings: the years of a search, the days of a calendar, the parts of a year, all years."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

from archive.markup import as_html, joined, own_address

# The years of a search


def bar(label: str, address: str, is_chosen: bool, x: int, top: int, height: int) -> SafeString:
    """Return a bar of a drawing 100 high, as a part of an SVG.

    What answers to a pointer reaches to the top; what is seen stands on the line.
    """
    chosen = ' class="chosen"' if is_chosen else ""
    return SafeString(
        f'<a href="{own_address(address)}" rel="nofollow" tabindex="-1"{chosen}>'
        f"<title>{escape(label)}</title>"
        f'<rect x="{x:d}" width="10" height="100"/>'
        f'<rect x="{x:d}.8" width="8.4" y="{top:d}" height="{height:d}"/></a>'
    )


def idle_bar(label: str, x: int, top: int, height: int) -> SafeString:
    """Return a bar that leads nowhere."""
    return SafeString(
        f"<g><title>{escape(label)}</title>"
        f'<rect x="{x:d}.8" width="8.4" y="{top:d}" height="{height:d}"/></g>'
    )


def span(label: str, address: str, x: int, width: int) -> SafeString:
    """Return several years of such a drawing as one thing to point at, seen where it is pressed."""
    return SafeString(
        f'<a class="reach" href="{own_address(address)}" rel="nofollow" tabindex="-1">'
        f'<title>{escape(label)}</title><rect x="{x:d}" width="{width:d}" height="100"/></a>'
    )


# The same in figures


def year_row(
    label: str, address: str, figures: Iterable[str], without: str, without_address: str
) -> SafeString:
    """Return a year as a row of a table that asks for it, or for what is `without` it."""
    name = escape(label)
    return SafeString(
        f'<tr><th scope="row"><a href="{own_address(address)}" rel="nofollow">{name}</a></th>'
        f'{_numbers(figures)}<td><a class="without" href="{own_address(without_address)}" '
        f'rel="nofollow" aria-label="{escape(without)} {name}">−</a></td></tr>\n'
    )


def plain_year_row(head: str, figures: Iterable[str]) -> SafeString:
    """Return a year as a row that its name heads, or the link that takes it off."""
    return SafeString(
        f'<tr><th scope="row">{as_html(head)}</th>{_numbers(figures)}<td></td></tr>\n'
    )


def _numbers(figures: Iterable[str]) -> str:
    return "".join(f'<td class="number">{escape(figure)}</td>' for figure in figures)


# The days of a calendar


def day(label: str, address: str, figure: str, shade: int, is_today: bool) -> SafeString:
    """Return a day as a list item that leads to its editorials; `figure` tells how many.

    It is shaded the darker the more it has, from 1 on.
    """
    today = ' aria-current="date"' if is_today else ""
    return SafeString(
        f'<li><a class="shade{shade:d}" href="{own_address(address)}"{today}>{escape(label)}'
        f'<span class="unseen">{escape(figure)}</span></a></li>'
    )


def empty_day(label: str) -> SafeString:
    """Return a day of which there is nothing."""
    return SafeString(f"<li>{escape(label)}</li>")


# The years of a decade, the months of a year


def part(address: str, is_followed: bool, drawing: str, label: str) -> SafeString:
    """Return a year or a month as a list item that leads there, with its bar."""
    return SafeString(
        f'<li><a href="{own_address(address)}"{_rel(is_followed)}>{_part_drawing(drawing)}'
        f"{as_html(label)}</a></li>"
    )


def idle_part(label: str) -> SafeString:
    """Return one that leads nowhere."""
    return SafeString(f'<li><span class="none">{_part_drawing("")}{as_html(label)}</span></li>')


def _part_drawing(drawing: str) -> str:
    return f'<svg class="chart" aria-hidden="true" focusable="false">{as_html(drawing)}</svg>'


def part_bar(kind: str, top: int, height: int) -> SafeString:
    """Return a bar in the middle of such a drawing, in percent of it; `kind` is its class."""
    return SafeString(
        f'<rect class="{escape(kind)}" x="33%" width="34%" y="{top:d}%" height="{height:d}%"/>'
    )


def part_figure(figure: str, top: int) -> SafeString:
    """Return the number that stands on a bar."""
    return SafeString(f'<text x="50%" y="{top:d}%" dy="-0.35em">{escape(figure)}</text>')


def part_label(label: str, initial: str, name: str, figure: str) -> SafeString:
    """Return the label, its `initial` where there is little room, and for who listens the name."""
    shown = escape(label)
    if initial:
        shown = (
            f'<span class="short" aria-hidden="true">{escape(initial)}</span>'
            f'<span class="full" aria-hidden="true">{escape(label)}</span>'
            f'<span class="unseen">{escape(name)}</span>'
        )
    return SafeString(f'{shown}<span class="unseen">{escape(figure)}</span>')


# The chart of all years


def rectangle(kind: str, x: float, width: float, top: int, height: int) -> SafeString:
    """Return a bar of a drawing whose columns are 10 wide and 100 high; `kind` is its class."""
    return SafeString(
        f'<rect class="{escape(kind)}" x="{x:g}" width="{width:g}" '
        f'y="{top:d}" height="{height:d}"/>'
    )


def column(
    title: str, address: str, is_followed: bool, place: int, bars: Sequence[str]
) -> SafeString:
    """Return a year as a part of such a drawing; all of the column answers to a pointer."""
    return SafeString(
        f'<a href="{own_address(address)}"{_rel(is_followed)} tabindex="-1">'
        f"<title>{escape(title)}</title>"
        f'<rect x="{place:d}0" width="10" height="100"/>{joined("", bars)}</a>'
    )


def chart_row(label: str, width: int, path: str, figure: str) -> SafeString:
    """Return a name told apart, with its bars as a drawing of this width, and its number."""
    return SafeString(
        f"<p>{as_html(label)}</p>\n"
        f'<svg class="row" viewBox="0 0 {width:d} 100" preserveAspectRatio="none" '
        f'focusable="false"><path d="{escape(path)}"/></svg>\n'
        f'<span class="number">{escape(figure)}</span>'
    )


def table_row(name: str, address: str, is_followed: bool, figures: Iterable[str]) -> SafeString:
    """Return a row of a table that a name heads, which leads somewhere."""
    cells = "".join(f"<td>{escape(figure)}</td>" for figure in figures)
    head = f'<a href="{own_address(address)}"{_rel(is_followed)}>{escape(name)}</a>'
    return SafeString(f'<tr><th scope="row">{head}</th>{cells}</tr>\n')


def _rel(is_followed: bool) -> str:
    return "" if is_followed else ' rel="nofollow"'
