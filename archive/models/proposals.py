"""What contributors propose and what editors decided not to take."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import text
from archive.models import readable
from archive.models.bulk import Bulk
from archive.models.concurrency import Newer, correct, merge
from archive.models.editorials import Editorial
from archive.models.names import Tag
from archive.models.operations import Operation, resolved
from archive.models.states import EDITORIALS, State


class AlreadyDecided(ValueError):
    """Another editor has accepted or refused it."""


class ProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Proposal.State.OPEN)

    @transaction.atomic
    def propose_tags(
        self, editorial: Editorial, add: Iterable[str], remove: Iterable[Tag], by
    ) -> None:
        """Goes with what the same person proposed before and nobody has answered. Raises ValidationError."""
        known = (
            self.open().filter(editorial=editorial, by=by, values={}).select_for_update().first()
        )
        row = known or Proposal(editorial=editorial, by=by, version=editorial.version)
        borne = set(editorial.tags.values_list("pk", flat=True))
        wanted = Bulk(add=[*row.add, *add])
        tags = Tag.objects.known_as(wanted.add)
        row.add = [
            name
            for name in wanted.add
            if not (tag := tags.get(text.fold(name))) or tag.pk not in borne
        ]
        row.remove = sorted({*row.remove, *(tag.pk for tag in remove)} & borne)
        if row.add or row.remove:
            row.save()

    @transaction.atomic
    def propose_correction(
        self, editorial: Editorial, version: int, posted: State, by, why: str = ""
    ) -> "Proposal | None":
        """Of the fields that a form, which showed `version`, has made others; None where there are none. Raises Newer where
        somebody has changed the same field since."""
        merged = merge(editorial, version, posted)
        if merged.conflicts:
            raise Newer(merged)
        now = EDITORIALS.read([editorial.pk], posted)[editorial.pk]
        values = {
            name: value
            for name, value in merged.values.items()
            if value != now[name] and name in PROPOSABLE
        }
        if not values:
            return None
        return self.create(
            editorial=editorial, by=by, why=why, version=merged.version, values=values
        )


class Proposal(models.Model):
    """Tags and corrections that a contributor proposes for one editorial; nothing changes until an editor accepts."""

    class State(models.TextChoices):
        OPEN = "open", _("à examiner")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")

    editorial = models.ForeignKey(
        Editorial, models.CASCADE, related_name="proposals", verbose_name=_("éditorial")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="proposals",
        verbose_name=_("par"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    version = models.PositiveIntegerField()  # of the editorial that the contributor saw
    values = models.JSONField(
        default=dict
    )  # {field: value} as in a state: title, standfirst, body, date, section …
    add = models.JSONField(default=list)  # names of tags
    remove = models.JSONField(default=list)  # ids of tags
    why = models.CharField(_("raison"), max_length=500, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=State, default=State.OPEN, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")

    @transaction.atomic
    def accept(self, by, person: Callable[[str], int | None] = lambda name: None) -> Operation:
        """Does what is proposed, as an operation of the editor's; `person` gives the author of a name that was not in the
        byline before. Raises AlreadyDecided; Newer, and changes nothing, where
        another has changed the same field since."""
        with Operation.objects.recording(Operation.Kind.EDIT, by, self.reason()) as operation:
            self._decide(self.State.ACCEPTED, by)
            correct(operation, self.editorial, self.version, self._values(person))
            self._tags().apply_within(operation, [self.editorial_id], self.by)
        return operation

    @transaction.atomic
    def refuse(self, by) -> None:
        """Tags that are refused are not suggested again. Raises AlreadyDecided."""
        self._decide(self.State.REFUSED, by)
        for tag in Tag.objects.known_as(self.add).values():
            Rejection.objects.get_or_create(editorial=self.editorial, tag=tag, defaults={"by": by})

    def reason(self) -> str:
        """« Proposé par claire : lu sur la page »"""
        said = gettext("Proposé par %(name)s") % {"name": self.by or "?"}
        return (f"{said} : {self.why}" if self.why else said)[: Operation.LONGEST_REASON]

    def differences(self) -> list[tuple[str, str, str]]:
        """[(label, as it is now, as proposed)], as people read them."""
        now = EDITORIALS.read([self.editorial_id], self.values)[self.editorial_id]
        said = readable.differences(EDITORIALS.name, now, self.values, resolved([now, self.values]))
        gone = (
            Tag.objects.filter(pk__in=self.remove).values_list("name", flat=True)
            if self.remove
            else ()
        )
        tags = (readable.label(EDITORIALS.name, "tags"), ", ".join(gone), ", ".join(self.add))
        return [*said, tags] if self.add or self.remove else said

    def _values(self, person: Callable[[str], int | None]) -> State:
        if "bylines" not in self.values:
            return self.values
        known = set(self.editorial.bylines.values_list("name", flat=True))
        signed = [
            [n, role, pk or (None if n in known else person(n))]
            for n, role, pk in self.values["bylines"]
        ]
        return self.values | {"bylines": signed}

    def _tags(self) -> Bulk:
        return Bulk(add=self.add, remove=Tag.objects.filter(pk__in=self.remove))

    def _decide(self, state: str, by) -> None:
        decided = {"state": state, "decided_by": by, "decided_at": timezone.now()}
        if not Proposal.objects.open().filter(pk=self.pk).update(**decided):
            raise AlreadyDecided(gettext("Cette proposition a déjà reçu une réponse."))
        self.refresh_from_db()


PROPOSABLE = {*EDITORIALS.columns, "bylines"} - {
    "imported",
    "created_at",
    "doubts",
    "state",
    "source_id",
}


class Rejection(models.Model):
    """That a tag was suggested for an editorial and an editor said no."""

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="rejections")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="rejections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["editorial", "tag"], name="one_row_a_rejection")
        ]
