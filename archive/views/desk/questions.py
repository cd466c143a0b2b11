"""A doubt that an import left, as a question with the answers that one key can give."""

import hashlib
import json
import re
from dataclasses import dataclass

from django.contrib.auth.models import User

from archive.models import Editorial, Operation, OperationKind
from archive.models.doubt_answers import DoubtAnswer, choices, printed
from archive.models.doubts import Doubt, unanswered
from archive.search.showing.excerpts import Passage, passages
from archive.search.words.analysis import tokenize

EVIDENCE = 220  # characters
ACCENTED = re.compile(r"\w*[^\x00-\x7f\W]\w*")
LONGEST_PRINTED = 8  # words of a value in doubt that are looked for in the text


@dataclass(frozen=True)
class DoubtQuestion:
    """A doubt to be settled.

    `key` tells it from the editorial's other doubts, so that a stale form cannot answer another
    doubt. `evidence` is where the text says what is in doubt, or where its source does.
    """

    key: str
    message: str
    evidence: Passage | None
    is_of_source: bool
    choices: list[DoubtAnswer]
    doubt: dict[str, str]

    def choice(self, sent: str) -> DoubtAnswer | None:
        """Return the answer whose button has sent this; None where there is none such."""
        for choice in self.choices:
            if choice.value == sent:
                return choice
        return None


def questions(editorial: Editorial, source: str = "") -> list[DoubtQuestion]:
    """Return the editorial's doubts as questions, in their order.

    `source` is the text of its capture, where that is at hand.
    """
    return [_question(editorial, doubt, source) for doubt in editorial.doubts]


def answer(editorial: Editorial, key: str, sent: str, by: User) -> bool:
    """Do what an answer says, as one operation; `sent` is the answer's value.

    Returns False where the doubt is no more, or has no such answer.
    """
    with (
        Operation.objects.recording(OperationKind.EDIT, by) as operation,
        operation.changing(editorial),
    ):
        editorial.refresh_from_db()
        question = _question_of(editorial, key)
        if not question:
            return False
        choice = question.choice(sent)
        if not choice:
            return False
        operation.why = question.message[: Operation.LONGEST_REASON]
        for column, content in choice.sets.items():
            setattr(editorial, column, content)
        left_open = unanswered(editorial.doubts, choice.sets)
        editorial.doubts = [doubt for doubt in left_open if doubt != question.doubt]
        editorial.save()
        if choice.person:
            byline = editorial.bylines.filter(name=printed(question.doubt))
            byline.update(author=choice.person)
    return True


def _question_of(editorial: Editorial, key: str) -> DoubtQuestion | None:
    for question in questions(editorial):
        if question.key == key:
            return question
    return None


def _question(editorial: Editorial, doubt: dict[str, str], source: str) -> DoubtQuestion:
    key = hashlib.sha256(json.dumps(doubt, sort_keys=True).encode()).hexdigest()[:16]
    message, answers = Doubt(**doubt).message(), choices(editorial, doubt)
    evidence = _evidence(editorial.text, doubt)
    if evidence or not source:
        return DoubtQuestion(key, message, evidence, False, answers, doubt)
    return DoubtQuestion(key, message, _evidence(source, doubt), True, answers, doubt)


def _evidence(content: str, doubt: dict[str, str]) -> Passage | None:
    """Return where a text says what is in doubt: the value, or a word that its encoding decides."""
    if doubt["code"] == "encoding":
        doubted = ACCENTED.search(content)
        words = [{token.form} for token in tokenize(doubted[0])] if doubted else []
    else:
        words = [{token.form} for token in tokenize(printed(doubt)) if token.span == 1]
    if not words:
        return None
    stretches = passages(content, [], [words[:LONGEST_PRINTED]], EVIDENCE)
    if not stretches or not stretches[0].marks:
        return None
    return stretches[0]
