"""Forms for what is imported: files that are sent, what is decided of them, rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.forms import TagNames
from archive.ingest import READERS
from archive.models import Editorial, ImportRule, Upload
from archive.models.names import LONGEST_NAME, folded_tag_names
from archive.models.uploads import Keywords


class AddedTags(TagNames):
    """Tags that are given to all that comes in: each once, however it is written."""

    def to_python(self, typed):
        return list(folded_tag_names(super().to_python(typed)).values())


class UploadForm(forms.Form):
    """What is told of files that are sent; `views.desk.receiving` receives the files themselves."""

    publication = forms.CharField(
        label=gettext_lazy("Revue"),
        help_text=gettext_lazy("Pour ce qui n’en nomme pas ; sinon laissez vide."),
        max_length=LONGEST_NAME,
        required=False,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("auto", gettext_lazy("reconnu d’après le contenu")),
            *zip(READERS, READERS, strict=True),
        ],
    )

    def clean_publication(self) -> str:
        return text.seen_line(self.cleaned_data["publication"])


class KeepingForm(forms.Form):
    """What an editor decides for all that is chosen of an upload."""

    publication = forms.CharField(
        label=gettext_lazy("Revue de tous"), max_length=LONGEST_NAME, required=False
    )
    added_tags = AddedTags(
        label=gettext_lazy("Mots-clés à donner à tous"),
        help_text=gettext_lazy("Un par ligne."),
        required=False,
    )
    keywords = forms.ChoiceField(
        label=gettext_lazy("Mots-clés de la source"), choices=Keywords, required=False
    )
    drafts = forms.BooleanField(label=gettext_lazy("Entrer comme brouillons"), required=False)

    def clean_publication(self) -> str:
        return text.seen_line(self.cleaned_data["publication"])

    def mended(self) -> dict[str, Any]:
        """Return what is decided, as `Upload.mended` keeps it."""
        mended: dict[str, Any] = {}
        if self.cleaned_data["publication"]:
            mended["publication"] = self.cleaned_data["publication"]
        if self.cleaned_data["added_tags"]:
            mended["added_tags"] = self.cleaned_data["added_tags"]
        if self.cleaned_data["drafts"]:
            mended["state"] = Editorial.State.DRAFT.value
        return mended

    @classmethod
    def of(cls, upload: Upload) -> "KeepingForm":
        """Return the form as it was filled in."""
        initial = {"keywords": upload.keywords, "drafts": "state" in upload.mended}
        initial["publication"] = upload.mended.get("publication", "")
        initial["added_tags"] = "\n".join(upload.mended.get("added_tags", []))
        return cls(initial=initial)


class RuleForm(forms.ModelForm):
    """A rule for imports. One that is about everything is to be confirmed."""

    added_tags = AddedTags(
        label=gettext_lazy("Mots-clés à donner"),
        help_text=gettext_lazy("Un par ligne."),
        required=False,
    )
    keywords = forms.ChoiceField(
        label=gettext_lazy("Mots-clés de la source"),
        choices=[("", gettext_lazy("comme l’import le décide")), *Keywords.choices],
        required=False,
    )
    drafts = forms.BooleanField(label=gettext_lazy("Entrer comme brouillons"), required=False)
    everything = forms.BooleanField(
        label=gettext_lazy("Oui, cette règle vaut pour tout ce qui sera importé"), required=False
    )

    class Meta:
        model = ImportRule
        fields = ["source", "section", "publication", "keywords"]
        help_texts = {
            "source": gettext_lazy("Une partie du nom du fichier ou de l’adresse d’origine."),
            "section": gettext_lazy("Telle que la source l’imprime."),
        }

    ASKING = ("source", "section")
    DECIDING = ("publication", "added_tags", "keywords", "drafts")
    field_order = [*ASKING, *DECIDING]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("drafts", bool(self.instance.state))
        if self.instance.pk:
            self.initial["added_tags"] = "\n".join(self.instance.added_tags)

    def clean(self) -> dict:
        fields = super().clean() or {}
        for name in ("source", "section", "publication"):
            fields[name] = text.seen_line(fields.get(name, ""))
        rule = self.instance
        rule.added_tags = fields.get("added_tags", [])
        rule.state = Editorial.State.DRAFT.value if fields.get("drafts") else ""
        for name in self.Meta.fields:
            setattr(rule, name, fields.get(name, ""))
        # What is wrong in a field is told there: that it is empty then is nobody's word.
        if rule.decides_nothing and self.errors.keys().isdisjoint(self.DECIDING):
            self.add_error(None, _("Cette règle ne décide de rien : dites ce qu’elle change."))
        is_asked = rule.is_of_everything and self.errors.keys().isdisjoint(self.ASKING)
        if is_asked and not fields.get("everything"):
            message = _("Cette règle vaudrait pour tout ce qui sera importé : confirmez-le.")
            self.add_error("everything", message)
        if any(rule.says_as(kept) for kept in ImportRule.all_in_order() if kept.pk != rule.pk):
            self.add_error(None, _("Cette règle est déjà retenue."))
        return fields

    @property
    def asks_everything(self) -> bool:
        """True where it has to be confirmed that the rule is about everything."""
        return self.is_bound and "everything" in self.errors
