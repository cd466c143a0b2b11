"""Learns what each sign of a reply counts, and writes `archive/search/replying/weights.py`.

    python bench/answers_learn.py [--dry]

By the questions that are not kept apart (`answers_archive.py`). Three steps, each by the one
before: which sentence of the right paragraph has the answer, which paragraph is right (both by
conditional logistic regression, descended with Adam), and whether the best one is right at all
(logistic regression, by Newton's method). `answers.py` measures on what is kept apart.
"""

import argparse
import hashlib
import random
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

import answers_archive
import archives
import numpy as np

ANSWERED = 0.68  # of the questions that it learns from: the threshold is chosen so
WEIGHTS = archives.ROOT / "archive/search/replying/weights.py"
HEAD = '''"""What each sign counts, as learned by `python bench/answers_learn.py`, which writes this file."""
'''

Signs = Mapping[str, float]


class Choice(NamedTuple):
    """Alternatives by their signs, and which of them are right."""

    signs: list[Signs]
    are_right: list[bool]


def chosen_by(choices: Sequence[Choice], steps: int = 1500, rate: float = 0.05) -> dict:
    """Return weights by which right alternatives come before others: conditional logistic."""
    names, matrix = _matrix([signs for choice in choices for signs in choice.signs])
    scale = _scale(matrix)
    matrix = (matrix - matrix.mean(0)) / scale
    sizes = np.array([len(choice.signs) for choice in choices])
    starts = np.cumsum(sizes) - sizes
    groups = np.repeat(np.arange(len(choices)), sizes)
    right = np.concatenate([choice.are_right for choice in choices]).astype(float)
    weights, momentum, square = np.zeros((3, len(names)))
    for step in range(1, steps + 1):
        points = matrix @ weights
        points -= np.maximum.reduceat(points, starts)[groups]
        worth = np.exp(points)
        shares = worth / np.add.reduceat(worth, starts)[groups]
        of_right = worth * right
        wanted = of_right / np.add.reduceat(of_right, starts)[groups]
        slope = matrix.T @ (shares - wanted) / len(choices) + 1e-3 * weights
        momentum = 0.9 * momentum + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        pace = rate if step < 0.7 * steps else rate / 10
        size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weights = weights - pace * momentum / (1 - 0.9**step) / size
    return dict(zip(names, weights / scale, strict=True))


def judged_by(examples: Sequence[Signs], right: Sequence[bool]) -> tuple[dict, float]:
    """Return weights and a bias by which examples are right: logistic regression."""
    names, matrix = _matrix(examples)
    means, scale = matrix.mean(0), _scale(matrix)
    matrix = np.column_stack([(matrix - means) / scale, np.ones(len(matrix))])
    weights, penalty = np.zeros(len(names) + 1), np.full(len(names) + 1, 0.01 * len(matrix))
    penalty[-1] = 0
    for _step in range(50):
        chances = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chances - np.array(right, float)) + penalty * weights
        curve = matrix.T @ (matrix * (chances * (1 - chances))[:, None]) + np.diag(penalty + 1e-9)
        weights = weights - np.linalg.solve(curve, slope)
    own = weights[:-1] / scale
    return dict(zip(names, own, strict=True)), float(weights[-1] - own @ means)


def _matrix(rows: Sequence[Signs]) -> tuple[list[str], np.ndarray]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rows])


def _scale(matrix: np.ndarray) -> np.ndarray:
    """Return the deviation of each sign, 1 of one that hardly varies."""
    deviation = matrix.std(0)
    return np.where(deviation < 1e-3, 1.0, deviation)


class Found(NamedTuple):
    """A question with what an engine found for it, and the editorial that answers it, if any."""

    asking: answers_archive.Asking
    candidates: list
    right: int

    def among(self, editorials: set[int]) -> list:
        """Return what is of some editorials."""
        return [each for each in self.candidates if each.passage.id in editorials]


def found_for(questions: Sequence[answers_archive.Asking]) -> list[Found]:
    from archive.models import Editorial
    from archive.search.engine import current
    from archive.search.replying import ranking
    from archive.search.replying.asking import asked
    from archive.search.replying.replies import LOOKED_AT
    from archive.text import paragraphs

    texts, numbers = {}, {}
    rows = Editorial.objects.values_list("pk", "source_id", "title", "text")
    for number, source_id, title, text in rows:
        texts[number] = ranking.Text(title, paragraphs(text))
        numbers[source_id] = number
    engine, found = current(), []
    for asking in questions:
        question = asked(asking.text)
        if question:
            forms = [word.form for word in question.words]
            passages = engine.passages(forms, LOOKED_AT)
            own = {passage.id: texts[passage.id] for passage in passages.passages}
            candidates = ranking.candidates(question, passages, own)
            found.append(Found(asking, candidates, numbers.get(asking.article, 0)))
    return found


