"""Sheets: who and what the texts name, each with the forms of the name, and where it is named.

The rules of `archive.naming` find the names and `archive.mentions` keeps them. What editors decide
stands on the sheet and on which forms are its own: it stays when all is found anew.
"""

import re
from collections.abc import Iterable
from typing import Protocol, Self, TypeVar

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy

from archive import text
from archive.models.chunks import CHUNK
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorials import Editorial
from archive.models.names import LONGEST_NAME, Author, Named, NamedQuerySet

OTHER = "#"  # where names stand that begin with no letter
SEPARATORS = re.compile(r"[\s'‐‑–-]+")
MOST_PLACES = 60  # of one name in one editorial that are kept; more are counted


class Keyed(Protocol):
    """What is compared by a key of its name: a sheet, of a migration's time too."""

    name: str
    key: str


Row = TypeVar("Row", bound=Keyed)


def sheet_key(name: str) -> str:
    """Return a name as it is compared: « Côte d’Or » and « CÔTE-D'OR » have the same key."""
    return SEPARATORS.sub(" ", text.fold(name)).strip()[:LONGEST_NAME]


def rekeyed(rows: Iterable[Row]) -> list[Row]:
    """Return those sheets whose key is another by now, with that: nothing is saved."""
    outdated = []
    for row in rows:
        key = sheet_key(row.name)
        if row.key != key:
            row.key = key
            outdated.append(row)
    return outdated


class SheetKind(models.TextChoices):
    PERSON = "person", gettext_lazy("personne")
    FIRM = "firm", gettext_lazy("organisation")
    PLACE = "place", gettext_lazy("lieu")


class SheetQuerySet(NamedQuerySet["Sheet"]):
    def shown(self) -> Self:
        """Return those that readers may see: not hidden, named in a published editorial."""
        return self.filter(hidden=False, named_in__gt=0)

    def visible_to(self, user) -> Self:
        """Return those that readers may see; all to who may change them."""
        return self.all() if user.has_perm("archive.edit") else self.shown()

    def like(self, typed: str) -> Self:
        """Return those with this in their names, whatever accents, capitals or hyphens."""
        key = sheet_key(typed)
        return self.none() if typed and not key else self.filter(key__contains=key)

    def recount(self) -> None:
        """Count anew how many editorials name each of these."""
        named = Mention.objects.using(self.db).order_by().filter(form__sheet__in=self.values("pk"))
        counted = named.values_list("form__sheet").annotate(n=Count("editorial", distinct=True))
        counts = dict(counted)
        changed = []
        for pk, count in self.order_by().values_list("pk", "named_in"):
            if counts.get(pk, 0) != count:
                changed.append(Sheet(pk=pk, named_in=counts.get(pk, 0)))
        self.model._default_manager.bulk_update(changed, ["named_in"], batch_size=CHUNK)


class Sheet(Named):
    """A person, an organisation or a place that texts name."""

    LINK = "forms__mentions__editorial_id"

    kind = models.CharField(gettext_lazy("sorte"), max_length=10, choices=SheetKind)
    hidden = models.BooleanField(gettext_lazy("masquée"), default=False)
    wikidata = models.CharField("Wikidata", max_length=20, blank=True)
    viaf = models.CharField("VIAF", max_length=24, blank=True)
    author = models.ForeignKey(
        Author,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name=gettext_lazy("auteur"),
    )
    # An editor has decided something of it: it stays, be it named nowhere.
    curated = models.BooleanField(default=False, editable=False)
    # The name as it is filed, folded, and the letter where it stands: A to Z, # for another sign.
    filing = models.CharField(max_length=LONGEST_NAME, editable=False)
    initial = models.CharField(max_length=1, editable=False)
    # In how many published editorials, as `mentions.keeping` counts them.
    named_in = models.PositiveIntegerField(default=0, editable=False)

    objects = SheetQuerySet.as_manager()  # type: ignore[misc] # narrower than of what is named

    class Meta:
        ordering = ["key"]
        indexes = [
            models.Index(
                fields=["hidden", "initial", "kind", "filing", "named_in"],
                name="sheets_by_letter",
            ),
            models.Index(fields=["hidden", "-named_in"], name="sheets_by_number"),
        ]
        verbose_name = gettext_lazy("fiche")
        verbose_name_plural = gettext_lazy("fiches")

    def save(self, *args, **kwargs):
        self.file()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "filing", "initial"}
        super().save(*args, **kwargs)

    def keyed(self) -> str:
        """Return the name as it is compared: spaces, hyphens and apostrophes are the same."""
        return sheet_key(self.name)

    def file(self) -> None:
        """Set under what the sheet stands in an index."""
        self.filing = text.fold(self.filed)[:LONGEST_NAME]
        letter = self.filing[:1].upper()
        self.initial = letter if letter.isascii() and letter.isalpha() else OTHER

    @property
    def filed(self) -> str:
        """The name as an index has it: « Bihan, Yves » for a person."""
        return text.sort_name(self.name) if self.kind == SheetKind.PERSON else self.name

    def mentions(self) -> models.QuerySet["Mention"]:
        """Return where published editorials name it, the newest first."""
        rows = Mention.objects.filter(form__sheet=self, editorial__state=Editorial.State.PUBLISHED)
        return rows.order_by("-editorial__earliest", "-editorial_id", "pk")

    def editorials(self) -> EditorialQuerySet:
        """Return the published editorials that name it."""
        named = Mention.objects.filter(form__sheet=self).values("editorial")
        return Editorial.objects.published().filter(pk__in=named)

    def other_forms(self) -> list[str]:
        """Return the forms of the name beside the one that heads the sheet."""
        forms = self.forms.order_by("name").values_list("name", flat=True)
        return [form for form in dict.fromkeys(forms) if form != self.name]

    def signing(self) -> Author | None:
        """Return the author who an editor says it is, else the only one of that very name.

        None where readers know of none: of nobody who signed a published editorial.
        """
        if self.kind != SheetKind.PERSON:
            return None
        signed = Author.objects.filter(bylines__editorial__state=Editorial.State.PUBLISHED)
        if self.author_id:
            return signed.filter(pk=self.author_id).first()
        same = list(signed.filter(key=text.fold(self.name)).distinct()[:2])
        return same[0] if len(same) == 1 else None


class SheetForm(models.Model):
    """A form of a name, of one kind, and whose it is: the rules say the first, editors may move it.

    `taught`: it is looked for by itself, as it stands.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="forms")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=10, choices=SheetKind)
    taught = models.BooleanField(default=False, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "kind"], name="one_row_a_form_of_a_kind")
        ]
        ordering = ["name"]
        verbose_name = gettext_lazy("forme")

    def __str__(self):
        return self.name


class Mention(models.Model):
    """That an editorial names something, how often, and where in its text.

    `places` are « start-end » in the plain text, with spaces between; `tells`: beside one of them
    the text says who or what it is.
    """

    editorial = models.ForeignKey(
        Editorial, models.CASCADE, related_name="mentions", db_index=False
    )
    form = models.ForeignKey(SheetForm, models.CASCADE, related_name="mentions")
    number = models.PositiveIntegerField()
    tells = models.BooleanField(default=False)
    places = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["editorial", "form"], name="one_row_a_mention")
        ]
        verbose_name = gettext_lazy("mention")

    def __str__(self):
        return f"{self.form_id} × {self.number}"

    def spans(self) -> list[tuple[int, int]]:
        """Return from where to where in the text it is named."""
        spans = []
        for place in self.places.split():
            start, _dash, end = place.partition("-")
            spans.append((int(start), int(end)))
        return spans
