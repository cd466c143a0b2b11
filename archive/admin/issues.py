"""Issues of magazines in the admin: their titles, dates and covers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive import models
from archive.admin.recorded import Recorded
from archive.issue_form import IssueForm, editorials_of, kept_cover


@admin.register(models.Issue)
class IssueAdmin(Recorded):
    form = IssueForm
    list_display = ["name", "publication", "date", "title"]
    list_select_related = ["publication"]
    list_filter = ["publication"]
    list_per_page = 100
    search_fields = ["number", "slug", "title", "publication__name"]
    autocomplete_fields = ["publication"]
    raw_id_fields = ["cover"]
    fields = ["publication", "number", "title", "date", "cover", "file"]

    @admin.display(description=_("numéro"), ordering="rank")
    def name(self, issue: models.Issue) -> str:
        return issue.name

    def touched(self, request, object_id):
        """Note as well the editorial whose captures a cover is kept among."""
        touched = super().touched(request, object_id)
        for issue in touched[0]:
            first = editorials_of(issue).values_list("pk", flat=True)[:1]
            touched.append(models.Editorial.objects.filter(pk__in=list(first)))
        return touched

    def save_model(self, request, issue, form, change):
        if form.cleaned_data.get("file"):
            issue.cover = kept_cover(issue, *form.cleaned_data["file"])
        super().save_model(request, issue, form, change)

    def get_deleted_objects(self, objs, request):
        """Tell as protected those that editorials are of."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for issue in objs:
            if issue.editorials().exists():
                protected.append(f"{issue.publication}, {issue.name}")
        return deleted, counts, lacking, protected
