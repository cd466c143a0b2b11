"""An issue as editors describe it, with a cover that is a capture or a file that becomes one."""

import hashlib

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive import covers
from archive.models import Capture, Editorial, Issue, capture_files

LONGEST_ORIGIN = 1000  # characters


class IssueForm(forms.ModelForm):
    """A cover is a capture that is there, or a file that becomes one of the issue's editorials."""

    file = forms.FileField(
        label=capfirst(_("couverture, en fichier")),
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
        if not editorials_of(self.instance).filter(captures=cover).exists():
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
        if not self.has_editorials():
            raise forms.ValidationError(_("L’archive n’a aucun éditorial de ce numéro."))
        return file.name, content

    def has_editorials(self) -> bool:
        """Return True where there is one among whose captures a cover can be kept."""
        return editorials_of(self.instance).exists()


def editorials_of(issue: Issue) -> QuerySet[Editorial]:
    """Return the editorials of an issue as it is stored.

    Those come first whose covers all may see, and of these, those with captures.
    """
    if not issue.pk:
        return Editorial.objects.none()
    stored = Issue.objects.get(pk=issue.pk)
    has_captures = Exists(Capture.objects.filter(editorial=OuterRef("pk")).order_by())
    is_open = Exists(Editorial.objects.open_to_all().filter(pk=OuterRef("pk")))
    return stored.editorials().order_by(is_open.desc(), has_captures.desc(), "pk")


def kept_cover(issue: Issue, name: str, content: bytes) -> Capture:
    """Return the capture that keeps a picture, of the first editorial of an issue."""
    editorial = editorials_of(issue).first()
    assert editorial, "the form refuses a file where there is none"
    capture = Capture(editorial=editorial, size=len(content), origin=name[:LONGEST_ORIGIN])
    capture.sha256 = hashlib.sha256(content).hexdigest()
    capture.media_type = covers.media_type(content)
    twins = editorial.captures.filter(sha256=capture.sha256, origin=capture.origin)
    for twin in twins:
        return twin
    capture_files.keep(capture, content)
    capture.save()
    return capture
