"""Django's users in the admin: what they may do, but neither passwords nor new accounts.

Those are made at the desk, where the second factor, links and events are.
"""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from archive.models import AccountEvent, AccountEventKind

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
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
