"""One change to many editorials: what it would do, exactly, and then doing it as one operation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import text
from archive.models import readable
from archive.models.doubts import unanswered
from archive.models.editorial_rows import Tagging
from archive.models.editorials import Editorial
from archive.models.names import Author, Publication, Tag, tag_name
from archive.models.operations import Operation, resolved
from archive.models.states import EDITORIALS, State

EXAMPLES = 10


@dataclass
class Preview:
    """What a bulk change would do to a selection."""

    selected: int
    changed: int  # editorials
    by_field: dict[str, int]  # {label of the field: editorials in which it becomes another}
    new_tags: list[str]  # names of tags that would be made
    examples: dict[
        int, list[tuple[str, str, str]]
    ]  # {editorial's id: differences}, of the first EXAMPLES


@dataclass
class Bulk:
    """What is to be set in each editorial of a selection. `add`: names of tags, made if there are none of that name;
    `remove`: tags; with `replace` the tags are those of `add` and no others. `author` becomes the only byline.
    `values`: columns as in a state, {"date": EDTF or « mai 2001 », "publication": id or None, "state": …}.

    Raises ValidationError where a name, a date, a state or a magazine is none."""

    add: Iterable[str] = ()
    remove: Iterable[Tag] = ()
    replace: bool = False
    author: Author | None = None
    values: State = field(default_factory=dict)

    def __post_init__(self):
        self.add = list({text.fold(name): name for name in map(tag_name, self.add)}.values())
        self.remove = list(self.remove)
        self.values = {name: _valid(name, value) for name, value in self.values.items()}

    def preview(self, ids: Iterable[int]) -> Preview:
        """Changes nothing."""
        now = EDITORIALS.read(ids, self._fields())
        tags, new = self._tags()
        targets = self._targets(now, tags, [])
        changed = Counter(name for state in targets.values() for name in state)
        return Preview(
            selected=len(now),
            changed=len(targets),
            by_field={
                readable.label(EDITORIALS.name, name): count for name, count in changed.items()
            },
            new_tags=list(new.values()),
            examples=self._examples(now, targets, new),
        )

    def apply(self, ids: Iterable[int], by=None, why: str = "") -> Operation:
        """One operation; without a row where nothing changes."""
        with Operation.objects.recording(Operation.Kind.BULK, by, why) as operation:
            self.apply_within(operation, ids, by)
        return operation

    def apply_within(self, operation: Operation, ids: Iterable[int], by=None) -> None:
        """As a part of an operation that is being recorded."""
        tags = list(dict.fromkeys(Tag.objects.named(name).pk for name in self.add))
        with operation.noting(EDITORIALS, list(ids), self._fields()) as before:
            there = {pk: state for pk, state in before.items() if state}
            tagging = [
                by.pk if by else None,
                timezone.now().isoformat(),
                Tagging.Origin.EDITOR.value,
            ]
            EDITORIALS.write(self._targets(there, tags, tagging))

    def _fields(self) -> set[str]:
        fields = set(self.values) | ({"tags"} if self.add or self.remove or self.replace else set())
        fields |= {"bylines"} if self.author else set()
        return fields | ({"doubts"} if self._answering() else set())

    def _answering(self) -> set[str]:
        """Return the fields that answer doubts; not the state: who sets it for many has looked at none."""
        fields = set(self.values) | ({"bylines"} if self.author else set())
        return fields - {"doubts", "state"}

    def _tags(self) -> tuple[list[int], dict[int, str]]:
        """The ids of the tags to add, below zero for those that are to be made, and these as {id: name}."""
        known = Tag.objects.known_as(self.add)
        missing = [name for name in self.add if text.fold(name) not in known]
        new = {-number: name for number, name in enumerate(missing, start=1)}
        return [*dict.fromkeys(tag.pk for tag in known.values()), *new], new

    def _targets(
        self, states: dict[int, State], tags: list[int], tagging: list
    ) -> dict[int, State]:
        """{id: the fields that become others} of those that change."""
        targets = {pk: self._target(state, tags, tagging) for pk, state in states.items()}
        differing = {
            pk: {name: value for name, value in target.items() if value != states[pk][name]}
            for pk, target in targets.items()
        }
        return {pk: target for pk, target in differing.items() if target}

    def _target(self, state: State, tags: list[int], tagging: list) -> State:
        target = dict(self.values)
        if "tags" in state:
            gone = {str(tag.pk) for tag in self.remove} - {str(pk) for pk in tags}
            kept = (
                {}
                if self.replace
                else {pk: said for pk, said in state["tags"].items() if pk not in gone}
            )
            target["tags"] = kept | {str(pk): state["tags"].get(str(pk), tagging) for pk in tags}
        if self.author:
            target["bylines"] = [[self.author.name, "", self.author.pk]]
        if fields := self._answering():
            target["doubts"] = unanswered(state["doubts"], fields)
        return target

    def _examples(
        self, now: dict[int, State], targets: dict[int, State], new: dict[int, str]
    ) -> dict[int, list]:
        shown = dict(list(targets.items())[:EXAMPLES])
        names = resolved([state for pk, target in shown.items() for state in (now[pk], target)])
        names.add("tag", new)
        before = {pk: {name: now[pk][name] for name in target} for pk, target in shown.items()}
        return {
            pk: readable.differences(EDITORIALS.name, before[pk], shown[pk], names) for pk in shown
        }


def _valid(name: str, value):
    if name == "date":
        dated = Editorial(date=value)
        dated.clean()
        return dated.date
    if name == "state" and value not in Editorial.State.values:
        raise ValidationError(_("Cet état n’existe pas."))
    if (
        name == "publication"
        and value is not None
        and not Publication.objects.filter(pk=value).exists()
    ):
        raise ValidationError(_("Cette revue n’existe pas."))
    return value
