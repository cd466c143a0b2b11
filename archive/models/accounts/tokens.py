"""Tokens by which programs write through the API, in the name of an account."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "edt_"  # by which whoever sees a token in the wrong place knows what it is
TOKEN_BYTES = 32
TELLING = 4  # characters at a token's end by which its owner recognizes it
LONGEST_NAME = 60
MOST = 20  # tokens of one account that are in force
# To note each use would be one more row to write for each text.
NOTED_EACH = timedelta(minutes=1)


class Right(models.TextChoices):
    """What a token may be good for, at most what its account may do."""

    TAG = "tag", _("poser et ôter des mots-clés")
    CORRECT = "correct", _("corriger des éditoriaux")
    ENTER = "enter", _("faire entrer des éditoriaux")

    @property
    def permission(self) -> str:
        """What the account itself must be allowed."""
        if self == Right.ENTER:
            return "archive.import"
        return "archive.edit"


class Lasting(models.IntegerChoices):
    """For how many days a token is good."""

    MONTH = 30, _("un mois")
    SEASON = 90, _("trois mois")
    YEAR = 365, _("un an")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def in_force(self):
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def make(self, user: User, name: str, rights: list[str], days: int, limit: int) -> str:
        """Return the text of a new token, which is kept nowhere.

        `rights`: of Right; `limit`: how many requests an hour it is good for.
        """
        token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        self.create(
            user=user,
            name=name,
            digest=_digest(token),
            ending=token[-TELLING:],
            rights=sorted(rights),
            limit=limit,
            expires_at=timezone.now() + timedelta(days=days),
        )
        return token

    def of(self, token: str) -> "AccessToken | None":
        """Return the token in force that has this text, of an account that may log in, or None."""
        rows = self.in_force().filter(digest=_digest(token), user__is_active=True)
        return rows.select_related("user").first()

    def revoke(self) -> int:
        """Make these worth nothing; return how many were worth something before."""
        return self.in_force().update(revoked_at=timezone.now())


class AccessToken(models.Model):
    """A token of one account. Only a digest of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, of 256 random bits
    ending = models.CharField(max_length=TELLING)
    rights = models.JSONField(default=list)
    limit = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def rights_in_words(self) -> list[str]:
        return [str(right.label) for right in Right if right.value in self.rights]

    def note_use(self) -> None:
        """Note that it is used now, once a minute."""
        now = timezone.now()
        if self.used_at is None or self.used_at < now - NOTED_EACH:
            AccessToken.objects.filter(pk=self.pk).update(used_at=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
