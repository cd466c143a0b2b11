"""All doubts of one kind settled at once: left as they are, or answered as each proposes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from archive.models.concurrency import differing_fields
from archive.models.doubt_answers import DoubtAnswer, printed, proposal
from archive.models.doubt_kinds import DoubtKind
from archive.models.doubts import FIELDS, unanswered
from archive.models.editorials import Editorial
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS

# What an answer to a doubt about the title or a byline may set beside these.
BESIDE = {"title": ("title", "title_supplied")}


@dataclass(frozen=True)
class Settling:
    """What is done about the doubts of a kind: with `take` what each proposes, else nothing.

    A doubt that proposes nothing, or more than one thing, is left open by `take`.
    """

    kind: DoubtKind
    take: bool = False

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Settling":
        return cls(DoubtKind(**written["kind"]), written["take"])

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it, for who does it later."""
        return {"kind": self.kind.as_json(), "take": self.take}

    def apply(self, ids: Iterable[int], by=None, why: str = "") -> Operation:
        """Do it as one operation, and return that; without a row where nothing changes."""
        with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
            self.apply_within(operation, ids, by)
        return operation

    def apply_within(self, operation: Operation, ids: Iterable[int], by=None) -> None:
        """Do it as a part of an operation that is being recorded."""
        ids = list(ids)
        with operation.noting(EDITORIALS, ids, self._fields()) as before:
            editorials: dict[int, Editorial] = {}
            if self.take:
                editorials = Editorial.objects.defer("body", "text").in_bulk(ids)
                prefetch_related_objects(list(editorials.values()), "bylines")
            targets = {}
            for pk, now in before.items():
                if now:
                    target = self._target(editorials.get(pk), now)
                    changed = differing_fields(target, now)
                    if changed:
                        targets[pk] = changed
            EDITORIALS.write(targets)

    def _fields(self) -> set[str]:
        """Return the fields that are read and may become others."""
        if not self.take:
            return {"doubts"}
        field = FIELDS.get(self.kind.field, self.kind.field)
        return {"doubts", *BESIDE.get(field, (field,))}

    def _target(self, editorial: Editorial | None, now: State) -> State:
        target: State = {"doubts": now["doubts"]}
        for doubt in self.kind.among(now["doubts"]):
            answer = proposal(editorial, doubt) if editorial else None
            if self.take and not answer:
                continue
            sets: State = {}
            if answer:
                sets = _as_state(answer, doubt, now)
            left = unanswered(target["doubts"], sets)
            target |= sets | {"doubts": [other for other in left if other != doubt]}
        return target


def _as_state(answer: DoubtAnswer, doubt: dict[str, str], now: State) -> State:
    """Return what an answer sets, as a state has it."""
    sets: State = {}
    for column, content in answer.sets.items():
        sets[column] = getattr(content, "pk", content)
    if answer.person:
        person, name = answer.person.pk, printed(doubt)
        sets["bylines"] = []
        for byline in now["bylines"]:
            sets["bylines"].append([*byline[:2], person] if byline[0] == name else byline)
    return sets
