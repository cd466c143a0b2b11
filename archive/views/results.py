"""The results of a search as its page shows them: what each is, the passages that answer, and why it was found."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.html import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models import Byline, Editorial, Tagging
from archive.search import excerpts, marks
from archive.search.query import Answer, Hit, Question
from archive.spreadsheet import by_editorial
from archive.views import hits

MOST_TAGS = 6  # that are shown of an editorial
SHOWN = ("title", "title_supplied", "slug", "standfirst", "text", "language", "date", "state")
FIELD_NAMES = {
    "title": _("dans le titre"),
    "standfirst": _("dans le chapô"),
    "text": _("dans le texte"),
    "byline": _("dans la signature"),
    "keywords": _("dans les mots-clés"),
    "magazine": _("dans le nom de la revue"),
    "date": _("par la date"),
}


@dataclass(frozen=True)
class Result:
    """`editorial.magazine` is the name of the publication. `why`: which words were found in
    which field."""

    position: int
    editorial: Editorial
    address: str
    heading: SafeString
    passages: list[SafeString]
    bylines: list[str]
    tags: list[str]
    why: list[str]


def results(question: Question, answer: Answer) -> list[Result | None]:
    """In the answer's order; None in the place of what was withdrawn since the index was written."""
    ids = [hit.id for hit in answer.hits]
    found = Editorial.objects.only(*SHOWN).annotate(magazine=F("publication__name")).published_among(ids)
    # Values and not rows of models, which take several times as long.
    bylines = by_editorial(Byline.objects.filter(editorial__in=ids), "name")
    tags = by_editorial(Tagging.objects.filter(editorial__in=ids), "tag__name")
    marked = marks.forms(question, answer), marks.phrases(question)
    first, asked = (question.page - 1) * question.page_size + 1, hits.parameters(question)
    return [
        _result(position, found[hit.id], hit, asked, marked, bylines[hit.id], tags[hit.id]) if hit.id in found else None
        for position, hit in enumerate(answer.hits, first)
    ]


def _result(
    position: int,
    editorial: Editorial,
    hit: Hit,
    asked: str,
    marked: tuple[set[str], list[list[set[str]]]],
    bylines: list[str],
    tags: list[str],
) -> Result:
    colon = gettext(" :")
    spans = [(start, end) for start, end, _form in excerpts.find(editorial.heading, *marked)]
    passages = excerpts.passages(editorial.text or editorial.standfirst, *marked)
    return Result(
        position=position,
        editorial=editorial,
        address=f"{editorial.get_absolute_url()}{asked}{position}",
        heading=excerpts.marked(editorial.heading, spans),
        passages=[passage.html() for passage in passages],
        bylines=bylines,
        tags=tags[:MOST_TAGS],
        why=[
            f"{FIELD_NAMES[name]}{colon} {', '.join(words)}" for name, words in hit.why.items() if name in FIELD_NAMES
        ],
    )
