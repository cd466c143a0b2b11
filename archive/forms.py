"""What editors fill in, made into what the models take."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.ingest import READERS
from archive.models import Author, Bulk, Editorial, Publication, Tag

MOST_NAMES = 50  # tags in one field


class TagNames(forms.CharField):
    """Names of tags, one a line, so that a comma may be part of a name: a list."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})

    def to_python(self, value):
        names = [
            name
            for line in super().to_python(value).splitlines()
            if (name := " ".join(line.split()))
        ]
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
    author = forms.CharField(label=gettext_lazy("Auteur"), max_length=200, required=False)
    date = forms.CharField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("2001-02-12, « mai 2001 », « printemps 2004 »…"),
        max_length=40,
        required=False,
    )
    publication = forms.ModelChoiceField(
        Publication.objects.order_by("key"),
        label=gettext_lazy("Revue"),
        empty_label="",
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("État"), choices=[("", ""), *Editorial.State.choices], required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Raison du changement"),
        help_text=gettext_lazy("Nécessaire pour retirer des éditoriaux."),
        max_length=300,
        required=False,
    )

    bulk: Bulk

    def clean_remove(self) -> list[Tag]:
        names = {text.fold(name): name for name in self.cleaned_data["remove"]}
        found = Tag.objects.known_as(names.values())
        if missing := [name for key, name in names.items() if key not in found]:
            raise ValidationError(
                _("L’archive n’a pas ce mot-clé : « %(name)s ».") % {"name": missing[0]}
            )
        return list(found.values())

    def clean_author(self) -> Author | None:
        """Someone whom the archive knows: a slip of the pen must not sign a thousand editorials."""
        name = self.cleaned_data["author"].strip()
        if not name:
            return None
        people = list(Author.objects.filter(names__key=text.name_key(name)).distinct()[:2])
        if len(people) != 1:
            message = (
                _("Plusieurs auteurs portent ce nom.")
                if people
                else _("L’archive ne connaît pas cet auteur.")
            )
            raise ValidationError(message)
        return people[0]

    def clean(self) -> dict:
        said = super().clean()
        if self.errors:
            return said
        values = {name: said[name] for name in ("date", "state") if said[name]}
        values |= {"publication": said["publication"].pk} if said["publication"] else {}
        if said["replace"] and not said["add"]:
            self.add_error("replace", _("Dites d’abord quels mots-clés ajouter."))
        elif not (said["add"] or said["remove"] or said["author"] or values):
            raise ValidationError(_("Dites ce qui doit changer."))
        elif Editorial.State.is_withdrawal(said["state"]) and not said["why"]:
            self.add_error("why", _("Dites pourquoi ces éditoriaux sont retirés."))
        else:
            self.bulk = Bulk(said["add"], said["remove"], said["replace"], said["author"], values)
        return said


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
    seal = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_broader(self) -> list[Tag]:
        names = self.cleaned_data["broader"]
        found = Tag.objects.known_as(names)
        if missing := [name for name in names if text.fold(name) not in found]:
            raise ValidationError(
                _("L’archive n’a pas ce mot-clé : « %(name)s ».") % {"name": missing[0]}
            )
        return list({tag.pk: tag for tag in found.values()}.values())


class UploadForm(forms.Form):
    """What is said of files that are sent; the files themselves are received by `views.desk.receiving`."""

    publication = forms.CharField(
        label=gettext_lazy("Revue"),
        help_text=gettext_lazy("Pour ce qui n’en nomme pas ; sinon laissez vide."),
        max_length=200,
        required=False,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("auto", gettext_lazy("reconnu d’après le contenu")),
            *((name, name) for name in READERS),
        ],
    )

    def clean_publication(self) -> str:
        return " ".join(self.cleaned_data["publication"].split())


class Lines(forms.CharField):
    """Browsers end lines with CR LF; a text that nobody touched must not count as mended."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def _rows(number: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": number})


class BylineLines(Lines):
    """« Claire Abgrall ; rédactrice en chef », one a line: [(name, role)]."""

    def to_python(self, value):
        pairs = [line.partition(";") for line in super().to_python(value).split("\n")]
        named = [
            (" ".join(name.split()), " ".join(role.split()))
            for name, _semicolon, role in pairs
            if name.strip()
        ]
        if any(len(part) > 200 for pair in named for part in pair) or len(named) > MOST_NAMES:
            raise ValidationError(_("Une signature est trop longue, ou il y en a trop."))
        return named

    @staticmethod
    def shown(pairs) -> str:
        return "\n".join(" ; ".join(filter(None, pair)) for pair in pairs)


class CorrectionForm(forms.ModelForm):
    """All that may be wrong with an editorial. `version` is the one that the form showed: see `models.merge`."""

    bylines = BylineLines(
        label=gettext_lazy("Signatures"),
        help_text=gettext_lazy("Une par ligne ; la qualité après un point-virgule."),
        widget=_rows(2),
        required=False,
    )
    standfirst = Lines(label=gettext_lazy("Chapô"), widget=_rows(3), required=False)
    body = Lines(label=gettext_lazy("Texte (HTML)"), widget=_rows(24), required=False)
    why = forms.CharField(
        label=gettext_lazy("Raison du changement"),
        help_text=gettext_lazy("Nécessaire pour retirer un éditorial."),
        max_length=500,
        required=False,
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput
    )  # shown: a form of its own, since no one edits it

    class Meta:
        model = Editorial
        fields = [
            *("title", "title_supplied", "date", "publication", "section", "issue", "page"),
            *("standfirst", "body", "language", "source_url", "state"),
        ]

    field_order = ["title", "title_supplied", "bylines"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["source_url"].assume_scheme = "https"
        self.initial["version"] = self.instance.version
        self.initial["bylines"] = BylineLines.shown(
            (one.name, one.role) for one in self.instance.bylines.all()
        )

    def clean(self) -> dict:
        said = super().clean()
        withdrawing = Editorial.State.is_withdrawal(said.get("state"), self.initial["state"])
        if withdrawing and not said.get("why"):
            self.add_error("why", _("Dites pourquoi cet éditorial est retiré."))
        return said

    def posted(self) -> dict:
        """{field: value} as `models.merge` takes them, but bylines as [(name, role)]."""
        said = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "bylines")}
        said["date"] = self.instance.date  # as the model has read it
        said["publication"] = said["publication"].pk if said["publication"] else None
        return said
