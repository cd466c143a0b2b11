"""The second factor: codes of an application (TOTP), and codes on paper for when it is lost."""

import base64
import hashlib
import secrets
import time
from datetime import timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from archive import sealing

PURPOSE = "second factor"
PERIOD = 30  # seconds that a code lasts, as all applications have it
DIGITS = 6
DRIFT = 1  # periods that a clock may be wrong by
# Of a million codes three are right at a time. Ten tries a quarter of an hour, whoever makes them
# from wherever, are a year for one chance in ten; codes on paper are taken all the same.
MOST_FAILURES = 10
COOL_OFF = timedelta(minutes=15)
CODES = 10  # on paper
CODE_BYTES = 10  # 80 bits: none is guessed, so that a quick hash will do
GROUP = 4  # characters of a code between hyphens
NOBODY, CHIEFS, EVERYBODY = "nobody", "chiefs", "everybody"  # who must have one


class SecondFactorQuerySet(models.QuerySet["SecondFactor"]):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def of(self, user: User) -> "SecondFactor | None":
        """Return the factor that a user logs in with; None where there is none."""
        return self.confirmed().filter(user=user).first()

    def begun(self, user: User) -> "SecondFactor":
        """Return the factor that a user is setting up, the same until it is confirmed.

        The one in use, if there is one, goes on until then.
        """
        sealed = sealing.seal(pyotp.random_base32(), PURPOSE)
        factor, _created = self.get_or_create(
            user=user, confirmed_at=None, defaults={"sealed_seed": sealed}
        )
        if not factor.is_readable:
            factor.sealed_seed = sealed
            factor.save(update_fields=["sealed_seed"])
        return factor


class SecondFactor(models.Model):
    """An application that shows codes made of a seed and the time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factors"
    )
    sealed_seed = models.TextField()
    begun_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # The period of the last code that was taken: it and those before are not taken again.
    last_period = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    objects = SecondFactorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(confirmed_at__isnull=False),
                name="one_second_factor_in_use",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(confirmed_at__isnull=True),
                name="one_second_factor_begun",
            ),
        ]

    @property
    def seed(self) -> str:
        """Return the seed in base 32. Raises `sealing.Unreadable` under another secret key."""
        return sealing.unsealed(self.sealed_seed, PURPOSE)

    @property
    def is_readable(self) -> bool:
        try:
            return bool(self.seed)
        except sealing.Unreadable:
            return False

    def address(self) -> str:
        """Return what the QR code holds: `otpauth://totp/…`."""
        name = self.user.get_username()
        return pyotp.TOTP(self.seed).provisioning_uri(name=name, issuer_name=settings.SITE_NAME)

    def accepts(self, typed: str) -> bool:
        """Return True for a code of now that was not used before; it is used by that.

        Nothing is taken for a quarter of an hour after ten wrong ones.
        """
        if self._is_cooling_off() or not self.is_readable:
            return False
        period = self._period_of(typed)
        rows = SecondFactor.objects.filter(pk=self.pk)
        # One statement, so that of two who send the same code at once one is refused.
        if period and rows.filter(last_period__lt=period).update(last_period=period, failures=0):
            return True
        rows.update(failures=F("failures") + 1, failed_at=timezone.now())
        return False

    def _is_cooling_off(self) -> bool:
        if self.failed_at is None:
            return False
        if self.failed_at < timezone.now() - COOL_OFF:
            SecondFactor.objects.filter(pk=self.pk).update(failures=0)
            return False
        return self.failures >= MOST_FAILURES

    def _period_of(self, typed: str) -> int:
        """Return the period whose code this is; 0 for none. All are tried, so that time tells
        nothing."""
        application, now, period = pyotp.TOTP(self.seed), int(time.time()) // PERIOD, 0
        for candidate in range(now - DRIFT, now + DRIFT + 1):
            if secrets.compare_digest(application.generate_otp(candidate), typed):
                period = candidate
        return period

    def confirm(self, typed: str) -> list[str]:
        """Take the factor into use if the application shows the right code; one before it goes.

        Return the codes on paper, which are shown this once; [] for a wrong code.
        """
        if not self.accepts(digits(typed)):
            return []
        with transaction.atomic():
            SecondFactor.objects.filter(user=self.user).exclude(pk=self.pk).delete()
            SecondFactor.objects.filter(pk=self.pk).update(confirmed_at=timezone.now())
            return RecoveryCode.objects.renew(self.user)


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    def renew(self, user: User) -> list[str]:
        """Return ten new codes; those before are worth nothing any more."""
        codes = [_new_code() for _number in range(CODES)]
        rows = [RecoveryCode(user=user, digest=_digest(user, code)) for code in codes]
        with transaction.atomic():
            self.filter(user=user).delete()
            RecoveryCode.objects.bulk_create(rows)
        return codes

    def take(self, user: User, typed: str) -> bool:
        """Return True if this is an unused code of the user; it is used by that."""
        unused = self.filter(user=user, used_at__isnull=True)
        return bool(unused.filter(digest=_digest(user, typed)).update(used_at=timezone.now()))

    def left(self, user: User) -> int:
        return self.filter(user=user, used_at__isnull=True).count()


class RecoveryCode(models.Model):
    """A code on paper that is taken once in the place of the application's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_a_recovery_code")
        ]


class SecondFactorBackend(BaseBackend):
    """Checks the second step of a login.

    It goes through Django's `authenticate`, so that its failures are counted where those of
    passwords are.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        secret_code: str | None = None,
        **_others: object,
    ) -> User | None:
        if username is None or secret_code is None:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user and is_accepted(user, secret_code):
            return user
        return None


def is_accepted(user: User, typed: str) -> bool:
    """Return True for a right code, of the application or on paper, which is used by that."""
    code = digits(typed)
    if len(code) == DIGITS:
        factor = SecondFactor.objects.of(user)
        return factor is not None and factor.accepts(code)
    return RecoveryCode.objects.take(user, typed)


def digits(typed: str) -> str:
    """Return « 123 456 » as 123456; "" for what is no code of an application."""
    code = "".join(typed.split())
    return code if code.isascii() and code.isdigit() else ""


def is_required(user: User | AnonymousUser) -> bool:
    """Return True if the settings ask a second factor of this user."""
    if settings.SECOND_FACTOR == CHIEFS:
        return user.has_perm("archive.manage_accounts")
    return settings.SECOND_FACTOR == EVERYBODY


def forget(user: User) -> None:
    """Take away a user's second factor and codes."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def _new_code() -> str:
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    groups = [text[start : start + GROUP] for start in range(0, len(text), GROUP)]
    return "-".join(groups)


def _digest(user: User, typed: str) -> str:
    """Return what is kept of a code, whatever its hyphens, spaces and capitals.

    It does not depend on the secret key: where that is lost, the codes on paper are the way in.
    """
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
