"""The results of a search as its page shows them.

Each says what it is, the passages that answer, and why it was found.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import markup
from archive.dates import is_day
from archive.models import Byline, Editorial, Tagging
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question
from archive.search.showing import excerpts, marks
from archive.spreadsheet import by_editorial
from archive.views.search import hits

DOT = "\u00a0· "  # no line begins with it
MOST_TAGS = 6  # that are shown of an editorial
COLUMNS = ("title", "title_supplied", "slug", "standfirst", "text", "language", "date", "state")
FIELD_NAMES = {
    "title": _("dans le titre"),
    "standfirst": _("dans le chapô"),
    "text": _("dans le texte"),
    "byline": _("dans la signature"),
    "keywords": _("dans les mots-clés"),
    "magazine": _("dans le nom de la revue"),
    "date": _("par la date"),
}


def results(question: Question, answer: Answer) -> SafeString:
    """Return the hits as list items, in the answer's order.

    One that was withdrawn since the index was written is said to be, in its place.
    """
    return markup.joined("", _items(question, answer))


def _items(question: Question, answer: Answer) -> Iterator[SafeString]:
    ids = [hit.id for hit in answer.hits]
    rows = Editorial.objects.only(*COLUMNS).annotate(magazine=F("publication__name"))
    editorials = rows.published_among(ids)
    # Values and not rows of models, which take several times as long.
    bylines = by_editorial(Byline.objects.filter(editorial__in=ids), "name")
    tags = by_editorial(Tagging.objects.filter(editorial__in=ids), "tag__name")
    asked = answer.instead or question
    marked = marks.forms(asked, answer), marks.phrases(asked)
    parameters = hits.parameters(question)
    colon, why = gettext(" :"), gettext("Pourquoi ce résultat")  # translated once for all hits
    tags_label = gettext("Mots-clés") + colon
    headings = {name: f"{label}{colon}" for name, label in FIELD_NAMES.items()}
    withdrawn = markup.withdrawn(gettext("Un éditorial retiré de l’archive."))
    first = (question.page - 1) * question.page_size + 1
    for position, hit in enumerate(answer.hits, first):
        editorial = editorials.get(hit.id)
        if editorial is None:
            yield withdrawn
            continue
        passages = excerpts.passages(editorial.text or editorial.standfirst, *marked)
        yield markup.hit(
            position=position,
            language=editorial.language,
            address=f"{editorial.get_absolute_url()}{parameters}{position}",
            heading=markup.marked(editorial.heading, excerpts.spans(editorial.heading, *marked)),
            about=_about(editorial, bylines[hit.id]),
            passages=markup.passages(passage.html() for passage in passages),
            keywords=markup.keywords(tags_label, tags[hit.id][:MOST_TAGS], DOT),
            reasons=markup.reasons(why, _reasons(hit, headings)),
        )


def _about(editorial: Editorial, bylines: Sequence[str]) -> SafeString:
    """Say who signed it, where and when."""
    parts: list[str] = []
    if bylines:
        parts.append(markup.byline(bylines))
    magazine = vars(editorial)["magazine"]  # annotated: no field of the model
    if magazine:
        parts.append(magazine)
    day = editorial.date if is_day(editorial.date) else ""
    parts.append(markup.time(day, editorial.date_display))
    return markup.joined(DOT, parts)


def _reasons(hit: Hit, headings: Mapping[str, str]) -> Iterator[tuple[str, Sequence[str]]]:
    for name, words in hit.why.items():
        if name in headings:
            yield headings[name], words
