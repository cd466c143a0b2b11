"""What replies to a question in an archive, and whether it is sure."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from archive.models import Editorial
from archive.models.prepared import PreparedAmong
from archive.search.engine import Engine
from archive.search.replying import ranking, weights
from archive.search.replying.asking import asked
from archive.search.replying.ranking import Reply, Text
from archive.text import paragraph_parts

LOOKED_AT = 15  # paragraphs that an engine finds: of more hardly any is the right one
MOST = 5
_published = PreparedAmong(
    lambda numbers: (
        Editorial.objects.published()
        .filter(pk__in=numbers)
        .order_by()
        .values_list("pk", "title", "text")
    )
)


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
    texts = {}
    for number, title, text in _published.rows(list(ids)):
        texts[number] = Text(title, _Paragraphs(paragraph_parts(text)))
    return texts


class _Paragraphs(Sequence[str]):
    """The paragraphs of a text: of hundreds those are put in one line that are looked at."""

    def __init__(self, parts: Sequence[str]):
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, place):
        return " ".join(self._parts[place].split())
