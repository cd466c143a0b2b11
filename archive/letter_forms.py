"""What a reader fills in to write a letter: with a trap for programs, and a time that is signed."""

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import figures, letter_texts
from archive.models import Editorial
from archive.models.letters import LONGEST_EMAIL, LONGEST_LETTER, LONGEST_REASON
from archive.models.names import LONGEST_NAME

SOONEST = 3  # seconds in which nobody writes a letter
LATEST = 24 * 3600  # seconds for which a form that is open can be sent
SALT = "archive.letters"


def stamp(editorial: Editorial) -> str:
    """Return when the form of an editorial was opened, signed."""
    return signing.dumps([editorial.pk, int(time.time())], salt=SALT)


class LineField(forms.CharField):
    """A line: what nobody sees is taken out of it before anything else is asked."""

    def to_python(self, typed):
        return letter_texts.line_of(super().to_python(typed) or "")


class ParagraphsField(forms.CharField):
    """Paragraphs, as a letter keeps them."""

    def to_python(self, typed):
        return letter_texts.paragraphs_of(super().to_python(typed) or "")


def _paragraphs(rows: int) -> forms.Textarea:
    # No maxlength: a browser would cut what is pasted, and say nothing.
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", "spellcheck": "true"})


class LetterForm(forms.Form):
    """A letter to the editor. `website` is the trap: people do not see it."""

    name = LineField(
        label=gettext_lazy("Votre nom"),
        help_text=gettext_lazy("Il est publié avec la lettre."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Signez votre lettre : dites votre nom.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique"),
        help_text=gettext_lazy("Elle n’est jamais publiée ; seule la rédaction peut la lire."),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Dites à quelle adresse la rédaction peut vous répondre."),
            "invalid": gettext_lazy("Ce n’est pas une adresse électronique : nom@exemple.fr."),
        },
    )
    text = ParagraphsField(
        label=gettext_lazy("Votre lettre"),
        help_text=gettext_lazy(
            "Du texte simple ; une ligne vide sépare les paragraphes, les balises ne sont pas"
            " suivies."
        ),
        widget=_paragraphs(12),
        error_messages={"required": gettext_lazy("Écrivez votre lettre.")},
    )
    website = forms.CharField(
        label=gettext_lazy("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    VISIBLE = ("name", "email", "text")

    def __init__(self, editorial: Editorial, *args, **options):
        super().__init__(*args, **options)
        self.editorial = editorial
        self.good_stamp = ""  # that was sent, and is this form's

    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.VISIBLE]

    def new_stamp(self) -> str:
        """Return what the form that is shown again says of when it was opened.

        A time that is still good stays, so that a mistake does not make one wait anew.
        """
        return self.good_stamp or stamp(self.editorial)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) > LONGEST_LETTER:
            message = _(
                "Votre lettre a %(length)s caractères, pour %(longest)s au plus : abrégez-la,"
                " ou faites-en deux."
            )
            lengths = {
                "length": figures.number(len(text)),
                "longest": figures.number(LONGEST_LETTER),
            }
            raise ValidationError(message % lengths)
        if not any(character.isalpha() for character in text):
            raise ValidationError(_("Écrivez votre lettre avec des mots."))
        return text

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Ce champ est un piège pour les programmes : videz-le, et envoyez à nouveau.")
            )
        return ""

    def clean_opened(self) -> str:
        """Refuse what was sent at once, too late, or from a form that is not this site's."""
        opened = self.cleaned_data["opened"]
        try:
            number, opened_at = signing.loads(opened, salt=SALT)
            passed = time.time() - opened_at
        except (signing.BadSignature, ValueError, TypeError):
            number, passed = 0, 0.0
        if number != self.editorial.pk or passed > LATEST:
            raise ValidationError(
                _("Ce formulaire n’est plus valable. Votre lettre est là : envoyez-la à nouveau.")
            )
        self.good_stamp = opened
        if passed < SOONEST:
            raise ValidationError(
                _("C’est allé trop vite. Relisez votre lettre, puis envoyez-la à nouveau.")
            )
        return opened


class MendingForm(forms.Form):
    """A letter as the editors would print it. `seal` says which state of it was shown."""

    name = LineField(label=gettext_lazy("Nom"), max_length=LONGEST_NAME)
    text = ParagraphsField(label=gettext_lazy("Lettre"), widget=_paragraphs(12))
    why = forms.CharField(
        label=gettext_lazy("Raison du changement"), max_length=LONGEST_REASON, required=False
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)


class ReplyForm(forms.Form):
    """What the editors answer; nothing takes an answer away."""

    reply = ParagraphsField(
        label=gettext_lazy("Réponse de la rédaction"),
        help_text=gettext_lazy("Elle paraît sous la lettre. Vide, elle est retirée."),
        widget=_paragraphs(6),
        max_length=LONGEST_LETTER,
        required=False,
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)
