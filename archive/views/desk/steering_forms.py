"""What editors fill in to steer the search: one form for each list at /desk/search/."""

import re
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.models import Editorial, Operation, Publication, Tag, steering
from archive.models.steering_rows import (
    LONGEST_QUERY,
    LONGEST_REASON,
    LONGEST_WORDS,
    MOST_WORDS,
    WeightFacet,
)
from archive.search.question.parsing import parse
from archive.search.reading.keys import keys

MOST_LINES = 2 * MOST_WORDS  # of a field; what is beyond is told by the model
_NUMBER = re.compile(r"(?:.*/editorials/)?(\d{1,18})(?:[/?#].*)?")
_FACTOR = re.compile(r"\d{1,2}(?:[.,]\d{1,4})?")


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()][:MOST_LINES]


class SteeringForm(forms.Form):
    """A form that changes the search. `prefilled`: the field that an address may fill in."""

    prefilled: ClassVar[str]
    order: ClassVar[list[str]]

    why = forms.CharField(label=gettext_lazy("Raison"), max_length=LONGEST_REASON, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.order_fields(self.order)

    def apply(self, by) -> Operation:
        """Do what the valid form says; raise ValidationError where that cannot be."""
        raise NotImplementedError


class EquivalentForm(SteeringForm):
    """Words that count as each other, one a line."""

    prefilled = "words"
    order = ["words", "one_way", "why"]

    words = forms.CharField(
        label=gettext_lazy("Mots"),
        help_text=gettext_lazy("Un mot ou une expression par ligne, deux au moins."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        max_length=MOST_LINES * LONGEST_WORDS,
    )
    one_way = forms.BooleanField(
        label=gettext_lazy("Dans un seul sens"),
        help_text=gettext_lazy("Qui tape le premier trouve aussi les autres, et non l’inverse."),
        required=False,
    )

    def clean_words(self) -> list[str]:
        words = _lines(self.cleaned_data["words"])
        refuse_function_words(words)
        return steering.cleaned(words)

    def apply(self, by) -> Operation:
        fields = self.cleaned_data
        return steering.add(fields["words"], fields["one_way"], by, fields["why"])


def refuse_function_words(words: list[str]) -> None:
    """Raise ValidationError where one of the words says nothing by itself: « de la »."""
    for word in words:
        if any(map(str.isalnum, word)) and not keys(word):
            message = _("« %(word)s » n’a que des mots-outils, que la recherche ne compte pas.")
            raise ValidationError(message % {"word": word})


class PinForm(SteeringForm):
    """The editorials that come first for a query."""

    prefilled = "query"
    order = ["query", "editorials", "until", "why"]

    query = forms.CharField(
        label=gettext_lazy("Recherche"),
        help_text=gettext_lazy("Telle qu’on la tape ; majuscules et accents sont indifférents."),
        max_length=LONGEST_QUERY,
    )
    editorials = forms.CharField(
        label=gettext_lazy("Éditoriaux"),
        help_text=gettext_lazy("Un numéro ou une adresse par ligne, dans l’ordre voulu."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )
    until = forms.DateField(
        label=gettext_lazy("Jusqu’au"),
        help_text=gettext_lazy("Dernier jour ; vide : sans fin."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def clean_query(self) -> str:
        query = str(parse(self.cleaned_data["query"]))
        if not query:
            raise ValidationError(_("Dites pour quelle recherche."))
        return query

    def clean_editorials(self) -> list[int]:
        numbers = []
        for line in _lines(self.cleaned_data["editorials"]):
            number = _NUMBER.fullmatch(line)
            if not number:
                message = _("« %(line)s » n’est ni un numéro ni une adresse d’éditorial.")
                raise ValidationError(message % {"line": line[:60]})
            numbers.append(int(number[1]))
        return numbers

    def apply(self, by) -> Operation:
        fields = self.cleaned_data
        return steering.pin(
            fields["query"], fields["editorials"], fields["until"], by, fields["why"]
        )


class WeightForm(SteeringForm):
    """How many times as much the editorials of a magazine, a section or a tag count."""

    prefilled = "name"
    order = ["facet", "name", "factor", "why"]

    facet = forms.ChoiceField(label=gettext_lazy("Sorte"), choices=WeightFacet.choices)
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    factor = forms.CharField(
        label=gettext_lazy("Poids"),
        help_text=gettext_lazy("De 0,25 (quatre fois moins) à 4 (quatre fois plus)."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        max_length=8,
    )

    def clean_factor(self) -> float:
        typed = self.cleaned_data["factor"].strip()
        if not _FACTOR.fullmatch(typed):
            raise ValidationError(_("Le poids va d’un quart (0,25) à 4."))
        return float(typed.replace(",", "."))

    def apply(self, by) -> Operation:
        fields = self.cleaned_data
        address = _value(fields["facet"], fields["name"].strip())
        return steering.weigh(fields["facet"], address, fields["factor"], by, fields["why"])


def _value(facet: str, name: str) -> str:
    """Return what a weight keeps of a name: the address, of a section its name."""
    if facet == WeightFacet.SECTION:
        sections = Editorial.objects.filter(section__iexact=name).order_by()
        return sections.values_list("section", flat=True).first() or name
    if facet == WeightFacet.PUBLICATION:
        magazine = Publication.objects.filter(key=text.fold(name)).first()
        return magazine.slug if magazine else name
    for tag in Tag.objects.known_as([name]).values():
        return tag.slug
    return name


class CorrectionForm(SteeringForm):
    """What is suggested for a word, or read in its place."""

    prefilled = "typed"
    order = ["typed", "read", "instead", "why"]

    typed = forms.CharField(label=gettext_lazy("Mots tapés"), max_length=LONGEST_WORDS)
    read = forms.CharField(label=gettext_lazy("À lire"), max_length=LONGEST_WORDS)
    instead = forms.BooleanField(
        label=gettext_lazy("Lire à la place"),
        help_text=gettext_lazy("Sinon, c’est seulement suggéré : « Essayez »."),
        required=False,
    )

    def clean(self) -> dict:
        fields = super().clean() or {}
        refuse_function_words([fields.get("typed", ""), fields.get("read", "")])
        return fields

    def apply(self, by) -> Operation:
        fields = self.cleaned_data
        return steering.correct_words(
            fields["typed"], fields["read"], fields["instead"], by, fields["why"]
        )
