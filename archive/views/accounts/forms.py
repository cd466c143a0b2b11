"""What people fill in about accounts."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models.accounts import keeping
from archive.models.accounts.tokens import LONGEST_NAME, MOST, Lasting, Right
from archive.views.desk.access import DeskRequest


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def _password_field(label, autocomplete: str, **options) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, **options)


class ConfirmedForm(forms.Form):
    """A form of one's own account that asks for the password again.

    A browser that was left open must not be enough to take an account over. Wrong passwords count
    where those of logins do.
    """

    password = _password_field(gettext_lazy("Mot de passe actuel"), "current-password")

    def __init__(self, request: DeskRequest, *args, **options):
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        name = self.request.user.get_username()
        user = authenticate(self.request, username=name, password=password)
        if user is None or user.pk != self.request.user.pk:
            raise ValidationError(_("Ce mot de passe n’est pas le bon."))
        return password


class PasswordForm(ConfirmedForm):
    new = _password_field(
        gettext_lazy("Nouveau mot de passe"),
        "new-password",
        help_text=gettext_lazy("Douze caractères ou plus ; une phrase se retient bien."),
    )
    again = _password_field(gettext_lazy("Le nouveau, une seconde fois"), "new-password")

    def clean(self) -> dict:
        fields = super().clean() or {}
        new, again = fields.get("new"), fields.get("again")
        if new and again and new != again:
            self.add_error("again", _("Les deux ne sont pas les mêmes."))
        elif new:
            try:
                password_validation.validate_password(new, self.request.user)
            except ValidationError as error:
                self.add_error("new", error)
        return fields


class AddressForm(ConfirmedForm):
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique"),
        help_text=gettext_lazy("Pour recevoir un lien quand le mot de passe est oublié."),
        required=False,
    )
    field_order = ["email", "password"]


class CodeForm(ConfirmedForm):
    """Sets a second factor up: a code of the application shows that it has the seed."""

    code = forms.CharField(
        label=gettext_lazy("Code que l’application montre"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        max_length=20,
    )
    field_order = ["code", "password"]


class TokenForm(ConfirmedForm):
    """A token to be: what for, what it may do, for how long, how often."""

    name = forms.CharField(
        label=gettext_lazy("Nom"),
        help_text=gettext_lazy("Le programme ou la machine à qui vous le confiez."),
        max_length=LONGEST_NAME,
    )
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qu’il permet"),
        choices=Right,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valable"),
        choices=Lasting,
        coerce=int,
        initial=Lasting.SEASON,
    )
    limit = forms.IntegerField(
        label=gettext_lazy("Demandes par heure, au plus"),
        min_value=1,
        max_value=100_000,
        initial=1000,
    )
    field_order = ["name", "rights", "days", "limit", "password"]

    def __init__(self, request: DeskRequest, *args, **options):
        super().__init__(request, *args, **options)
        held = [right for right in Right if request.user.has_perm(right.permission)]
        choices = [(right.value, right.label) for right in held]
        self.fields["rights"].choices = choices  # type: ignore[attr-defined] # of a ChoiceField

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        fields = super().clean() or {}
        in_force = self.request.user.access_tokens.in_force()
        if in_force.count() >= MOST:
            message = _("Vous avez déjà %(most)s jetons : révoquez-en un d’abord.")
            raise ValidationError(message % {"most": MOST})
        if in_force.filter(name__iexact=fields.get("name", "")).exists():
            self.add_error("name", _("Un autre de vos jetons porte ce nom."))
        return fields


class RoleField(forms.ModelChoiceField):
    def __init__(self, keeper: User, **options):
        super().__init__(
            keeping.offered_groups(keeper),
            label=gettext_lazy("Rôle"),
            empty_label=_("aucun"),
            required=False,
            **options,
        )


class RoleForm(forms.Form):
    def __init__(self, keeper: User, *args, **options):
        super().__init__(*args, **options)
        self.fields["role"] = RoleField(keeper)


class InvitationForm(forms.ModelForm):
    """An account to be: a name to log in with, an address if there is one, a role."""

    class Meta:
        model = User
        fields = ["username", "email"]
        field_classes = {"username": UsernameField}
        labels = {
            "username": gettext_lazy("Nom de connexion"),
            "email": gettext_lazy("Adresse électronique"),
        }
        help_texts = {
            "username": gettext_lazy("Lettres, chiffres et @ . + - _"),
            "email": gettext_lazy("Pour retrouver un mot de passe oublié ; peut manquer."),
        }

    def __init__(self, keeper: User, *args, **options):
        super().__init__(*args, **options)
        self.fields["role"] = RoleField(keeper)

    def clean_username(self) -> str:
        """Refuse « Claire » where there is a « claire »: nobody could tell them apart."""
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Ce nom est déjà celui d’un compte."))
        return name

    def role(self) -> Group | None:
        return self.cleaned_data["role"]
