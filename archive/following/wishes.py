"""Somebody wishes to follow something: the address is asked by a mail whether that is so."""

import logging
import smtplib

from archive.following import composing
from archive.following.topics import Topic
from archive.journal.lines import Facts
from archive.models import Asking, Follow, Stale
from archive.models.following.follows import mailbox_of
from archive.search.upkeep import freshness
from archive.workers import mails

log = logging.getLogger("archive.mails")
FEW = 50  # editorials that the index takes in while somebody waits


def ask(address: str, topic: Topic, rhythm: str, language: str, site: str) -> None:
    """Mail an address a link that confirms; call it in that language.

    Nothing is sent to a mailbox that was asked often enough today. Who follows the same already is
    asked as well: so nobody learns by it who does.
    """
    Follow.objects.forget_unconfirmed()
    asking = Asking.objects.take(mailbox_of(address))
    if asking is None:
        log.warning("mail %s", Facts(outcome="not asked", reply="asked often enough today"))
        return
    follow = Follow.objects.asked(
        address, topic.kind, topic.query, rhythm=rhythm, language=language, site=site
    )
    try:
        mails.send(composing.confirmation(follow, address, rhythm, language))
    except (OSError, smtplib.SMTPException) as error:
        asking.delete()
        log.error("a mail that asks for a confirmation could not be sent: %s", type(error).__name__)


def confirm(follow: Follow, rhythm: str, language: str) -> None:
    """Have an address follow what it was asked about, from now on."""
    if Stale.objects.all()[: FEW + 1].count() <= FEW:
        freshness.drain()  # what the index lacks yet would be news later
    follow.confirm(rhythm, language)
