"""How many editorials there are of each state, magazine and span of years: kept, not counted.

To count a million rows takes a database a second, at each look at the first page or at the site's
health. The database itself keeps the numbers, by triggers: whatever way an editorial comes, changes
or goes, a row is added in the same transaction that says so. Rows are only ever added, so that no
save waits for another's, and are added up when they are many (`fold`).

A migration that changes this table has to take the triggers away first (`remove`): SQLite would
miss the table while it is made anew. After each migration they are made where they are missing or
those of another version, and all is counted again where the numbers are wrong.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Sum
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from archive import tallies
from archive.models.editorials import Editorial
from archive.tallies import Span

MANY = 2_000  # rows beyond twice those of the last time, from where on they are added up
AT_ONCE = 50_000  # rows that are added up in one transaction
STATES = tuple(Editorial.State)
_few = 0  # rows that this process has left when it added up last
Key = tuple[str, int | None, str, str, bool]  # the columns of a row but its number


def states_visible_to(user) -> list[str]:
    """Return the states of what `Editorial.objects.visible_to` gives this user."""
    states: list[str] = [Editorial.State.PUBLISHED]
    if user.has_perm("archive.edit"):
        states.append(Editorial.State.DRAFT)
    return states


class TalliedManager(models.Manager["Tallied"]):
    def spans(self, states: Iterable[str]) -> list[Span]:
        """Return all editorials of these states as `tallies.spans` does, by magazine and year."""
        of_states = self.filter(state__in=states).order_by()
        rows = of_states.values_list("publication_id", "first", "last", "doubtful")
        counted = rows.annotate(n=Sum("number"))
        return [Span(*row) for row in counted if row[-1]]

    def total(self, states: Iterable[str]) -> int:
        """Return how many editorials are of these states."""
        return self.filter(state__in=states).aggregate(n=Sum("number"))["n"] or 0

    def published(self) -> int:
        """Return how many editorials are published."""
        return self.total([Editorial.State.PUBLISHED])

    def fold(self) -> int:
        """Make one row of all that are alike, where they have become many; return how many went.

        Who reads meanwhile sees all of the old rows or all of the new. Two who do it at once take
        different rows.
        """
        global _few
        number = self.count()
        if number < 2 * _few + MANY:
            return 0
        gone = 0
        while fewer := self._fold_some():
            gone += fewer
        _few = number - gone
        return gone

    def _fold_some(self) -> int:
        """Do so with the oldest rows, in a transaction; return by how many there are fewer."""
        is_skipping = connections[self.db].features.has_select_for_update_skip_locked
        with transaction.atomic(self.db):
            rows = self.select_for_update(skip_locked=is_skipping)
            taken = list(rows.order_by("pk")[:AT_ONCE])
            numbers: Counter[Key] = Counter()
            for row in taken:
                numbers[row.key] += row.number
            made = [Tallied.of(key, number) for key, number in numbers.items() if number]
            self.filter(pk__in=[row.pk for row in taken]).delete()
            self.bulk_create(made)
        return len(taken) - len(made)

    def differences(self) -> dict[Key, int]:
        """Return by how many what is kept differs from what there is, {} where it does not."""
        is_own = not connections[self.db].in_atomic_block
        with transaction.atomic(self.db):
            if is_own and connections[self.db].vendor == "postgresql":
                # Both are asked of one moment, whoever saves meanwhile.
                _execute(self.db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            differing = _counted(self.db)
            for *key, number in self.order_by().values_list(*KEY).annotate(n=Sum("number")):
                differing[tuple(key)] -= number
        return {key: number for key, number in differing.items() if number}

    def recount(self) -> None:
        """Count all anew; nobody writes an editorial or adds rows up meanwhile."""
        with transaction.atomic(self.db):
            if connections[self.db].vendor == "postgresql":
                _execute(self.db, f"LOCK TABLE {_EDITORIALS} IN SHARE MODE")
                _execute(self.db, f"LOCK TABLE {_TALLIED} IN EXCLUSIVE MODE")
            self.all().delete()
            self.bulk_create(Tallied.of(key, number) for key, number in _counted(self.db).items())


class Tallied(models.Model):
    """So many editorials more, or fewer, of one state, magazine and span of years."""

    state = models.CharField(max_length=10)
    publication_id = models.BigIntegerField(null=True)
    first = models.CharField(max_length=4, blank=True)  # a year; "" where open or unknown
    last = models.CharField(max_length=4, blank=True)
    doubtful = models.BooleanField()  # the date itself says « vers » or « ? »
    number = models.BigIntegerField()

    objects = TalliedManager()

    @classmethod
    def of(cls, key: Key, number: int) -> "Tallied":
        return cls(**dict(zip(KEY, key, strict=True)), number=number)

    @property
    def key(self) -> Key:
        return (self.state, self.publication_id, self.first, self.last, self.doubtful)


KEY = ("state", "publication_id", "first", "last", "doubtful")


def _counted(using: str) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for state in STATES:
        for span in tallies.spans(Editorial.objects.using(using).filter(state=state)):
            counted[(state.value, span.of, span.first, span.last, span.doubtful)] += span.count
    return counted


# The triggers

_EDITORIALS = Editorial._meta.db_table
_TALLIED = Tallied._meta.db_table
NAMES = ("archive_tallied_insert", "archive_tallied_delete", "archive_tallied_update")
FUNCTION = "archive_tally"  # of PostgreSQL
# What a row says of an editorial, as `tallies.spans` asks it. {row} is NEW or OLD.
_VALUES = """
    {row}.state, {row}.publication_id,
    COALESCE(SUBSTR(CAST({row}.earliest AS varchar), 1, 4), ''),
    COALESCE(SUBSTR(CAST({row}.latest AS varchar), 1, 4), ''),
    SUBSTR({row}.date, LENGTH({row}.date), 1) IN ('?', '~', '%')
