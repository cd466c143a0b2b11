"""The editorial and what surrounds it. Dates are EDTF; their earliest and latest days are derived, never typed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import dates, text


def unique_slug(instance: models.Model, name: str) -> str:
    """A slug of `name` that no other row of the same model has: `dupont`, then `dupont-2` …"""
    base, number = text.slug(name), 1
    slug, others = base, type(instance).objects.exclude(pk=instance.pk)
    while others.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


class NamedQuerySet(models.QuerySet):
    def named(self, name: str):
        """The one of that name, whatever its case and accents; made if there is none."""
        name = " ".join(name.split())[:200]
        return self.get_or_create(key=text.fold(name), defaults={"name": name})[0]

    def with_counts(self):
        """Those with at least one published editorial, each with `editorial_count`."""
        # The few that are not published are left out of the count: joining all that are would take ten times as long.
        unpublished = Editorial.objects.exclude(state=Editorial.State.PUBLISHED).values("pk")
        published = ~Q(**{f"{self.model.LINK}__in": unpublished})
        count = Count(self.model.LINK, filter=published, distinct=True)
        return self.annotate(editorial_count=count).filter(editorial_count__gt=0)


class Named(models.Model):
    """Whatever editorials are browsed by: a name, and an address made from it once and kept."""

    LINK: str  # look-up of the ids of its editorials

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, blank=True)
    key = models.CharField(max_length=200, db_index=True, editable=False)  # `name` without case and accents

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self):
        return self.name

    @transaction.atomic  # with the note that tells the index
    def save(self, *args, **kwargs):
        self.slug = self.slug or unique_slug(self, self.name)
        self.key = text.fold(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse(self._meta.model_name, args=[self.slug])


class Publication(Named):
    LINK = "editorials__id"

    description = models.TextField(_("présentation"), blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)

    class Meta(Named.Meta):
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_a_publication")]
        verbose_name = _("revue")
        verbose_name_plural = _("revues")


class Author(Named):
    """One person, whatever the forms in which magazines printed the name (`names`)."""

    LINK = "bylines__editorial_id"

    sort_name = models.CharField(_("nom de classement"), max_length=200, blank=True)
    note = models.TextField(_("notice"), blank=True)

    class Meta:
        ordering = ["sort_name", "key"]
        verbose_name = _("auteur")
        verbose_name_plural = _("auteurs")

    def save(self, *args, **kwargs):
        self.sort_name = self.sort_name or text.sort_name(self.name)
        super().save(*args, **kwargs)
        AuthorName.objects.get_or_create(author=self, name=self.name)


class AuthorName(models.Model):
    """A printed form of an author's name; `key` makes « Manuel JACQUINET » and « manuel jacquinet » one."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="names", verbose_name=_("auteur"))
    name = models.CharField(_("nom imprimé"), max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "name"], name="one_row_a_printed_name")]
        ordering = ["name"]
        verbose_name = _("forme imprimée")
        verbose_name_plural = _("formes imprimées")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = text.name_key(self.name)
        super().save(*args, **kwargs)


class Tag(Named):
    LINK = "taggings__editorial_id"

    class Meta(Named.Meta):
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_a_tag")]


class EditorialQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Editorial.State.PUBLISHED)

    def visible_to(self, user):
        """Editors see drafts as well; a withdrawn editorial is answered for by its page alone."""
        return self.exclude(state=Editorial.State.WITHDRAWN) if user.is_staff else self.published()

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
        return self.filter(source_id__startswith="demo-")

    def by_year(self) -> dict[int, int]:
        """{year: number of editorials that may be of that year}, in order."""
        rows = self.filter(years__isnull=False).values_list("years__year").annotate(n=Count("pk", distinct=True))
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
        help_text=_("La page ne porte pas de titre ; celui-ci est restitué."),
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
        help_text=_("2001-02-12, 2001-02, 2004~ (vers 2004), 2004? (incertaine) ; vide si inconnue."),
    )
    earliest = models.DateField(_("au plus tôt"), null=True, editable=False, db_index=True)
    latest = models.DateField(_("au plus tard"), null=True, editable=False)
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="editorials", verbose_name=_("revue")
    )
    section = models.CharField(_("rubrique"), max_length=200, blank=True)
    issue = models.CharField(_("numéro"), max_length=100, blank=True)
    page = models.CharField(_("page"), max_length=40, blank=True)
    authors = models.ManyToManyField(Author, through="Byline", related_name="editorials")
    tags = models.ManyToManyField(Tag, through="Tagging", related_name="editorials")
    source_url = models.URLField(_("adresse d’origine"), max_length=1000, blank=True)
    source_id = models.CharField(_("identifiant d’origine"), max_length=300, blank=True, db_index=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PUBLISHED, db_index=True)
    doubts = models.JSONField(_("doutes"), default=list, blank=True)
    imported = models.JSONField(default=dict, editable=False)  # what the last import said: the base of the next merge
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    created_at = models.DateTimeField(_("entré le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = EditorialQuerySet.as_manager()

    class Meta:
        ordering = [F("earliest").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["state", "-earliest", "-id"], name="newest_first"),
            models.Index(fields=["publication", "state", "earliest", "id"], name="in_a_publication"),
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
        self._derive()
        if kwargs.get("update_fields") is not None:
            derived = {"body", "text", "slug", "earliest", "latest", "fingerprint", "updated_at"}
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        super().save(*args, **kwargs)
        self._save_years()

    def _derive(self):
        self.body = text.clean_html(self.body)
        self.text = text.plain(self.body)
        self.slug = text.slug(self.title)
        self.fingerprint = text.fingerprint(self.text)
        self.earliest, self.latest = dates.bounds(self.date) if self.date else (None, None)

    def _save_years(self):
        wanted = set(dates.years(self.date)) if self.date else set()
        known = set(self.years.values_list("year", flat=True))
        if wanted != known:
            self.years.all().delete()
            EditorialYear.objects.bulk_create(EditorialYear(editorial=self, year=year) for year in sorted(wanted))

    @transaction.atomic
    def set_bylines(self, printed: list[tuple[Author | None, str, str]]):
        """Replaces the bylines by (author, name as printed, role) in that order."""
        self.bylines.all().delete()
        for position, (author, name, role) in enumerate(printed):
            self.bylines.create(author=author, name=name[:200], role=role[:200], position=position)

    @transaction.atomic
    def add_tags(self, names, origin: str, by=None) -> int:
        """Adds tags by name, making those that do not exist; returns how many were new to the editorial."""
        added = 0
        for tag in [Tag.objects.named(name) for name in names if name.strip()]:
            added += Tagging.objects.get_or_create(tag=tag, editorial=self, defaults={"origin": origin, "by": by})[1]
        return added


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
        Author, models.SET_NULL, null=True, blank=True, related_name="bylines", verbose_name=_("auteur")
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
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("par"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    origin = models.CharField(_("moyen"), max_length=10, choices=Origin, default=Origin.EDITOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "editorial"], name="one_row_a_tagging")]
        ordering = ["tag__key"]
        verbose_name = _("indexation")
        verbose_name_plural = _("indexations")

    def __str__(self):
        return str(self.tag)


def capture_path(capture: "Capture", _filename: str) -> str:
    return f"captures/{capture.sha256[:2]}/{capture.sha256}"


class Capture(models.Model):
    """The bytes of a page, kept as they came. The file is named by its hash, so the same bytes are stored once."""

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="captures", verbose_name=_("éditorial"))
    content = models.FileField(_("octets"), upload_to=capture_path, max_length=120)
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    origin = models.CharField(_("provenance"), max_length=1000, help_text=_("Fichier ou adresse."))
    captured_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["editorial", "sha256", "origin"], name="one_row_a_capture")]
        ordering = ["-captured_at"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self):
        return self.origin


class StaleQuerySet(models.QuerySet):
    def mark(self, editorial_ids):
        """Notes these editorials for indexing. Each change has a row of its own, so that one made while the index is
        being written is not taken for done."""
        self.bulk_create([Stale(editorial_id=pk) for pk in editorial_ids], batch_size=1000)


class Stale(models.Model):
    """An editorial that the search index has yet to take in (or drop), noted in the transaction that changed it."""

    editorial_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = StaleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class SoughtQuery(models.Model):
    """Something that visitors searched for. Nothing here tells who did, nor when more closely than the last day."""

    key = models.CharField(max_length=200, unique=True)  # without case and accents
    text = models.CharField(_("recherche"), max_length=100)  # as typed last
    count = models.PositiveIntegerField(_("fois"), default=1)
    results = models.PositiveIntegerField(_("résultats"))
    last_day = models.DateField(_("dernière fois"))

    class Meta:
        ordering = ["-count", "-last_day", "key"]
        verbose_name = _("recherche faite")
        verbose_name_plural = _("recherches faites")
