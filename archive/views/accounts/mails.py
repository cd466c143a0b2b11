"""Mails about accounts. They leave aside: nobody waits for them, and time tells nothing of them."""

import logging
import smtplib

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from archive.models import AccountEventKind
from archive.workers import aside, mails

log = logging.getLogger("archive.accounts")


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
        aside.do(_tell, request, user, kind, user.email)


def _tell(request: HttpRequest, user: User, kind: AccountEventKind, to: str) -> None:
    context = {"user": user, "event": kind.label, "site": settings.SITE_NAME}
    subject = _("%(site)s : %(event)s") % {"site": settings.SITE_NAME, "event": kind.label}
    _send(EmailMessage(subject, render_to_string("accounts/notice.txt", context), to=[to]))


def _send(message: EmailMessage) -> None:
    try:
        mails.send(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("a mail about an account could not be sent: %s", error)