"""
_COLUMNS = ("state", "publication_id", "earliest", "latest", "date")


def _add(row: str, number: int) -> str:
    return (
        f"INSERT INTO {_TALLIED} ({', '.join(KEY)}, number)"
        f" VALUES ({_VALUES.format(row=row)}, {number});"
    )


def _statements(vendor: str) -> list[str]:
    """Return what makes the triggers, as SQLite or PostgreSQL has them."""
    come, gone = _add("NEW", 1), _add("OLD", -1)
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP <> 'INSERT' THEN {gone} END IF;"
            f" IF TG_OP <> 'DELETE' THEN {come} END IF;"
            " RETURN NULL; END $$",
            *_triggers(
                "CREATE OR REPLACE TRIGGER",
                "IS DISTINCT FROM",
                [f"EXECUTE FUNCTION {FUNCTION}()"] * 3,
            ),
        ]
    works = [f"BEGIN {work} END" for work in (come, gone, gone + come)]
    return _triggers("CREATE TRIGGER", "IS NOT", works)


def _triggers(create: str, differs: str, works: list[str]) -> list[str]:
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _COLUMNS)
    moments = ("INSERT", "DELETE", f"UPDATE OF {', '.join(_COLUMNS)}")
    conditions = ("", "", f"WHEN ({changed})")
    return [
        f"{create} {name} AFTER {moment} ON {_EDITORIALS} FOR EACH ROW {condition} {work}"
        for name, moment, condition, work in zip(NAMES, moments, conditions, works, strict=True)
    ]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers anew, whatever is there; on PostgreSQL who reads goes on meanwhile."""
    vendor = connections[using].vendor
    if vendor != "postgresql":
        remove(using)
    for statement in _statements(vendor):
        _execute(using, statement)
    if vendor == "postgresql":
        _execute(using, f"COMMENT ON FUNCTION {FUNCTION}() IS '{_edition()}'")


def is_installed(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Return True where the triggers are there, and are those of this version."""
    if connections[using].vendor == "postgresql":
        return {(name, _edition()) for name in NAMES} <= set(_execute(using, _OF_POSTGRESQL))
    there = _execute(using, "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    return {(statement,) for statement in _statements("sqlite")} <= set(there)


# PostgreSQL writes triggers in words of its own; so the function bears a hash of what made them.
_OF_POSTGRESQL = f"""
    SELECT tgname, obj_description(tgfoid, 'pg_proc') FROM pg_trigger
    WHERE tgrelid = '{_EDITORIALS}'::regclass AND tgenabled <> 'D'
"""


def _edition() -> str:
    return hashlib.sha256("".join(_statements("postgresql")).encode()).hexdigest()


def _execute(using: str, statement: str) -> list[tuple]:
    """Execute a statement; return its rows, [] where it has none."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away: nothing is kept from then on."""
    is_postgresql = connections[using].vendor == "postgresql"
    of_table = f" ON {_EDITORIALS}" if is_postgresql else ""
    for name in NAMES:
        _execute(using, f"DROP TRIGGER IF EXISTS {name}{of_table}")
    if is_postgresql:
        _execute(using, f"DROP FUNCTION IF EXISTS {FUNCTION}")


@receiver(post_migrate)
def _installed(sender, using, **_signal) -> None:
    """Make sure of the triggers and the numbers once the tables are those of this version."""
    if sender.label != "archive" or _TALLIED not in connections[using].introspection.table_names():
        return
    numbers = Tallied.objects.db_manager(using)
    if not is_installed(using):
        with transaction.atomic(using):
            install(using)
            numbers.recount()
    elif numbers.differences():
        numbers.recount()
