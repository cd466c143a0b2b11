"""What editorials are browsed by: authors with the forms of their names, tags; former addresses."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import ClassVar, Self, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.db.models.signals import post_save
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from archive import offices, text
from archive.models.chunks import chunks
from archive.models.deleting import DeletedAlone
from archive.models.identified import Identified
from archive.models.slugs import unique_slug, unique_slugs

LONGEST_NAME = 200  # characters: of what is browsed by, of a byline and the role beside it
MOST_STEPS = 20  # from a former address to today's: a name that was changed so often
Address = tuple[str, str]  # the name of a model and a slug in it

NamedRow = TypeVar("NamedRow", bound="Named")


@lru_cache(maxsize=16)
def _room(name: str, _prefix: str) -> str:
    """Return what the addresses of all that a model holds begin with."""
    return reverse(name, args=["-"]).removesuffix("-/")


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    def note(self, former: "Named", successor: "Named") -> None:
        """Let the address of `former` lead to that of `successor` from now on.

        `former` is being deleted or given another address.
        """
        self.update_or_create(
            model=former._meta.model_name, slug=former.slug, defaults={"now": successor.slug}
        )

    def successors(self, slugs: Mapping[str, Iterable[str]]) -> dict[Address, str]:
        """Return {(model, former slug): the slug that took its place, over several steps}.

        `slugs` has those that are asked, by the names of their models. Slugs that something has now
        are left out, and those that lead nowhere. Costs one query where none is a former one.
        """
        addresses: set[Address] = set()
        for model, of_model in slugs.items():
            addresses.update((model, slug) for slug in of_model)
        leads = {address: address for address in addresses}
        arrived: dict[Address, str] = {}
        for _step in range(MOST_STEPS):
            steps = self._steps(set(leads.values()))
            moved = {begun: steps[at] for begun, at in leads.items() if at in steps}
            if not moved:
                break
            current = _current({*leads.values(), *moved.values()})
            leads = {}
            for begun, address in moved.items():
                if begun in current:
                    continue
                if address in current:
                    arrived[begun] = address[1]
                else:
                    leads[begun] = address
        return arrived

    def _steps(self, addresses: Iterable[Address]) -> dict[Address, Address]:
        """Return where each of the addresses leads next, in one query."""
        condition = Q(pk__in=())
        for model, slugs in _by_model(addresses).items():
            condition |= Q(model=model, slug__in=slugs)
        steps = {}
        for model, slug, now in self.filter(condition).values_list("model", "slug", "now"):
            steps[(model, slug)] = (model, now)
        return steps


def _by_model(addresses: Iterable[Address]) -> dict[str, list[str]]:
    slugs: dict[str, list[str]] = {}
    for model, slug in addresses:
        slugs.setdefault(model, []).append(slug)
    return slugs


def _current(addresses: Iterable[Address]) -> set[Address]:
    """Return those of the addresses that something has now."""
    current: set[Address] = set()
    for model, slugs in _by_model(addresses).items():
        rows = apps.get_model("archive", model).objects.order_by().filter(slug__in=slugs)
        current.update((model, slug) for slug in rows.values_list("slug", flat=True))
    return current


class FormerAddress(models.Model):
    """An address (slug) that a magazine, author or tag had, and the one that took its place.

    An address that something has now is looked for first. Operations note where it led, so that an
    undo has it lead there again.
    """

    model = models.CharField(max_length=20)
    slug = models.SlugField(max_length=100)
    now = models.SlugField(max_length=100)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "slug"], name="one_row_a_former_address")
        ]


class NamedQuerySet(models.QuerySet[NamedRow]):
    def at(self, slug: str) -> NamedRow | None:
        """Return the row of that address, or of the one that took its place, over several steps.

        None where there is none.
        """
        addresses = FormerAddress.objects.filter(model=self.model._meta.model_name)
        visited: set[str] = set()
        while slug not in visited:
            named = self.filter(slug=slug).first()
            if named is not None:
                return named
            visited.add(slug)
            slug = addresses.filter(slug=slug).values_list("now", flat=True).first() or slug
        return None

    def named(self, name: str) -> NamedRow:
        """Return the row of that name, whatever its case and accents; make it if there is none."""
        name = _shortened(name)
        return self.get_or_create(key=text.fold(name), defaults={"name": name})[0]

    def with_counts(self) -> Self:
        """Return those with at least one published editorial, each with `editorial_count`."""
        # The few that are not published are left out of the count: joining all that are would take
        # ten times as long.
        editorials = apps.get_model("archive", "Editorial").objects
        unpublished = editorials.unpublished().values("pk")
        published = ~Q(**{f"{self.model.LINK}__in": unpublished})
        count = Count(self.model.LINK, filter=published, distinct=True)
        return self.annotate(editorial_count=count).filter(editorial_count__gt=0)


class Named(DeletedAlone):
    """Whatever editorials are browsed by: a name, and an address made from it once and kept."""

    LINK: ClassVar[str]  # look-up of the ids of its editorials

    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, blank=True)
    # `name` without case and accents.
    key = models.CharField(max_length=LONGEST_NAME, db_index=True, editable=False)

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self):
        return self.name

    @transaction.atomic  # with the note that tells the index
    def save(self, *args, **kwargs):
        self.slug = self.slug or unique_slug(self, self.name)
        self.key = self.keyed()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "key"}
        stored = None
        if self.pk:
            stored = type(self)._default_manager.filter(pk=self.pk).only("slug").first()
        if stored and stored.slug != self.slug:
            FormerAddress.objects.note(stored, self)
        super().save(*args, **kwargs)

    def keyed(self) -> str:
        """Return the name as it is compared: without case and accents."""
        return text.fold(self.name)

    def get_absolute_url(self) -> str:
        return f"{_room(str(self._meta.model_name), get_script_prefix())}{self.slug}/"


class AuthorKind(models.TextChoices):
    PERSON = "person", _("personne")
    OFFICE = "office", _("rédaction, agence ou organisme")


class Author(Identified, Named):
    """One person or office, whatever the forms in which magazines printed the name (`names`)."""

    LINK = "bylines__editorial_id"

    kind = models.CharField(
        _("nature"),
        max_length=10,
        choices=AuthorKind,
        blank=True,
        help_text=_("Vide : d’après le nom."),
    )
    sort_name = models.CharField(_("nom de classement"), max_length=LONGEST_NAME, blank=True)
    note = models.TextField(_("notice"), blank=True)

    class Meta:
        ordering = ["sort_name", "key"]
        verbose_name = _("auteur")
        verbose_name_plural = _("auteurs")

    def save(self, *args, **kwargs):
        self.kind = self.kind or kind_of(self.name)
        self.sort_name = self.sort_name or self.filed
        super().save(*args, **kwargs)
        AuthorName.objects.get_or_create(author=self, name=self.name)

    @property
    def is_office(self) -> bool:
        """Return True for « La rédaction », « AFP »: who signs is no person."""
        return self.kind == AuthorKind.OFFICE

    @property
    def filed(self) -> str:
        """The name as catalogues file it, by itself: « Abgrall, Claire »."""
        if self.is_office:
            return offices.filed(self.name)
        return text.sort_name(self.name)


def kind_of(name: str) -> str:
    """Return the AuthorKind of whoever signs by a name, as the name tells it."""
    if offices.is_office(name):
        return AuthorKind.OFFICE.value
    return AuthorKind.PERSON.value


class AuthorName(models.Model):
    """A printed form of an author's name.

    `key` makes « Manuel JACQUINET » and « manuel jacquinet » one.
    """

    author = models.ForeignKey(
        Author, models.CASCADE, related_name="names", verbose_name=_("auteur")
    )
    name = models.CharField(_("nom imprimé"), max_length=LONGEST_NAME)
    key = models.CharField(max_length=LONGEST_NAME, db_index=True, editable=False)

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


def _shortened(name: str) -> str:
    """Return the name with single spaces, cut to what its column holds."""
    return " ".join(name.split())[:LONGEST_NAME]


def tag_name(name: str) -> str:
    """Return the name of a tag as it is kept, without the signs that nobody sees.

    Raises ValidationError where it is empty or too long.
    """
    name = text.seen_line(name)
    if not name:
        raise ValidationError(_("Un mot-clé ne peut pas être vide."))
    if len(name) > LONGEST_NAME:
        message = _("Ce mot-clé est trop long : %(length)s caractères, pour %(longest)s au plus.")
        raise ValidationError(message % {"length": len(name), "longest": LONGEST_NAME})
    return name


def folded_tag_names(names: Iterable[str]) -> dict[str, str]:
    """Return {folded name: name as a tag has it}, the last of those that fold alike.

    Raises ValidationError where a name is none of a tag's: see `tag_name`.
    """
    folded = {}
    for name in names:
        name = tag_name(name)
        folded[text.fold(name)] = name
    return folded


class TagQuerySet(NamedQuerySet["Tag"]):
    def named(self, name: str) -> "Tag":
        """Return the tag of that name or alias; make it if there is none."""
        for tag in self.known_as([name]).values():
            return tag
        return super().named(name)

    def each_named(self, names: Iterable[str]) -> dict[str, "Tag"]:
        """Return {name: the tag of that name or alias}; those that there are not are made."""
        keys = {name: text.fold(_shortened(name)) for name in names}
        tags = self.known_as(keys)
        tags |= self._made(name for name, key in keys.items() if key not in tags)
        return {name: tags[key] for name, key in keys.items()}

    def _made(self, names: Iterable[str]) -> dict[str, "Tag"]:
        """Make tags in one query, telling whoever listens; return them by their folded names."""
        tags: dict[str, Tag] = {}
        for name in map(_shortened, names):
            key = text.fold(name)
            tags.setdefault(key, Tag(name=name, key=key))
        slugs = unique_slugs(self.all(), [tag.name for tag in tags.values()])
        for tag, slug in zip(tags.values(), slugs, strict=True):
            tag.slug = slug
        try:
            with transaction.atomic():
                self.bulk_create(tags.values())
        except IntegrityError:  # others have made some of them meanwhile
            return {key: self.named(tag.name) for key, tag in tags.items()}
        for tag in tags.values():
            post_save.send(Tag, instance=tag, created=True)
        return tags

    def known_as(self, names: Iterable[str]) -> dict[str, "Tag"]:
        """Return {folded name: tag} of the names that a tag bears, or has as an alias."""
        tags: dict[str, Tag] = {}
        for keys in chunks({text.fold(_shortened(name)) for name in names}):
            for alias in TagAlias.objects.filter(key__in=keys).select_related("tag"):
                tags[alias.key] = alias.tag
            for tag in self.filter(key__in=keys):
                tags[tag.key] = tag
        return tags


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

    objects: ClassVar = TagQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_a_tag")]

    def clean(self):
        super().clean()
        if TagAlias.objects.filter(key=text.fold(self.name)).exclude(tag=self.pk).exists():
            raise ValidationError({"name": _("Ce nom est déjà un autre nom d’un mot-clé.")})

    def is_narrower_than(self, tag: "Tag") -> bool:
        """Return True if `tag` is broader, by any number of steps."""
        visited: set[int] = set()
        level = {self.pk}
        while level:
            broader = Tag.objects.filter(narrower__in=level).values_list("pk", flat=True)
            level = set(broader) - visited
            if tag.pk in level:
                return True
            visited |= level
        return False


class TagAlias(models.Model):
    """Another name of a tag: whoever types it, or an import that says it, means the tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("mot-clé"))
    name = models.CharField(_("autre nom"), max_length=LONGEST_NAME)
    key = models.CharField(max_length=LONGEST_NAME, unique=True, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = text.fold(self.name)
        super().save(*args, **kwargs)
