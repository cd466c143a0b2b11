"""The editorial and what belongs to it. Dates are EDTF; their earliest and latest days are derived, never typed."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import addresses, dates, text
from archive.models.names import Author, Publication, Tag

# Sent with `ids`, editorials that were changed past the signals of their models: rows written in bulk send none of these.
editorials_changed = Signal()


@lru_cache(maxsize=4)  # an import asks for the same more than once
def derived(html: str) -> tuple[str, str, str]:
    """(cleaned HTML, its plain text, the fingerprint of that)."""
    cleaned = text.clean_html(html)
    plain = text.plain(cleaned)
    return cleaned, plain, text.fingerprint(plain)


# facet -> where an editorial's values of it stand
FACET_COLUMNS = {
    "year": "years__year",
    "publication": "publication__slug",
    "author": "bylines__author__slug",
    "tag": "tags__slug",
    "language": "language",
}


class EditorialQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Editorial.State.PUBLISHED)

    def having(self, facet: str, values) -> "EditorialQuerySet":
        """Those that have any of these values of a facet: slugs, codes, years."""
        return self.filter(**{f"{FACET_COLUMNS[facet]}__in": values})

    def unpublished(self):
        return self.exclude(state=Editorial.State.PUBLISHED)

    def visible_to(self, user):
        """Editors see drafts as well; a withdrawn editorial is answered for by its page alone."""
        return (
            self.exclude(state=Editorial.State.WITHDRAWN)
            if user.has_perm("archive.edit")
            else self.published()
        )

    def published_among(self, ids) -> dict[int, "Editorial"]:
        """{id: editorial} of those of them that are published. What `only` is given must have `state`."""
        # Asked of the database, the state would be looked up first: ten times as slow for twenty of 36,000.
        return {
            pk: row
            for pk, row in self.in_bulk(ids).items()
            if row.state == Editorial.State.PUBLISHED
        }

    def in_order(self):
        """Newest first; the undated last."""
        return self.order_by(F("earliest").desc(nulls_last=True), "-pk")

    def for_list(self):
        """All that a list of editorials shows, in a bounded number of queries, without the long texts."""
        return (
            self.select_related("publication")
            .prefetch_related("bylines__author", "tags")
            .defer("body", "text", "imported")
        )

    def in_year(self, year: int):
        """Those that may be of that year, as far as is known."""
        return self.filter(years__year=year)

    def in_month(self, year: int, month: int):
        """Those known to be of that month."""
        first, last = dates.bounds(f"{year:04}-{month:02}")
        return self.filter(earliest__gte=first, latest__lte=last)

    def undated(self):
        return self.filter(years__isnull=True)

    def doubtful(self):
        return self.exclude(doubts=[])

    def demonstration(self):
        """The invented editorials of `load_demo`."""
        # Not `startswith`: SQLite would read all rows for it, on every page.
        return self.filter(source_id__gte="demo-", source_id__lt="demo.")

    def by_year(self) -> dict[int, int]:
        """{year: number of editorials that may be of that year}, in order."""
        rows = (
            self.filter(years__isnull=False)
            .values_list("years__year")
            .annotate(n=Count("pk", distinct=True))
        )
        return dict(rows.order_by("years__year"))


class Editorial(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")
        WITHDRAWN = "withdrawn", _("retiré")

    title = models.CharField(_("titre"), max_length=500, blank=True)
    title_supplied = models.BooleanField(
        _("titre restitué"),
        default=False,
        help_text=_("La page ne porte pas de titre ; celui-ci est restitué."),
    )
    slug = models.SlugField(max_length=100, editable=False)
    standfirst = models.TextField(_("chapô"), blank=True)
    body = models.TextField(_("texte (HTML)"), blank=True)
    text = models.TextField(editable=False, blank=True)
    language = models.CharField(
        _("langue"),
        max_length=12,
        blank=True,
        default="fr",
        help_text=_("Code ISO 639, par exemple fr ou en."),
    )
    date = models.CharField(
        _("date (EDTF)"),
        max_length=40,
        blank=True,
        help_text=_(
            "2001-02-12, 2001-02, 2004~ (vers 2004), 2004? (incertaine) ; vide si inconnue."
        ),
    )
    earliest = models.DateField(_("au plus tôt"), null=True, editable=False, db_index=True)
    latest = models.DateField(_("au plus tard"), null=True, editable=False)
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editorials",
        verbose_name=_("revue"),
    )
    section = models.CharField(_("rubrique"), max_length=200, blank=True)
    issue = models.CharField(_("numéro"), max_length=100, blank=True)
    page = models.CharField(_("page"), max_length=40, blank=True)
    authors = models.ManyToManyField(Author, through="Byline", related_name="editorials")
    tags = models.ManyToManyField(Tag, through="Tagging", related_name="editorials")
    source_url = models.URLField(_("adresse d’origine"), max_length=1000, blank=True)
    # `source_url` in the form that all its variants share.
    address = models.CharField(
        max_length=addresses.LONGEST, editable=False, blank=True, default="", db_index=True
    )
    source_id = models.CharField(
        _("identifiant d’origine"), max_length=300, blank=True, db_index=True
    )
    state = models.CharField(
        _("état"), max_length=10, choices=State, default=State.PUBLISHED, db_index=True
    )
    doubts = models.JSONField(_("doutes"), default=list, blank=True)
    imported = models.JSONField(
        default=dict, editable=False
    )  # what the last import said: the base of the next merge
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    created_at = models.DateTimeField(_("entré le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    # Raised by each save and by each operation that changes bylines, tags or captures: tells a form that it is stale.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EditorialQuerySet.as_manager()

    class Meta:
        ordering = [F("earliest").desc(nulls_last=True), "-pk"]
        indexes = [
            # With what lists by time count and narrow by, so that the rows and their long texts are not read for it.
            models.Index(
                fields=["state", "-earliest", "-id", "latest", "publication", "date"],
                name="newest_first",
            ),
            models.Index(
                fields=["publication", "state", "earliest", "id", "latest", "date"],
                name="in_a_publication",
            ),
        ]
        verbose_name = _("éditorial")
        verbose_name_plural = _("éditoriaux")

    def __str__(self):
        return self.heading

    @property
    def heading(self) -> str:
        """The title; in square brackets, as librarians write it, where the page bore none."""
        if not self.title:
            return str(_("[Sans titre]"))
        return f"[{self.title}]" if self.title_supplied else self.title

    @property
    def is_demonstration(self) -> bool:
        return self.source_id.startswith("demo-")

    @property
    def date_display(self) -> str:
        return dates.display(self.date)

    def get_absolute_url(self):
        return reverse("article", args=[self.pk, self.slug])

    def clean(self):
        try:
            self.date = dates.valid(self.date) if self.date else ""
        except ValueError:
            printed, self.date = self.date, dates.parse_french(self.date) or ""
            if not self.date:
                message = _(
                    "« %(date)s » n’est pas une date : écrivez par exemple 2001-02-12, 2001-02 ou « mai 2001 »."
                )
                raise ValidationError({"date": message % {"date": printed}}) from None

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields") is not None:
            derived = {
                "body",
                "text",
                "slug",
                "earliest",
                "latest",
                "fingerprint",
                "address",
                "updated_at",
                "version",
            }
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        added = self._state.adding
        if not added:
            self.version = F("version") + 1
        try:
            super().save(*args, **kwargs)
        finally:
            if not added:
                del self.__dict__["version"]  # read from the database again when it is asked for
        self._save_years(added)

    def derive(self):
        """Sets what follows from title, body, date and address; `save` does it, and who saves in bulk has to."""
        self.body, self.text, self.fingerprint = derived(self.body)
        self.slug = text.slug(self.title)
        self.address = addresses.canonical(self.source_url)
        self.earliest, self.latest = dates.bounds(self.date) if self.date else (None, None)

    def _save_years(self, added: bool):
        wanted = self.years_to_be()
        known = set() if added else set(self.years.values_list("year", flat=True))
        if {row.year for row in wanted} != known:
            self.years.all().delete()
            EditorialYear.objects.bulk_create(wanted)

    def years_to_be(self) -> list["EditorialYear"]:
        """The rows, not saved, of the years that the date may be of."""
        years = sorted(set(dates.years(self.date))) if self.date else []
        return [EditorialYear(editorial=self, year=year) for year in years]

    def set_bylines(self, printed: list[tuple[Author | None, str, str]]):
        """Replaces the bylines by (author, name as printed, role) in that order."""
        rows = [
            Byline(
                editorial=self, author=author, name=name[:200], role=role[:200], position=position
            )
            for position, (author, name, role) in enumerate(printed)
        ]
        with transaction.atomic():
            self.bylines.all()._raw_delete(
                self._state.db
            )  # one query: whoever has to know is told below
            Byline.objects.bulk_create(rows)
            editorials_changed.send(Editorial, ids=[self.pk])

    def add_tags(self, names, origin: str, by=None) -> int:
        """Adds tags by name, making those that do not exist; returns how many were new to the editorial."""
        with transaction.atomic():
            tags = {
                tag.pk: tag for tag in [Tag.objects.named(name) for name in names if name.strip()]
            }
            for borne in (
                self.taggings.filter(tag__in=tags).values_list("tag_id", flat=True) if tags else ()
            ):
                del tags[borne]
            Tagging.objects.bulk_create(
                Tagging(tag=tag, editorial=self, origin=origin, by=by) for tag in tags.values()
            )
            if tags:
                editorials_changed.send(Editorial, ids=[self.pk])
        return len(tags)


class EditorialYear(models.Model):
    """A year that an editorial may be of: one row where it is known, several for « 2003/2004 », none if unknown."""

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["editorial", "year"], name="one_row_a_year")]


class Byline(models.Model):
    """The name as this editorial prints it, in order, and the person it stands for where that is known."""

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name=_("auteur"),
    )
    name = models.CharField(_("nom imprimé"), max_length=200)
    role = models.CharField(_("qualité"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self):
        return self.name


class Tagging(models.Model):
    """That an editorial bears a tag: who said so, when, and by what means."""

    class Origin(models.TextChoices):
        IMPORT = "import", _("importé")
        EDITOR = "editor", _("posé par un éditeur")

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", verbose_name=_("mot-clé"))
    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="taggings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    origin = models.CharField(_("moyen"), max_length=10, choices=Origin, default=Origin.EDITOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "editorial"], name="one_row_a_tagging")
        ]
        ordering = ["tag__key"]
        verbose_name = _("indexation")
        verbose_name_plural = _("indexations")

    def __str__(self):
        return str(self.tag)


def capture_path(capture: "Capture", _filename: str) -> str:
    return f"captures/{capture.sha256[:2]}/{capture.sha256}"


class Capture(models.Model):
    """The bytes of a page, kept as they came. The file is named by its hash, so the same bytes are stored once."""

    editorial = models.ForeignKey(
        Editorial, models.CASCADE, related_name="captures", verbose_name=_("éditorial")
    )
    content = models.FileField(_("octets"), upload_to=capture_path, max_length=120)
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    origin = models.CharField(_("provenance"), max_length=1000, help_text=_("Fichier ou adresse."))
    captured_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["editorial", "sha256", "origin"], name="one_row_a_capture"
            )
        ]
        ordering = ["-captured_at"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self):
        return self.origin
