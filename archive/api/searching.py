"""What a search finds, and what answers a question."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query
from ninja.errors import HttpError

from archive import limits
from archive.api.editorials import summarized
from archive.api.interface import BEYOND, paged, reading, refuse_unknown_names
from archive.models import Editorial, loading
from archive.schemas.asked import MOST_LABELLED, Asked, Questioned
from archive.schemas.found import Answers, Found, Problem
from archive.search import ask, cited, replies
from archive.search.question import readings, wording
from archive.search.question.answers import Answer, Hit, Value, Word
from archive.search.question.query import CITED, DEEPEST, FACETS, Question
from archive.search.question.renaming import renamed
from archive.search.replying.ranking import Reply
from archive.search.showing import evidence
from archive.search.showing.evidence import Evidence
from archive.search.showing.excerpts import Passage


@reading(
    "/search",
    response={200: Found, 400: Problem, 429: Problem, 503: Problem},
    summary="Search, as the search page does",
)
def search(request: HttpRequest, asked: Query[Asked]):
    question = renamed(Question.read(request.GET))
    refuse_unknown_names(question)
    if limits.is_over(request, question):
        return limits.problem(request)
    answer = ask(question)
    if (question.page - 1) * question.page_size >= DEEPEST < answer.entries:
        raise HttpError(400, BEYOND)
    holding_all = answer.levels.get(max(answer.levels, default=0), answer.count)
    facets = _facets(answer)
    if asked.facet == CITED:
        facets[CITED] = _cited(question)
    return paged(request, answer.entries, asked, deepest=DEEPEST) | {
        "count": answer.count,
        "suggestion": answer.suggestion or None,
        "relaxed": answer.relaxed,
        "shown": answer.shown,
        "partial": answer.count > holding_all,
        "ranked": answer.is_ranked,
        "reading": [reading._asdict() for reading in readings.of_answer(question, answer)],
        "intent": [part._asdict() for part in answer.intent],
        "results": _hits(request, question, answer),
        "facets": facets,
        "title": wording.in_words(question),
        "url": request.build_absolute_uri(reverse("search") + question.address()),
        "levels": answer.levels,
        "level": answer.level,
        "words": [_word(word) for word in answer.words],
        "years": answer.years,
        "by": answer.by,
    }


@reading(
    "/answers",
    response={200: Answers, 400: Problem, 429: Problem},
    summary="The passages that answer a question, and whether the first is sure to",
)
def answers(request: HttpRequest, asked: Query[Questioned]):
    if limits.is_over(request, Question(q=asked.q)):
        return limits.problem(request)
    replied = replies(asked.q)
    rows = Editorial.objects.for_list()
    editorials = rows.published_among([reply.id for reply in replied.replies])
    passages = []
    for reply in replied.replies:
        if reply.id in editorials:
            passages.append(_passage(request, editorials[reply.id], reply))
    return {"sure": replied.is_sure and bool(passages), "answers": passages}


def _hits(request: HttpRequest, question: Question, answer: Answer) -> list[dict]:
    """In the answer's order; what was withdrawn since the index was written is left out."""
    published = loading.named_hits([hit.id for hit in answer.hits])
    texts = {number: evidence.content(editorial) for number, editorial in published.items()}
    excerpts = Evidence(question, answer).excerpts(answer.hits, texts)
    site = request.build_absolute_uri("/").removesuffix("/")
    hits = []
    for hit in answer.hits:
        if hit.id in published:
            hits.append(_hit(site, published[hit.id], hit, excerpts[hit.id]))
    return hits


def _hit(site: str, editorial: Editorial, hit: Hit, excerpt: list[Passage]) -> dict:
    return summarized(editorial) | {
        "url": f"{site}{editorial.get_absolute_url()}",
        "score": round(hit.score, 4),
        "excerpt": " ".join(passage.html() for passage in excerpt),
        "why": hit.why,
        "pinned": hit.pinned,
        "parts": list(hit.parts),
    }


def _passage(request: HttpRequest, editorial: Editorial, reply: Reply) -> dict:
    summary = summarized(editorial)
    del summary["tags"]
    return summary | {
        "url": request.build_absolute_uri(editorial.get_absolute_url()),
        "paragraph": reply.paragraph + 1,
        "sentence": reply.sentence,
        "text": reply.text,
        "score": round(reply.score, 4),
    }


def _facets(answer: Answer) -> dict[str, list[dict] | None]:
    """Return the most frequent values of each facet, labelled by one query."""
    values = {facet: answer.facets.get(facet, [])[:MOST_LABELLED] for facet in FACETS}
    labels = wording.labels_of({facet: dict(frequent) for facet, frequent in values.items()})
    return {facet: _values(frequent, labels[facet]) for facet, frequent in values.items()}


def _cited(question: Question) -> list[dict] | None:
    """Return what the results name most, labelled; None where too many editorials answer."""
    counted = cited(question, DEEPEST)
    if counted is None:
        return None
    frequent = counted[:MOST_LABELLED]
    return _values(frequent, wording.labels(CITED, [slug for slug, _count in frequent]))


def _values(frequent: Sequence[Value], labels: Mapping[str, str]) -> list[dict]:
    values = []
    for slug, count in frequent:
        values.append({"value": slug, "label": labels[slug], "count": count})
    return values


def _word(word: Word) -> dict:
    forms = [{"form": form, "count": count} for form, count in word.forms]
    return vars(word) | {"forms": forms}
