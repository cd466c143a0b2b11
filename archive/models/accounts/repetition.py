"""A password that only says the same again: long enough, and guessed as soon as its part."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class RepetitionValidator:
    """Refuses a part that is said twice or more, as « passwordpassword » or the name three times.

    Lists of common passwords and likeness to a name look at the whole, and miss it.
    """

    def validate(self, password: str, user=None) -> None:
        folded = password.casefold()
        # A text is found in its own double before its end only where it repeats a part of it.
        if (folded + folded).find(folded, 1) < len(folded):
            raise ValidationError(self.get_help_text(), code="password_repeats")

    def get_help_text(self) -> str:
        return _("Ce mot de passe répète une même suite de signes.")
