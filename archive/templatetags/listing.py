"""Lists of editorials, made by `markup` and not by a template."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from archive import dates, markup, typesetting, visits
from archive.models import Editorial, Issue, Publication, unsaid
from archive.search import Related

register = template.Library()
DOT = " · "
MOST_TAGS = 6  # that are shown of an editorial
MOST_SHARED = 3  # tags, words or people that are told of those that two editorials share
OPENING = 40  # words
LONGEST_RELATED = 160  # characters of a heading


@register.simple_tag(takes_context=True)
def entries(
    context: Context,
    editorials: Iterable[Editorial],
    level: int,
    magazine: Publication | None = None,
    issue: Issue | None = None,
    with_lead: bool = False,
) -> SafeString:
    """Return editorials as list items, their headings of this level.

    Those that came since the reader's visit before are marked where that was chosen.
    `magazine`, `issue`: where all are of it, which is not said of each; `with_lead`: the first
    shows its opening words.
    """
    since = visits.new_since(context.get("request"))
    rows: list[SafeString] = []
    for editorial in editorials:
        opening = None
        if with_lead and not rows:
            words = editorial.standfirst or _opening(editorial.text)
            opening = typesetting.line(words, editorial.language)
        printed_in = _printed_in(editorial, magazine, issue)
        is_new = since is not None and editorial.created_at >= since
        rows.append(_entry(editorial, level, printed_in, opening, is_new))
    return markup.joined("", rows)


def _printed_in(editorial: Editorial, magazine: Publication | None, issue: Issue | None) -> str:
    """Return where it was printed, without what is said of the whole list.

    « Décroché, n° 36, p. 20 », « revue inconnue »
    """
    parts = []
    if not (magazine or issue):
        parts.append(str(editorial.publication or unsaid.UNKNOWN_MAGAZINE))
    if editorial.issue and not issue:
        parts.append(editorial.issue_name)
    if editorial.page:
        parts.append(editorial.page_name)
    return typesetting.line(", ".join(parts), editorial.language)


def _entry(
    editorial: Editorial,
    level: int,
    printed_in: str,
    opening: str | None,
    is_new: bool,
) -> SafeString:
    date = printed_date(editorial)
    if not editorial.is_published:
        date = markup.joined(DOT, [date, editorial.get_state_display()])
    if is_new:
        date = markup.joined(DOT, [date, markup.new(gettext("nouveau"))])
    tags = editorial.tags.all()[:MOST_TAGS]
    return markup.entry(
        level=level,
        language=editorial.language,
        address=editorial.get_absolute_url(),
        heading=typesetting.line(editorial.heading, editorial.language),
        date=date,
        opening=opening,
        signed=markup.joined(DOT, [_signature(editorial, printed_in), *unsaid.remarks(editorial)]),
        tags=[markup.link(tag.get_absolute_url(), tag.name) for tag in tags],
    )


def _signature(editorial: Editorial, printed_in: str) -> SafeString:
    """Return who signed it, and where it was printed where the list does not say it."""
    bylines = [markup.byline([byline.name]) for byline in editorial.bylines.all()]
    signed: list[str] = [markup.joined(", ", bylines or [str(unsaid.UNKNOWN_AUTHOR)])]
    if printed_in:
        signed.append(printed_in)
    return markup.joined(DOT, signed)


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
        reasons.append(gettext("aussi par %(names)s") % {"names": names})
    tags = [markup.link(tag.get_absolute_url(), tag.name) for tag in why.tags[:MOST_SHARED]]
    if tags:
        reasons.append(markup.joined(", ", tags))
    if why.words:
        quoted = [gettext("« %(word)s »") % {"word": word} for word in why.words[:MOST_SHARED]]
        reasons.append(gettext("on y retrouve %(words)s") % {"words": ", ".join(quoted)})
    return reasons
