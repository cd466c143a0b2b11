"""Operations and imports in the admin: what happened, and its undoing."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from archive import models
from archive.admin.recorded import Seen


@admin.register(models.Operation)
class OperationAdmin(Seen):
    list_display = ["kind", "by", "at", "why", "undone"]
    list_select_related = ["by"]
    list_filter = ["kind", "undone", "at"]
    search_fields = ["why", "by__username"]
    fields = ["kind", "by", "at", "why", "undoes", "undone", "conflicts_shown"]
    readonly_fields = ["conflicts_shown"]
    actions = ["undo"]

    @admin.display(description=_("conflits"))
    def conflicts_shown(self, operation: models.Operation) -> str:
        return " · ".join(operation.conflict_messages()) or "—"

    @admin.action(description=_("Annuler"))
    def undo(self, request, queryset):
        for operation in queryset:
            if not operation.may_be_undone_by(request.user):
                message = (
                    _("%s : seul un rédacteur en chef annule le travail d’autrui.") % operation
                )
                self.message_user(request, message, messages.ERROR)
                continue
            try:
                conflicts = operation.undo(by=request.user).conflict_messages()
            except models.AlreadyUndone as error:
                self.message_user(request, str(error), messages.ERROR)
                continue
            sentences = [_("%s : opération annulée.") % operation, *conflicts]
            self.message_user(request, " ".join(sentences))


@admin.register(models.Import)
class ImportAdmin(Seen):
    list_display = ["__str__", "by", "started_at", "finished_at", "counts_shown"]
    list_select_related = ["by", "operation"]
    list_filter = ["started_at", "format"]
    search_fields = ["publication", "by__username"]
    fields = [
        "by",
        "paths",
        "format",
        "publication",
        "started_at",
        "finished_at",
        "operation",
        "counts_shown",
    ]
    readonly_fields = ["counts_shown"]
    list_per_page = 20  # each counts its items

    @admin.display(description=_("entrées"))
    def counts_shown(self, event: models.Import) -> str:
        return ", ".join(f"{count} {outcome}" for outcome, count in event.counts().items())


@admin.register(models.ImportItem)
class ImportItemAdmin(Seen):
    """What became of each item, at its address: the desk's page of an import lists them better."""

    list_display = ["number", "source", "outcome", "reason", "editorial_id"]
    list_filter = ["outcome"]
    search_fields = ["source", "reason"]
    fields = ["import_event", "number", "source", "outcome", "reason", "editorial_id"]
    readonly_fields = ["editorial_id"]

    def has_module_permission(self, request):
        return False
