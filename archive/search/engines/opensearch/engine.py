"""OpenSearch as the engine that answers."""

from collections.abc import Iterator, Mapping, Sequence

from archive.search.engine import (
    Candidates,
    FoundPassages,
    Resemblance,
    Saying,
    TagUses,
    WordUse,
)
from archive.search.engines.opensearch.answers import alike, answering
from archive.search.engines.opensearch.answers.beginnings import IndexedBeginnings
from archive.search.engines.opensearch.answers.expansions import expansions
from archive.search.engines.opensearch.answers.passages import passages
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.tag_uses import tag_uses
from archive.search.engines.opensearch.answers.words.spellings import resembling
from archive.search.engines.opensearch.keeping import Keeping
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question


class OpenSearchEngine(Keeping):
    """See `engine.Engine`. What they ask with is shared by all threads of a process."""

    def _reader(self, words: str = "") -> Reader:
        return Reader(self.cluster, words)

    def answer(self, question: Question) -> Answer:
        return answering.answer(self._reader(str(question.typed)), question)

    def hits(self, question: Question, at_once: int) -> Iterator[list[Hit]]:
        return answering.hits(self._reader(str(question.typed)), question, at_once)

    def years(self) -> dict[int, int]:
        return answering.years(self._reader())

    def alike(self, resemblance: Resemblance, most: int) -> Candidates:
        return alike.alike(self._reader(), resemblance, most)

    def tag_uses(self, tags: Sequence[Saying], magazine: str) -> TagUses:
        return tag_uses(self._reader(), tags, magazine)

    def beginnings(self, words: Sequence[str]) -> IndexedBeginnings:
        return IndexedBeginnings(self._reader(), words)

    def resembling(self, form: str, most: int) -> list[WordUse]:
        return resembling(self._reader(), form, most)

    def passages(self, words: Sequence[str], most: int) -> FoundPassages:
        editorials = self.usage(words[:1]).editorials
        return passages(self._reader(" ".join(words)), editorials, words, most)

    def expansions(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        return expansions(self._reader())
