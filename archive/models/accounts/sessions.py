"""Sessions as their owners know them: begun when, from where, with what; and their end."""

import time
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from archive import disk, figures, origins
from archive.models.accounts import factors
from archive.models.accounts.events import LONGEST_BROWSER, came_from
from archive.models.accounts.factors import SecondFactor

LONGEST = timedelta(days=14)  # whatever is done in it: as long as Django's cookie lasts
LOOKED_EVERY = 10  # seconds for which a process believes what it has seen: see `is_open`
MOST_LOOKED = 1000  # sessions that it remembers so
ALL = "others"  # of the sessions that somebody may end, as forms say it
SEEN_EVERY = timedelta(minutes=1)  # a row is not written for each page that somebody opens


_looked_at: dict[str, float] = {}  # by session key, on the clock of this process


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    def begin(self, request: HttpRequest, user: User) -> None:
        """Note the session that a login has just begun; one before it in that browser is over."""
        if request.session.session_key is None:
            request.session.create()
        former_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if former_key != request.session.session_key:
            self.filter(session_key=former_key).end()
        origin, browser = came_from(request)
        self.update_or_create(
            session_key=request.session.session_key,
            defaults={
                "user": user,
                "origin": origin,
                "browser": browser,
                "begun_at": timezone.now(),
                "seen_at": timezone.now(),
                "has_passed": False,
            },
        )
        self.filter(begun_at__lt=timezone.now() - LONGEST).end()

    def of(self, user: User) -> Self:
        """Return the sessions of a user that are open, the last seen first."""
        idle_since = timezone.now() - settings.SESSION_IDLE
        begun_since = timezone.now() - LONGEST
        rows = self.filter(user=user, seen_at__gte=idle_since, begun_at__gte=begun_since)
        return rows.order_by("-seen_at", "-pk")

    def chosen(self, user: User, choice: str) -> Self:
        """Return what is to end of a user's: the session of a number as typed, ALL, or nothing."""
        rows = self.filter(user=user)
        if choice == ALL:
            return rows
        number = figures.typed(choice)
        return rows.none() if number is None else rows.filter(pk=number)

    def end(self, but: str | None = None) -> int:
        """End these sessions at once, but the one of this key; return how many."""
        rows = list(self.exclude(session_key=but) if but else self)
        for row in rows:
            _store(row.session_key).delete()
            row.delete()
        return len(rows)


class OpenSession(models.Model):
    """A login that goes on, in one browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    origin = models.CharField(max_length=origins.LONGEST_ORIGIN)
    browser = models.CharField(max_length=LONGEST_BROWSER)
    has_passed = models.BooleanField(default=False)  # the second factor

    objects = OpenSessionQuerySet.as_manager()


def is_open(request: HttpRequest, user: User) -> bool:
    """Return True if the session of a request may go on: it is neither idle nor too old.

    Nor is it one without the second factor of an account that has one, or must. It is noted as
    seen. One query in ten seconds, and another once a minute: what somebody ends is over at once
    whatever is asked here, for Django's own row of it is gone.
    """
    key, now = request.session.session_key or "", time.monotonic()
    looked_at = _looked_at.get(key)
    if looked_at is not None and now - looked_at < LOOKED_EVERY:
        return True
    if len(_looked_at) >= MOST_LOOKED:
        _looked_at.clear()
    may_go_on = _is_open(request, user)
    if may_go_on:
        _looked_at[key] = now
    return may_go_on


def _is_open(request: HttpRequest, user: User) -> bool:
    row = _row(request, user)
    now = timezone.now()
    if row is None:
        return not factors.is_required(user) and SecondFactor.objects.of(user) is None
    if row.seen_at < now - settings.SESSION_IDLE or row.begun_at < now - LONGEST:
        return False
    if not row.has_passed and (row.has_factor or factors.is_required(user)):
        return False
    if row.seen_at < now - SEEN_EVERY:
        # A disk that is full or read-only stops no reader, nor does somebody who writes for long.
        with suppress(DatabaseError), disk.hardly_waiting():
            OpenSession.objects.filter(pk=row.pk).update(seen_at=now)
    return True


def _row(request: HttpRequest, user: User):
    """Return the row of a request's session; None where it has none and none can be written."""
    rows = OpenSession.objects.filter(session_key=request.session.session_key, user=user)
    confirmed = SecondFactor.objects.confirmed().filter(user=OuterRef("user"))
    rows = rows.annotate(has_factor=Exists(confirmed))
    row = rows.first()
    if row is None:  # it began before there were rows
        with suppress(DatabaseError):
            OpenSession.objects.begin(request, user)
            row = rows.first()
    return row


def passed(request: HttpRequest) -> None:
    """Note that the session of a request has passed the second factor."""
    rows = OpenSession.objects.filter(session_key=request.session.session_key)
    rows.update(has_passed=True)


def renewed(request: HttpRequest, former_key: str | None) -> None:
    """Note that a session has another key since."""
    rows = OpenSession.objects.filter(session_key=former_key)
    rows.update(session_key=request.session.session_key)


def _store(session_key: str) -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key)
