"""What the editors say to the search: words that count as others, what comes first or weighs more.

`models.steering` has what changes these.
"""

from collections.abc import Sequence
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import text
from archive.models import stamps
from archive.models.magazines import Publication
from archive.models.names import FormerAddress, Tag, TagAlias

LONGEST_WORDS = 80  # characters of a word or phrase
LONGEST_QUERY = 200
LONGEST_REASON = 300
MOST_WORDS = 12  # in one equivalent
SAME, BECOMES = " = ", " → "  # between words that count as each other; before those that count too
LEAST_FACTOR, GREATEST_FACTOR = 0.25, 4.0


def word_key(word: str) -> str:
    """Return a word or phrase without case and accents, cut where that makes it far longer."""
    return text.fold(word)[: 2 * LONGEST_WORDS]


def query_key(query: str) -> str:
    """Return a query (as parsing prints it) without case and accents."""
    return text.fold(query)[: 2 * LONGEST_QUERY]


class Origin(models.TextChoices):
    STARTER = "starter", _("liste de départ")
    EDITOR = "editor", _("éditeur")
    PROPOSAL = "proposal", _("proposé par l’archive")


class EquivalentState(models.TextChoices):
    OPEN = "open", _("à examiner")
    ACCEPTED = "accepted", _("en vigueur")
    REFUSED = "refused", _("refusé")


class EquivalentQuerySet(models.QuerySet["Equivalent"]):
    def in_force(self) -> Self:
        return self.filter(state=EquivalentState.ACCEPTED)

    def open(self) -> Self:
        """Return what the archive proposes and nobody has answered."""
        return self.filter(state=EquivalentState.OPEN)

    def holding(self, word: str) -> Self:
        """Return those that have this very word or phrase, accents and case aside."""
        folded = word_key(word)
        places = Q(key__startswith=f"{folded}>")
        for pattern in (f"|{folded}|", f">{folded}|"):
            places |= Q(key__contains=pattern)
        return self.filter(places)


class Equivalent(models.Model):
    """Words and phrases of which each counts as the others; with `one_way`, for the first alone.

    `text` has them one after another, between SAME.
    """

    text = models.CharField(_("mots"), max_length=MOST_WORDS * (LONGEST_WORDS + len(SAME)))
    one_way = models.BooleanField(_("dans un seul sens"), default=False)
    origin = models.CharField(_("origine"), max_length=10, choices=Origin, default=Origin.EDITOR)
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=EquivalentState,
        default=EquivalentState.ACCEPTED,
        db_index=True,
    )
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)
    # The words without case and accents, in one order: the same words are one row.
    key = models.CharField(max_length=2000, unique=True, editable=False)

    objects = EquivalentQuerySet.as_manager()

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = _("équivalent")
        verbose_name_plural = _("équivalents")

    def __str__(self):
        first, *equivalents = self.words
        if self.one_way:
            return first + BECOMES + SAME.join(equivalents)
        return self.text

    def save(self, *args, **kwargs):
        self.key = equivalent_key(self.words, self.one_way)
        super().save(*args, **kwargs)

    @property
    def words(self) -> list[str]:
        return self.text.split(SAME)


def equivalent_key(words: Sequence[str], one_way: bool) -> str:
    """Return what equivalents of the same words in the same sense share.

    `|bogue|bug|` both ways, `bogue>anomalie|bug|` one way.
    """
    folded = [word_key(word) for word in words]
    if one_way:
        return f"{folded[0]}>{'|'.join(sorted(folded[1:]))}|"
    return f"|{'|'.join(sorted(folded))}|"


class Pin(models.Model):
    """Editorials that come first where something is asked, in this order, until a day."""

    query = models.CharField(_("recherche"), max_length=LONGEST_QUERY)
    editorials = models.JSONField(_("éditoriaux"), default=list)  # ids
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)  # the last day
    key = models.CharField(max_length=LONGEST_QUERY * 2, unique=True, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("recherche épinglée")
        verbose_name_plural = _("recherches épinglées")

    def __str__(self):
        return self.query

    def save(self, *args, **kwargs):
        self.key = query_key(self.query)
        super().save(*args, **kwargs)

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()


class WeightFacet(models.TextChoices):
    PUBLICATION = "publication", _("revue")
    SECTION = "section", _("rubrique")
    TAG = "tag", _("mot-clé")


class Weight(models.Model):
    """How many times as much an editorial counts for its magazine, its section or a tag."""

    facet = models.CharField(_("sorte"), max_length=12, choices=WeightFacet)
    value = models.CharField(_("nom"), max_length=200)  # the slug; of a section its name
    factor = models.FloatField(
        _("poids"),
        validators=[MinValueValidator(LEAST_FACTOR), MaxValueValidator(GREATEST_FACTOR)],
    )
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["facet", "value"]
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_row_a_weight")]
        verbose_name = _("poids")
        verbose_name_plural = _("poids")

    def __str__(self):
        return f"{self.get_facet_display()} {self.value} × {self.factor:g}"


class Correction(models.Model):
    """A word or phrase that is read as another, or for which another is suggested."""

    typed = models.CharField(_("mots tapés"), max_length=LONGEST_WORDS)
    read = models.CharField(_("lus comme"), max_length=LONGEST_WORDS)
    # Read instead of what was typed; otherwise only suggested.
    instead = models.BooleanField(_("lire à la place"), default=False)
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)
    key = models.CharField(max_length=LONGEST_WORDS * 2, unique=True, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("correction de recherche")
        verbose_name_plural = _("corrections de recherche")

    def __str__(self):
        return self.typed + BECOMES + self.read

    def save(self, *args, **kwargs):
        self.key = word_key(self.typed)
        super().save(*args, **kwargs)


# Whatever a process keeps of these is right as long as their stamp is the same.


class Stamp(stamps.Stamp):
    """That something changed by which words are read."""


def stamp() -> stamps.State:
    """Return what tells the present state of all that words are read by from any other."""
    return Stamp.state()


def _changed(**_signal) -> None:
    Stamp.leave()
    for waiting in connection.run_on_commit:
        if waiting[1] == Stamp.make_few:
            return
    transaction.on_commit(Stamp.make_few, robust=True)


def _named_again(instance: Tag, created: bool, **_signal) -> None:
    """Note a tag whose name may tell what another word means.

    Most are new, with a plain name: an import makes thousands of these.
    """
    if not created or "(" in instance.name:
        _changed()


_SAVED: list[type[models.Model]]
_SAVED = [Equivalent, Pin, Weight, Correction, TagAlias, FormerAddress]
_DELETED: list[type[models.Model]]
_DELETED = [Equivalent, Pin, Weight, Correction, TagAlias, Tag, Publication]
for _model in _SAVED:
    post_save.connect(_changed, sender=_model)
for _model in _DELETED:
    post_delete.connect(_changed, sender=_model)
post_save.connect(_named_again, sender=Tag)
