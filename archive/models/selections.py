"""Editorials that editors have chosen: selections, and series whose episodes follow each other."""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.editorials import Editorial
from archive.models.names import Named, NamedQuerySet
from archive.models.prepared import Blank, Columns, Prepared
from archive.models.tallied import states_visible_to

MOST_TOLD = 6  # selections of one editorial on its page
MOST_SERIES = 2  # of one editorial whose neighbours are told


class SelectionKind(models.TextChoices):
    SELECTION = "selection", _("sélection")
    SERIES = "series", _("série")


class SelectionState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")


class SelectionQuerySet(NamedQuerySet["Selection"]):
    def published(self) -> Self:
        return self.filter(state=SelectionState.PUBLISHED)

    def visible_to(self, user) -> Self:
        """Return those that lists show this user: drafts are for editors."""
        if user.has_perm("archive.edit"):
            return self
        return self.published()

    def newest(self) -> Self:
        """Return those with something to read, the last that were published first."""
        return self.with_counts().order_by(F("published_at").desc(nulls_first=True), "-pk")


class Selection(Named):
    """Editorials in the order that editors gave them, with a title and an introduction.

    Of a series each editorial is an episode: its page leads to the one before and the one after.
    """

    LINK = "entries__editorial_id"

    kind = models.CharField(
        _("sorte"), max_length=10, choices=SelectionKind, default=SelectionKind.SELECTION
    )
    introduction = models.TextField(_("introduction"), blank=True)  # Markdown
    state = models.CharField(
        _("état"), max_length=10, choices=SelectionState, default=SelectionState.DRAFT
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)

    objects: ClassVar = SelectionQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("sélection")
        verbose_name_plural = _("sélections")

    def get_absolute_url(self) -> str:
        return reverse("selection_page", args=[self.slug])

    @property
    def is_series(self) -> bool:
        return self.kind == SelectionKind.SERIES

    @property
    def is_published(self) -> bool:
        return self.state == SelectionState.PUBLISHED


class SelectionEntryQuerySet(models.QuerySet["SelectionEntry"]):
    def visible_to(self, user) -> Self:
        """Return the entries whose editorials the user may see."""
        return self.filter(editorial__state__in=states_visible_to(user))


class SelectionEntry(models.Model):
    """An editorial in a selection: at which place, and since when."""

    selection = models.ForeignKey(
        Selection, models.CASCADE, related_name="entries", verbose_name=_("sélection")
    )
    editorial = models.ForeignKey(
        Editorial, models.CASCADE, related_name="entries", verbose_name=_("éditorial")
    )
    position = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = SelectionEntryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "editorial"], name="one_entry_an_editorial_and_selection"
            )
        ]
        indexes = [models.Index(fields=["selection", "position"], name="entries_in_their_order")]

    def __str__(self):
        return f"{self.selection_id} · {self.position}"


# Where an editorial stands


class Place(NamedTuple):
    """Where an editorial stands in a selection; of a series its episode, and its neighbours.

    `episode` and `episodes` are 0 in what is no series; `before`, `after`: editorials' numbers.
    """

    selection: Selection
    episode: int = 0
    episodes: int = 0
    before: int | None = None
    after: int | None = None


_COLUMNS = Columns(Selection, without=["introduction"])
_places = Prepared(
    lambda: (
        SelectionEntry.objects.filter(
            editorial__pk=Blank(0), selection__state=SelectionState.PUBLISHED
        )
        .order_by("selection__key", "selection__pk")
        .values_list("position", *_COLUMNS.of("selection"))[:MOST_TOLD]
    )
)


def places(editorial: Editorial) -> list[Place]:
    """Return the published selections that hold an editorial; its neighbours in series.

    One query where there is none, three more for a series.
    """
    standing: list[Place] = []
    series = 0
    for position, *columns in _places.rows(editorial.pk):
        selection = _COLUMNS.row(columns)
        if selection.is_series and series < MOST_SERIES:
            series += 1
            standing.append(_episode(selection, position))
        else:
            standing.append(Place(selection))
    return standing


def _episode(selection: Selection, position: int) -> Place:
    """Return which episode of a series stands at a position, of those that readers may see."""
    entries = SelectionEntry.objects.filter(
        selection=selection, editorial__state=Editorial.State.PUBLISHED
    )
    counts = entries.aggregate(
        episodes=Count("pk"),
        episode=Count("pk", filter=Q(position__lte=position)),
        before=Max("position", filter=Q(position__lt=position)),
        after=Min("position", filter=Q(position__gt=position)),
    )
    beside = dict(
        entries.filter(position__in=[counts["before"] or 0, counts["after"] or 0]).values_list(
            "position", "editorial_id"
        )
    )
    return Place(
        selection,
        counts["episode"],
        counts["episodes"],
        beside.get(counts["before"]),
        beside.get(counts["after"]),
    )


def order_of(selection: Selection) -> list[int]:
    """Return the numbers of all editorials of a selection, in their order."""
    return list(selection.entries.values_list("editorial_id", flat=True))


def rearranged(order: Sequence[int], number: int, place: int) -> list[int]:
    """Return an order with one of its numbers at another place, the first being 1."""
    others = [other for other in order if other != number]
    index = min(max(place - 1, 0), len(others))
    return [*others[:index], number, *others[index:]]


def joined(order: Iterable[int], numbers: Collection[int]) -> list[int]:
    """Return an order with numbers at its end, those that it lacks."""
    return list(dict.fromkeys([*order, *numbers]))
