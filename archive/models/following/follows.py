"""What readers follow by mail, without an account.

An address is kept encrypted, beside a keyed hash by which it is found; both go when nothing is
followed any more. The secret key reads the one and makes the other: a copy of the database alone
tells no address.
"""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from archive.models.following.arrivals import Arrival
from archive.models.following.newsletters import Newsletter
from archive.sealing import seal, unsealed

PURPOSE = "followers' addresses"
NONCE_BYTES = 8
UNCONFIRMED = timedelta(days=3)  # after which an address that did not confirm is forgotten
LONGEST_SITE = 300  # characters


class TopicKind(models.TextChoices):
    SEARCH = "search", _("ce que trouve une recherche")
    ANNIVERSARIES = "anniversaries", _("il y a 10, 20, 25 ans")
    LETTER = "letter", _("la lettre")


class Rhythm(models.TextChoices):
    AT_ONCE = "at-once", _("dès que cela paraît")
    WEEKLY = "weekly", _("chaque semaine")
    MONTHLY = "monthly", _("chaque mois")


# Unsaid, what an address is asked for the first time.
USUAL = Rhythm.WEEKLY


def key_of(address: str) -> str:
    """Return what stands for an address, however its letters were typed."""
    return _keyed("address", _same(address))


def mailbox_of(address: str) -> str:
    """Return what stands for a mailbox: name+anything is that of name."""
    name, _at, host = _same(address).rpartition("@")
    return _keyed("mailbox", f"{name.partition('+')[0]}@{host}")


def _same(address: str) -> str:
    return unicodedata.normalize("NFKC", address).casefold().strip()


def _keyed(purpose: str, text: str) -> str:
    return salted_hmac(f"archive.following.{purpose}", text, algorithm="sha256").hexdigest()


class FollowQuerySet(models.QuerySet["Follow"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def of_kind(self, kind: TopicKind) -> Self:
        return self.filter(kind=kind)

    def ready(self, now: datetime) -> Self:
        """Return those that may be written to now: confirmed, and not to be tried later."""
        return self.confirmed().filter(Q(retry_at__isnull=True) | Q(retry_at__lte=now))

    def asked(self, address: str, kind: TopicKind, query: str, **preferences: str) -> "Follow":
        """Return the row of an address that is to confirm that it follows something.

        It is the one that there is, confirmed or not, or a new one. `told`: `rhythm`, `language`
        and `site` of a new one.
        """
        follow, is_new = self.get_or_create(
            key=key_of(address),
            topic=topic_key(kind, query),
            defaults={
                "address": seal(address, PURPOSE),
                "kind": kind,
                "query": query,
                **preferences,
            },
        )
        if not is_new:
            self.filter(pk=follow.pk).update(asked_at=timezone.now())
        return follow

    def forget_unconfirmed(self) -> int:
        """Delete what nobody has confirmed in time; return how many rows that were."""
        old = self.filter(confirmed_at=None, asked_at__lte=timezone.now() - UNCONFIRMED)
        deleted, _by_model = old.delete()
        return deleted


def topic_key(kind: TopicKind, query: str) -> str:
    """Return what tells one thing that may be followed from any other."""
    return hashlib.sha256(f"{kind} {query}".encode()).hexdigest()


class Follow(models.Model):
    """That an address follows something: until it is confirmed, only asks to.

    `query` is a search as its address states it, without « ? », "" for the whole archive; `site`:
    where the archive was reached when it was asked. `mark` is the place of the last `Arrival` or
    `Newsletter` that was told; `told_at`, when it was last looked whether there is news.
    `refusals` are those of the mail server for good, `delays` those until later, in a row.
    """

    key = models.CharField(max_length=64)
    address = models.TextField()  # sealed
    kind = models.CharField(_("nature"), max_length=15, choices=TopicKind)
    query = models.TextField(_("recherche"), blank=True)
    topic = models.CharField(max_length=64, db_index=True)
    rhythm = models.CharField(_("rythme"), max_length=10, choices=Rhythm, default=USUAL)
    language = models.CharField(_("langue"), max_length=12, default="fr")
    site = models.CharField(max_length=LONGEST_SITE)
    nonce = models.CharField(max_length=2 * NONCE_BYTES)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True)
    told_at = models.DateTimeField(null=True)
    mark = models.BigIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    delays = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "topic"], name="one_follow_of_an_address")
        ]
        indexes = [models.Index(fields=["kind", "rhythm", "topic"], name="follows_due")]
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")

    def save(self, *args, **kwargs):
        if not self.nonce:
            self.nonce = secrets.token_hex(NONCE_BYTES)
        if not self.topic:
            self.topic = topic_key(TopicKind(self.kind), self.query)
        super().save(*args, **kwargs)

    def plain_address(self) -> str:
        """Return the address itself. Raises sealing.Unreadable under another secret key."""
        return unsealed(self.address, PURPOSE)

    def confirm(self, rhythm: str, language: str) -> None:
        """Follow from now on: what is there already is no news. Confirmed again, only the rhythm
        and the language are others."""
        rows = Follow.objects.filter(pk=self.pk)
        rows.update(rhythm=rhythm, language=language)
        mark = 0
        if self.kind == TopicKind.SEARCH:
            mark = Arrival.objects.note()
        elif self.kind == TopicKind.LETTER:
            mark = Newsletter.objects.last_place()
        now = timezone.now()
        rows.filter(confirmed_at=None).update(confirmed_at=now, told_at=now, mark=mark)

    def move(self, mark: int) -> None:
        """Note to where it has been told, and that it can be written to."""
        rows = Follow.objects.filter(pk=self.pk)
        rows.update(mark=mark, told_at=timezone.now(), retry_at=None, delays=0, refusals=0)

    def delay(self, wait: timedelta) -> None:
        """Have it tried again later: the mail server may take the mail then."""
        rows = Follow.objects.filter(pk=self.pk)
        rows.update(delays=F("delays") + 1, retry_at=timezone.now() + wait)

    def refuse(self, wait: timedelta, most: int) -> bool:
        """Note that the address is refused for good; return whether it was forgotten by that.

        It is once it has been so often: whatever else it follows is forgotten too.
        """
        rows = Follow.objects.filter(pk=self.pk)
        rows.update(refusals=F("refusals") + 1, retry_at=timezone.now() + wait)
        if not rows.filter(refusals__gte=most).exists():
            return False
        self.forget_address()
        return True

    def forget_address(self) -> None:
        """Delete all that the address follows, and with it the address."""
        Follow.objects.filter(key=self.key).delete()
