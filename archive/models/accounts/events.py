"""What happened to accounts: a row that a chief can see, and a line in the log for operators."""

import logging
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import origins
from archive.journal.lines import Facts

# As long as the French authority (CNIL) has logs of access kept at most, without a special reason.
REMEMBERED = timedelta(days=365)
# New passwords that one network asks for in an hour: each leaves a row, and may send a mail.
MOST_ASKED, ASKED_WITHIN = 20, timedelta(hours=1)
LONGEST_BROWSER = 40  # characters
LONGEST_DETAIL = 100

log = logging.getLogger("archive.accounts")


class AccountEventKind(models.TextChoices):
    LOGIN = "login", _("connexion")
    FAILURE = "failure", _("mot de passe refusé")
    SUSPENDED_LOGIN = "locked", _("essai pendant une suspension")
    FACTOR = "factor", _("second facteur accepté")
    FACTOR_FAILURE = "factor-failure", _("second facteur refusé")
    RECOVERY = "recovery", _("code de secours utilisé")
    LOGOUT = "logout", _("déconnexion")
    IDLE = "idle", _("session close d’elle-même")
    SESSION_ENDED = "session-ended", _("session close")
    PASSWORD = "password", _("mot de passe changé")
    RESET_ASKED = "reset-asked", _("nouveau mot de passe demandé")
    INVITED = "invited", _("invitation")
    LINK = "link", _("lien fait pour un mot de passe")
    LINK_USED = "link-used", _("mot de passe choisi par un lien")
    FACTOR_ON = "factor-on", _("second facteur mis en place")
    FACTOR_OFF = "factor-off", _("second facteur retiré")
    CODES = "codes", _("nouveaux codes de secours")
    TOKEN = "token", _("jeton créé")
    TOKEN_ENDED = "token-ended", _("jeton révoqué")
    ADDRESS = "address", _("adresse électronique changée")
    ROLE = "role", _("rôle changé")
    CLOSED = "closed", _("compte suspendu")
    REOPENED = "reopened", _("compte rétabli")
    DELETED = "deleted", _("compte supprimé")


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    def record(
        self,
        kind: str,
        request: HttpRequest | None = None,
        user: User | None = None,
        by: User | None = None,
        detail: str = "",
    ) -> None:
        """Keep what happened to an account; `by` is who did it, where that is somebody else.

        Whose account it was is left open where there is none of that name: people type passwords
        in the place of names.
        """
        event = AccountEvent(kind=kind, user=user, by=by, detail=detail[:LONGEST_DETAIL])
        if request is not None:
            event.origin, event.browser = came_from(request)
        event.save()
        log.info("account %s", Facts(event.as_log()))

    def has_asked_enough(self, request: HttpRequest) -> bool:
        """Return True if a request comes from where many new passwords were asked for lately."""
        origin, _browser = came_from(request)
        lately = self.filter(at__gt=timezone.now() - ASKED_WITHIN)
        asked = lately.filter(kind=AccountEventKind.RESET_ASKED, origin=origin)
        return asked.count() >= MOST_ASKED

    def prune(self) -> None:
        """Forget what is older than a year."""
        self.filter(at__lt=timezone.now() - REMEMBERED).delete()


class AccountEvent(models.Model):
    """One thing that happened to an account: a login, a failure, a change."""

    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)
    kind = models.CharField(_("genre"), max_length=20, choices=AccountEventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="account_events",
        verbose_name=_("compte"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("par"),
    )
    origin = models.CharField(_("origine"), max_length=origins.LONGEST_ORIGIN, blank=True)
    browser = models.CharField(_("navigateur"), max_length=LONGEST_BROWSER, blank=True)
    detail = models.CharField(_("précision"), max_length=LONGEST_DETAIL, blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("événement de compte")
        verbose_name_plural = _("événements de compte")

    def as_log(self) -> dict[str, str]:
        """Return what the log tells of it, without what is empty."""
        told = {
            "event": str(self.kind),
            "user": self.user.get_username() if self.user else "",
            "by": self.by.get_username() if self.by else "",
            "origin": self.origin,
            "browser": self.browser,
            "detail": self.detail,
        }
        return {name: text for name, text in told.items() if text}


def came_from(request: HttpRequest) -> tuple[str, str]:
    """Return the truncated address and the browser of a request.

    The address is the one that failures are counted by (AXES_CLIENT_IP_CALLABLE where it is set).
    """
    address = get_client_ip_address(request) or ""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return origins.truncated(address), origins.browser(agent)
