"""Lists of editorials, made by `markup` and not by a template."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from archive import dates, markup, visits
from archive.models import Editorial, Publication
from archive.search import Related

register = template.Library()
DOT = " · "
MOST_TAGS = 6  # that are shown of an editorial
MOST_SHARED = 3  # tags that are told of those that two editorials share
OPENING = 40  # words
LONGEST_RELATED = 160  # characters of a heading


@register.simple_tag(takes_context=True)
def entries(
    context: Context,
    editorials: Iterable[Editorial],
    level: int,
    magazine: Publication | None = None,
    with_lead: bool = False,
) -> SafeString:
    """Return editorials as list items, their headings of this level.

    Those that came since the reader's visit before are marked where that was chosen.
    `magazine`: where all are of it, which is not said of each; `with_lead`: the first shows its
    opening words.
    """
    since = visits.new_since(context.get("request"))
    rows: list[SafeString] = []
    for editorial in editorials:
        opening = None
        if with_lead and not rows:
            opening = editorial.standfirst or _opening(editorial.text)
        is_new = since is not None and editorial.created_at >= since
        rows.append(_entry(editorial, level, magazine, opening, is_new))
    return markup.joined("", rows)


def _entry(
    editorial: Editorial,
    level: int,
    magazine: Publication | None,
    opening: str | None,
    is_new: bool,
) -> SafeString:
    date = printed_date(editorial)
    if not editorial.is_published:
        date = markup.joined(DOT, [date, editorial.get_state_display()])
    if is_new:
        date = markup.joined(DOT, [date, markup.new(gettext("nouveau"))])
    bylines = [markup.byline([byline.name]) for byline in editorial.bylines.all()]
    signed: list[str] = [markup.joined(", ", bylines)] if bylines else []
    if editorial.publication and not magazine:
        signed.append(editorial.publication.name)
    tags = editorial.tags.all()[:MOST_TAGS]
    return markup.entry(
        level=level,
        language=editorial.language,
        address=editorial.get_absolute_url(),
        heading=editorial.heading,
        date=date,
        opening=opening,
        signed=markup.joined(DOT, signed),
        tags=[markup.link(tag.get_absolute_url(), tag.name) for tag in tags],
    )


def _opening(text: str) -> str:
    return Truncator(text).words(OPENING, truncate=" …")


@register.simple_tag
def printed_date(editorial: Editorial) -> SafeString:
    """Return the date of an editorial in words, as a machine reads it where it is a day."""
    day = editorial.date if dates.is_day(editorial.date) else ""
    return markup.time(day, editorial.date_display)


@register.simple_tag
def related_entries(related: Iterable[tuple[Editorial, Related]]) -> SafeString:
    """Return editorials on the same matter as list items, each with the reasons why."""
    rows = []
    for editorial, why in related:
        row = markup.related_entry(
            language=editorial.language,
            address=editorial.get_absolute_url(),
            heading=Truncator(editorial.heading).chars(LONGEST_RELATED),
            date=printed_date(editorial),
            reasons=_reasons(why),
        )
        rows.append(row)
    return markup.joined("", rows)


def _reasons(why: Related) -> list[str]:
    if why.is_copy:
        return [gettext("presque le même texte")]
    reasons = []
    if why.same_author:
        reasons.append(gettext("même auteur"))
    tags = [markup.link(tag.get_absolute_url(), tag.name) for tag in why.tags[:MOST_SHARED]]
    if tags:
        reasons.append(markup.joined(", ", tags))
    if why.words:
        label = gettext("mots communs :")
        reasons.append(f"{label} {', '.join(why.words)}")
    return reasons
