"""Mails among the team: to whom a list is given, to whom a proposal is answered."""

import logging
import smtplib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string

from archive.workers import aside, mails

log = logging.getLogger("archive.desk")


def tell(
    request: HttpRequest, user: User, subject: str, template: str, context: dict[str, Any]
) -> None:
    """Mail a user something of the desk; nothing where there are no mails, or no address.

    It leaves aside: nobody waits for it.
    """
    if settings.MAIL_IS_SENT and user.email:
        body = render_to_string(template, context | {"user": user, "site": settings.SITE_NAME})
        line = " ".join(f"{settings.SITE_NAME} : {subject}".split())
        aside.do(_send, request, EmailMessage(line, body, to=[user.email]))


def _send(_request: HttpRequest, message: EmailMessage) -> None:
    try:
        mails.send(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("a mail about the desk could not be sent: %s", error)
