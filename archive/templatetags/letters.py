"""Letters to the editor, as pages show them."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive import dates, languages, letter_texts, typesetting
from archive.models import Letter
from archive.models.letters import of_editorial

register = template.Library()
OPENING = 1000  # characters of a letter
CHANGES = {"same": "{}", "went": "<del>{}</del>", "came": "<ins>{}</ins>"}
register.simple_tag(of_editorial, name="letters_of")


@register.filter
def as_paragraphs(plain: str) -> SafeString:
    """Return a letter as paragraphs of HTML, escaped, with the signs and spaces of French."""
    paragraphs: list[str] = []
    for paragraph in plain.split("\n\n"):
        lines = "<br>".join(escape(paragraph).split("\n"))
        paragraphs.append(f'<p dir="auto">{lines}</p>')
    language = languages.language(plain) or "fr"
    return SafeString(typesetting.typeset("".join(paragraphs), language))


@register.filter
def is_long(letter: Letter) -> bool:
    """Return whether a page on something else shows no more than the opening of a letter."""
    return len(letter.text) > OPENING * 1.25


@register.filter
def opening(letter: Letter) -> str:
    return Truncator(letter.text).chars(OPENING)


@register.simple_tag
def changed(before: str, after: str) -> SafeString:
    """Return a text with what went and what came marked; "" where nothing changed."""
    html = SafeString("")
    for kind, piece in letter_texts.changes(before, after):
        html += format_html(CHANGES[kind], piece)
    return html


@register.filter
def as_day(moment: datetime | None) -> str:
    """Return the day of a moment as people read it; "" for none."""
    if moment is None:
        return ""
    return dates.display(timezone.localdate(moment).isoformat())
