"""Operations in the admin."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from archive import models


@admin.register(models.Operation)
class OperationAdmin(admin.ModelAdmin):
    """Operations are what happened: seen here and undone, never changed."""

    list_display = ["kind", "by", "at", "why", "undone"]
    list_select_related = ["by"]
    list_filter = ["kind", "undone", "at"]
    search_fields = ["why", "by__username"]
    fields = ["kind", "by", "at", "why", "undoes", "undone", "conflicts_shown"]
    readonly_fields = ["conflicts_shown"]
    actions = ["undo"]

    @admin.display(description=_("conflits"))
    def conflicts_shown(self, operation):
        return " · ".join(operation.conflict_messages()) or "—"

    @admin.action(description=_("Annuler"), permissions=["delete"])
    def undo(self, request, queryset):
        for operation in queryset:
            try:
                conflicts = operation.undo(by=request.user).conflict_messages()
                self.message_user(request, " ".join([_("%s : opération annulée.") % operation, *conflicts]))
            except models.AlreadyUndone as error:
                self.message_user(request, str(error), messages.ERROR)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name == "undo"}
