"""When it was last made sure that nothing is lost: backups, drills, hashes, index, sources."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProofKind(models.TextChoices):
    BACKUP = "backup", _("sauvegarde")
    RESTORE = "restore", _("restauration")
    DRILL = "drill", _("exercice de restauration")
    FIXITY = "fixity", _("contrôle des captures")
    INDEX = "index", _("comparaison de l’index")
    SOURCES = "sources", _("vérification des pages d’origine")


class ProofQuerySet(models.QuerySet["Proof"]):
    def record(
        self, kind: ProofKind, facts: dict[str, object], at: datetime | None = None
    ) -> "Proof":
        """Note that this was done, just now unless said otherwise, with what came of it.

        The one before is forgotten.
        """
        proof, _created = self.update_or_create(
            kind=kind, defaults={"at": at or timezone.now(), "facts": facts}
        )
        return proof


class Proof(models.Model):
    """The last of its kind: when it was, and in numbers what came of it.

    `facts` of a backup and a restore: `bag`, `captures`, `lost`, and `bytes` or `made_at`; of a
    drill: `bag`, `made_at`, `rows`, `captures`; of a check of the captures: `captures`, `lost`; of
    a comparison of the index with the database: `editorials`, `differences`; of a check of the
    sources: how many are in each `SourceState`, and `unasked`.
    """

    kind = models.CharField(_("nature"), max_length=10, choices=ProofKind, unique=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    facts = models.JSONField(_("résultat"), default=dict)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("preuve")
        verbose_name_plural = _("preuves")

    def __str__(self):
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


def last_proofs() -> dict[str, Proof]:
    """Return {kind: the last of it}; a kind that never was is missing. One query."""
    return {proof.kind: proof for proof in Proof.objects.all()}
