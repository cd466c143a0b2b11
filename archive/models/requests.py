"""What persons in the texts may ask for: an editorial kept from search engines, a name masked.

A masked name is taken out of the rows themselves. So whatever reads them for programs (feeds, API,
harvesting, exports, the index, what a page tells of itself) has it masked without knowing of it;
where the page alone may go on showing it, that is the one place that asks for the original.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.masking import Mask, mask_of
from archive.models.name_places import Masking
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS, STORES


class Outdated(Exception):
    """What was planned is not what would be done by now."""


class PersonRequest(models.Model):
    """A request that an operation has granted: the `forms` of the name, none where it is an
    editorial that was kept from search engines; whether pages go on showing it."""

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="request")
    forms = models.JSONField(default=list)
    is_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["-operation"]
        verbose_name = gettext_lazy("demande")
        verbose_name_plural = gettext_lazy("demandes")

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"


def withhold(ids: Iterable[int], by, why: str) -> Operation:
    """Keep editorials from search engines, as one operation; without a row where they are."""
    with Operation.objects.recording(OperationKind.REQUEST, by, why) as operation:
        with operation.noting(EDITORIALS, list(ids), ["withheld"]) as before:
            targets: dict[int, State] = {}
            for pk, state in before.items():
                if state and not state["withheld"]:
                    targets[pk] = {"withheld": {"original": {}}}
            EDITORIALS.write(targets)
        if operation.pk:
            PersonRequest.objects.create(operation=operation)
    return operation


def mask(planned: Masking, by, why: str) -> Operation:
    """Mask a name as planned, as one operation; without a row where it stands nowhere.

    Raise Outdated, and change nothing, where something would become other than was planned.
    """
    with Operation.objects.recording(OperationKind.REQUEST, by, why) as operation:
        for name, targets in planned.targets.items():
            store = STORES[name]
            with operation.noting(store, targets) as before:
                for pk, state in before.items():  # locked: nobody changes them any more
                    if state is None or planned.target(store, state) != targets[pk]:
                        raise Outdated
                store.write(targets)
        if not planned.is_current():
            raise Outdated
        for named in (*planned.tags, *planned.authors):
            named.delete()
        if not planned.is_empty:
            operation.save()
            PersonRequest.objects.create(
                operation=operation, forms=planned.forms, is_shown=planned.is_shown
            )
    return operation


def granted_mask() -> Mask | None:
    """Return what masks all names of the requests that are in force; None for none."""
    rows = PersonRequest.objects.filter(operation__undone=False)
    forms: set[str] = set()
    for of_request in rows.order_by().values_list("forms", flat=True):
        forms.update(of_request)
    return mask_of(tuple(sorted(forms))) if forms else None


def reason(forms: list[str], why: str) -> str:
    """Return what the history says of a masked name."""
    return _("« %(name)s » masqué — %(why)s") % {"name": forms[0], "why": why}
