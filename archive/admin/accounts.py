"""Django's users in the admin: what they may do, but neither passwords nor new accounts.

Those are made at the desk, where the second factor, links and events are.
"""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.admin.recorded import Titled
from archive.models import AccountEvent, AccountEventKind

admin.site.unregister([User, Group])
DEEDS = {
    "add": _("ajouter"),
    "change": _("modifier"),
    "delete": _("supprimer"),
    "view": _("voir"),
}


def permission_label(permission: Permission) -> str:
    """Return « Auteur : modifier » for what Django calls “Can change auteur” in every language."""
    kind = permission.content_type
    deed, _between, model = permission.codename.partition("_")
    if model == kind.model and deed in DEEDS:
        names = {"kind": capfirst(kind.name), "deed": DEEDS[deed]}
        return gettext("%(kind)s : %(deed)s") % names
    return permission.name


class Permitting(Titled):
    """A form in which permissions are ticked, named in the reader’s language."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.related_model is Permission:
            field.label_from_instance = permission_label  # type: ignore[method-assign, assignment]
        return field


@admin.register(Group)
class RoleAdmin(Permitting, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(Permitting, UserAdmin):
    fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email"]}),
        (
            _("Droits"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
    ]

    def has_add_permission(self, request) -> bool:
        return False

    def log_change(self, request, obj, message):
        AccountEvent.objects.record(AccountEventKind.ROLE, request, obj, by=request.user)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for user in queryset:
            name = user.get_username()
            AccountEvent.objects.record(
                AccountEventKind.DELETED, request, by=request.user, detail=name
            )
        return super().log_deletions(request, queryset)

    def user_change_password(self, request, id, form_url=""):
        if not id.isascii() or not id.isdigit():  # the admin's addresses take any text
            raise Http404
        return redirect("account_of", id)
