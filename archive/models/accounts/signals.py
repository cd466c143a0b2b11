"""What Django tells of logins, whichever door they come by, becomes events and sessions."""

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from archive.models.accounts.events import AccountEvent, AccountEventKind
from archive.models.accounts.sessions import OpenSession


@receiver(user_logged_in)
def note_login(sender, request, user, **_signal) -> None:
    OpenSession.objects.begin(request, user)
    AccountEvent.objects.record(AccountEventKind.LOGIN, request, user)
    AccountEvent.objects.prune()
    type(request.session).clear_expired()


@receiver(user_logged_out)
def note_logout(sender, request, user, **_signal) -> None:
    """Note a logout; nothing where nobody was logged in. Django ends the session afterwards."""
    if user is None:
        return
    OpenSession.objects.filter(session_key=request.session.session_key).delete()
    AccountEvent.objects.record(AccountEventKind.LOGOUT, request, user)


@receiver(user_login_failed)
def note_failure(sender, credentials, request=None, **_signal) -> None:
    """Note a refused password or code. One query and one row, whether there is such an account."""
    kind = AccountEventKind.FAILURE
    if getattr(request, "axes_locked_out", False):
        kind = AccountEventKind.SUSPENDED_LOGIN
    elif "secret_code" in credentials:
        kind = AccountEventKind.FACTOR_FAILURE
    user = User.objects.filter(username=credentials.get("username") or "").first()
    AccountEvent.objects.record(kind, request, user)
