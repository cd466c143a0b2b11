"""Figures as the reader's language prints them."""

from django.utils import formats


def number(count: int) -> str:
    """Return 36141 as « 36 141 » in French, “36,141” in English."""
    if 0 <= count < 1000:
        return str(count)
    return formats.number_format(count, use_l10n=True, force_grouping=True)
