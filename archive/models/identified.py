"""When a person lived, and the numbers by which libraries know them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import dates
from archive.identifiers import SCHEMES, Scheme
from archive.models.days import edtf

LONGEST_TYPED = 60  # characters of what was typed that a refusal repeats


def identifier(typed: str, scheme: Scheme) -> str:
    """Return an identifier out of what was typed, its address too; "" for nothing.

    Raises ValidationError where it is none.
    """
    try:
        return scheme.valid(typed)
    except ValueError:
        message = _("« %(typed)s » n’est pas un identifiant de %(where)s.")
        told = {"typed": typed[:LONGEST_TYPED], "where": scheme.name}
        raise ValidationError(message % told) from None


def _dated(label) -> models.CharField:
    return models.CharField(label, max_length=40, blank=True, default="", db_default="")


def _numbered(label: str) -> models.CharField:
    return models.CharField(label, max_length=24, blank=True, default="", db_default="")


class Identified(models.Model):
    """Who may be dead, and known elsewhere.

    The defaults are the database's too: code of before, which knows nothing of them, writes on.
    """

    born = _dated(_("naissance (EDTF)"))
    died = _dated(_("mort (EDTF)"))
    isni = _numbered("ISNI")
    viaf = _numbered("VIAF")
    wikidata = _numbered("Wikidata")

    class Meta:
        abstract = True

    def clean(self):
        """Put dates and identifiers into their one form; raise ValidationError for none."""
        super().clean()
        for column in ("born", "died"):
            try:
                setattr(self, column, edtf(getattr(self, column)))
            except ValidationError as error:
                raise ValidationError({column: error.messages}) from None
        _first, last = dates.bounds(self.died)
        first, _last = dates.bounds(self.born)
        if first and last and last < first:
            raise ValidationError({"died": _("Cette date est avant celle de la naissance.")})
        for column, scheme in SCHEMES.items():
            try:
                setattr(self, column, identifier(getattr(self, column), scheme))
            except ValidationError as error:
                raise ValidationError({column: error.messages}) from None

    @property
    def life(self) -> str:
        """When the person lived, as it is read: « 1935 – 2004 »; "" where it is unknown."""
        born = dates.display(self.born) if self.born else ""
        died = dates.display(self.died) if self.died else ""
        if born and died:
            return f"{born} – {died}"
        if born:
            return _("naissance : %(date)s") % {"date": born}
        if died:
            return _("mort : %(date)s") % {"date": died}
        return ""

    def same_as(self) -> list[tuple[str, str, str]]:
        """Return (name of who gives it, identifier, address of its page) of each identifier."""
        pages = []
        for column, scheme in SCHEMES.items():
            number = getattr(self, column)
            if number:
                pages.append((scheme.name, number, scheme.address(number)))
        return pages
