"""What replies to a question in an archive, and whether it is sure."""

from collections.abc import Collection
from typing import NamedTuple

from archive.models import Editorial
from archive.search.engine import Engine
from archive.search.replying import ranking, weights
from archive.search.replying.asking import asked
from archive.search.replying.ranking import Reply, Text
from archive.text import paragraphs

LOOKED_AT = 15  # paragraphs that an engine finds: of more hardly any is the right one
MOST = 5


class Replies(NamedTuple):
    """Paragraphs that may answer a question, the best first, and whether the first does."""

    is_sure: bool
    replies: list[Reply]


NOTHING = Replies(False, [])


def replies_of(engine: Engine, typed: str) -> Replies:
    """Return what replies to a question as typed; nothing to what is none."""
    question = asked(typed)
    if question is None:
        return NOTHING
    finding = engine.passages([word.form for word in question.words], LOOKED_AT)
    texts = _texts({passage.id for passage in finding.passages})
    best = ranking.replies(question, finding, texts)[:MOST]
    return Replies(bool(best) and best[0].score >= weights.SURE, best)


def _texts(ids: Collection[int]) -> dict[int, Text]:
    rows = Editorial.objects.published().filter(pk__in=ids).order_by()
    texts = {}
    for number, title, text in rows.values_list("pk", "title", "text"):
        texts[number] = Text(title, paragraphs(text))
    return texts
