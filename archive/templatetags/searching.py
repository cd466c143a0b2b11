"""The many small links of a page of results. They are written here and not in a template, which takes ten times as long
for a hundred of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import SafeString, format_html, format_html_join
from django.utils.translation import gettext

from archive.templatetags.archive import number

register = template.Library()
OFFERED = (
    '<li><a href="{}">{}</a> <span class="number">{}</span> <a class="without" href="{}" aria-label="{} {}">−</a></li>'
)
TAKEN = '<a href="{}" aria-current="true"><span class="unseen">{} </span>{} <span aria-hidden="true">×</span></a>'
BAR = (
    '<a href="{}" tabindex="-1"{}><title>{}{} {}</title>'
    '<rect x="{}" width="10" height="100"/><rect x="{}.8" width="8.4" y="{}" height="{}"/></a>'
)


@register.simple_tag
def choices(found: Iterable) -> SafeString:
    """Choices of `views/narrowing.py` as list items: each value asks for itself, or for those without it; one that is
    chosen or left out is taken off."""
    without = gettext("Sans")
    return format_html_join("\n", "{}", ((_item(choice, without),) for choice in found))


def _item(choice, without: str) -> SafeString:
    if not choice.without:
        return format_html('<li>{} <span class="number">{}</span></li>', taken(choice), number(choice.count))
    return format_html(OFFERED, choice.address, choice.said, number(choice.count), choice.without, without, choice.said)


@register.simple_tag
def taken(choice) -> SafeString:
    """A Choice that is chosen or left out, to be taken off."""
    said = gettext("sauf %(what)s") % {"what": choice.said} if choice.excluded else choice.said
    return format_html(TAKEN, choice.address, gettext("Enlever"), said)


@register.simple_tag
def drawn(years) -> SafeString:
    """A bar a year of `views/narrowing.py` to point at: what answers reaches to the top, what is seen stands on the line."""
    colon, chosen = gettext(" :"), SafeString(' class="chosen"')
    rows = (
        (
            bar.choice.address,
            chosen if bar.choice.chosen else "",
            bar.choice.said,
            colon,
            number(bar.choice.count),
            bar.x,
            bar.x,
            bar.top,
            bar.height,
        )
        for bar in years.bars
    )
    return format_html_join("", BAR, rows)
