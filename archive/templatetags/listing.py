"""Lists of editorials, made by `markup` and not by a template."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from archive import dates, markup, typesetting
from archive.models import Editorial, Publication, unsaid
from archive.search import Related

register = template.Library()
DOT = " · "
MOST_TAGS = 6  # that are shown of an editorial
MOST_SHARED = 3  # tags, words or people that are told of those that two editorials share
OPENING = 40  # words
LONGEST_RELATED = 160  # characters of a heading


@register.simple_tag
def entries(
    editorials: Iterable[Editorial],
    level: int,
    magazine: Publication | None = None,
    with_lead: bool = False,
) -> SafeString:
    """Return editorials as list items, their headings of this level.

    `magazine`: where all are of it, which is not said of each; `with_lead`: the first shows its
    opening words.
    """
    rows: list[SafeString] = []
    for editorial in editorials:
        opening = None
        if with_lead and not rows:
            words = editorial.standfirst or _opening(editorial.text)
            opening = typesetting.line(words, editorial.language)
        rows.append(_entry(editorial, level, magazine, opening))
    return markup.joined("", rows)


def _entry(
    editorial: Editorial, level: int, magazine: Publication | None, opening: str | None
) -> SafeString:
    date = printed_date(editorial)
    if not editorial.is_published:
        date = markup.joined(DOT, [date, editorial.get_state_display()])
    tags = editorial.tags.all()[:MOST_TAGS]
    return markup.entry(
        level=level,
        language=editorial.language,
        address=editorial.get_absolute_url(),
        heading=typesetting.line(editorial.heading, editorial.language),
        date=date,
        opening=opening,
        signed=markup.joined(DOT, [_signature(editorial, magazine), *unsaid.remarks(editorial)]),
        tags=[markup.link(tag.get_absolute_url(), tag.name) for tag in tags],
    )


def _signature(editorial: Editorial, magazine: Publication | None) -> SafeString:
    """Return who signed it, for which magazine where lists do not say it elsewhere."""
    bylines = [markup.byline([byline.name]) for byline in editorial.bylines.all()]
    signed = [markup.joined(", ", bylines or [str(unsaid.UNKNOWN_AUTHOR)])]
    if not magazine:
        signed.append(_magazine(editorial))
    return markup.joined(DOT, signed)


def _magazine(editorial: Editorial) -> SafeString:
    if editorial.publication is None:
        return markup.joined("", [str(unsaid.UNKNOWN_MAGAZINE)])
    return markup.joined("", [editorial.publication.name])


@register.simple_tag
def remarks(editorial: Editorial) -> SafeString:
    """Return what readers are to know of the title and the text, each behind a dot."""
    return markup.joined("", [f"{DOT}{remark}" for remark in unsaid.remarks(editorial)])


def _opening(text: str) -> str:
    return Truncator(text).words(OPENING, truncate=" …")


@register.simple_tag
def printed_date(editorial: Editorial) -> SafeString:
    """Return the date of an editorial in words, as a machine reads it where it is a day."""
    day = editorial.date if dates.is_day(editorial.date) else ""
    return markup.time(day, unsaid.date_in_words(editorial))


@register.simple_tag
def related_entries(related: Iterable[tuple[Editorial, Related]]) -> SafeString:
    """Return editorials on the same matter as list items, each with the reasons why."""
    rows = []
    for editorial, why in related:
        row = markup.related_entry(
            language=editorial.language,
            address=editorial.get_absolute_url(),
            heading=_cut_heading(editorial),
            date=printed_date(editorial),
            reasons=_reasons(why),
        )
        rows.append(row)
    return markup.joined("", rows)


def _cut_heading(editorial: Editorial) -> SafeString:
    heading = Truncator(editorial.heading).chars(LONGEST_RELATED)
    return typesetting.line(heading, editorial.language)


def _reasons(why: Related) -> list[str]:
    if why.is_copy:
        return [gettext("presque le même texte")]
    reasons: list[str] = []
    if why.authors:
        names = ", ".join(author.name for author in why.authors[:MOST_SHARED])
        reasons.append(gettext("aussi de %(names)s") % {"names": names})
    tags = [markup.link(tag.get_absolute_url(), tag.name) for tag in why.tags[:MOST_SHARED]]
    if tags:
        reasons.append(markup.joined(", ", tags))
    if why.words:
        quoted = [gettext("« %(word)s »") % {"word": word} for word in why.words[:MOST_SHARED]]
        reasons.append(gettext("on y retrouve %(words)s") % {"words": ", ".join(quoted)})
    return reasons
