"""What is due, sent: each follower's place moves only once the mail server has taken the mail.

One run at a time, on whatever machine; one that is killed leaves the rest to the next. A mail whose
taking could not be noted may leave twice, with the same id.
"""

import logging
import os
import socket
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from archive import workers
from archive.following import anniversaries, composing, newsletters, searches
from archive.following.due import Due
from archive.following.postbox import Outcome, Postbox
from archive.journal.lines import Facts
from archive.models import Follow, Lease, Newsletter
from archive.sealing import Unreadable

log = logging.getLogger("archive.mails")
COMMAND = "send_mails"
LEASE = 600.0  # seconds: a server that hangs takes some two minutes of a mail
RENEWAL = 30.0  # seconds
MOST = 2_000  # mails of one run
FIRST_DELAY = timedelta(minutes=10)  # twice as long each further time
MOST_DOUBLINGS = 7  # a day, nearly
REFUSED_FOR = timedelta(days=1)  # until a refused address is tried again
MOST_REFUSALS = 5  # of one address in a row, after which it is forgotten
MOST_AWAY = 2  # failures of the server in a row that end a run
MOST_DOUBTED = 20  # refusals before the first mail is taken: it is not the addresses then
NICENESS = 10
PAUSE = 300.0  # seconds from one run of a worker's to the next
_begun = -PAUSE  # by time.monotonic


class Running(Exception):
    """Another run is at it."""


class Ended(Exception):
    """Why a run ended before all was sent, in one line."""


class Run:
    """One run: `counts` says what became of the mails, by `Outcome`, and how many were dropped."""

    def __init__(self, lease: Lease) -> None:
        self.counts: Counter[str] = Counter()
        self._lease, self._renewed = lease, time.monotonic()
        self._postbox = Postbox()
        self._away = 0  # failures of the server in a row
        self._doubted: dict[int, Follow] = {}  # refused while nothing was taken yet

    def work(self, most: int) -> None:
        """Send what is due, so many mails at most. Raises Ended."""
        now = timezone.now()
        try:
            for due in chain(newsletters.due(now), searches.due(now), anniversaries.due(now)):
                self._deliver(due)
                if self.counts.total() >= most:
                    break
            self._settle_doubted()
        finally:
            self._postbox.close()

    def _deliver(self, due: Due) -> None:
        if due.news is None:
            due.follow.move(due.mark)
            return
        self._keep_lease()
        # It may have ended since it was read.
        is_followed = Follow.objects.filter(pk=due.follow.pk, mark=due.follow.mark).exists()
        if not is_followed or due.follow.pk in self._doubted:
            return
        try:
            with translation.override(due.follow.language):
                mail = composing.message(due.follow, due.news)
        except Unreadable:
            self._note(due.follow, "unreadable", "sealed under another SECRET_KEY")
            return
        reply = self._postbox.send(mail)
        if reply.outcome is not Outcome.TAKEN:
            self._note(due.follow, reply.outcome.value, reply.code)
        self._settle(due, reply.outcome, reply.code)

    def _settle(self, due: Due, outcome: Outcome, code: str) -> None:
        """Note what became of a mail. Raises Ended."""
        if outcome is Outcome.AWAY:
            self._away += 1
            if self._away >= MOST_AWAY:
                raise Ended(f"The mail server does not take mails ({code}): tried again later.")
            return
        self._away = 0
        if outcome is Outcome.TAKEN:
            self.counts[outcome.value] += 1
            self._taken(due)
        elif outcome is Outcome.LATER:
            doublings = min(due.follow.delays, MOST_DOUBLINGS)
            due.follow.delay(FIRST_DELAY * 2**doublings)
        elif self.counts[Outcome.TAKEN.value]:
            self._refuse(due.follow)
        else:
            self._doubt(due.follow, code)

    @transaction.atomic
    def _taken(self, due: Due) -> None:
        due.follow.move(due.mark)
        if due.newsletter:
            Newsletter.objects.filter(pk=due.newsletter).update(taken=F("taken") + 1)

    def _doubt(self, follow: Follow, code: str) -> None:
        """Keep in mind a refusal that may be of anybody's mail. Raises Ended."""
        self._doubted[follow.pk] = follow
        if len(self._doubted) >= MOST_DOUBTED:
            raise Ended(f"The mail server refuses everybody ({code}): no address is dropped.")

    def _settle_doubted(self) -> None:
        for follow in self._doubted.values():
            self._refuse(follow)

    def _refuse(self, follow: Follow) -> None:
        if follow.refuse(REFUSED_FOR, MOST_REFUSALS):
            self._note(follow, "dropped", "")

    def _note(self, follow: Follow, outcome: str, code: str) -> None:
        self.counts[outcome] += 1
        log.warning("mail %s", Facts(follow=follow.pk, outcome=outcome, reply=code))

    def _keep_lease(self) -> None:
        """Say that this run is still at it. Raises Ended where another has taken over."""
        if time.monotonic() - self._renewed < RENEWAL:
            return
        if not self._lease.renew(LEASE):
            raise Ended("Another run has taken over.")
        self._renewed = time.monotonic()


def send(most: int = MOST) -> Counter[str]:
    """Send what is due; return what became of the mails. Raises Running, Ended.

    What was begun by an address that nobody confirmed is forgotten first.
    """
    with alone() as lease:
        Follow.objects.forget_unconfirmed()
        run = Run(lease)
        try:
            run.work(most)
        finally:
            if run.counts:
                log.info("mails %s", Facts(run.counts))
        return run.counts


@contextmanager
def alone() -> Iterator[Lease]:
    """Yield the lease by which no other run begins meanwhile. Raises Running."""
    name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    with transaction.atomic():
        lease = Lease.objects.take(COMMAND, uuid.uuid4(), name, LEASE)
    if lease is None:
        raise Running
    try:
        yield lease
    finally:
        lease.end()


def hasten() -> None:
    """Have what is due sent soon, by a worker or by a process of its own."""
    if settings.MAIL_IS_SENT:
        workers.begin(COMMAND, niceness=NICENESS)


def begin() -> None:
    """Have a worker send what is due, now and then, where mails are sent and somebody follows."""
    global _begun
    if not settings.MAIL_IS_SENT or time.monotonic() - _begun < PAUSE:
        return
    _begun = time.monotonic()
    if Follow.objects.confirmed().exists():
        hasten()
