"""Two editors at one editorial: a form says which version it showed, and nobody's work is lost.

Where another has saved in between, what the form left as it was shown takes the other's value; what it changed is kept;
a field that both changed is a conflict, for the later one to decide.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models.doubts import unanswered
from archive.models.editorials import Editorial
from archive.models.operations import Change, Operation
from archive.models.states import EDITORIALS, State, items


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
    """Saves what `merge` makes of a form, within an operation that is being recorded, and settles the doubts about the
    fields that become others. Raises Newer, and changes nothing, where both changed the same field."""
    merged = merge(editorial, version, posted)
    if merged.conflicts:
        raise Newer(merged)
    with operation.noting(EDITORIALS, [editorial.pk]) as before:
        now = before[editorial.pk]
        changed = {name: value for name, value in merged.values.items() if value != now[name]}
        if changed:
            doubts = unanswered(now["doubts"], changed)
            EDITORIALS.write({editorial.pk: changed | {"doubts": doubts}})


def merge(editorial: Editorial, version: int, posted: State) -> Merged:
    """`posted`: {field: value} as in a state, of a form that showed `version`. The editorial is locked until the end of
    the transaction. Raises Editorial.DoesNotExist where another has deleted it."""
    Editorial.objects.select_for_update().only("pk").get(pk=editorial.pk)
    now = EDITORIALS.read([editorial.pk], posted)[editorial.pk]
    changes = list(
        Change.objects.of(editorial).filter(version__gt=version).select_related("operation__by")
    )
    merged = Merged({}, {}, changes, now["version"])
    shown = _shown(now, changes)
    for name, value in posted.items():
        merged.values[name] = _three_way(name, shown[name], now[name], value)
        if (
            name not in EDITORIALS.sets
            and value not in (shown[name], now[name])
            and now[name] != shown[name]
        ):
            merged.conflicts[name] = (shown[name], now[name])
    return merged


def _shown(now: State, changes: list[Change]) -> State:
    """The state before these changes."""
    shown = dict(now)
    for change in changes:
        shown |= {name: value for name, value in (change.before or {}).items() if name in shown}
    return shown


def _three_way(name: str, shown, now, value):
    if name in EDITORIALS.sets:
        old, new, present = items(shown), items(value), items(now)
        kept = {key: one for key, one in present.items() if key in new or key not in old}
        merged = kept | {key: one for key, one in new.items() if key not in old and key not in kept}
        return merged if isinstance(now, dict) else list(merged.values())
    return now if value == shown else value
