"""A doubt that an import left, as a question with the answers that one key can give."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from archive import dates, printed_dates, text
from archive.models import Author, Editorial, Operation, OperationKind, Publication
from archive.models.doubts import SOURCE_DIFFERS, Doubt, unanswered
from archive.search.showing.excerpts import Passage, passages
from archive.search.words.analysis import tokenize

EVIDENCE = 220  # characters
LONGEST_PRINTED = 8  # words of a value in doubt that are looked for in the text
MOST_PEOPLE = 5  # of one name that are offered
LONGEST_TITLE = 500  # characters: what the column holds
# Fields that an answer may take as the source says them.
TAKEN = (
    "title",
    "standfirst",
    "date",
    "language",
    "section",
    "issue",
    "page",
    "source_url",
    "body",
)
KEEP = "keep"  # the answer that leaves all as it is: somebody has looked


@dataclass(frozen=True)
class DoubtAnswer:
    """What may be done about a doubt.

    `value` is what its button sends; `sets` are the columns that it makes others, `person` is whom
    the byline in doubt stands for.
    """

    value: str
    label: str
    sets: dict[str, Any] = field(default_factory=dict)
    person: Author | None = None


@dataclass(frozen=True)
class DoubtQuestion:
    """A doubt to be settled.

    `key` tells it from the editorial's other doubts, so that a stale form cannot answer another
    doubt.
    """

    key: str
    message: str
    evidence: Passage | None
    choices: list[DoubtAnswer]
    doubt: dict[str, str]

    def choice(self, sent: str) -> DoubtAnswer | None:
        """Return the answer whose button has sent this; None where there is none such."""
        for choice in self.choices:
            if choice.value == sent:
                return choice
        return None


def questions(editorial: Editorial) -> list[DoubtQuestion]:
    """Return the editorial's doubts as questions, in their order."""
    return [_question(editorial, doubt) for doubt in editorial.doubts]


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
            byline = editorial.bylines.filter(name=_printed(question.doubt))
            byline.update(author=choice.person)
    return True


def _question_of(editorial: Editorial, key: str) -> DoubtQuestion | None:
    for question in questions(editorial):
        if question.key == key:
            return question
    return None


def _question(editorial: Editorial, doubt: dict[str, str]) -> DoubtQuestion:
    key = hashlib.sha256(json.dumps(doubt, sort_keys=True).encode()).hexdigest()[:16]
    message, evidence = Doubt(**doubt).message(), _evidence(editorial, doubt)
    return DoubtQuestion(key, message, evidence, _choices(editorial, doubt), doubt)


def _evidence(editorial: Editorial, doubt: dict[str, str]) -> Passage | None:
    """Return where the text says the value in doubt."""
    words = [{token.form} for token in tokenize(_printed(doubt)) if token.span == 1]
    if not words:
        return None
    stretches = passages(editorial.text, [], [words[:LONGEST_PRINTED]], EVIDENCE)
    if not stretches or not stretches[0].marks:
        return None
    return stretches[0]


def _printed(doubt: dict[str, str]) -> str:
    """Return « C. Abgrall » of « C. Abgrall → Claire Abgrall »."""
    return doubt.get("value", "").partition(" → ")[0]


def _choices(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    """Return the answers to a doubt; the last leaves all as it is."""
    name, code = doubt["field"], doubt["code"]
    if code == SOURCE_DIFFERS:
        return _of_source(editorial, name)
    keep = DoubtAnswer(KEEP, _("C’est juste ainsi"))
    if code in ("unknown", "updated"):
        keep = DoubtAnswer(KEEP, _("Laisser inconnu"))
    offered = {"date": _dates, "byline": _people, "publication": _magazines, "title": _titles}
    if name not in offered:
        return [keep]
    return [*offered[name](editorial, doubt), keep]


def _of_source(editorial: Editorial, name: str) -> list[DoubtAnswer]:
    keep = DoubtAnswer(KEEP, _("Garder la nôtre"))
    content = editorial.imported.get(name)
    if name not in TAKEN or not content:
        return [keep]
    return [DoubtAnswer("source", _("Prendre celle de la source"), {name: content}), keep]


def _dates(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    choices = []
    for edtf in dict.fromkeys(_readings(doubt.get("value", ""))):
        if edtf != editorial.date:
            label = _("Dater : %(date)s") % {"date": dates.display(edtf)}
            choices.append(DoubtAnswer(edtf, label, {"date": edtf}))
    return choices


def _readings(printed: str) -> list[str]:
    """Return the dates that a printed one may be: « 03/04/2001 » is of April or of March."""
    edtf = dates.valid_or_empty(printed)
    if edtf:
        return [edtf]
    readings = [printed_dates.parse_french(printed)]
    if printed.count("/") == 2:
        day, month, year = printed.split("/")
        readings.append(printed_dates.parse_french(f"{month}/{day}/{year}"))
    return [edtf for edtf in readings if edtf]


def _people(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    """Return the people of a name, where it is the name of one of the editorial's bylines."""
    if doubt["code"] != "ambiguous":
        return []
    printed = _printed(doubt)
    if printed not in {byline.name for byline in editorial.bylines.all()}:
        return []
    people = Author.objects.filter(names__key=text.name_key(printed)).distinct()
    choices = []
    for person in people.order_by("sort_name", "pk")[:MOST_PEOPLE]:
        label = f"{person.name} ({person.slug})"
        choices.append(DoubtAnswer(f"author-{person.pk}", label, person=person))
    return choices


def _magazines(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    magazines = Publication.objects.filter(key=text.fold(doubt.get("value", "")))
    if editorial.publication_id:
        magazines = magazines.exclude(pk=editorial.publication_id)
    magazine = magazines.first()
    if not magazine:
        return []
    return [DoubtAnswer(f"publication-{magazine.pk}", magazine.name, {"publication": magazine})]


def _titles(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    title = doubt.get("value", "")
    if doubt["code"] == "supplied":
        return [DoubtAnswer("printed", _("C’est le vrai titre"), {"title_supplied": False})]
    if doubt["code"] == "other" and title and title != editorial.title:
        label = _("Prendre « %(title)s »") % {"title": title}
        return [DoubtAnswer("title", label, {"title": title[:LONGEST_TITLE]})]
    return []
