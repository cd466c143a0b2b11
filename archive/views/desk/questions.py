"""A doubt that an import left, as a question with the answers that one key can give."""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from archive import dates, text
from archive.models import Author, Editorial, Operation, OperationKind, Publication
from archive.models.doubts import SOURCE_DIFFERS, Doubt, unanswered
from archive.search.showing.excerpts import Passage, passages
from archive.search.words.analysis import tokenize

EVIDENCE = 220  # characters
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
)  # as the source says
KEEP = "keep"  # the answer that leaves all as it is: somebody has looked


@dataclass(frozen=True)
class Choice:
    """`value` is sent; `sets` are the columns that it makes others, `person` whom the byline in doubt stands for."""

    value: str
    label: str
    sets: dict = field(default_factory=dict)
    person: Author | None = None


@dataclass(frozen=True)
class Question:
    """`key` tells the doubt from the editorial's others, so that a stale form cannot answer another one."""

    key: str
    message: str
    evidence: Passage | None
    choices: list[Choice]
    doubt: dict


def questions(editorial: Editorial) -> list[Question]:
    return [_question(editorial, doubt) for doubt in editorial.doubts]


def answer(editorial: Editorial, key: str, value: str, by) -> bool:
    """Does what an answer says, as one operation; False where the doubt is no more, or has no such answer."""
    with (
        Operation.objects.recording(OperationKind.EDIT, by) as operation,
        operation.changing(editorial),
    ):
        editorial.refresh_from_db()
        question = next((one for one in questions(editorial) if one.key == key), None)
        choice = (
            next((one for one in question.choices if one.value == value), None)
            if question
            else None
        )
        if not choice:
            return False
        operation.why = question.message[: Operation.LONGEST_REASON]
        for name, said in choice.sets.items():
            setattr(editorial, name, said)
        left_open = unanswered(editorial.doubts, choice.sets)
        editorial.doubts = [doubt for doubt in left_open if doubt != question.doubt]
        editorial.save()
        if choice.person:
            editorial.bylines.filter(name=_printed(question.doubt)).update(author=choice.person)
    return True


def _question(editorial: Editorial, doubt: dict) -> Question:
    key = hashlib.sha256(json.dumps(doubt, sort_keys=True).encode()).hexdigest()[:16]
    return Question(
        key,
        Doubt(**doubt).message(),
        _evidence(editorial, doubt),
        _choices(editorial, doubt),
        doubt,
    )


def _evidence(editorial: Editorial, doubt: dict) -> Passage | None:
    """Where the text says the value in doubt."""
    words = [{token.form} for token in tokenize(_printed(doubt)) if token.span == 1][:8]
    found = passages(editorial.text, [], [words], EVIDENCE) if words else []
    return found[0] if found and found[0].marks else None


def _printed(doubt: dict) -> str:
    """« C. Abgrall » of « C. Abgrall → Claire Abgrall »."""
    return doubt.get("value", "").partition(" → ")[0]


def _choices(editorial: Editorial, doubt: dict) -> list[Choice]:
    name, code = doubt["field"], doubt["code"]
    if code == SOURCE_DIFFERS:
        return _of_source(editorial, name)
    keep = Choice(
        KEEP, _("Laisser inconnu") if code in ("unknown", "updated") else _("C’est juste ainsi")
    )
    offered = {"date": _dates, "byline": _people, "publication": _magazines, "title": _titles}
    return [*offered.get(name, lambda *_: [])(editorial, doubt), keep]


def _of_source(editorial: Editorial, name: str) -> list[Choice]:
    said = editorial.imported.get(name)
    keep = Choice(KEEP, _("Garder la nôtre"))
    return (
        [Choice("source", _("Prendre celle de la source"), {name: said}), keep]
        if name in TAKEN and said
        else [keep]
    )


def _dates(editorial: Editorial, doubt: dict) -> list[Choice]:
    readings = dict.fromkeys(_readings(doubt.get("value", "")))
    return [
        Choice(edtf, _("Dater : %(date)s") % {"date": dates.display(edtf)}, {"date": edtf})
        for edtf in readings
        if edtf != editorial.date
    ]


def _readings(printed: str) -> list[str]:
    """The dates that a printed one may be: « 03/04/2001 » is of April or of March."""
    if edtf := dates.valid_or_empty(printed):
        return [edtf]
    swapped = "/".join(printed.split("/")[i] for i in (1, 0, 2)) if printed.count("/") == 2 else ""
    return [edtf for edtf in map(dates.parse_french, (printed, swapped)) if edtf]


def _people(editorial: Editorial, doubt: dict) -> list[Choice]:
    """Those of that name, where it is the name of one of its bylines."""
    printed = _printed(doubt)
    if doubt["code"] != "ambiguous" or not any(
        byline.name == printed for byline in editorial.bylines.all()
    ):
        return []
    people = (
        Author.objects.filter(names__key=text.name_key(printed))
        .distinct()
        .order_by("sort_name", "pk")
    )
    return [
        Choice(f"author-{one.pk}", f"{one.name} ({one.slug})", person=one) for one in people[:5]
    ]


def _magazines(editorial: Editorial, doubt: dict) -> list[Choice]:
    known = (
        Publication.objects.filter(key=text.fold(doubt.get("value", "")))
        .exclude(pk=editorial.publication_id)
        .first()
    )
    return [Choice(f"publication-{known.pk}", known.name, {"publication": known})] if known else []


def _titles(editorial: Editorial, doubt: dict) -> list[Choice]:
    title = doubt.get("value", "")
    if doubt["code"] == "supplied":
        return [Choice("printed", _("C’est le vrai titre"), {"title_supplied": False})]
    if doubt["code"] == "other" and title and title != editorial.title:
        return [
            Choice("title", _("Prendre « %(title)s »") % {"title": title}, {"title": title[:500]})
        ]
    return []
