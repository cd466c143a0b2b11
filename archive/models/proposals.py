"""What contributors propose and what editors decided not to take."""

from collections.abc import Callable, Iterable
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import text
from archive.models import readable
from archive.models.bulk import Bulk
from archive.models.changes import resolved
from archive.models.concurrency import Newer, correct, differing_fields, merge
from archive.models.editorials import Editorial
from archive.models.labels import label
from archive.models.names import Tag, folded_tag_names
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS

LONGEST_ANSWER = 500
PROPOSABLE = {*EDITORIALS.columns, "bylines"} - {
    "imported",
    "created_at",
    "doubts",
    "state",
    "source_id",
}


class AlreadyDecided(ValueError):
    """Another editor has accepted or refused it, or who proposed it has taken it back."""


class ProposalState(models.TextChoices):
    OPEN = "open", _("à examiner")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    TAKEN_BACK = "taken-back", _("reprise par son auteur")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(state=ProposalState.OPEN)

    @transaction.atomic
    def propose_tags(
        self, editorial: Editorial, add: Iterable[str], remove: Iterable[Tag], by
    ) -> None:
        """Propose tags, together with what the same person proposed before and nobody has answered.

        Raises ValidationError.
        """
        pending = self.open().filter(editorial=editorial, by=by, values={})
        proposal: Proposal | None = pending.select_for_update().first()
        if proposal is None:
            proposal = Proposal(editorial=editorial, by=by, version=editorial.version)
        borne = set(editorial.tags.values_list("pk", flat=True))
        names = list(folded_tag_names([*proposal.add, *add]).values())
        tags = Tag.objects.known_as(names)
        proposal.add = []
        for name in names:
            tag = tags.get(text.fold(name))
            if tag is None or tag.pk not in borne:
                proposal.add.append(name)
        removed = {*proposal.remove, *(tag.pk for tag in remove)}
        proposal.remove = sorted(removed & borne)
        if proposal.add or proposal.remove:
            proposal.save()

    @transaction.atomic
    def propose_correction(
        self, editorial: Editorial, version: int, posted: State, by, why: str = ""
    ) -> "Proposal | None":
        """Propose the fields that a form, which showed `version`, has made others.

        None where there are none. Raises Newer where somebody has changed the same field since.
        """
        merged = merge(editorial, version, posted)
        if merged.conflicts:
            raise Newer(merged)
        now = EDITORIALS.read([editorial.pk], posted)[editorial.pk]
        changed = differing_fields(merged.values, now)
        proposed = {field: changed[field] for field in changed if field in PROPOSABLE}
        if not proposed:
            return None
        return self.create(
            editorial=editorial, by=by, why=why, version=merged.version, values=proposed
        )


class Proposal(models.Model):
    """Tags and corrections that a contributor proposes for one editorial.

    Nothing changes until an editor accepts.
    """

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
    # {field: value} as in a state: title, standfirst, body, date, section …
    values = models.JSONField(default=dict)
    add = models.JSONField(default=list)  # names of tags
    remove = models.JSONField(default=list)  # ids of tags
    why = models.CharField(_("raison"), max_length=500, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=ProposalState, default=ProposalState.OPEN, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # Why it was accepted or refused, for who proposed it.
    answer = models.CharField(
        _("réponse"), max_length=LONGEST_ANSWER, blank=True, default="", db_default=""
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @transaction.atomic
    def accept(
        self, by, person: Callable[[str], int | None] = lambda name: None, answer: str = ""
    ) -> Operation:
        """Do what is proposed, as an operation of the editor's, and return that.

        `person` gives the author of a name that was not in the byline before. Raises
        AlreadyDecided; Newer, changing nothing, where another has changed the same field since.
        """
        with Operation.objects.recording(OperationKind.EDIT, by, self.reason()) as operation:
            self._decide(ProposalState.ACCEPTED, by, answer)
            correct(operation, self.editorial, self.version, self._correction(person))
            self._tags().apply_within(operation, [self.editorial_id], self.by)
        return operation

    @transaction.atomic
    def refuse(self, by, answer: str = "") -> None:
        """Refuse it; tags that are refused are not suggested again. Raises AlreadyDecided."""
        self._decide(ProposalState.REFUSED, by, answer)
        for tag in Tag.objects.known_as(self.add).values():
            Rejection.objects.get_or_create(editorial=self.editorial, tag=tag, defaults={"by": by})

    def take_back(self) -> None:
        """Withdraw it, as who proposed it does. Raises AlreadyDecided."""
        self._decide(ProposalState.TAKEN_BACK, self.by, "")

    def reason(self) -> str:
        """Return who proposed it and why: « Proposé par claire : lu sur la page »"""
        reason = gettext("Proposé par %(name)s") % {"name": self.by or "?"}
        if self.why:
            reason = f"{reason} : {self.why}"
        return reason[: Operation.LONGEST_REASON]

    def summary(self) -> str:
        """Return what it is about: « mots-clés : Formation · titre »"""
        parts = []
        if self.add or self.remove:
            tags = [*self.add, *["−"] * len(self.remove)]
            parts.append(f"{label(EDITORIALS.name, 'tags')} : {', '.join(tags)}")
        for name in self.values:
            parts.append(label(EDITORIALS.name, name))
        return " · ".join(parts)

    def differences(self) -> list[tuple[str, str, str]]:
        """Return [(label, as it is now, as proposed)], as people read them."""
        now = EDITORIALS.read([self.editorial_id], self.values)[self.editorial_id]
        names = resolved([now, self.values])
        differences = readable.differences(EDITORIALS.name, now, self.values, names)
        if self.add or self.remove:
            removed: Iterable[str] = ()
            if self.remove:
                removed = Tag.objects.filter(pk__in=self.remove).values_list("name", flat=True)
            heading = label(EDITORIALS.name, "tags")
            differences.append((heading, ", ".join(removed), ", ".join(self.add)))
        return differences

    def _correction(self, person: Callable[[str], int | None]) -> State:
        """Return the proposed fields, the bylines with the authors whom they name."""
        if "bylines" not in self.values:
            return self.values
        printed = set(self.editorial.bylines.values_list("name", flat=True))
        bylines = []
        for name, role, author in self.values["bylines"]:
            if not author and name not in printed:
                author = person(name)
            bylines.append([name, role, author or None])
        return self.values | {"bylines": bylines}

    def _tags(self) -> Bulk:
        return Bulk(add=self.add, remove=Tag.objects.filter(pk__in=self.remove))

    def _decide(self, state: ProposalState, by, answer: str) -> None:
        decision = {"state": state, "decided_by": by, "decided_at": timezone.now()}
        decision["answer"] = answer[:LONGEST_ANSWER]
        if not Proposal.objects.open().filter(pk=self.pk).update(**decision):
            raise AlreadyDecided(gettext("Cette proposition a déjà reçu une réponse."))
        self.refresh_from_db()


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