def is_right(found: Found, reply, text: str) -> bool:
    """Return True if a text, of the editorial of a reply, answers."""
    is_there = any(answer in text for answer in found.asking.answers)
    return is_there and reply.candidate.passage.id == found.right


def learned() -> dict:
    """Return the weights, by the names that `weights.py` has them by."""
    from archive.search.replying import ranking, weights

    questions = [asking for asking in answers_archive.questions() if not asking.is_apart]
    found = found_for(questions)
    weights.OF_SENTENCES = chosen_by(list(filter(_tells, _sentences(found, ranking.weighed))))
    paragraphs = []
    for each in found:
        best = ranking.weighed(each.candidates)
        right = [is_right(each, reply, reply.text) for reply in best]
        paragraphs.append(Choice([reply.signs for reply in best], right))
    weights.OF_PARAGRAPHS = chosen_by(list(filter(_tells, paragraphs)))
    examples, right, answerable = [], [], []
    for each in found:
        for candidates in (each.candidates, *_smaller_archives(each)):
            best = ranking.weighed(candidates)
            if best:
                examples.append(ranking.reply_signs(best))
                right.append(is_right(each, best[0], best[0].text))
                is_whole = candidates is each.candidates
                answerable.append(is_whole and each.asking.source == "piaf")
    weights.OF_REPLIES, weights.BIAS = judged_by(examples, right)
    names, matrix = _matrix(examples)
    points = matrix @ [weights.OF_REPLIES[name] for name in names] + weights.BIAS
    scores = np.sort(1 / (1 + np.exp(-points[answerable])))[::-1]
    whole = sum(asking.source == "piaf" for asking in questions)
    weights.SURE = float(scores[round(ANSWERED * whole)])
    names = ("OF_SENTENCES", "OF_PARAGRAPHS", "OF_REPLIES", "BIAS", "SURE")
    return {name: getattr(weights, name) for name in names}


def _sentences(found: Sequence[Found], weighed) -> list[Choice]:
    """Return the sentences of the right paragraph of each question."""
    choices = []
    for each in found:
        for reply in weighed(each.candidates):
            if is_right(each, reply, reply.text):
                texts = [sentence.text for sentence in reply.candidate.paragraph.sentences]
                right = [is_right(each, reply, text) for text in texts]
                choices.append(Choice(reply.candidate.sentences, right))
                break
    return choices


def _smaller_archives(found: Found) -> list[list]:
    """Return what would be found without the right editorial, and in few editorials.

    Of some questions each: so it is learned that what is ahead or alone need not be right.
    """
    draw = int(hashlib.sha256(found.asking.text.encode()).hexdigest(), 16)
    editorials = sorted({candidate.passage.id for candidate in found.candidates})
    if not editorials:
        return []
    if draw % 6 == 0:
        return [found.among(set(editorials) - {found.right})]
    if draw % 6 in (1, 2):
        few = random.Random(draw).sample(editorials, min(1 + draw % 4, len(editorials)))
        return [found.among(set(few))]
    return []


def _tells(choice: Choice) -> bool:
    """Return True if some alternatives are right and others are not."""
    return any(choice.are_right) and not all(choice.are_right)


def written(weights: Mapping) -> str:
    """Return the module of the weights."""
    lines = [HEAD]
    for name, value in weights.items():
        if isinstance(value, dict):
            lines.append(f"{name} = {{")
            lines += [f'    "{sign}": {_rounded(weight)},' for sign, weight in value.items()]
            lines.append("}")
        else:
            lines.append(f"{name} = {_rounded(value)}")
    return "\n".join(lines) + "\n"


def _rounded(weight: float) -> float:
    return round(float(weight), 3) + 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dry", action="store_true", help="print the weights, write nothing")
    options = parser.parse_args()
    start = perf_counter()
    answers_archive.open_filled()
    module = written(learned())
    if options.dry:
        print(module)
    else:
        WEIGHTS.write_text(module)
    print(f"Learned in {perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
