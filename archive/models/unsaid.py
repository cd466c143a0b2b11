"""What readers are told where the page of an editorial does not say it, or the archive says it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import dates
from archive.models.editorials import Editorial

UNKNOWN_AUTHOR = _("auteur inconnu")
UNKNOWN_MAGAZINE = _("revue inconnue")
SUPPLIED_TITLE = _("titre donné par l’archive")
ONLY_PICTURES = _("cet article n’avait que des images")
QUALIFIERS = "?~%"  # of an EDTF, behind it


def date_in_words(editorial: Editorial) -> str:
    """Return the date in words; of an unknown one what the text makes believe, if it does."""
    if editorial.date:
        return editorial.date_display
    return _guess(editorial) or editorial.date_display


def remarks(editorial: Editorial) -> list[str]:
    """Return what is to be known of the title and the text; nothing for most editorials."""
    remarks: list[str] = []
    if editorial.title and editorial.title_supplied:
        remarks.append(str(SUPPLIED_TITLE))
    if had_only_pictures(editorial):
        remarks.append(str(ONLY_PICTURES))
    return remarks


def had_only_pictures(editorial: Editorial) -> bool:
    """Return whether the import has found no text, and nobody has given one since."""
    return bool(_doubts(editorial, "text", "empty"))


def _guess(editorial: Editorial) -> str:
    for value in _doubts(editorial, "date", "guess"):
        day = dates.valid_or_empty(value)
        if day:
            day_in_words = dates.display(day.rstrip(QUALIFIERS))
            return gettext("peut-être vers %(date)s, d’après le texte") % {"date": day_in_words}
    return ""


def _doubts(editorial: Editorial, field: str, code: str) -> list[str]:
    """Return the values of the doubts of this kind."""
    values = []
    for doubt in editorial.doubts:
        if (doubt["field"], doubt["code"]) == (field, code):
            values.append(doubt["value"])
    return values
