"""What is saved and deleted in the admin is an operation."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet

from archive import figures
from archive.models import Operation, OperationKind


@contextmanager
def _changing(operation: Operation, touched: Iterable[QuerySet]) -> Iterator[None]:
    """Have the operation note what becomes of the rows of several query sets."""
    with ExitStack() as stack:
        for rows in touched:
            stack.enter_context(operation.changing(rows))
        yield


class Recorded(admin.ModelAdmin):
    """Notes who saved or deleted what, so that it can be undone."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with (
            Operation.objects.recording(OperationKind.EDIT, by=request.user) as operation,
            _changing(operation, self.touched(request, object_id)),
        ):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def touched(self, request, object_id: str | None) -> list[QuerySet]:
        """Return what a form that is sent may change."""
        return [_row(self.model, object_id)]

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        with (
            Operation.objects.recording(OperationKind.DELETE, by=request.user) as operation,
            _changing(operation, self.losing(queryset)),
        ):
            queryset.delete()

    def losing(self, queryset: QuerySet) -> list[QuerySet]:
        """Return what is not deleted itself but changes by the deletion, and would not be noted."""
        return []


class RecordedPart(Recorded):
    """A row that belongs to an editorial or an author: its owner is what changes."""

    owner: str  # name of the field

    def touched(self, request, object_id):
        ids = list(_row(self.model, object_id).values_list(self.owner, flat=True))
        # A row may be moved to another owner.
        chosen = figures.typed(request.POST.get(self.owner, ""))
        if chosen is not None:
            ids.append(chosen)
        return [self._owners(ids)]

    def losing(self, queryset):
        return [self._owners(queryset.values_list(self.owner, flat=True))]

    def _owners(self, ids: Iterable) -> QuerySet:
        owners = self.model._meta.get_field(self.owner).related_model
        return owners._default_manager.filter(pk__in=list(ids))


def _row(model: type[models.Model], object_id: str | None) -> QuerySet:
    rows = model._default_manager
    try:
        return rows.filter(pk=model._meta.pk.to_python(unquote(object_id or "0")))
    except (ValidationError, OverflowError):
        return rows.none()


class Seen(admin.ModelAdmin):
    """Rows that tell what happened: seen here, never changed."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
