"""What replies to a question, above its results: paragraphs quoted, each with its source."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from archive import markup, typesetting
from archive.dates import is_day
from archive.models import Editorial, loading, unsaid
from archive.search import Question, replies
from archive.search.replying.ranking import Reply
from archive.text import fold
from archive.views.search.results import DOT

MOST = 3
# How likely the first one has to answer: more than what is sure for programs, since short questions
# (« pourquoi le client attend ») are less like those that it was learned from.
CERTAIN = 0.85
LEAST = 0.3  # of the first one's score: what is less likely is not shown beside it
AROUND = 240  # characters of the paragraph that are shown before the sentence, and behind it
TOLD_APART = 40  # words by which paragraphs are told apart
_WORD = re.compile(r"\w+")


class Quoted(NamedTuple):
    """A paragraph as it is quoted: its sentence marked, of whom and when, where it is read and
    cited."""

    editorial: Editorial
    html: SafeString
    about: SafeString
    address: str
    citing: str


def quoted(question: Question) -> list[Quoted]:
    """Return what replies to a question, the best first; nothing unless the first is certain to.

    Only the first page of a search in the whole archive has it, in its usual order, and none that
    is asked to the letter.
    """
    if question != Question(q=question.q):
        return []
    found = replies(question.q)
    if not found.is_sure or found.replies[0].score < CERTAIN:
        return []
    least = LEAST * found.replies[0].score
    likely = [reply for reply in found.replies[:MOST] if reply.score >= least]
    best = [reply for reply in likely if not reply.sentence.endswith("?")]  # which would ask back
    numbers = list(dict.fromkeys(reply.id for reply in best))
    editorials = loading.hits(numbers)
    names = loading.byline_names(numbers)
    bodies = dict(Editorial.objects.filter(pk__in=numbers).order_by().values_list("pk", "body"))
    shown = []
    for reply in best:
        editorial = editorials.get(reply.id)
        if editorial is not None:
            about = _about(editorial, names[reply.id])
            shown.append(_quoted(reply, editorial, about, bodies[reply.id]))
    return shown


def _quoted(reply: Reply, editorial: Editorial, about: SafeString, body: str) -> Quoted:
    address, citing = editorial.get_absolute_url(), f"{editorial.get_absolute_url()}#cite"
    anchor = _anchor(reply, editorial, body)
    if anchor:
        address = f"{address}#{anchor}"
        citing = f"{reverse('cite', args=[editorial.pk])}?{urlencode({'paragraph': anchor})}"
    html = typesetting.set_html(_marked(reply), editorial.language)
    return Quoted(editorial, html, about, address, citing)


def _about(editorial: Editorial, names: Sequence[str]) -> SafeString:
    """Say who signed it, where and when."""
    parts: list[str] = []
    parts.append(markup.byline(names) if names else str(unsaid.UNKNOWN_AUTHOR))
    magazine = editorial.publication
    parts.append(magazine.name if magazine else str(unsaid.UNKNOWN_MAGAZINE))
    day = editorial.date if is_day(editorial.date) else ""
    parts.append(markup.time(day, unsaid.date_in_words(editorial)))
    return markup.joined(DOT, parts)


def _anchor(reply: Reply, editorial: Editorial, body: str) -> str:
    """Return the anchor of the paragraph on its page; "" where it has none, as in a list."""
    words = _first_words(reply.text)
    for anchor, paragraph in typesetting.anchored(body, editorial.language).items():
        if _first_words(paragraph) == words:
            return anchor
    return ""


def _first_words(printed: str) -> list[str]:
    return _WORD.findall(fold(printed))[:TOLD_APART]


def _marked(reply: Reply) -> SafeString:
    """Return the sentence, marked, with what of its paragraph stands around it."""
    start = max(reply.text.find(reply.sentence), 0)
    end = start + len(reply.sentence)
    low, high = start - AROUND, end + AROUND
    if low > 0:
        low = reply.text.rfind(" ", 0, low) + 1
    if high < len(reply.text):
        high = max(reply.text.find(" ", high), end)
    low, high = max(low, 0), min(high, len(reply.text))
    shown = reply.text[low:high]
    is_cut = high < len(reply.text)
    return markup.passage(shown, [(start - low, end - low)], before=low > 0, after=is_cut)
