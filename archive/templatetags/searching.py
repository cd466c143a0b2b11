"""The many small links of a page of results. They are written here and not in a template, which takes ten times as long
for a hundred of them."""

import re
from collections.abc import Iterable
from html import escape

from django import template
from django.utils.html import SafeString, format_html
from django.utils.translation import gettext

from archive.figures import number

register = template.Library()
CHOSEN = ' class="chosen"'


@register.filter
def whole(title: str) -> str:
    """A heading that no line breaks within a word: « mot-clé », « En-Contact »."""
    return re.sub(r"(?<=\w)-(?=\w)", "-\u2060", title)


@register.simple_tag
def found(results: Iterable) -> SafeString:
    """Results of `views/results.py` as list items; in the place of one that was withdrawn (None) it is said."""
    why, keywords = gettext("Pourquoi ce résultat"), gettext("Mots-clés") + gettext(" :")
    withdrawn = f'<li class="quiet">{gettext("Un éditorial retiré de l’archive.")}</li>'
    return SafeString(
        "".join(_result(result, why, keywords) if result else withdrawn for result in results)
    )


def _result(result, why: str, keywords: str) -> str:
    tags = (
        f'<p class="quiet held"><span class="unseen">{keywords} </span>{escape(result.tags)}</p>\n'
    )
    matched = (
        f'<details class="why quiet"><summary>{why}</summary><ul>{result.why}</ul></details>\n'
    )
    return (
        f'<li id="hit{result.position}"><article>\n'
        f'<h2{result.language}><a href="{escape(result.address)}">{result.heading}</a></h2>\n'
        f'<p class="quiet">{result.about}</p>\n<div{result.language}>{result.passages}</div>\n'
        f"{tags if result.tags else ''}{matched if result.why else ''}</article></li>\n"
    )


@register.simple_tag
def choices(found: Iterable) -> SafeString:
    """Choices of `views/narrowing.py` as list items: each value asks for itself, or for those without it; one that is
    chosen or left out is taken off."""
    without = gettext("Sans")
    return SafeString("\n".join(_item(choice, without) for choice in found))


def _item(choice, without: str) -> str:
    counted = f'<span class="number">{number(choice.count)}</span>'
    if not choice.without:
        return f"<li>{taken(choice)} {counted}</li>"
    said = escape(choice.said)
    return (
        f'<li><a href="{escape(choice.address)}">{said}</a> {counted} '
        f'<a class="without" href="{escape(choice.without)}" aria-label="{without} {said}">−</a></li>'
    )


@register.simple_tag
def taken(choice) -> SafeString:
    """A Choice that is chosen or left out, to be taken off."""
    said = gettext("sauf %(what)s") % {"what": choice.said} if choice.excluded else choice.said
    return format_html(
        '<a href="{}" aria-current="true"><span class="unseen">{} </span>{} <span aria-hidden="true">×</span></a>',
        choice.address,
        gettext("Enlever"),
        said,
    )


@register.simple_tag
def drawn(years) -> SafeString:
    """A bar a year of `views/narrowing.py` to point at: what answers reaches to the top, what is seen stands on the
    line."""
    colon = gettext(" :")
    return SafeString("".join(_bar(bar, colon) for bar in years.bars))


def _bar(bar, colon: str) -> str:
    one = bar.choice
    return (
        f'<a href="{escape(one.address)}" tabindex="-1"{CHOSEN if one.chosen else ""}>'
        f"<title>{one.said}{colon} {number(one.count)}</title>"
        f'<rect x="{bar.x}" width="10" height="100"/>'
        f'<rect x="{bar.x}.8" width="8.4" y="{bar.top}" height="{bar.height}"/></a>'
    )
