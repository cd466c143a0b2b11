"""Two editors at one editorial: a form says which version it showed, and nobody's work is lost.

Where another has saved in between, what the form left as it was shown takes the other's value; what
it changed is kept; a field that both changed is a conflict, for the later one to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from archive.models.changes import Change
from archive.models.doubts import Doubt, as_stored, unanswered
from archive.models.editorials import Editorial
from archive.models.operations import Operation
from archive.models.states import State, merged_set
from archive.models.stores import EDITORIALS


@dataclass
class Merged:
    """What a form that showed an earlier version comes to."""

    values: State  # to save; in a conflict the form's
    conflicts: dict[str, tuple]  # {field: (as the form showed it, as it is now)}
    changes: list[Change]  # by others since, newest first
    version: int  # what it was merged with: the one that the next form carries


class Newer(ValueError):
    """Another has saved what a form changed too."""

    def __init__(self, merged: Merged):
        super().__init__(_("Cet éditorial a été modifié entre-temps."))
        self.merged = merged


def correct(operation: Operation, editorial: Editorial, version: int, posted: State) -> None:
    """Save what `merge` makes of a form, within an operation that is being recorded.

    Settle the doubts about the fields that become others; a title that is taken away is in doubt
    again. Raises Newer, changing nothing, where both changed the same field.
    """
    merged = merge(editorial, version, posted)
    if merged.conflicts:
        raise Newer(merged)
    with operation.noting(EDITORIALS, [editorial.pk]) as before:
        now = before[editorial.pk]
        assert now is not None, "merge has locked it"
        changed = differing_fields(merged.values, now)
        if changed:
            doubts = unanswered(now["doubts"], changed)
            if changed.get("title") == "":
                doubts += as_stored([Doubt("title", "unknown")])
            EDITORIALS.write({editorial.pk: changed | {"doubts": doubts}})


def differing_fields(target: State, now: State) -> State:
    """Return the fields of `target` that are others in `now`."""
    return {field: target[field] for field in target if target[field] != now[field]}


def merge(editorial: Editorial, version: int, posted: State) -> Merged:
    """Merge `posted`, {field: value} as in a state, of a form that showed `version`.

    The editorial is locked until the end of the transaction. Raises Editorial.DoesNotExist where
    another has deleted it.
    """
    Editorial.objects.select_for_update().only("pk").get(pk=editorial.pk)
    now = EDITORIALS.read([editorial.pk], posted)[editorial.pk]
    later = Change.objects.of(editorial).filter(version__gt=version)
    changes = list(later.select_related("operation__by"))
    merged = Merged({}, {}, changes, now["version"])
    showed = state_before(now, changes)
    for field in posted:
        sides = showed[field], now[field]
        merged.values[field] = _three_way(field, *sides, posted[field])
        is_conflict = sides[0] != sides[1] and posted[field] not in sides
        if is_conflict and field not in EDITORIALS.sets:
            merged.conflicts[field] = sides
    return merged


def as_shown(editorial: Editorial, version: int, fields: Iterable[str]) -> State:
    """Return what these fields were in the version that a form showed."""
    now = EDITORIALS.read([editorial.pk], fields)[editorial.pk]
    later = Change.objects.of(editorial).filter(version__gt=version)
    return state_before(now, list(later))


def state_before(now: State, changes: Iterable[Change]) -> State:
    """Return the state before these changes, newest first."""
    state = dict(now)
    for change in changes:
        for field, former in (change.before or {}).items():
            if field in state:
                state[field] = former
    return state


def _three_way(field: str, showed: Any, now: Any, posted: Any) -> Any:
    """Return what a field comes to that a form showed and posted, and that is something now."""
    if field in EDITORIALS.sets:
        return merged_set(showed, posted, now)
    if posted == showed:
        return now
    return posted
