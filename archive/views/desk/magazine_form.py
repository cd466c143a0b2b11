"""A magazine as editors describe it: with when it appeared, and what came before and after it."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.forms import LinesField
from archive.models import Period, Publication
from archive.models.days import edtf

MOST_LINES = 50
LONGEST_SLUG = 100
LONGEST_FREQUENCY = Period._meta.get_field("frequency").max_length or 0


def _lines(typed: str) -> list[str]:
    """Return the lines that are not empty. Raises ValidationError for too many."""
    lines = [text.seen_line(line) for line in typed.splitlines()]
    lines = list(filter(None, lines))
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Au plus %(most)s lignes.") % {"most": MOST_LINES})
    return lines


class PeriodsField(LinesField):
    """« 1998/2004 ; mensuel », one a line: [[dates in EDTF, how often], …] in their order."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, typed):
        periods = []
        for line in _lines(super().to_python(typed)):
            date, _sign, frequency = line.partition(";")
            frequency = frequency.strip()
            if len(frequency) > LONGEST_FREQUENCY:
                raise ValidationError(_("Cette périodicité est trop longue."))
            if not date.strip():
                raise ValidationError(_("Une période commence par sa date : 1998/2004 ; mensuel."))
            try:
                period = [edtf(date.strip()), frequency]
            except ValidationError as error:
                raise ValidationError(error.messages) from None
            if period not in periods:
                periods.append(period)
        return sorted(periods)

    @staticmethod
    def as_lines(periods: Sequence[Sequence[str]]) -> str:
        """Return periods as they are typed."""
        lines = [f"{date} ; {frequency}" if frequency else date for date, frequency in periods]
        return "\n".join(lines)


class MagazinesField(LinesField):
    """Names of magazines that there are, or their addresses, one a line: the magazines."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, typed):
        magazines = [_magazine(line) for line in _lines(super().to_python(typed))]
        return list(dict.fromkeys(magazines))


def _magazine(typed: str) -> Publication:
    """Return the magazine of a name, or of an address. Raises ValidationError without one."""
    magazine = Publication.objects.filter(key=text.fold(typed)).first()
    if magazine is None and "/" in typed:
        magazine = Publication.objects.at(typed.rstrip("/").rpartition("/")[2][:LONGEST_SLUG])
    if magazine is None:
        message = _("L’archive n’a pas de revue « %(name)s ».")
        raise ValidationError(message % {"name": typed[:LONGEST_SLUG]})
    return magazine


class MagazineForm(forms.ModelForm):
    """What an editor says of a magazine. `seal` says which state of it was shown."""

    periods = PeriodsField(
        label=gettext_lazy("Parution"),
        help_text=gettext_lazy(
            "Une période par ligne ; la périodicité après un point-virgule : 1998/2004 ; mensuel."
            " 2005/.. : depuis 2005."
        ),
        required=False,
    )
    predecessors = MagazinesField(
        label=gettext_lazy("A succédé à"),
        help_text=gettext_lazy("Une revue de l’archive par ligne."),
        required=False,
    )
    successors = MagazinesField(
        label=gettext_lazy("Revues qui lui ont succédé"),
        help_text=gettext_lazy("Une revue de l’archive par ligne."),
        required=False,
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Publication
        fields = ("name", "issn", "description", "publisher", "publisher_url", "subscription_url")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    field_order = ("name", "issn", "description", "periods", "predecessors", "successors")

    @staticmethod
    def lineage_of(magazine: Publication) -> dict[str, str]:
        """Return what the form shows of the rows beside a magazine."""
        periods = magazine.periods.order_by("date", "pk").values_list("date", "frequency")
        shown = {"periods": PeriodsField.as_lines(list(periods))}
        for name in ("predecessors", "successors"):
            shown[name] = "\n".join(map(str, getattr(magazine, name).order_by("key")))
        return shown
