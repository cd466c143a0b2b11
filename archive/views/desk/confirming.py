"""What an editor sees first and then confirms: ticks, seals of previews, what came of it."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import figures
from archive.models import Operation


class Ticks(NamedTuple):
    """The numbers of the rows of a page that were ticked, and of those that were not."""

    ticked: set[int]
    unticked: set[int]

    @classmethod
    def read(cls, params: QueryDict) -> "Ticks":
        """Return the ticks that a form sends: `shown` names the page's rows, `keep` the ticked."""
        rows = numbers(params.get("shown", "").split(","))
        ticked = numbers(params.getlist("keep"))
        return cls(rows & ticked, rows - ticked)


def numbers(typed: Iterable[str]) -> set[int]:
    """Return the numbers among what an address or a form gives."""
    numbers = set()
    for text in typed:
        number = figures.typed(text)
        if number is not None:
            numbers.add(number)
    return numbers


def seal(preview: object) -> str:
    """Return what tells a preview from any other, so that nothing is done that nobody has seen."""
    return hashlib.sha256(repr(preview).encode()).hexdigest()[:32]


def conclude(request: HttpRequest, operation: Operation, otherwise: str) -> HttpResponse:
    """Tell how many editorials an operation has changed and lead to it.

    Where it has changed nothing, lead to the address `otherwise`.
    """
    tell(request, operation)
    if not operation.pk:
        return redirect(otherwise)
    return redirect("operation", operation.pk)


def tell(request: HttpRequest, operation: Operation) -> None:
    """Tell how many editorials an operation has changed, or that it has changed nothing."""
    if not operation.pk:
        messages.info(request, _("Il n’y avait rien à changer."))
        return
    message = _("C’est enregistré.")
    count = operation.changes.filter(model="editorial").count()
    if count:
        message = ngettext("%(n)s éditorial changé.", "%(n)s éditoriaux changés.", count)
        message %= {"n": figures.number(count)}
    messages.success(request, message)
