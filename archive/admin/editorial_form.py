"""The admin's form of an editorial: whoever saves second sees what changed, and loses nothing."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from archive import models
from archive.models.stores import EDITORIALS


class EditorialForm(forms.ModelForm):
    """Tells which version it showed.

    Where another has saved since, nobody's work is lost: see `models.merge`.
    """

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["shown_version"] = self.instance.version

    def clean_state(self):
        """Refuse what wants a reason: that is asked for at the desk."""
        state, states = self.cleaned_data["state"], models.Editorial.State
        if state != self.instance.state and state in (states.WITHDRAWN, states.TRASHED):
            message = _("Retirer et jeter se font au bureau des éditeurs, où l’on dit pourquoi.")
            raise forms.ValidationError(message)
        return state

    def clean(self):
        super().clean()
        version = self.cleaned_data.get("shown_version")
        if version and self.instance.pk and not self.errors:
            posted = {}
            for name in self.cleaned_data:
                if name in EDITORIALS.columns:
                    posted[name] = self._as_state(name)
            self._merge(models.merge(self.instance, version, posted))
        return self.cleaned_data

    def _as_state(self, name: str) -> Any:
        """Return what was posted of a field as a state has it."""
        cleaned = self.cleaned_data[name]
        if isinstance(cleaned, models.Publication):
            return cleaned.pk
        return cleaned

    def _merge(self, merged: models.Merged) -> None:
        for name in merged.values:
            if merged.values[name] != self._as_state(name):
                self.cleaned_data[name] = self.fields[name].clean(merged.values[name])
        # What the page's forms of rows show cannot be merged.
        beside = {"bylines", "tags"}
        for change in merged.changes:
            beside.intersection_update(change.before or ())
        if merged.conflicts or beside:
            self._show_newer(merged)

    def _show_newer(self, merged: models.Merged) -> None:
        """Give the form again, with both editors' work, to be saved once more."""
        assert isinstance(self.data, QueryDict), "forms of the admin are posted"
        fields = self.data.copy()
        fields[self.add_prefix("shown_version")] = str(merged.version)
        for name in merged.values:
            if name not in merged.conflicts and not isinstance(merged.values[name], bool):
                fields[self.add_prefix(name)] = _as_posted(merged.values[name])
        self.data = fields
        for change in merged.changes:
            self.add_error(None, _change_message(change))


def _as_posted(column: Any) -> Any:
    return "" if column is None else column


def _change_message(change: models.Change) -> str:
    """« Ada a enregistré entre-temps : titre, « Un » → « Deux ». »"""
    differences = []
    for label, old, new in change.differences():
        differences.append(f"{label}, « {old} » → « {new} »")
    who = change.operation.by or _("Un import")
    message = _(
        "%(who)s a enregistré entre-temps : %(said)s. Vérifiez, puis enregistrez à nouveau."
    )
    return message % {"who": who, "said": Truncator(" ; ".join(differences)).chars(500)}
