"""What editorials are browsed by: magazines, authors with the forms of their names, tags."""

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


class NamedQuerySet(models.QuerySet):
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
