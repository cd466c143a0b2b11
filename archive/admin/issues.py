"""Issues of magazines in the admin: their titles, dates and covers."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive import covers, models
from archive.admin.recorded import Recorded


class IssueForm(forms.ModelForm):
    def clean_cover(self):
        """Refuse a capture that is no picture, or of no editorial of this issue."""
        cover = self.cleaned_data["cover"]
        if cover is None:
            return None
        if cover.media_type not in covers.MEDIA_TYPES:
            raise forms.ValidationError(_("Cette capture n’est pas une image."))
        issue = self.instance
        if not issue.pk or not issue.editorials().filter(captures=cover).exists():
            raise forms.ValidationError(_("Cette capture n’est d’aucun éditorial de ce numéro."))
        return cover


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
    fields = ["publication", "number", "title", "date", "cover"]

    @admin.display(description=_("numéro"), ordering="rank")
    def name(self, issue: models.Issue) -> str:
        return issue.name

    def get_deleted_objects(self, objs, request):
        """Tell as protected those that editorials are of."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for issue in objs:
            if issue.editorials().exists():
                protected.append(f"{issue.publication}, {issue.name}")
        return deleted, counts, lacking, protected
