"""What editors do with selections, as operations that can be undone."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import text
from archive.models.editorials import Editorial
from archive.models.names import LONGEST_NAME
from archive.models.operations import Operation, OperationKind
from archive.models.selections import (
    Selection,
    SelectionKind,
    SelectionState,
    joined,
    order_of,
    rearranged,
)
from archive.models.states import existing
from archive.models.stores import SELECTIONS

MOST = 5_000  # editorials of one selection
LONGEST_INTRODUCTION = 20_000  # characters


def make(
    name: str, kind: str = SelectionKind.SELECTION, numbers: Collection[int] = (), by=None
) -> Selection:
    """Make a selection, a draft yet, with these editorials. Raise ValidationError."""
    name = title(name)
    order = _checked(numbers)
    with Operation.objects.recording(OperationKind.EDIT, by):
        selection = Selection.objects.create(name=name, kind=kind)
        SELECTIONS.write_parts({selection.pk: {"editorials": order}})
    return selection


def edit(selection: Selection, fields: dict[str, Any], by=None) -> Operation:
    """Change the name, kind, introduction or state of a selection.

    Raise ValidationError where it has no title or too long a text, or is to be published empty.
    """
    fields = dict(fields)
    if "name" in fields:
        fields["name"] = title(fields["name"])
    if len(fields.get("introduction", "")) > LONGEST_INTRODUCTION:
        message = _("Cette introduction est trop longue : %(most)s caractères au plus.")
        raise ValidationError(message % {"most": LONGEST_INTRODUCTION})
    if fields.get("state") == SelectionState.PUBLISHED and not selection.entries.exists():
        raise ValidationError(_("Une sélection vide ne se publie pas."))
    with (
        Operation.objects.recording(OperationKind.EDIT, by) as operation,
        operation.changing(selection),
    ):
        row = Selection.objects.get(pk=selection.pk)
        for name, column in fields.items():
            setattr(row, name, column)
        if row.is_published and row.published_at is None:
            row.published_at = timezone.now()
        row.save()
    return operation


def add(selection: Selection, numbers: Collection[int], by=None) -> Operation:
    """Put editorials at the end of a selection, those that it lacks. Raise ValidationError."""
    return _arrange(selection, _checked(joined(order_of(selection), numbers)), by)


def take_out(selection: Selection, numbers: Collection[int], by=None) -> Operation:
    """Take editorials out of a selection; they stay in the archive."""
    order = [number for number in order_of(selection) if number not in set(numbers)]
    return _arrange(selection, order, by)


def move(selection: Selection, number: int, place: int, by=None) -> Operation:
    """Put one of its editorials at another place, the first being 1. Raise ValidationError."""
    order = order_of(selection)
    if number not in order:
        raise ValidationError(_("Cet éditorial n’est pas dans la sélection."))
    return _arrange(selection, rearranged(order, number, place), by)


def shift(selection: Selection, number: int, steps: int, by=None) -> Operation:
    """Put one of its editorials so many places further. Raise ValidationError."""
    order = order_of(selection)
    if number not in order:
        raise ValidationError(_("Cet éditorial n’est pas dans la sélection."))
    return move(selection, number, max(order.index(number) + 1 + steps, 1), by)


def delete(selection: Selection, by=None) -> Operation:
    """Delete a selection; its editorials stay in the archive."""
    with Operation.objects.recording(OperationKind.DELETE, by) as operation:
        SELECTIONS.delete([selection.pk])
    return operation


def title(typed: str) -> str:
    """Return a title as it is kept. Raise ValidationError where it is empty or too long."""
    name = text.seen_line(typed)
    if not name:
        raise ValidationError(_("Une sélection a un titre."))
    if len(name) > LONGEST_NAME:
        message = _("Ce titre est trop long : %(longest)s caractères au plus.")
        raise ValidationError(message % {"longest": LONGEST_NAME})
    return name


def _arrange(selection: Selection, order: list[int], by) -> Operation:
    with (
        Operation.objects.recording(OperationKind.EDIT, by) as operation,
        operation.noting(SELECTIONS, [selection.pk], ["editorials"]),
    ):
        SELECTIONS.write_parts({selection.pk: {"editorials": order}})
    return operation


def _checked(numbers: Collection[int]) -> list[int]:
    """Return the numbers of editorials that there are; raise ValidationError for too many."""
    order = list(dict.fromkeys(numbers))
    if len(order) > MOST:
        message = _("Une sélection a %(most)s éditoriaux au plus.")
        raise ValidationError(message % {"most": MOST})
    stored = existing(Editorial, order)
    return [number for number in order if number in stored]
