"""What editors fill in, made into what the models take."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.models import Author, Bulk, Editorial, Publication, Tag
from archive.models.days import edtf
from archive.models.names import LONGEST_NAME, tag_name

MOST_NAMES = 50  # tags, or bylines, in one field


def _text(typed: str | None) -> str:
    return typed or ""


class TagNames(forms.CharField):
    """Names of tags, one a line, so that a comma may be part of a name: a list."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})

    def to_python(self, typed):
        lines = [" ".join(line.split()) for line in _text(super().to_python(typed)).splitlines()]
        names = list(filter(None, lines))
        if len(names) > MOST_NAMES:
            raise ValidationError(_("Au plus %(most)s mots-clés à la fois.") % {"most": MOST_NAMES})
        return names


class BulkForm(forms.Form):
    """One change to many editorials; `bulk` once it is valid. What is left empty stays as it is."""

    add = TagNames(
        label=gettext_lazy("Ajouter des mots-clés"),
        help_text=gettext_lazy("Un par ligne."),
        required=False,
    )
    remove = TagNames(
        label=gettext_lazy("Retirer des mots-clés"),
        help_text=gettext_lazy("Un par ligne."),
        required=False,
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Ne laisser que les mots-clés ajoutés"), required=False
    )
    author = forms.CharField(label=gettext_lazy("Auteur"), max_length=LONGEST_NAME, required=False)
    date = forms.CharField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("2001-02-12, « mai 2001 », « printemps 2004 »…"),
        max_length=40,
        required=False,
    )
    publication = forms.ModelChoiceField(
        Publication.objects.order_by("key"),
        label=gettext_lazy("Revue"),
        empty_label="–",
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("État"), choices=[("", "–"), *Editorial.State.choices], required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Raison du changement"),
        help_text=gettext_lazy("Nécessaire pour retirer des éditoriaux."),
        max_length=300,
        required=False,
    )

    bulk: Bulk

    def clean_remove(self) -> list[Tag]:
        return existing_tags(self.cleaned_data["remove"])

    def clean_author(self) -> Author | None:
        """Someone whom the archive knows: a slip of the pen must not sign a thousand editorials."""
        name = self.cleaned_data["author"].strip()
        if not name:
            return None
        people = list(Author.objects.filter(names__key=text.name_key(name)).distinct()[:2])
        if not people:
            raise ValidationError(_("L’archive ne connaît pas cet auteur."))
        if len(people) > 1:
            raise ValidationError(_("Plusieurs auteurs portent ce nom."))
        return people[0]

    def clean(self) -> dict:
        fields = super().clean() or {}
        if self.errors:
            return fields
        columns = self._columns(fields)
        if fields["replace"] and not fields["add"]:
            self.add_error("replace", _("Dites d’abord quels mots-clés ajouter."))
        elif not (fields["add"] or fields["remove"] or fields["author"] or columns):
            raise ValidationError(_("Dites ce qui doit changer."))
        elif Editorial.State.is_withdrawal(fields["state"]) and not fields["why"]:
            self.add_error("why", _("Dites pourquoi ces éditoriaux sont retirés."))
        else:
            self.bulk = Bulk(
                fields["add"],
                fields["remove"],
                fields["replace"],
                fields["author"],
                columns,
            )
        return fields

    def _columns(self, fields: dict) -> dict:
        """What is filled in of an editorial's own columns, as a state has them."""
        columns = {name: fields[name] for name in ("date", "state") if fields[name]}
        if fields["publication"]:
            columns["publication"] = fields["publication"].pk
        return columns


