"""What is saved and deleted in the admin is an operation; how its pages are called."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from archive import figures
from archive.models import Operation, OperationKind

DELETE_TICKED = gettext_lazy("Supprimer ce qui est coché")
MAY_BE_UNDONE = gettext_lazy("En une seule opération, que l’historique permet d’annuler.")


@contextmanager
def _changing(operation: Operation, touched: Iterable[QuerySet]) -> Iterator[None]:
    """Have the operation note what becomes of the rows of several query sets."""
    with ExitStack() as stack:
        for rows in touched:
            stack.enter_context(operation.changing(rows))
        yield


class Titled(admin.ModelAdmin):
    """Pages that bear the name of what they show: Django’s own titles agree with no French noun."""

    def changelist_view(self, request, extra_context=None):
        named = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, named | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        named = {"title": capfirst(self.opts.verbose_name)}
        return super().changeform_view(request, object_id, form_url, named | (extra_context or {}))


@admin.action(description=DELETE_TICKED, permissions=["delete"])
def delete_ticked(model_admin, request, queryset):
    """Delete as Django does, and say before that it can be undone."""
    response = delete_selected(model_admin, request, queryset)
    if response and response.context_data is not None:  # it asks first
        response.context_data["subtitle"] = MAY_BE_UNDONE
    return response


class Recorded(Titled):
    """Notes who saved or deleted what, so that it can be undone."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with (
            Operation.objects.recording(OperationKind.EDIT, by=request.user) as operation,
            _changing(operation, self.touched(request, object_id)),
        ):
            response = super().changeform_view(request, object_id, form_url, extra_context)
        _tell(request, operation)
        return response

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_ticked, "delete_selected", str(DELETE_TICKED))
        return actions

    def delete_view(self, request, object_id, extra_context=None):
        context = {"subtitle": MAY_BE_UNDONE} | (extra_context or {})
        return super().delete_view(request, object_id, context)

    def get_deleted_objects(self, objs, request):
        """Tell of what editors have a name for, not of the rows by which the site compares."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        unnamed, kinds = set(), set()
        for model in apps.get_app_config(self.opts.app_label).get_models():
            if isinstance(model._meta.verbose_name, str):  # as Django makes it of the class’s name
                unnamed.add(capfirst(model._meta.verbose_name))
                kinds.add(str(model._meta.verbose_name_plural))
        counts = {kind: count for kind, count in counts.items() if str(kind) not in kinds}
        return _of_named(deleted, unnamed), counts, lacking, protected

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
        _tell(request, operation)

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


def _tell(request, operation: Operation) -> None:
    """Lead to an operation that has changed something."""
    if operation.pk:
        address = reverse("operation", args=[operation.pk])
        link = format_html('<a href="{}">{}</a>', address, gettext("Voir ou annuler"))
        messages.info(request, link)


def _of_named(deleted: list, unnamed: set[str]) -> list:
    """Return what would be deleted, « Kind: name » each with a list of what goes with it."""
    named: list = []
    is_named = True
    for row in deleted:
        if not isinstance(row, list):
            is_named = row.partition(":")[0] not in unnamed
        if not is_named:  # nor what goes with it
            continue
        if isinstance(row, list):
            row = _of_named(row, unnamed)
        if row:
            named.append(row)
    return named


class Seen(Titled):
    """Rows that tell what happened: seen here, never changed."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
