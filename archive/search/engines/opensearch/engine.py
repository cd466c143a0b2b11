"""OpenSearch as the engine that answers."""

from archive.search.engines.opensearch.answers import answering
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.keeping import Keeping
from archive.search.question.answers import Answer
from archive.search.question.query import Question


class OpenSearchEngine(Keeping):
    """See `engine.Engine`. What they ask with is shared by all threads of a process."""

    def answer(self, question: Question) -> Answer:
        return answering.answer(Reader(self._cluster), question)

    def years(self) -> dict[int, int]:
        return answering.years(Reader(self._cluster))
