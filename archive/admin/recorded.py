"""What is saved and deleted in the admin is an operation."""

from contextlib import ExitStack

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from archive.models import Operation, OperationKind


class Recorded(admin.ModelAdmin):
    """Notes who saved or deleted what, so that it can be undone."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with (
            Operation.objects.recording(OperationKind.EDIT, by=request.user) as operation,
            ExitStack() as noted,
        ):
            for touched in self.touched(request, object_id):
                noted.enter_context(operation.changing(touched))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def touched(self, request, object_id: str | None) -> list[QuerySet]:
        """What a form that is sent may change."""
        return [_row(self.model, object_id)]

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        with (
            Operation.objects.recording(OperationKind.DELETE, by=request.user) as operation,
            ExitStack() as noted,
        ):
            for touched in self.losing(queryset):
                noted.enter_context(operation.changing(touched))
            queryset.delete()

    def losing(self, queryset: QuerySet) -> list[QuerySet]:
        """What is not deleted itself but changes by the deletion, and would not be noted."""
        return []


class RecordedPart(Recorded):
    """A row that belongs to an editorial or an author: its owner is what changes."""

    owner: str  # name of the field

    def touched(self, request, object_id):
        owners = self.model._meta.get_field(self.owner).related_model
        there = _row(self.model, object_id).values_list(self.owner, flat=True)
        given = request.POST.get(self.owner, "")  # a row may be moved to another owner
        return [
            owners.objects.filter(
                pk__in=[*there, *([given] if given.isdecimal() and len(given) < 19 else [])]
            )
        ]

    def losing(self, queryset):
        owners = self.model._meta.get_field(self.owner).related_model
        return [owners.objects.filter(pk__in=list(queryset.values_list(self.owner, flat=True)))]


def _row(model, object_id: str | None) -> QuerySet:
    try:
        return model.objects.filter(pk=model._meta.pk.to_python(unquote(object_id or "0")))
    except (ValidationError, OverflowError):
        return model.objects.none()


class Seen(admin.ModelAdmin):
    """Rows that tell what happened: seen here, never changed."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
