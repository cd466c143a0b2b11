"""What editors fill in, made into what the models take."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.models import Author, Bulk, Editorial, Publication, Tag

MOST_NAMES = 50  # tags in one field


class TagNames(forms.CharField):
    """Names of tags, one a line, so that a comma may be part of a name: a list."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})

    def to_python(self, value):
        names = [name for line in super().to_python(value).splitlines() if (name := " ".join(line.split()))]
        if len(names) > MOST_NAMES:
            raise ValidationError(_("Au plus %(most)s mots-clés à la fois.") % {"most": MOST_NAMES})
        return names


class BulkForm(forms.Form):
    """One change to many editorials; `bulk` once it is valid. What is left empty stays as it is."""

    add = TagNames(label=gettext_lazy("Ajouter des mots-clés"), help_text=gettext_lazy("Un par ligne."), required=False)
    remove = TagNames(
        label=gettext_lazy("Retirer des mots-clés"), help_text=gettext_lazy("Un par ligne."), required=False
    )
    replace = forms.BooleanField(label=gettext_lazy("Ne laisser que les mots-clés ajoutés"), required=False)
    author = forms.CharField(label=gettext_lazy("Auteur"), max_length=200, required=False)
    date = forms.CharField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("2001-02-12, « mai 2001 », « printemps 2004 »…"),
        max_length=40,
        required=False,
    )
    publication = forms.ModelChoiceField(
        Publication.objects.order_by("key"), label=gettext_lazy("Revue"), empty_label="", required=False
    )
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=[("", ""), *Editorial.State.choices], required=False)

    bulk: Bulk

    def clean_remove(self) -> list[Tag]:
        names = {text.fold(name): name for name in self.cleaned_data["remove"]}
        found = {tag.key: tag for tag in Tag.objects.filter(key__in=names)}
        if missing := [name for key, name in names.items() if key not in found]:
            raise ValidationError(_("L’archive n’a pas ce mot-clé : « %(name)s ».") % {"name": missing[0]})
        return list(found.values())

    def clean_author(self) -> Author | None:
        """Someone whom the archive knows: a slip of the pen must not sign a thousand editorials."""
        name = self.cleaned_data["author"].strip()
        if not name:
            return None
        people = list(Author.objects.filter(names__key=text.name_key(name)).distinct()[:2])
        if len(people) != 1:
            message = _("Plusieurs auteurs portent ce nom.") if people else _("L’archive ne connaît pas cet auteur.")
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
        else:
            self.bulk = Bulk(said["add"], said["remove"], said["replace"], said["author"], values)
        return said
