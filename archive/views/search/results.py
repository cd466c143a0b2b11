"""The results of a search as its page shows them: what each is, the passages that answer, and why it was found."""

from dataclasses import dataclass
from html import escape

from django.db.models import F
from django.utils.html import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.dates import is_day
from archive.models import Byline, Editorial, Tagging
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question
from archive.search.showing import excerpts, marks
from archive.spreadsheet import by_editorial
from archive.views.search import hits

DOT = "\u00a0· "  # no line begins with it
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
    """All that is told of a result as HTML, or as text to be escaped. `language` is an attribute; `why` are list items
    that say which words were found where."""

    position: int
    address: str
    language: SafeString
    heading: SafeString
    about: SafeString
    passages: SafeString
    tags: str
    why: SafeString


def results(question: Question, answer: Answer) -> list[Result | None]:
    """In the answer's order; None in the place of what was withdrawn since the index was written."""
    ids = [hit.id for hit in answer.hits]
    found = (
        Editorial.objects.only(*SHOWN)
        .annotate(magazine=F("publication__name"))
        .published_among(ids)
    )
    # Values and not rows of models, which take several times as long.
    bylines = by_editorial(Byline.objects.filter(editorial__in=ids), "name")
    tags = by_editorial(Tagging.objects.filter(editorial__in=ids), "tag__name")
    marked = marks.forms(question, answer), marks.phrases(question)
    headings = {name: f"{said}{gettext(' :')}" for name, said in FIELD_NAMES.items()}
    first, asked = (question.page - 1) * question.page_size + 1, hits.parameters(question)
    return [
        _result(
            position,
            found[hit.id],
            asked,
            marked,
            bylines[hit.id],
            tags[hit.id],
            _why(hit, headings),
        )
        if hit.id in found
        else None
        for position, hit in enumerate(answer.hits, first)
    ]


def _result(
    position: int,
    editorial: Editorial,
    asked: str,
    marked: tuple[set[str], list[list[set[str]]]],
    bylines: list[str],
    tags: list[str],
    why: SafeString,
) -> Result:
    spans = [(start, end) for start, end, _form in excerpts.find(editorial.heading, *marked)]
    passages = excerpts.passages(editorial.text or editorial.standfirst, *marked)
    return Result(
        position=position,
        address=f"{editorial.get_absolute_url()}{asked}{position}",
        language=SafeString(f' lang="{escape(editorial.language)}"' if editorial.language else ""),
        heading=excerpts.marked(editorial.heading, spans),
        about=_about(editorial, bylines),
        passages=SafeString(
            "".join(f'<p class="passage">{passage.html()}</p>' for passage in passages)
        ),
        tags=DOT.join(tags[:MOST_TAGS]),
        why=why,
    )


def _about(editorial: Editorial, bylines: list[str]) -> SafeString:
    """Who signed it, where and when."""
    told = [f'<span class="byline">{escape(", ".join(bylines))}</span>'] if bylines else []
    told += [escape(editorial.magazine)] if editorial.magazine else []
    when = escape(editorial.date_display)
    told.append(
        f'<time datetime="{editorial.date}">{when}</time>' if is_day(editorial.date) else when
    )
    return SafeString(DOT.join(told))


def _why(hit: Hit, headings: dict[str, str]) -> SafeString:
    """`headings`: what each field is called, translated once for all results."""
    named = [
        (headings[name], escape(", ".join(words)))
        for name, words in hit.why.items()
        if name in headings
    ]
    return SafeString("".join(f"<li>{heading} {words}</li>" for heading, words in named))
