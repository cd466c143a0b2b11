"""Numbers as people and addresses give them, and as the reader's language prints them."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Digits: databases take no longer numbers.
LONGEST_TYPED = 18


def typed(text: str) -> int | None:
    """Return the number that an address or a form gives; None where it is none.

    It is in the digits 0 to 9, and in no more of them than databases take.
    """
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_TYPED:
        return int(text)
    return None


def number(count: int) -> str:
    """Return 36141 as « 36 141 » in French, “36,141” in English."""
    if 0 <= count < 1000:
        return str(count)
    return formats.number_format(count, use_l10n=True, force_grouping=True)


def rate(amount: float, is_share: bool) -> str:
    """Return a number of occurrences as it is read; with two digits where it `is_share` of words.

    « 0,32 » in French, “0.32” in English.
    """
    if not is_share:
        return number(round(amount))
    return formats.number_format(amount, 2, use_l10n=True)


def editorials(count: int) -> str:
    """Return « 36 141 éditoriaux », « 1 éditorial » or « aucun éditorial »."""
    if not count:
        return _("aucun éditorial")
    return ngettext("%(n)s éditorial", "%(n)s éditoriaux", count) % {"n": number(count)}


def share(part: int, whole: int) -> str:
    """Return 12 of 360 as « 3,3 % » in French, “3.3%” in English.

    It is never rounded to none or to all; "–" where there is nothing to have a share of.
    """
    if not whole:
        return "–"
    digits = 0
    percents: float = 100 * part / whole
    if 0 < percents < 10:
        digits = 1
        percents = max(round(percents, 1), 0.1)
    elif part < whole:
        percents = min(round(percents), 99)
    return _("%(n)s %%") % {"n": formats.number_format(percents, digits, use_l10n=True)}
