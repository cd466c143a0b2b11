"""One change to many editorials: what it would do, exactly, and then doing it as one operation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import text
from archive.models import readable
from archive.models.changes import resolved
from archive.models.concurrency import differing_fields
from archive.models.doubts import unanswered
from archive.models.editorial_rows import Tagging
from archive.models.editorials import Editorial
from archive.models.labels import label
from archive.models.magazines import Publication
from archive.models.names import Author, Tag, folded_tag_names
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS
from archive.models.vocabulary import near_tags

EXAMPLES = 10


@dataclass
class Preview:
    """What a bulk change would do to a selection."""

    selected: int
    changed: int  # editorials
    by_field: dict[str, int]  # {label of the field: editorials in which it becomes another}
    new_tags: list[str]  # names of tags that would be made
    near_tags: dict[str, str]  # {one of these: the name of a tag that it nearly is}
    # {editorial's id: differences}, of the first EXAMPLES
    examples: dict[int, list[tuple[str, str, str]]]


@dataclass
class Bulk:
    """What is to be set in each editorial of a selection.

    `add`: names of tags, made if there are none of that name; `remove`: tags; with `replace` the
    tags are those of `add` and no others. `author` becomes the only byline. `values`: columns as in
    a state, {"date": EDTF or « mai 2001 », "publication": id or None, "state": …}.

    Raises ValidationError where a name, a date, a state or a magazine is none.
    """

    add: Iterable[str] = ()
    remove: Iterable[Tag] = ()
    replace: bool = False
    author: Author | None = None
    values: State = field(default_factory=dict)

    def __post_init__(self):
        self.add = list(folded_tag_names(self.add).values())
        self.remove = list(self.remove)
        self.values = {name: _valid(name, column) for name, column in self.values.items()}

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Bulk":
        """Return what `as_json` has written.

        Raises ValidationError where a tag, a person or a magazine of it is gone meanwhile.
        """
        bulk = cls(
            add=written["add"],
            remove=Tag.objects.filter(pk__in=written["remove"]),
            replace=written["replace"],
            author=Author.objects.filter(pk=written["author"]).first(),
            values=written["values"],
        )
        if len(list(bulk.remove)) != len(written["remove"]):
            raise ValidationError(_("Un mot-clé à retirer n’existe plus."))
        if written["author"] and not bulk.author:
            raise ValidationError(_("L’auteur à mettre n’existe plus."))
        return bulk

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it, for who does it later."""
        return {
            "add": list(self.add),
            "remove": [tag.pk for tag in self.remove],
            "replace": self.replace,
            "author": self.author.pk if self.author else None,
            "values": self.values,
        }

    def preview(self, ids: Iterable[int]) -> Preview:
        """Return what `apply` would do; change nothing."""
        states = EDITORIALS.read(ids, self._fields())
        tags, new_names = self._tags()
        targets = self._targets(states, tags, [])
        by_field: Counter[str] = Counter()
        for target in targets.values():
            by_field.update(target.keys())
        return Preview(
            selected=len(states),
            changed=len(targets),
            by_field={label(EDITORIALS.name, name): count for name, count in by_field.items()},
            new_tags=list(new_names.values()),
            near_tags=near_tags(new_names.values()),
            examples=_examples(states, targets, new_names),
        )

    def apply(self, ids: Iterable[int], by=None, why: str = "") -> Operation:
        """Do it as one operation, and return that; without a row where nothing changes."""
        with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
            self.apply_within(operation, ids, by)
        return operation

    def apply_within(self, operation: Operation, ids: Iterable[int], by=None) -> None:
        """Do it as a part of an operation that is being recorded."""
        tags = list(dict.fromkeys(Tag.objects.named(name).pk for name in self.add))
        with operation.noting(EDITORIALS, list(ids), self._fields()) as before:
            present = {pk: state for pk, state in before.items() if state}
            by_id = by.pk if by else None
            tagging = [by_id, timezone.now().isoformat(), Tagging.Origin.EDITOR.value]
            EDITORIALS.write(self._targets(present, tags, tagging))

    def _fields(self) -> set[str]:
        """Return the fields that are read and may become others."""
        fields = set(self.values)
        if self.add or self.remove or self.replace:
            fields.add("tags")
        if self.author:
            fields.add("bylines")
        if self._answering():
            fields.add("doubts")
        return fields

    def _answering(self) -> set[str]:
        """Return the fields that answer doubts.

        Not the state: who sets it for many has looked at none.
        """
        fields = set(self.values) - {"doubts", "state"}
        if self.author:
            fields.add("bylines")
        return fields

    def _tags(self) -> tuple[list[int], dict[int, str]]:
        """Return the ids of the tags to add, and {id: name} of those that are to be made.

        The ids of these are below zero.
        """
        tags = Tag.objects.known_as(self.add)
        missing = [name for name in self.add if text.fold(name) not in tags]
        new_names = {-number: name for number, name in enumerate(missing, start=1)}
        return [*dict.fromkeys(tag.pk for tag in tags.values()), *new_names], new_names

    def _targets(
        self, states: dict[int, State], tags: list[int], tagging: list
    ) -> dict[int, State]:
        """Return {id: the fields that become others} of those that change."""
        targets = {}
        for pk, state in states.items():
            target = differing_fields(self._target(state, tags, tagging), state)
            if target:
                targets[pk] = target
        return targets

    def _target(self, state: State, tags: list[int], tagging: list) -> State:
        target = dict(self.values)
        if "tags" in state:
            target["tags"] = self._target_tags(state["tags"], tags, tagging)
        if self.author:
            target["bylines"] = [[self.author.name, "", self.author.pk]]
        fields = self._answering()
        if fields:
            target["doubts"] = unanswered(state["doubts"], fields)
        return target

    def _target_tags(self, borne: dict[str, list], tags: list[int], tagging: list) -> dict:
        """Return the taggings of an editorial that bears some: these stay who set them and when."""
        added = {str(pk): borne.get(str(pk), tagging) for pk in tags}
        if self.replace:
            return added
        removed = {str(tag.pk) for tag in self.remove}
        target = dict(borne)
        for tag in removed - added.keys():
            target.pop(tag, None)
        return target | added


def _examples(
    states: dict[int, State], targets: dict[int, State], new_tags: dict[int, str]
) -> dict[int, list[tuple[str, str, str]]]:
    """Return {id: differences} of the first EXAMPLES targets; `new_tags`: {id: name}."""
    ids = sorted(targets)[:EXAMPLES]  # a database may give its rows in any order
    mentioned = []
    for pk in ids:
        mentioned += [states[pk], targets[pk]]
    names = resolved(mentioned)
    names.add("tag", new_tags)
    examples = {}
    for pk in ids:
        before = {name: states[pk][name] for name in targets[pk]}
        examples[pk] = readable.differences(EDITORIALS.name, before, targets[pk], names)
    return examples


def _valid(name: str, column: Any) -> Any:
    """Return what a column is to be set to, as in a state; raise ValidationError if it is none."""
    if name == "date":
        dated = Editorial(date=column)
        dated.clean()
        return dated.date
    if name == "state" and column not in Editorial.State.values:
        raise ValidationError(_("Cet état n’existe pas."))
    if name == "publication" and column is not None:
        magazine = Publication.objects.filter(pk=column)
        if not magazine.exists():
            raise ValidationError(_("Cette revue n’existe pas."))
    return column
