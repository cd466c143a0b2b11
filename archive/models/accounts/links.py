"""Links that let somebody choose a password, once: an invitation, or a way back in."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TOKEN_BYTES = 32
DIGEST = 64  # characters of a SHA-256


class LinkKind(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    BY_CHIEF = "chief", _("par un rédacteur en chef")
    BY_MAIL = "mail", _("par courriel")
    BY_OPERATOR = "operator", _("par l’exploitant")


# An invitation waits in a mailbox over a holiday; what is asked for is used at once.
LASTS = {
    LinkKind.INVITATION: timedelta(days=7),
    LinkKind.BY_CHIEF: timedelta(hours=24),
    LinkKind.BY_MAIL: timedelta(hours=1),
    LinkKind.BY_OPERATOR: timedelta(hours=1),
}
BETWEEN_MAILS = timedelta(minutes=5)  # to one account, however often somebody asks


class AccountLinkQuerySet(models.QuerySet["AccountLink"]):
    def make(self, user: User, kind: LinkKind, by: User | None = None) -> str:
        """Return the token of a new link; the links before are worth nothing any more."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = timezone.now() + LASTS[kind]
        link = AccountLink(user=user, kind=kind, made_by=by, expires_at=expires_at)
        link.digest = _digest(token)
        with transaction.atomic():
            self.filter(user=user).delete()
            self.filter(expires_at__lt=timezone.now()).delete()
            link.save()
        return token

    def open(self, token: str) -> "AccountLink | None":
        """Return the link of a token while it can be used; None for any other."""
        rows = self.filter(digest=_digest(token), expires_at__gt=timezone.now())
        return rows.filter(user__is_active=True).select_related("user", "made_by").first()

    def was_mailed(self, user: User) -> bool:
        """Return True if a link was sent to a user within the last minutes."""
        since = timezone.now() - BETWEEN_MAILS
        return self.filter(user=user, kind=LinkKind.BY_MAIL, made_at__gt=since).exists()


class AccountLink(models.Model):
    """A link by which one account's password is chosen once. Only a digest of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    digest = models.CharField(max_length=DIGEST, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = AccountLinkQuerySet.as_manager()

    def take(self) -> bool:
        """Use the link; return False where somebody else was quicker."""
        deleted, _by_model = AccountLink.objects.filter(pk=self.pk).delete()
        return bool(deleted)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
