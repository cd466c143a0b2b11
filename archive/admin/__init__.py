"""Django's admin for editors: every model, searchable, with completion instead of endless lists."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin import accounts, editorials, issues, names, operations

__all__ = ["accounts", "editorials", "issues", "names", "operations"]

admin.site.site_header = admin.site.site_title = _("Atelier de l’archive")