class TagForm(forms.Form):
    """A tag of the vocabulary. `seal` says which state of it was shown."""

    name = forms.CharField(label=gettext_lazy("Nom"))
    description = forms.CharField(
        label=gettext_lazy("Définition"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )
    aliases = TagNames(
        label=gettext_lazy("Autres noms"),
        help_text=gettext_lazy("Un par ligne. Qui écrit l’un d’eux veut dire ce mot-clé."),
        required=False,
    )
    broader = TagNames(
        label=gettext_lazy("Mots-clés plus larges"),
        help_text=gettext_lazy("Un par ligne."),
        required=False,
    )
    make = forms.BooleanField(
        label=gettext_lazy("Créer les mots-clés plus larges que l’archive n’a pas"),
        required=False,
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Return the fields, `broader` as tags; those that there are not are made where asked."""
        fields = super().clean() or self.cleaned_data
        if "broader" not in fields:
            return fields
        names = fields["broader"]
        try:
            if fields.get("make") and not self.errors:
                fields["broader"] = [Tag.objects.named(tag_name(name)) for name in names]
            else:
                fields["broader"] = existing_tags(names)
        except ValidationError as error:
            self.add_error("broader", error)
        return fields


def existing_tags(names: Iterable[str]) -> list[Tag]:
    """Return the tags that have these names, each once. Raises ValidationError for another name."""
    names = list(names)
    tags = Tag.objects.known_as(names)
    for name in names:
        if text.fold(name) not in tags:
            raise ValidationError(
                _("L’archive n’a pas ce mot-clé : « %(name)s ».") % {"name": name}
            )
    return list(dict.fromkeys(tags.values()))


class LinesField(forms.CharField):
    """Browsers end lines with CR LF; a text that nobody touched must not count as mended."""

    def to_python(self, typed):
        return _text(super().to_python(typed)).replace("\r\n", "\n")


def _rows(number: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": number})


class BylinesField(LinesField):
    """« Claire Abgrall ; rédactrice en chef », one a line: [(name, role)]."""

    def to_python(self, typed):
        bylines = []
        for line in super().to_python(typed).split("\n"):
            name, _semicolon, role = line.partition(";")
            if name.strip():
                bylines.append((" ".join(name.split()), " ".join(role.split())))
        longest = max((max(len(name), len(role)) for name, role in bylines), default=0)
        if longest > LONGEST_NAME or len(bylines) > MOST_NAMES:
            raise ValidationError(_("Une signature est trop longue, ou il y en a trop."))
        return bylines

    @staticmethod
    def as_lines(bylines: Iterable[tuple[str, str]]) -> str:
        """Return (name, role) as they are typed."""
        return "\n".join(" ; ".join(filter(None, byline)) for byline in bylines)


class CorrectionForm(forms.ModelForm):
    """All that may be wrong with an editorial.

    `version` is the one that the form showed: see `models.merge`. Whoever only `proposes` is not
    asked for the state, which is no matter of proposals.
    """

    bylines = BylinesField(
        label=gettext_lazy("Signatures"),
        help_text=gettext_lazy("Une par ligne ; la qualité après un point-virgule."),
        widget=_rows(2),
        required=False,
    )
    standfirst = LinesField(label=gettext_lazy("Chapô"), widget=_rows(3), required=False)
    body = LinesField(label=gettext_lazy("Texte (HTML)"), widget=_rows(24), required=False)
    why = forms.CharField(
        label=gettext_lazy("Raison du changement"),
        help_text=gettext_lazy("Nécessaire pour retirer un éditorial."),
        max_length=500,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)  # nobody edits it

    class Meta:
        model = Editorial
        fields = [
            *("title", "title_supplied", "date", "publication", "section", "issue", "page"),
            *("standfirst", "body", "language", "source_url", "state"),
        ]

    field_order = ["title", "title_supplied", "bylines"]

    def __init__(self, *args, proposes: bool = False, **options):
        super().__init__(*args, **options)
        if proposes:
            del self.fields["state"]
            self.fields["why"].help_text = ""
        self.fields["publication"].empty_label = "–"  # type: ignore[attr-defined]
        # Django 6 assumes so; the stubs are of that version.
        self.fields["source_url"].assume_scheme = "https"  # type: ignore[attr-defined]
        self.initial["version"] = self.instance.version
        if self.instance.pk:
            bylines = [(byline.name, byline.role) for byline in self.instance.bylines.all()]
            self.initial["bylines"] = BylinesField.as_lines(bylines)

    def clean(self) -> dict:
        fields = super().clean() or {}
        is_withdrawal = Editorial.State.is_withdrawal(fields.get("state"), self.initial["state"])
        if is_withdrawal and not fields.get("why"):
            self.add_error("why", _("Dites pourquoi cet éditorial est retiré."))
        return fields

    def posted(self) -> dict:
        """Return the fields as `models.merge` takes them, but bylines as [(name, role)]."""
        names = {*self.Meta.fields, "bylines"} & self.fields.keys()
        state = {name: self.cleaned_data[name] for name in names}
        state["date"] = self.instance.date  # as the model has read it
        publication = state["publication"]
        state["publication"] = publication.pk if publication else None
        return state


class MendingForm(forms.Form):
    """An item of an upload, mended before it comes in; its `initial` is what the source says."""

    title = forms.CharField(label=gettext_lazy("Titre"), max_length=500, required=False)
    bylines = BylinesField(
        label=gettext_lazy("Signatures"),
        help_text=gettext_lazy("Une par ligne : nom ; qualité."),
        widget=_rows(2),
        required=False,
    )
    date = forms.CharField(label=gettext_lazy("Date"), max_length=60, required=False)
    publication = forms.CharField(
        label=gettext_lazy("Revue"), max_length=LONGEST_NAME, required=False
    )
    tags = TagNames(
        label=gettext_lazy("Mots-clés"), help_text=gettext_lazy("Un par ligne."), required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        choices=[
            ("", gettext_lazy("comme la source le dit")),
            *Editorial.State.choices[:2],
        ],
        required=False,
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_date(self) -> str:
        try:
            return edtf(self.cleaned_data["date"].strip())
        except ValidationError as error:
            raise ValidationError(error.messages) from None

    def clean_publication(self) -> str:
        return " ".join(self.cleaned_data["publication"].split())

    def mended(self) -> dict[str, Any]:
        """Return the fields in which it differs from what the source says, as JSON."""
        mended = {}
        for name in self.fields:
            content = self.cleaned_data[name]
            if name == "bylines":
                content = list(map(list, content))
            if self.initial_of({name: content})[name] != self.initial[name]:
                mended[name] = content
        return mended

    @staticmethod
    def initial_of(fields: dict[str, Any]) -> dict[str, str]:
        """Return fields as JSON has them, as they are typed."""
        initial = dict(fields)
        if "tags" in fields:
            initial["tags"] = "\n".join(fields["tags"])
        if "bylines" in fields:
            initial["bylines"] = BylinesField.as_lines(map(tuple, fields["bylines"]))
        return initial
