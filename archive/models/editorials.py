"""The editorial: its columns, what is derived of them, and what is set together with them.

Dates are EDTF; their earliest and latest days are derived, never typed.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.dispatch import Signal
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import addresses, dates, issues, text
from archive.models.days import edtf
from archive.models.deleting import DeletedAlone
from archive.models.editorial_queries import (
    DEMONSTRATION,
    GONE,
    EditorialQuerySet,
    EditorialState,
)
from archive.models.editorial_rows import Byline, EditorialYear, Tagging
from archive.models.issues import LONGEST_NUMBER, Issue
from archive.models.issues import address as issue_address
from archive.models.magazines import Publication
from archive.models.names import LONGEST_NAME, Author, Tag
from archive.models.states import Compact, erase
from archive.models.withholding import SHOWN, drop_outdated

# Sent with `ids`, editorials that were changed past the signals of their models: rows written in
# bulk send none of these.
editorials_changed = Signal()

# ISO 639, with what BCP 47 puts behind it: « fr », « pt-BR ».
LANGUAGE_CODE = re.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SHORT = 10_000  # characters of HTML: many such texts are remembered, few longer ones
# What every save writes: what is derived, and what tells that something was saved.
WRITTEN_ALWAYS = frozenset(
    {
        "body",
        "text",
        "slug",
        "earliest",
        "latest",
        "fingerprint",
        "address",
        "issue_slug",
        "updated_at",
        "version",
    }
)


class Derived(NamedTuple):
    """The cleaned HTML of a text, its plain text, and the words of that with their fingerprint.

    The words are folded, between single spaces.
    """

    html: str
    plain: str
    words: str
    fingerprint: str


def derived(html: str) -> Derived:
    """Return what follows from the HTML of a text."""
    if len(html) <= SHORT:
        return _derived_of_short(html)
    return _derived_of_long(html)


def _derived(html: str) -> Derived:
    cleaned = text.clean_html(html)
    plain = text.plain(cleaned)
    words = text.folded_words(plain)
    return Derived(cleaned, plain, words, text.fingerprint(words))


# An import asks for the same more than once, of all that it saves together.
_derived_of_short = lru_cache(maxsize=256)(_derived)
_derived_of_long = lru_cache(maxsize=4)(_derived)


@lru_cache(maxsize=4)
def _room(_prefix: str) -> str:
    """Return what the addresses of all editorials begin with; a page has two hundred."""
    return reverse("article", args=[0, "-"]).removesuffix("0/-/")


class Editorial(DeletedAlone):
    State = EditorialState

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
        db_index=False,  # others begin with it
    )
    section = models.CharField(_("rubrique"), max_length=200, blank=True)
    issue = models.CharField(_("numéro"), max_length=LONGEST_NUMBER, blank=True)
    # `issue` in the form that all its spellings share: with its magazine, what it is one of.
    issue_slug = models.CharField(max_length=LONGEST_NUMBER, editable=False, blank=True, default="")
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
    # What the last import said: the base of the next merge.
    imported = models.JSONField(default=dict, editable=False, encoder=Compact)
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    created_at = models.DateTimeField(_("entré le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    # Raised by each save and by each operation that changes bylines, tags or captures: tells a form
    # that it is stale.
    version = models.PositiveIntegerField(default=1, editable=False)

    words: str  # of its text, folded, once that was derived; they are not stored

    objects = EditorialQuerySet.as_manager()

    class Meta:
        ordering = [F("earliest").desc(nulls_last=True), "-pk"]
        indexes = [
            # With what lists by time count and narrow by, so that the rows and their long texts are
            # not read for it.
            models.Index(
                fields=["state", "-earliest", "-id", "latest", "publication", "date"],
                name="newest_first",
            ),
            models.Index(
                fields=["publication", "state", "earliest", "id", "latest", "date"],
                name="in_a_publication",
            ),
            models.Index(fields=["issue", "publication", "state"], name="in_an_issue"),
            # With what the list of a magazine's issues tells of each.
            models.Index(
                fields=["publication", "issue_slug", "state", "earliest", "latest", "date"],
                name="by_issue",
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
        if self.title_supplied:
            return f"[{self.title}]"
        return self.title

    def has_language_code(self) -> bool:
        """Return True where its language is a code of one, as HTML wants it."""
        return bool(LANGUAGE_CODE.fullmatch(self.language))

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Return True if it is withdrawn or in the trash: all that is told of it is that."""
        return self.state in GONE

    @property
    def is_in_trash(self) -> bool:
        return self.state == self.State.TRASHED

    @property
    def is_demonstration(self) -> bool:
        return self.source_id.startswith(DEMONSTRATION)

    @property
    def date_display(self) -> str:
        return dates.display(self.date)

    @property
    def issue_name(self) -> str:
        """What the issue is called: « n° 36 »; "" where none is printed."""
        return issues.name(self.issue)

    @property
    def issue_address(self) -> str:
        """Where the page of its issue is, "" where it is of none that is known."""
        slug = issues.slug(self.issue)
        return issue_address(self.publication, slug) if self.publication and slug else ""

    @property
    def page_name(self) -> str:
        """What the page is called: « p. 3 », « p. 20-22 »; "" where none is printed."""
        return issues.page_name(self.page)

    def get_absolute_url(self) -> str:
        return f"{_room(get_script_prefix())}{self.pk}/{self.slug}/"

    @property
    def pictures_address(self) -> str:
        """What the addresses of its pictures begin with: see `pictures.placed`."""
        return f"{_room(get_script_prefix())}{self.pk}/pictures/"

    def clean(self):
        typed, self.date = self.date, ""  # of what is no date nothing is derived
        self.date = edtf(typed)
        if self.language and not self.has_language_code():
            message = _("« %(code)s » n’est pas un code de langue : écrivez par exemple fr ou en.")
            raise ValidationError({"language": message % {"code": self.language}})

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = WRITTEN_ALWAYS.union(kwargs["update_fields"])
        is_added = self._state.adding
        if not is_added:
            drop_outdated([self.pk], {name: getattr(self, name) for name in SHOWN})
            self.version = F("version") + 1
        try:
            super().save(*args, **kwargs)
        finally:
            if not is_added:
                del self.__dict__["version"]  # read from the database again when it is asked for
        self._save_years(is_added)
        Issue.objects.make_sure([(self.publication_id, self.issue)])

    def derive(self) -> None:
        """Set what follows from title, body, date, address and issue.

        `save` does it, and who saves in bulk has to.
        """
        self.body, self.text, self.words, self.fingerprint = derived(self.body)
        self.slug = text.slug(self.title)
        self.address = addresses.canonical(self.source_url)
        self.issue_slug = issues.slug(self.issue)
        self.earliest, self.latest = dates.bounds(self.date)

    def _save_years(self, is_added: bool) -> None:
        rows = self.years_to_be()
        stored: set[int] = set()
        if not is_added:
            stored.update(self.years.values_list("year", flat=True))
        if {row.year for row in rows} != stored:
            if stored:
                self.years.all().delete()
            EditorialYear.objects.bulk_create(rows)

    def years_to_be(self) -> list[EditorialYear]:
        """Return the rows, not saved, of the years that the date may be of."""
        return [EditorialYear(editorial=self, year=year) for year in dates.years(self.date)]

    def set_bylines(self, bylines: Iterable[tuple[Author | None, str, str]]) -> None:
        """Replace the bylines by (author, name as printed, role) in that order."""
        rows = self.bylines_to_be(bylines)
        with transaction.atomic():
            # One query: whoever has to know is told below.
            erase(self.bylines.all())
            Byline.objects.bulk_create(rows)
            editorials_changed.send(Editorial, ids=[self.pk])

    def bylines_to_be(self, bylines: Iterable[tuple[Author | None, str, str]]) -> list[Byline]:
        """Return the rows, not saved, of (author, name as printed, role) in that order."""
        rows = []
        for position, (author, name, role) in enumerate(bylines):
            byline = Byline(editorial=self, author=author, position=position)
            byline.name, byline.role = name[:LONGEST_NAME], role[:LONGEST_NAME]
            rows.append(byline)
        return rows

    def add_tags(self, names: Iterable[str], origin: str, by=None) -> int:
        """Add tags by name, making those that do not exist.

        Return how many were new to the editorial.
        """
        printed = [name for name in names if name.strip()]
        if not printed:
            return 0
        with transaction.atomic():
            tags = {tag.pk: tag for tag in Tag.objects.each_named(printed).values()}
            for borne in self.taggings.filter(tag__in=tags).values_list("tag_id", flat=True):
                del tags[borne]
            taggings = [
                Tagging(tag=tag, editorial=self, origin=origin, by=by) for tag in tags.values()
            ]
            Tagging.objects.bulk_create(taggings)
            if tags:
                editorials_changed.send(Editorial, ids=[self.pk])
        return len(tags)


def make(editorials: list[Editorial]) -> None:
    """Store new editorials with their years and issues; what is derived of each must be set.

    No model's signal is sent; `editorials_changed` is, once.
    """
    Editorial.objects.bulk_create(editorials, batch_size=100)
    years: list[EditorialYear] = []
    for editorial in editorials:
        years += editorial.years_to_be()
    EditorialYear.objects.bulk_create(years)
    Issue.objects.make_sure((row.publication_id, row.issue) for row in editorials)
    editorials_changed.send(Editorial, ids=[row.pk for row in editorials])
