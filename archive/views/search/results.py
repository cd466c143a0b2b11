"""The results of a search as its page shows them.

Each says what it is, the passages that answer, why it was found, and what is folded under it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import markup, typesetting
from archive.dates import is_day
from archive.models import Editorial, loading, unsaid
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question
from archive.search.showing import evidence
from archive.search.showing.evidence import Evidence
from archive.search.showing.excerpts import Passage
from archive.views.search import hits
from archive.views.search.folded import FoldedParts

DOT = "\u00a0· "  # no line begins with it
MOST_TAGS = 6  # that are shown of an editorial


def results(question: Question, answer: Answer, since: datetime | None = None) -> SafeString:
    """Return the hits as list items, in the answer's order; those that came since are marked.

    One that was withdrawn since the index was written is said to be, in its place.
    """
    return markup.joined("", _items(question, answer, since))


def _items(question: Question, answer: Answer, since: datetime | None) -> Iterator[SafeString]:
    editorials = loading.hits([hit.id for hit in answer.hits])
    marked = Evidence(question, answer)
    headings = marked.lines([editorial.heading for editorial in editorials.values()])
    titles = dict(zip(editorials, headings, strict=True))
    names = _Names(marked, answer, editorials)
    folded = FoldedParts(question, answer.hits)
    came_since = loading.new(editorials.keys(), since) if since else set()
    parameters = hits.parameters(question)
    chosen, new = gettext("choisi par la rédaction"), gettext("nouveau")
    colon, why = gettext(" :"), gettext("Pourquoi ce résultat")  # translated once for all hits
    tags_label = gettext("Mots-clés") + colon
    heading_of = cache(lambda field: f"{evidence.FIELD_NAMES[field]}{colon}")
    withdrawn = markup.withdrawn(gettext("Un éditorial retiré de l’archive."))
    first = (question.page - 1) * question.page_size + 1
    for position, hit in enumerate(answer.hits, first):
        editorial = editorials.get(hit.id)
        if editorial is None:
            yield withdrawn
            continue
        passages = marked.passages(editorial.text, editorial.standfirst)
        about = _about(editorial, names, marked, hit)
        if hit.id in came_since:
            about = markup.joined(DOT, [markup.new(new), about])
        if hit.pinned:
            about = markup.joined(DOT, [markup.chosen(chosen), about])
        yield markup.hit(
            position=position,
            language=editorial.language,
            address=f"{editorial.get_absolute_url()}{parameters}{position}",
            heading=_as_set(titles[hit.id], editorial.language),
            about=about,
            passages=markup.passages(
                [_as_set(passage, editorial.language) for passage in passages]
            ),
            keywords=markup.keywords(tags_label, names.of("keywords", hit)[:MOST_TAGS], DOT),
            reasons=markup.reasons(why, _headed(marked.reasons(hit), heading_of)),
            folded=folded.under(hit, position),
        )


def _as_set(passage: Passage, language: str) -> SafeString:
    text, marks, before, after = passage
    return typesetting.passage(text, marks, before, after, language)


class _Names:
    """The names that the editorials of an answer bear, as HTML, the words marked."""

    def __init__(self, marked: Evidence, answer: Answer, editorials: Mapping[int, Editorial]):
        ids = [hit.id for hit in answer.hits]
        self._printed: dict[str, Mapping[int, list[str]]] = {
            "byline": loading.byline_names(ids),
            "keywords": loading.tag_names(ids),
            "magazine": _magazines(editorials),
        }
        # What is said of those who are not named, translated once for all hits.
        self.unknown_author = str(unsaid.UNKNOWN_AUTHOR)
        self.unknown_magazine = str(unsaid.UNKNOWN_MAGAZINE)
        self._marked = {}
        for field, printed in self._printed.items():
            self._marked[field] = marked.names(answer.hits, field, printed)

    def of(self, field: str, hit: Hit) -> Sequence[str]:
        """Return the names in a field; of tags those first that have the words."""
        passages = self._marked[field].get(hit.id)
        if passages is None:
            return self._printed[field][hit.id]
        if field == "keywords":
            passages = evidence.marked_first(passages)
        return [passage.html() for passage in passages]


def _magazines(editorials: Mapping[int, Editorial]) -> dict[int, list[str]]:
    names = {}
    for number, editorial in editorials.items():
        magazine = editorial.publication
        names[number] = [magazine.name] if magazine else []
    return names


def _about(editorial: Editorial, names: _Names, marked: Evidence, hit: Hit) -> SafeString:
    """Say who signed it, where and when.

    Where it is raised by the date or the issue, one of them is marked: « années 90 » stands in no
    date that is of them.
    """
    parts: list[str] = []
    bylines = names.of("byline", hit)
    if bylines:
        parts.append(markup.byline(bylines))
    else:
        parts.append(names.unknown_author)
    parts += names.of("magazine", hit) or [names.unknown_magazine]
    is_marked = False
    for place in marked.places(editorial.issue, editorial.page, hit):
        is_marked = is_marked or bool(place.marks)
        parts.append(place.html())
    date, day = unsaid.date_in_words(editorial), ""
    if "date" in hit.why:
        marks_of_date = marked.spans(date)
        if not marks_of_date and not is_marked:
            marks_of_date = [(0, len(date))]
        date = markup.marked(date, marks_of_date)
    if is_day(editorial.date):
        day = editorial.date
    parts.append(markup.time(day, date))
    parts += unsaid.remarks(editorial)
    return markup.joined(DOT, parts)


def _headed(
    reasons: Mapping[str, Sequence[str]], heading_of: Callable[[str], str]
) -> Iterator[tuple[str, Sequence[str]]]:
    for field, words in reasons.items():
        yield heading_of(field), words
