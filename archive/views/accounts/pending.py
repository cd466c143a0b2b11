"""A login between its two steps: the password was right, the second factor is still to come.

Nobody is logged in meanwhile. It is kept in the session and lasts ten minutes.
"""

import time
from dataclasses import asdict, dataclass

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from archive.models import OpenSession
from archive.models.accounts import sessions

KEY = "pending"
LASTS = 600  # seconds: enough to find a telephone, or to install an application on it


@dataclass(frozen=True)
class Pending:
    user: int
    stamp: str  # changes with the password
    backend: str
    target: str
    until: float


def begin(request: HttpRequest, user: User, target: str) -> None:
    """Remember that a user gave the right password, under another session key."""
    OpenSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    pending = Pending(
        user.pk, user.get_session_auth_hash(), user.backend, target, time.time() + LASTS
    )
    request.session[KEY] = asdict(pending)


def read(request: HttpRequest) -> tuple[User, Pending] | None:
    """Return who is between the two steps, and where they are going; None where nobody is."""
    if KEY not in request.session:
        return None
    pending = Pending(**request.session[KEY])
    user = User.objects.filter(pk=pending.user, is_active=True).first()
    if user is None or time.time() > pending.until:
        return None
    if not constant_time_compare(user.get_session_auth_hash(), pending.stamp):
        return None
    return user, pending


def finish(request: HttpRequest, user: User, pending: Pending) -> None:
    """Log the user in: both steps are done. The session has another key since."""
    del request.session[KEY]
    login(request, user, backend=pending.backend)
    sessions.passed(request)
