"""Mails about accounts. They leave aside: nobody waits for them, and time tells nothing of them."""

import logging
import smtplib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import AccountEventKind
from archive.workers import mails

log = logging.getLogger("archive.accounts")
# One at a time, whoever asks however often. Its thread begins with the first mail.
_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mails")
MOST_WAITING = 100  # each holds its request
_room = threading.BoundedSemaphore(MOST_WAITING)


def aside(work: Callable[..., None], request: HttpRequest, *given: object) -> None:
    """Have `work(request, *given)` done after the request's own, in the request's language.

    Where too much waits already it is not done, and the log says so.
    """
    room = _room
    if not room.acquire(blocking=False):
        log.error("what was to be done aside for an account cannot wait any more and is not done")
        return
    task = _aside.submit(_alone, work, request, translation.get_language(), given)
    task.add_done_callback(lambda _task: room.release())


def _alone(work: Callable[..., None], request: HttpRequest, language: str, given: tuple) -> None:
    try:
        with translation.override(language):
            work(request, *given)
    except Exception:  # nobody else would tell
        log.exception("what was to be done aside for an account failed")
    finally:
        connection.close()


def send_link(request: HttpRequest, user: User, address: str, kind: str) -> None:
    """Mail a link to a user; `kind`: invitation or reset."""
    context = {"user": user, "address": address, "site": settings.SITE_NAME}
    subject = _("%(site)s : choisir un mot de passe") % {"site": settings.SITE_NAME}
    _send(EmailMessage(subject, render_to_string(f"accounts/{kind}.txt", context), to=[user.email]))


def tell(request: HttpRequest, user: User, kind: AccountEventKind) -> None:
    """Mail a user what changed in their account, so that they know if it was not they.

    Nothing where there are no mails, or no address.
    """
    if settings.MAIL_IS_SENT and user.email:
        aside(_tell, request, user, kind, user.email)


def _tell(request: HttpRequest, user: User, kind: AccountEventKind, to: str) -> None:
    context = {"user": user, "event": kind.label, "site": settings.SITE_NAME}
    subject = _("%(site)s : %(event)s") % {"site": settings.SITE_NAME, "event": kind.label}
    _send(EmailMessage(subject, render_to_string("accounts/notice.txt", context), to=[to]))


def _send(message: EmailMessage) -> None:
    try:
        mails.send(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("a mail about an account could not be sent: %s", error)
