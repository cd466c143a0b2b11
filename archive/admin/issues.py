"""Issues of magazines in the admin: their titles, dates and covers."""

import hashlib

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from archive import covers, models
from archive.admin.recorded import Recorded
from archive.models import capture_files

LONGEST_ORIGIN = 1000  # characters


class IssueForm(forms.ModelForm):
    """A cover is a capture that is there, or a file that becomes one of the issue's editorials."""

    file = forms.FileField(
        label=_("couverture, en fichier"),
        required=False,
        help_text=_("JPEG, PNG, WebP, GIF ou TIFF ; gardé parmi les captures du numéro."),
    )

    def clean_cover(self):
        """Refuse a capture that is no picture, or of no editorial of this issue."""
        cover = self.cleaned_data["cover"]
        if cover is None:
            return None
        if cover.media_type not in covers.MEDIA_TYPES:
            raise forms.ValidationError(_("Cette capture n’est pas une image."))
        if not _editorials(self.instance).filter(captures=cover).exists():
            raise forms.ValidationError(_("Cette capture n’est d’aucun éditorial de ce numéro."))
        return cover

    def clean_file(self):
        """Return the bytes of the file; refuse what cannot be shown as a picture."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        content = b""
        if file.size <= covers.LARGEST:
            content = file.read()
        if covers.picture(content) is None:
            raise forms.ValidationError(_("Ce fichier n’est pas une image, ou il est trop grand."))
        if not _editorials(self.instance).exists():
            raise forms.ValidationError(_("L’archive n’a aucun éditorial de ce numéro."))
        return file.name, content


def _editorials(issue: models.Issue) -> QuerySet[models.Editorial]:
    """Return the editorials of an issue as it is stored, those with captures first."""
    if not issue.pk:
        return models.Editorial.objects.none()
    stored = models.Issue.objects.get(pk=issue.pk)
    has_captures = Exists(models.Capture.objects.filter(editorial=OuterRef("pk")).order_by())
    return stored.editorials().order_by(has_captures.desc(), "pk")


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
            first = _editorials(issue).values_list("pk", flat=True)[:1]
            touched.append(models.Editorial.objects.filter(pk__in=list(first)))
        return touched

    def save_model(self, request, issue, form, change):
        if form.cleaned_data.get("file"):
            issue.cover = _kept(issue, *form.cleaned_data["file"])
        super().save_model(request, issue, form, change)

    def get_deleted_objects(self, objs, request):
        """Tell as protected those that editorials are of."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for issue in objs:
            if issue.editorials().exists():
                protected.append(f"{issue.publication}, {issue.name}")
        return deleted, counts, lacking, protected


def _kept(issue: models.Issue, name: str, content: bytes) -> models.Capture:
    """Return the capture that keeps a picture, of the first editorial of an issue."""
    editorial = _editorials(issue).first()
    assert editorial, "the form refuses a file where there is none"
    capture = models.Capture(editorial=editorial, size=len(content), origin=name[:LONGEST_ORIGIN])
    capture.sha256 = hashlib.sha256(content).hexdigest()
    capture.media_type = covers.media_type(content)
    twins = editorial.captures.filter(sha256=capture.sha256, origin=capture.origin)
    for twin in twins:
        return twin
    capture_files.keep(capture, content)
    capture.save()
    return capture
