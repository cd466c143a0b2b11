"""The archive that answers to questions are measured on: PIAF's paragraphs as editorials.

Each article of PIAF is one editorial, each of its paragraphs one of that. A part is kept apart by
the article, of the questions of other archives by their topic: nothing is learned on it.
"""

import hashlib
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import archives

APART = 40  # of a hundred articles or topics
OTHERS = ("cnil", "cdtn")  # whose questions this archive cannot answer


class Asking(NamedTuple):
    """A question: of which collection, of which article, and the wordings of what answers it."""

    source: str
    text: str
    article: str
    answers: list[str]
    is_apart: bool

    def is_right(self, source_id: str, text: str) -> bool:
        """Return True if a text answers, and is of the right editorial."""
        return source_id == self.article and any(answer in text for answer in self.answers)


def is_apart(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100 >= 100 - APART


def documents() -> list[archives.Document]:
    """Return an editorial of each article."""
    paragraphs, titles = defaultdict(list), {}
    path = archives.SHARED / "data/relevance/piaf/docs.jsonl.xz"
    with lzma.open(path, "rt") as lines:
        for document in map(json.loads, lines):
            titles[document["article_id"]] = document["title"]
            paragraphs[document["article_id"]].append(" ".join(document["text"].split()))
    return [archives.Document(id, titles[id], "\n".join(paragraphs[id])) for id in titles]


def open_filled() -> None:
    """Set Django up on the archive, filled and indexed."""
    archives.open_archive("piaf-articles")
    archives.fill(documents)
    archives.index()


def questions() -> list[Asking]:
    """Return the questions of PIAF, then those that the archive cannot answer."""
    return [*_answerable(), *_unanswerable()]


def _answerable() -> Iterator[Asking]:
    folder = archives.SHARED / "data/relevance/piaf"
    paragraph_of = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, paragraph = line.split("\t")[:2]
        paragraph_of[query] = paragraph
    for line in (folder / "queries.jsonl").read_text().splitlines():
        query = json.loads(line)
        article = paragraph_of[query["id"]].rpartition("-")[0]
        answers = [" ".join(answer.split()) for answer in query["answers"]]
        yield Asking("piaf", query["text"], article, answers, is_apart(article))


def _unanswerable() -> Iterator[Asking]:
    """Yield the questions of other archives; what is none is never answered, and no measure."""
    from archive.search.replying.asking import asked

    for source in OTHERS:
        path = archives.SHARED / "data/relevance" / source / "queries.jsonl"
        for line in path.read_text().splitlines():
            query = json.loads(line)
            if asked(query["text"]):
                topic = f"{source}{query.get('topic') or query['id']}"
                yield Asking(source, query["text"], "", [], is_apart(topic))
