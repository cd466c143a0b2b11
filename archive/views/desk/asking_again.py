"""A form shown again as it was typed, with what is to be thought of before it is sent again."""

from django import forms
from django.http import QueryDict


def ask_again(form: forms.BaseForm, posted: QueryDict, message: str, **seen: str) -> None:
    """Tell what is to be thought of first; the form sent again, with what was `seen`, is saved."""
    fields = posted.copy()
    for name, shown in seen.items():
        fields[name] = shown
    form.data = fields
    form.add_error(None, message)


def is_outdated(form: forms.BaseForm, posted: QueryDict, seal: str, message: str) -> bool:
    """Return whether what a valid form describes was changed since it was shown, and tell it there.

    `seal`: of its present state, which is seen now: sent again, the form's values hold.
    """
    if form.cleaned_data["seal"] == seal:
        return False
    ask_again(form, posted, message, seal=seal)
    return True
