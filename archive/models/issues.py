"""Issues of magazines: a row for each that an editorial says it is of, whatever the spelling.

An editorial keeps what was printed and has beside it the slug of that. So both are one by magazine
and slug, without a key that each change of a number would have to move.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self
from urllib.parse import quote

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive import issues, text
from archive.models.chunks import chunks
from archive.models.days import edtf
from archive.models.magazines import Publication

LONGEST_NUMBER = 100  # characters, as an editorial prints it
Printed = tuple[int | None, str]  # a magazine's id and an issue as an editorial of it prints it


class IssueQuerySet(models.QuerySet["Issue"]):
    def make_sure(self, printed: Iterable[Printed]) -> None:
        """Make those of these that are not there yet, called as the first of them prints it.

        Nobody's work, so no operation notes it: an issue that no editorial is of is told to nobody.
        """
        wanted: dict[int, dict[str, str]] = {}
        for magazine, number in printed:
            slug = issues.slug(number)
            if magazine and slug:
                wanted.setdefault(magazine, {}).setdefault(slug, number)
        missing = []
        for magazine, numbers in wanted.items():
            for slugs in chunks(numbers):
                there = self.filter(publication=magazine, slug__in=slugs).order_by()
                new = set(slugs).difference(there.values_list("slug", flat=True))
                missing += [Issue.printed(magazine, numbers[slug]) for slug in sorted(new)]
        # Another may make the same at this moment.
        Issue.objects.bulk_create(missing, ignore_conflicts=True)

    def borne_by(self, editorials: QuerySet) -> Self:
        """Return those that any of these editorials is of."""
        of_issue = editorials.filter(
            publication=OuterRef("publication"), issue_slug=OuterRef("slug")
        )
        return self.filter(Exists(of_issue.order_by()))


class Beside(NamedTuple):
    """The issues before and after another of its numbering; None at an end."""

    before: "Issue | None"
    after: "Issue | None"


class Issue(models.Model):
    """One issue of a magazine: what it is called, and what is known of it beside its editorials."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="issues", verbose_name=_("revue")
    )
    number = models.CharField(
        _("numéro"), max_length=LONGEST_NUMBER, help_text=_("Comme il est imprimé.")
    )
    slug = models.CharField(max_length=LONGEST_NUMBER, editable=False)
    # Its place among the others: `issues.place`.
    numbering = models.CharField(max_length=LONGEST_NUMBER, editable=False)
    rank = models.CharField(max_length=issues.LONGEST_RANK, editable=False)
    title = models.CharField(_("titre"), max_length=500, blank=True)
    date = models.CharField(
        _("date (EDTF)"),
        max_length=40,
        blank=True,
        help_text=_("2004-05/2004-06 pour mai-juin 2004 ; vide si inconnue."),
    )
    # Without a key of the database: where the capture's editorial is deleted and comes back, the
    # cover comes back as well.
    cover = models.ForeignKey(
        "archive.Capture",
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("couverture"),
        help_text=_("Une image captée, d’un éditorial de ce numéro."),
    )

    # Ids of its editorials in the order of its contents, where that is not the order of the pages.
    contents = models.JSONField(_("sommaire"), default=list, blank=True, db_default=[])

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "numbering", "rank", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "slug"], name="one_row_an_issue")
        ]
        indexes = [
            models.Index(
                fields=["publication", "numbering", "rank", "slug"], name="issues_in_series"
            )
        ]
        verbose_name = _("numéro")
        verbose_name_plural = _("numéros")

    def __str__(self):
        return self.name

    @classmethod
    def printed(cls, magazine: int, number: str) -> Self:
        """Return the row, not saved, of an issue as printed."""
        issue = cls(publication_id=magazine, number=number)
        issue.derive()
        return issue

    @property
    def name(self) -> str:
        """What it is called: « n° 36 »."""
        return issues.name(self.number)

    def derive(self) -> None:
        """Set what follows from the number."""
        self.slug = issues.slug(self.number)
        self.numbering, self.rank = issues.place(self.slug)

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "numbering", "rank"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address(self.publication, self.slug)

    def editorials(self) -> QuerySet:
        """Return the editorials that are of it, whatever their state."""
        return apps.get_model("archive", "Editorial").objects.filter(
            publication=self.publication_id, issue_slug=self.slug
        )

    def in_order(self, rows: Iterable[tuple[int, str, str]]) -> list[int]:
        """Return the numbers of editorials of (number, page, title) in the order of its contents.

        Those that the contents do not have come by page, then by title.
        """
        ranks = {number: rank for rank, number in enumerate(self.contents)}
        places = []
        for number, page, title in rows:
            rank = ranks.get(number, len(ranks))
            places.append((rank, issues.page_place(page), text.fold(title), number))
        return [number for *_place, number in sorted(places)]

    def beside(self, editorials: QuerySet) -> Beside:
        """Return the issues before and after it, of those that any of these editorials is of."""
        others = Issue.objects.filter(publication=self.publication_id, numbering=self.numbering)
        others = others.borne_by(editorials)
        lower = others.filter(Q(rank__lt=self.rank) | Q(rank=self.rank, slug__lt=self.slug))
        higher = others.filter(Q(rank__gt=self.rank) | Q(rank=self.rank, slug__gt=self.slug))
        before = lower.order_by("-rank", "-slug").first()
        return Beside(before, higher.order_by("rank", "slug").first())

    def clean(self):
        self.date = edtf(self.date)
        slug = issues.slug(self.number)
        if not slug:
            raise ValidationError({"number": _("Ce n’est pas un numéro.")})
        stored = Issue.objects.filter(pk=self.pk).first()
        if stored and stored.is_another(self.publication_id, slug) and stored.editorials().exists():
            message = _(
                "Des éditoriaux sont de ce numéro : il s’écrit autrement, mais reste « %(name)s »."
                " C’est leur notice qui dit duquel ils sont."
            )
            raise ValidationError({"number": message % {"name": stored.name}})
        twins = Issue.objects.filter(publication=self.publication_id, slug=slug)
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError({"number": _("Cette revue a déjà ce numéro.")})

    def is_another(self, magazine: int, slug: str) -> bool:
        return (self.publication_id, self.slug) != (magazine, slug)

    def delete(self, *args, **kwargs):
        """Delete the row; raise ProtectedError while editorials are of it."""
        borne = self.editorials()
        if borne.exists():
            raise ProtectedError("Editorials are of this issue.", set(borne[:1]))
        return super().delete(*args, **kwargs)


def address(magazine: Publication, slug: str) -> str:
    """Return where the page of an issue is, by its magazine and its slug."""
    return f"{magazine.get_absolute_url()}{quote(slug)}/"
