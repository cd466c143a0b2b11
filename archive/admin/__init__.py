"""Django's admin for editors: every model, searchable, with completion instead of endless lists."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResult  # which registers what is taken off below

from archive.admin import accounts, editorials, issues, names, operations

__all__ = ["accounts", "editorials", "issues", "names", "operations"]

# The tasks of this site's own processes: the desk tells of them, in the reader's language.
admin.site.unregister(DBTaskResult)
admin.site.site_header = admin.site.site_title = _("Atelier de l’archive")
