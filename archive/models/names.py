"""What editorials are browsed by: magazines, authors with the forms of their names, tags."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import text


def unique_slug(instance: models.Model, name: str) -> str:
    """A slug of `name` that no other row of the same model has: `dupont`, then `dupont-2` …"""
    base, number = text.slug(name), 1
    slug, others = base, type(instance).objects.exclude(pk=instance.pk)
    while others.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


class FormerAddressQuerySet(models.QuerySet):
    def note(self, gone: "Named", to: "Named") -> None:
        """The address of `gone`, which is being deleted or given another, leads to that of `to` from now on."""
        self.update_or_create(
            model=gone._meta.model_name, slug=gone.slug, defaults={"now": to.slug}
        )


class FormerAddress(models.Model):
    """An address (slug) that a magazine, author or tag had, and the one that took its place. Kept when that is undone: an
    address that something has now is looked for first."""

    model = models.CharField(max_length=20)
    slug = models.SlugField(max_length=100)
    now = models.SlugField(max_length=100)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "slug"], name="one_row_a_former_address")
        ]


class NamedQuerySet(models.QuerySet):
    def at(self, slug: str):
        """The one of that address, or of the one that took its place, over several steps; None where there is none."""
        former, seen = FormerAddress.objects.filter(model=self.model._meta.model_name), set()
        while slug not in seen:
            if found := self.filter(slug=slug).first():
                return found
            seen.add(slug)
            slug = former.filter(slug=slug).values_list("now", flat=True).first() or slug
        return None

    def named(self, name: str):
        """The one of that name, whatever its case and accents; made if there is none."""
        name = " ".join(name.split())[:200]
        return self.get_or_create(key=text.fold(name), defaults={"name": name})[0]

    def with_counts(self):
        """Those with at least one published editorial, each with `editorial_count`."""
        # The few that are not published are left out of the count: joining all that are would take ten times as long.
        editorials = self.model._meta.get_field("editorials").related_model.objects
        unpublished = editorials.unpublished().values("pk")
        published = ~Q(**{f"{self.model.LINK}__in": unpublished})
        count = Count(self.model.LINK, filter=published, distinct=True)
        return self.annotate(editorial_count=count).filter(editorial_count__gt=0)


class Named(models.Model):
    """Whatever editorials are browsed by: a name, and an address made from it once and kept."""

    LINK: str  # look-up of the ids of its editorials

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, blank=True)
    key = models.CharField(
        max_length=200, db_index=True, editable=False
    )  # `name` without case and accents

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
        stored = type(self).objects.filter(pk=self.pk).only("slug").first() if self.pk else None
        if stored and stored.slug != self.slug:
            FormerAddress.objects.note(stored, self)
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

    author = models.ForeignKey(
        Author, models.CASCADE, related_name="names", verbose_name=_("auteur")
    )
    name = models.CharField(_("nom imprimé"), max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "name"], name="one_row_a_printed_name")
        ]
        ordering = ["name"]
        verbose_name = _("forme imprimée")
        verbose_name_plural = _("formes imprimées")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = text.name_key(self.name)
        super().save(*args, **kwargs)


LONGEST_NAME = Named._meta.get_field("name").max_length


UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\u200b\u2060\ufeff]")


def tag_name(name: str) -> str:
    """The name of a tag as it is kept; ValidationError where it is empty or too long. Signs that nobody sees and XML
    cannot carry are no part of it."""
    name = " ".join(UNSEEN.sub("", name).split())
    if not name:
        raise ValidationError(_("Un mot-clé ne peut pas être vide."))
    if len(name) > LONGEST_NAME:
        message = _("Ce mot-clé est trop long : %(length)s caractères, pour %(longest)s au plus.")
        raise ValidationError(message % {"length": len(name), "longest": LONGEST_NAME})
    return name


class TagQuerySet(NamedQuerySet):
    def named(self, name: str):
        """The tag of that name or alias; made if there is none."""
        return next(iter(self.known_as([name]).values()), None) or super().named(name)

    def known_as(self, names: Iterable[str]) -> dict[str, "Tag"]:
        """{folded name: tag} of those of these names that a tag bears, or has as an alias."""
        keys, found = (
            sorted({text.fold(" ".join(name.split())[:LONGEST_NAME]) for name in names}),
            {},
        )
        for start in range(0, len(keys), 900):  # SQLite takes 999 parameters at least
            wanted = keys[start : start + 900]
            aliases = TagAlias.objects.filter(key__in=wanted).select_related("tag")
            found |= {alias.key: alias.tag for alias in aliases} | {
                tag.key: tag for tag in self.filter(key__in=wanted)
            }
        return found


class Tag(Named):
    """A term of the vocabulary: `models.vocabulary` has what changes it."""

    LINK = "taggings__editorial_id"

    description = models.TextField(_("définition"), blank=True)
    broader = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="narrower",
        blank=True,
        verbose_name=_("mots-clés plus larges"),
    )

    objects = TagQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_a_tag")]

    def clean(self):
        super().clean()
        if TagAlias.objects.filter(key=text.fold(self.name)).exclude(tag=self.pk).exists():
            raise ValidationError({"name": _("Ce nom est déjà un autre nom d’un mot-clé.")})

    def is_narrower_than(self, other: "Tag") -> bool:
        """Whether `other` is broader, by any number of steps."""
        seen, level = set(), {self.pk}
        while level:
            level = set(Tag.objects.filter(narrower__in=level).values_list("pk", flat=True)) - seen
            if other.pk in level:
                return True
            seen |= level
        return False


class TagAlias(models.Model):
    """Another name of a tag: whoever types it, or an import that says it, means the tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("mot-clé"))
    name = models.CharField(_("autre nom"), max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = text.fold(self.name)
        super().save(*args, **kwargs)
