"""How well questions are answered by a passage, and how often nothing is told.

    python bench/answers.py [--part apart|learned|all] [--cost FOLDER]

PIAF's questions, each article of which is one editorial; the questions of two other archives,
which this one cannot answer. Right: the passage holds the answer and is of the right editorial.
`sentence`: its sentence holds it. Told are those of 70 % of PIAF's questions with the highest
score, of each engine, and what this archive is sure of by itself. Beside it, in the same run,
SQLite's FTS5 over the same paragraphs. On the part that is kept apart, unless said otherwise;
`answers_learn.py` learns on the other.

`--cost` asks PIAF's questions of the filled archive in a folder (`speed.py --keep` makes one), and
prints what they cost there.
"""

import argparse
import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import answers_archive
import archives
import numpy as np
import speed
from answers_archive import Asking

SHARE = 0.7  # of the questions that are answered
SAMPLES = 2000
TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"
WORD = re.compile(r"\w+")


class Told(NamedTuple):
    """The best passage for a question: of which editorial, with what score."""

    source_id: str
    text: str
    sentence: str
    score: float
    is_sure: bool = False


NOTHING = Told("", "", "", 0.0)


class Figures(NamedTuple):
    """Shares: of PIAF's questions that are answered, of these that are right and whose sentence is;
    of others' questions, by their collection, for which nothing is told."""

    answered: float
    right: list[bool]
    sentences: list[bool]
    withheld: dict[str, float]


def ours(typed: str) -> Told:
    from archive.models import Editorial
    from archive.search import replies

    answer = replies(typed)
    if not answer.replies:
        return NOTHING
    best = answer.replies[0]
    source_id = Editorial.objects.values_list("source_id", flat=True).get(pk=best.id)
    return Told(source_id, best.text, best.sentence, best.score, answer.is_sure)


class Fts5:
    """Paragraphs with any of the words, ranked by BM25; of the best, the sentence with most."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            f"create virtual table paragraphs using fts5 (source unindexed, title, text, {TOKENS})"
        )
        for document in answers_archive.documents():
            for paragraph in document.text.splitlines():
                row = (document.id, document.title, paragraph)
                self._db.execute("insert into paragraphs values (?, ?, ?)", row)

    def told(self, typed: str) -> Told:
        from archive.search.replying.sentences import sentences

        words = WORD.findall(typed.lower())
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self._db.execute(
            "select source, text, rank from paragraphs where paragraphs match ?"
            " order by rank limit 1",
            (match,),
        ).fetchall()
        if not rows:
            return NOTHING
        source, text, rank = rows[0]
        sentence = max(sentences(text), key=lambda text: _shared(text, words))
        return Told(source, text, sentence, -rank)


def _shared(sentence: str, words: Sequence[str]) -> int:
    return len(set(WORD.findall(sentence.lower())).intersection(words))


def figures(
    questions: Sequence[Asking], told: Sequence[Told], is_told: Callable[[Told], bool]
) -> Figures:
    right, sentences, withheld = [], [], {source: [] for source in answers_archive.OTHERS}
    whole = 0
    for asking, best in zip(questions, told, strict=True):
        if asking.source != "piaf":
            withheld[asking.source].append(not is_told(best))
            continue
        whole += 1
        if is_told(best):
            is_right = asking.is_right(best.source_id, best.text)
            right.append(is_right)
            sentences.append(is_right and asking.is_right(best.source_id, best.sentence))
    shares = {source: float(np.mean(each)) for source, each in withheld.items() if each}
    return Figures(len(right) / whole, right, sentences, shares)


def threshold(questions: Sequence[Asking], told: Sequence[Told]) -> float:
    """Return the score that SHARE of PIAF's questions reach."""
    pairs = zip(questions, told, strict=True)
    scores = sorted((best.score for asking, best in pairs if asking.source == "piaf"), reverse=True)
    return scores[max(int(SHARE * len(scores)) - 1, 0)]


def printed(name: str, measured: Figures, milliseconds: float) -> None:
    withheld = [f"{share:.3f}" for share in measured.withheld.values()]
    cells = [_interval(measured.right), _interval(measured.sentences), *withheld]
    speed.row(name, f"{measured.answered:.3f}", *cells, f"{milliseconds:.1f}")


def _interval(right: Sequence[bool]) -> str:
    """Return a share with 95 % of its bootstrap samples."""
    values = np.array(right, float)
    draws = np.random.default_rng(1).integers(len(values), size=(SAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), (2.5, 97.5))
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}]"


def measured(part: str) -> list[tuple[str, Figures, float]]:
    """Return (engine, what it told, median milliseconds), on a part of the questions."""
    answers_archive.open_filled()
    questions = answers_archive.questions()
    if part != "all":
        questions = [asking for asking in questions if asking.is_apart == (part == "apart")]
    rows = []
    for name, tell in (("this archive", ours), ("SQLite FTS5", Fts5().told)):
        told, times = [], []
        for asking in questions:
            start = perf_counter()
            told.append(tell(asking.text))
            times.append(perf_counter() - start)
        least = threshold(questions, told)
        median = float(np.median(times)) * 1000
        if name == "this archive":
            sure = figures(questions, told, lambda best: best.is_sure)
            rows.append((f"{name}, where it is sure", sure, median))
        highest = figures(questions, told, lambda best, least=least: best.score >= least)
        rows.append((f"{name}, at {SHARE:.0%}", highest, median))
    return rows


def cost(folder: str) -> None:
    """Print what the questions cost in the filled archive of a folder."""
    os.environ["BENCH_FOLDER"] = str(Path(folder).parent)
    archives.FOLDER = Path(folder).parent
    archives.open_archive(Path(folder).name)
    from archive.search import ask, replies
    from archive.search.question.query import Question

    typed = [asking.text for asking in answers_archive.questions()[::25]]
    for text in typed:
        replies(text)
    for name, work in (("replies", replies), ("the search", lambda text: ask(Question(q=text)))):
        walls, processor = [], []
        for text in typed:
            start, cpu = perf_counter(), process_time()
            work(text)
            walls.append(perf_counter() - start)
            processor.append(process_time() - cpu)
        row = [
            1000 * float(np.percentile(times, at))
            for times in (processor, walls)
            for at in (50, 95)
        ]
        speed.row(name, len(typed), *(f"{value:.1f}" for value in row))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("apart", "learned", "all"), default="apart")
    parser.add_argument("--cost", metavar="FOLDER", help="of a filled archive")
    options = parser.parse_args()
    if options.cost:
        speed.table("what", "questions", "CPU ms", "at 95 %", "ms", "at 95 %")
        cost(options.cost)
        return
    speed.table("engine", "answered", "right", "sentence", "cnil withheld", "cdtn withheld", "ms")
    for row in archives.apart(measured, options.part):
        printed(*row)


if __name__ == "__main__":
    main()
