"""The admin's form of an editorial: whoever saves second sees what changed, and loses nothing."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from archive import models
from archive.models.stores import EDITORIALS


class EditorialForm(forms.ModelForm):
    """Tells which version it showed. Where another has saved since, nobody's work is lost: see `models.merge`."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["shown_version"] = self.instance.version

    def clean(self):
        cleaned, shown = super().clean(), self.cleaned_data.get("shown_version")
        if shown and self.instance.pk and not self.errors:
            posted = {name: self._as_state(name) for name in cleaned if name in EDITORIALS.columns}
            self._merge(models.merge(self.instance, shown, posted))
        return cleaned

    def _as_state(self, name: str):
        value = self.cleaned_data[name]
        return value.pk if isinstance(value, models.Publication) else value

    def _merge(self, merged: models.Merged) -> None:
        for name, value in merged.values.items():
            if value != self._as_state(name):
                self.cleaned_data[name] = self.fields[name].clean(value)
        if merged.conflicts or {"bylines", "tags"}.intersection(
            *(change.before for change in merged.changes)
        ):
            self._show_newer(merged)

    def _show_newer(self, merged: models.Merged) -> None:
        """The form again, with both editors' work, to be saved once more."""
        self.data = self.data.copy()
        self.data[self.add_prefix("shown_version")] = merged.version
        for name, value in merged.values.items():
            if name not in merged.conflicts and not isinstance(value, bool):
                self.data[self.add_prefix(name)] = "" if value is None else value
        for change in merged.changes:
            self.add_error(None, _told(change))


def _told(change: models.Change) -> str:
    """« Ada a enregistré entre-temps : titre, « Un » → « Deux ». »"""
    said = [f"{label}, « {old} » → « {new} »" for label, old, new in change.differences()]
    who = change.operation.by or _("Un import")
    message = _(
        "%(who)s a enregistré entre-temps : %(said)s. Vérifiez, puis enregistrez à nouveau."
    )
    return message % {"who": who, "said": Truncator(" ; ".join(map(str, said))).chars(500)}
