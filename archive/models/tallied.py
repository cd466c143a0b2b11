"""How many editorials there are of each kind: kept, not counted.

Of each state, magazine and span of years; the same of each tag and of each author; of each pair of
tags. To count a million rows takes a database a second, at each look at the first page or at the
site's health. The database itself keeps the numbers, by triggers (`models.triggers`): whatever way
an editorial, a tag of it or a byline comes, changes or goes, rows are added in the same transaction
that say so. Rows are only ever added, so that no save waits for another's, and are added up when
they are many (`fold`).
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Count, QuerySet, Sum

from archive import tallies
from archive.models.editorial_rows import Tagging
from archive.models.editorials import Editorial
from archive.tallies import Span

MANY = 2_000  # rows beyond twice those of the last time, from where on they are added up
AT_ONCE = 10_000  # rows that are added up in one transaction
TURN = 0.2  # seconds in which whoever waits for SQLite's one writer looks at least once
_few: dict[type, int] = {}  # rows that this process has left when it added up last
Key = tuple  # the columns of a row but its number


def states_visible_to(user) -> list[str]:
    """Return the states of what `Editorial.objects.visible_to` gives this user."""
    states: list[str] = [Editorial.State.PUBLISHED]
    if user.has_perm("archive.edit"):
        states.append(Editorial.State.DRAFT)
    return states


class NumberManager(models.Manager["Number"]):
    """What all kept numbers have: they are added up, compared with a count, and counted anew."""

    def fold(self, is_alone: bool = False) -> int:
        """Make one row of all that are alike, where they have become many; return how many went.

        Who reads meanwhile sees all of the old rows or all of the new. Two who do it at once take
        different rows. Unless it `is_alone`, others may write in between.
        """
        number = self.count()
        if number < 2 * _few.get(self.model, 0) + MANY:
            return 0
        gone = 0
        for rows in self._portions():
            while fewer := self._fold_rows(rows, is_alone):
                gone += fewer
        _few[self.model] = number - gone
        return gone

    def _portions(self) -> Iterator[QuerySet]:
        """Yield the rows of some tags, authors or states at a time, those alike in one portion."""
        first, *_others = self.model.KEY
        names: list[Any] = []
        held = 0
        counted = self.order_by(first).values_list(first).annotate(n=Count("*")).filter(n__gt=1)
        for name, number in list(counted):
            if names and held + number > AT_ONCE:
                yield self.filter(**{f"{first}__in": names})
                names, held = [], 0
            names.append(name)
            held += number
        yield self.filter(**{f"{first}__in": names})

    def _fold_rows(self, rows: QuerySet, is_alone: bool) -> int:
        """Do so with all of these rows; return by how many there are fewer."""
        gone = last = 0
        while True:
            begun = time.monotonic()
            taken = self._fold_some(rows, last)
            if not taken:
                return gone
            fewer, last = taken
            gone += fewer
            if not is_alone:
                self._give_way(time.monotonic() - begun)

    def _give_way(self, held: float) -> None:
        """Let others write, on SQLite, for as long as they were kept from it.

        Who waits there looks but ten times a second whether it may: behind one transaction after
        another it would be refused in the end.
        """
        if not connections[self.db].features.has_select_for_update:
            time.sleep(max(held, TURN))

    def _fold_some(self, rows: QuerySet, last: int) -> tuple[int, int] | None:
        """Do so with the oldest behind a number, in a transaction; return None for no rows.

        Else by how many there are fewer, and the last number. What stands alone is left.
        """
        is_skipping = connections[self.db].features.has_select_for_update_skip_locked
        with transaction.atomic(self.db):
            behind = rows.filter(pk__gt=last).select_for_update(skip_locked=is_skipping)
            taken = list(behind.order_by("pk")[:AT_ONCE])
            if not taken:
                return None
            numbers: Counter[Key] = Counter()
            alike: Counter[Key] = Counter()
            for row in taken:
                numbers[row.key] += row.number
                alike[row.key] += 1
            folded = {key for key in numbers if alike[key] > 1 or not numbers[key]}
            old = [row.pk for row in taken if row.key in folded]
            new = [self.model.of(key, numbers[key]) for key in folded if numbers[key]]
            if old:
                self.filter(pk__in=old).delete()
                self.bulk_create(new)
        return len(old) - len(new), taken[-1].pk

    def differences(self) -> dict[Key, int]:
        """Return by how many what is kept differs from what there is, {} where it does not."""
        is_own = not connections[self.db].in_atomic_block
        with transaction.atomic(self.db):
            if is_own and connections[self.db].vendor == "postgresql":
                # Both are asked of one moment, whoever saves meanwhile.
                _execute(self.db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            differing = self.model.counted(self.db)
            names = self.model.KEY
            for *key, number in self.order_by().values_list(*names).annotate(n=Sum("number")):
                differing[tuple(key)] -= number
        return {key: number for key, number in differing.items() if number}

    def recount(self) -> None:
        """Count all anew; nobody writes what is counted or adds rows up meanwhile."""
        with transaction.atomic(self.db):
            if connections[self.db].vendor == "postgresql":
                # Whoever tags or signs an editorial locks its row: `models.triggers`.
                _execute(self.db, f"LOCK TABLE {Editorial._meta.db_table} IN EXCLUSIVE MODE")
                _execute(self.db, f"LOCK TABLE {self.model._meta.db_table} IN EXCLUSIVE MODE")
            self.all().delete()
            counted = self.model.counted(self.db).items()
            self.bulk_create([self.model.of(key, number) for key, number in counted], 1000)


def _execute(using: str, statement: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(statement)


class TalliedManager(NumberManager):
    def spans(self, states: Iterable[str], of: str = "publication_id", **narrowing) -> list[Span]:
        """Return all editorials of these states as `tallies.spans` does, by a column and year.

        They are narrowed as `filter` would: `tag_id=3`.
        """
        rows = self.filter(state__in=states, **narrowing).order_by()
        counted = rows.values_list(of, "first", "last", "doubtful").annotate(n=Sum("number"))
        return [Span(*row) for row in counted if row[-1]]

    def total(self, states: Iterable[str]) -> int:
        """Return how many editorials are of these states."""
        return self.filter(state__in=states).aggregate(n=Sum("number"))["n"] or 0

    def published(self) -> int:
        """Return how many editorials are published."""
        return self.total([Editorial.State.PUBLISHED])


class Number(models.Model):
    """So many more, or fewer, of what the columns of KEY say."""

    KEY: ClassVar[tuple[str, ...]]

    number = models.BigIntegerField()

    objects: ClassVar[Any] = NumberManager()

    class Meta:
        abstract = True

    @classmethod
    def of(cls, key: Key, number: int) -> "Number":
        """Return the row, not saved, of this key."""
        return cls(**dict(zip(cls.KEY, key, strict=True)), number=number)

    @classmethod
    def counted(cls, using: str) -> Counter[Key]:
        """Return {key: number} of what there is."""
        raise NotImplementedError

    @property
    def key(self) -> Key:
        return tuple(getattr(self, name) for name in self.KEY)


# When and where editorials are of, as `tallies.spans` has it.
SPAN = ("state", "publication_id", "first", "last", "doubtful")


class Spanned(Number):
    """So many editorials of one state, magazine and span of years."""

    state = models.CharField(max_length=10)
    publication_id = models.BigIntegerField(null=True)
    first = models.CharField(max_length=4, blank=True)  # a year; "" where open or unknown
    last = models.CharField(max_length=4, blank=True)
    doubtful = models.BooleanField()  # the date itself says « vers » or « ? »

    objects: ClassVar[Any] = TalliedManager()

    class Meta:
        abstract = True


class Tallied(Spanned):
    """So many editorials more, or fewer, of one state, magazine and span of years."""

    KEY = SPAN

    @classmethod
    def counted(cls, using: str) -> Counter[Key]:
        return _counted(Editorial.objects.using(using))


class TalliedTag(Spanned):
    """The same of those that bear a tag."""

    KEY = ("tag_id", *SPAN)

    tag_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["tag_id"], name="tallied_of_a_tag"),
            models.Index(fields=["first"], name="tallied_tags_of_a_year"),
        ]

    @classmethod
    def counted(cls, using: str) -> Counter[Key]:
        tagged = Editorial.objects.using(using).filter(taggings__isnull=False)
        return _counted(tagged, "taggings__tag")


class TalliedAuthor(Spanned):
    """The same of those that an author signed, once each however often they name the author."""

    KEY = ("author_id", *SPAN)

    author_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["author_id"], name="tallied_of_an_author"),
            models.Index(fields=["publication_id"], name="tallied_authors_of_a_magazine"),
            models.Index(fields=["first"], name="tallied_authors_of_a_year"),
        ]

    @classmethod
    def counted(cls, using: str) -> Counter[Key]:
        signed = Editorial.objects.using(using).filter(bylines__author__isnull=False)
        return _counted(signed, "bylines__author")


class TalliedPair(Number):
    """So many published editorials more, or fewer, that bear a tag and another beside it."""

    KEY = ("tag_id", "beside_id")

    tag_id = models.BigIntegerField()
    beside_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["tag_id"], name="tallied_beside_a_tag")]

    @classmethod
    def counted(cls, using: str) -> Counter[Key]:
        taggings = Tagging.objects.using(using).filter(editorial__state=Editorial.State.PUBLISHED)
        pairs = taggings.order_by().values_list("tag_id", "editorial__taggings__tag_id")
        counted: Counter[Key] = Counter()
        for tag, beside, number in pairs.annotate(n=Count("*")):
            if tag != beside:
                counted[tag, beside] = number
        return counted


def _counted(editorials: QuerySet, *of: str) -> Counter[Key]:
    """Return {(what they are counted by, and the columns of SPAN): how many editorials}."""
    columns = ("state", "publication", "first", "last", "doubtful")
    rows = tallies.dated(editorials).values_list(*of, *columns)
    counted: Counter[Key] = Counter()
    for *key, number in rows.annotate(n=Count("pk", distinct=bool(of))):
        counted[tuple(key)] = number
    return counted


KEPT: tuple[type[Number], ...] = (Tallied, TalliedTag, TalliedAuthor, TalliedPair)


def fold(is_alone: bool = False) -> int:
    """Add up all numbers where their rows have become many; return how many rows went.

    Unless it `is_alone`, others may write in between.
    """
    return sum(numbers.objects.fold(is_alone) for numbers in KEPT)


def differences(using: str = DEFAULT_DB_ALIAS) -> int:
    """Return by how many what is kept differs from what there is."""
    total = 0
    for numbers in KEPT:
        total += sum(map(abs, numbers.objects.db_manager(using).differences().values()))
    return total


def recount(using: str = DEFAULT_DB_ALIAS) -> None:
    """Count all numbers anew."""
    for numbers in KEPT:
        numbers.objects.db_manager(using).recount()
