"""What limits the guessing of passwords: by name and address together, and by address alone.

django-axes counts both. A name alone is never locked, nor a browser in which its owner has logged
in before: whoever guesses locks out nobody but himself.
"""

import secrets
from datetime import timedelta

from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive import callers

MOST_FAILURES = 50  # of one address in
PERIOD = timedelta(hours=1)
KEPT = timedelta(days=30)  # each failure is noted as long: for who looks into an attack


def counted_name(request: HttpRequest, credentials: dict | None) -> str:
    """Return what the failures of a name are counted under, which does not tell the name.

    In a browser where its owner has logged in before, that is the name in this browser: failures
    elsewhere, from the same address even, do not count there.
    """
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return f"{_digest(name)} {_device(request, name)}".strip()


def _device(request: HttpRequest, name: str) -> str:
    """Return what tells a browser in which this name has logged in; "" for any other."""
    try:
        known = request.get_signed_cookie(
            settings.DEVICE_COOKIE_NAME,
            default="",
            salt=settings.DEVICE_SALT,
            max_age=settings.DEVICE_IS_KNOWN,
        )
    except BadSignature:
        return ""
    device, _space, owner = (known or "").partition(" ")
    return f"({device})" if owner == _digest(name) else ""


def _digest(name: str) -> str:
    """Return what stands for a name where it is not to be read.

    People type passwords in its place; and a header holds no « œ ».
    """
    return salted_hmac("archive.logins", name, algorithm="sha256").hexdigest()


def failures(address: str) -> int:
    """Return how many logins failed from an address within the last hour."""
    recent = AccessFailureLog.objects.filter(attempt_time__gt=timezone.now() - PERIOD)
    return recent.filter(ip_address=address).count()


class AddressBackend:
    """Lets nobody log in from an address where too many logins have failed within the hour.

    It knows no users: who they are, other backends say.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        if request is None or username is None or _device(request, username):
            return None
        if failures(callers.address(request)) < MOST_FAILURES:
            return None
        request.axes_locked_out = True  # axes answers, and counts nothing more
        request.is_address_locked = True
        raise PermissionDenied


@receiver(user_logged_in)
def know_device(sender, request, user, **_signal) -> None:
    """Have `archive.middleware.devices` mark the browser as the user's."""
    request.device = f"{secrets.token_hex(8)} {_digest(user.get_username())}"


@receiver(user_login_failed)
def forget_old_failures(sender, **_signal) -> None:
    AccessFailureLog.objects.filter(attempt_time__lt=timezone.now() - KEPT).delete()
