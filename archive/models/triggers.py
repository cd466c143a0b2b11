"""The triggers by which the database keeps `models.tallied`, as SQLite or PostgreSQL has them.

A migration that makes a table anew must find no trigger that names it: SQLite would miss the table
meanwhile. So they are taken away before migrations of SQLite, and after each made where they are
missing or those of another version; all is counted again where the numbers are wrong.

On PostgreSQL who tags or signs an editorial locks its row as who saves it does. So either sees what
the other wrote, and no number is missed.
"""

import hashlib

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from archive.models import tallied
from archive.models.editorial_rows import Byline, Tagging
from archive.models.editorials import Editorial
from archive.models.tallied import KEPT, Tallied, TalliedAuthor, TalliedPair, TalliedTag

_EDITORIALS = Editorial._meta.db_table
_TAGGINGS = Tagging._meta.db_table
_BYLINES = Byline._meta.db_table
_PAIRS = TalliedPair._meta.db_table
MOMENTS = ("INSERT", "DELETE", "UPDATE")
# table -> what the names of its triggers begin with
NAMES = {
    _EDITORIALS: "archive_tallied",
    _TAGGINGS: "archive_tallied_tagging",
    _BYLINES: "archive_tallied_byline",
}
FUNCTIONS = {table: f"{name}_rows" for table, name in NAMES.items()}  # of PostgreSQL
FORMER_FUNCTIONS = ("archive_tally",)
# The columns that numbers are counted by.
COLUMNS = {
    _EDITORIALS: ("state", "publication_id", "earliest", "latest", "date"),
    _TAGGINGS: ("tag_id", "editorial_id"),
    _BYLINES: ("author_id", "editorial_id"),
}
_PUBLISHED = f"state = '{Editorial.State.PUBLISHED.value}'"
# What a row says of an editorial, as `tallies.spans` asks it. {row} is NEW, OLD or e.
_VALUES = """
    {row}.state, {row}.publication_id,
    COALESCE(SUBSTR(CAST({row}.earliest AS varchar), 1, 4), ''),
    COALESCE(SUBSTR(CAST({row}.latest AS varchar), 1, 4), ''),
    SUBSTR({row}.date, LENGTH({row}.date), 1) IN ('?', '~', '%')
"""


def _into(numbers: type[tallied.Number]) -> str:
    return f"INSERT INTO {numbers._meta.db_table} ({', '.join(numbers.KEY)}, number)"


_TALLIED, _TAGS, _AUTHORS, _BESIDE = (
    _into(numbers) for numbers in (Tallied, TalliedTag, TalliedAuthor, TalliedPair)
)


# What an editorial adds as it comes, and takes away as it goes: row by row


def _of_editorial(row: str, number: int) -> str:
    """Return what adds the editorial of a row, with the tags and the authors that it has."""
    values = _VALUES.format(row=row)
    return (
        f"{_TALLIED} VALUES ({values}, {number});"
        f" {_TAGS} SELECT t.tag_id, {values}, {number}"
        f" FROM {_TAGGINGS} t WHERE t.editorial_id = {row}.id;"
        f" {_AUTHORS} SELECT DISTINCT b.author_id, {values}, {number}"
        f" FROM {_BYLINES} b WHERE b.editorial_id = {row}.id AND b.author_id IS NOT NULL;"
    )


def _pairs_of_editorial(row: str, number: int, condition: str = "") -> str:
    """Return what adds the pairs of tags of the editorial of a row, where it is published."""
    return (
        f" {_BESIDE} SELECT t.tag_id, o.tag_id, {number} FROM {_TAGGINGS} t"
        f" JOIN {_TAGGINGS} o ON o.editorial_id = t.editorial_id AND o.id <> t.id"
        f" WHERE t.editorial_id = {row}.id AND {row}.{_PUBLISHED}{condition};"
    )


def _works_of_editorials(differs: str) -> list[str]:
    """Return what is done where an editorial comes, goes and changes."""
    is_other = f" AND NEW.state {differs} OLD.state"  # else its pairs stay
    return [
        _of_editorial("NEW", 1) + _pairs_of_editorial("NEW", 1),
        _of_editorial("OLD", -1) + _pairs_of_editorial("OLD", -1),
        _of_editorial("OLD", -1)
        + _pairs_of_editorial("OLD", -1, is_other)
        + _of_editorial("NEW", 1)
        + _pairs_of_editorial("NEW", 1, is_other),
    ]


# What a tagging and a byline add, on SQLite: row by row, each while the others are there or not yet


def _of_tagging(row: str, number: int) -> str:
    others = (
        f"FROM {_TAGGINGS} o JOIN {_EDITORIALS} e ON e.id = o.editorial_id"
        f" WHERE o.editorial_id = {row}.editorial_id AND o.id <> {row}.id AND e.{_PUBLISHED}"
    )
    return (
        f"{_TAGS} SELECT {row}.tag_id, {_VALUES.format(row='e')}, {number}"
        f" FROM {_EDITORIALS} e WHERE e.id = {row}.editorial_id;"
        f" {_BESIDE} SELECT {row}.tag_id, o.tag_id, {number} {others}"
        f" UNION ALL SELECT o.tag_id, {row}.tag_id, {number} {others};"
    )


def _of_byline(row: str, number: int) -> str:
    return (
        f"{_AUTHORS} SELECT {row}.author_id, {_VALUES.format(row='e')}, {number}"
        f" FROM {_EDITORIALS} e WHERE e.id = {row}.editorial_id AND {row}.author_id IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {_BYLINES} o WHERE o.editorial_id = {row}.editorial_id"
        f" AND o.author_id = {row}.author_id AND o.id <> {row}.id);"
    )


def _of_sqlite() -> list[str]:
    works = {_EDITORIALS: _works_of_editorials("IS NOT")}
    for table, adding in ((_TAGGINGS, _of_tagging), (_BYLINES, _of_byline)):
        come, gone = adding("NEW", 1), adding("OLD", -1)
        works[table] = [come, gone, gone + come]
    statements = []
    for table, works_of_table in works.items():
        for moment, work in zip(MOMENTS, works_of_table, strict=True):
            statements.append(
                f"CREATE TRIGGER {NAMES[table]}_{moment.lower()} AFTER {_when(table, moment)}"
                f" ON {table} FOR EACH ROW {_condition(table, moment, 'IS NOT')}"
                f" BEGIN {work} END"
            )
    return statements


def _when(table: str, moment: str) -> str:
    if moment != "UPDATE":
        return moment
    return f"UPDATE OF {', '.join(COLUMNS[table])}"


def _condition(table: str, moment: str, differs: str) -> str:
    if moment != "UPDATE":
        return ""
    changed = [f"NEW.{column} {differs} OLD.{column}" for column in COLUMNS[table]]
    return f"WHEN ({' OR '.join(changed)})"


# The same on PostgreSQL, where a statement's rows are all there before a trigger sees the first: so
# what editorials have after a statement is compared with what they had before.

# moment -> the rows that came and went, as the statement's triggers name them
_MOVED = {
    "INSERT": "SELECT *, 1 AS n FROM come",
    "DELETE": "SELECT *, -1 AS n FROM gone",
    "UPDATE": "SELECT *, 1 AS n FROM come UNION ALL SELECT *, -1 AS n FROM gone",
}
_REFERENCING = {
    "INSERT": "NEW TABLE AS come",
    "DELETE": "OLD TABLE AS gone",
    "UPDATE": "OLD TABLE AS gone NEW TABLE AS come",
}


def _before_and_after(table: str, moment: str) -> str:
    """Return the rows of the editorials after the statement, n being 1, and before it, n -1."""
    return (
        f"WITH moved AS ({_MOVED[moment]}), rows AS ("
        f" SELECT r.*, 1 AS n FROM {table} r"
        " WHERE r.editorial_id IN (SELECT editorial_id FROM moved)"
        f" UNION ALL SELECT r.*, -1 AS n FROM {table} r"
        " WHERE r.editorial_id IN (SELECT editorial_id FROM moved)"
        " AND r.id NOT IN (SELECT id FROM moved WHERE n = 1)"
        " UNION ALL SELECT * FROM moved WHERE n = -1)"
    )


def _work_of_taggings(moment: str) -> str:
    return (
        f"WITH moved AS ({_MOVED[moment]})"
        f" {_TAGS} SELECT m.tag_id, {_VALUES.format(row='e')}, SUM(m.n)"
        f" FROM moved m JOIN {_EDITORIALS} e ON e.id = m.editorial_id"
        " GROUP BY 1, 2, 3, 4, 5, 6 HAVING SUM(m.n) <> 0;"
        f" {_before_and_after(_TAGGINGS, moment)}"
        f" {_BESIDE} SELECT t.tag_id, o.tag_id, SUM(t.n)"
        f" FROM rows t JOIN rows o ON o.editorial_id = t.editorial_id AND o.n = t.n"
        f" AND o.id <> t.id JOIN {_EDITORIALS} e ON e.id = t.editorial_id AND e.{_PUBLISHED}"
        " GROUP BY 1, 2 HAVING SUM(t.n) <> 0;"
    )


def _work_of_bylines(moment: str) -> str:
    return (
        f"{_before_and_after(_BYLINES, moment)}"
        f" {_AUTHORS} SELECT b.author_id, {_VALUES.format(row='e')}, SUM(b.n)"
        " FROM (SELECT DISTINCT author_id, editorial_id, n FROM rows"
        " WHERE author_id IS NOT NULL) b"
        f" JOIN {_EDITORIALS} e ON e.id = b.editorial_id"
        " GROUP BY 1, 2, 3, 4, 5, 6 HAVING SUM(b.n) <> 0;"
    )


def _function(table: str, works: list[str]) -> str:
    branches = []
    for moment, work in zip(MOMENTS, works, strict=True):
        branches.append(f"IF TG_OP = '{moment}' THEN {work} END IF;")
    return (
        f"CREATE OR REPLACE FUNCTION {FUNCTIONS[table]}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {' '.join(branches)} RETURN NULL; END $$"
    )


def _locked(moment: str) -> str:
    return (
        f"PERFORM 1 FROM {_EDITORIALS} WHERE id IN"
        f" (SELECT editorial_id FROM ({_MOVED[moment]}) m) ORDER BY id FOR NO KEY UPDATE;"
    )


def _of_postgresql() -> list[str]:
    statements = [_function(_EDITORIALS, _works_of_editorials("IS DISTINCT FROM"))]
    for moment in MOMENTS:
        statements.append(
            f"CREATE OR REPLACE TRIGGER {NAMES[_EDITORIALS]}_{moment.lower()}"
            f" AFTER {_when(_EDITORIALS, moment)} ON {_EDITORIALS} FOR EACH ROW"
            f" {_condition(_EDITORIALS, moment, 'IS DISTINCT FROM')}"
            f" EXECUTE FUNCTION {FUNCTIONS[_EDITORIALS]}()"
        )
    for table, working in ((_TAGGINGS, _work_of_taggings), (_BYLINES, _work_of_bylines)):
        works = [_locked(moment) + " " + working(moment) for moment in MOMENTS]
        statements.append(_function(table, works))
        for moment in MOMENTS:
            statements.append(
                f"CREATE OR REPLACE TRIGGER {NAMES[table]}_{moment.lower()}"
                f" AFTER {moment} ON {table} REFERENCING {_REFERENCING[moment]}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTIONS[table]}()"
            )
    return statements


# Made, looked for, taken away


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers anew, whatever is there; on PostgreSQL who reads goes on meanwhile."""
    if connections[using].vendor != "postgresql":
        remove(using)
        for statement in _of_sqlite():
            _execute(using, statement)
        return
    for statement in _of_postgresql():
        _execute(using, statement)
    for function in FUNCTIONS.values():
        _execute(using, f"COMMENT ON FUNCTION {function}() IS '{_edition()}'")
    for function in FORMER_FUNCTIONS:
        _execute(using, f"DROP FUNCTION IF EXISTS {function}()")


def is_installed(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Return True where the triggers are there, and are those of this version."""
    if connections[using].vendor == "postgresql":
        wanted = {(table, name, _edition()) for table, name in _names()}
        return wanted <= set(_execute(using, _INSTALLED))
    there = _execute(using, "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    return {(statement,) for statement in _of_sqlite()} <= set(there)


# PostgreSQL writes triggers in words of its own; so the functions bear a hash of what made them.
_INSTALLED = """
    SELECT relname, tgname, obj_description(tgfoid, 'pg_proc')
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE pg_table_is_visible(tgrelid) AND tgenabled <> 'D'
"""


def _edition() -> str:
    return hashlib.sha256("".join(_of_postgresql()).encode()).hexdigest()


def _names() -> list[tuple[str, str]]:
    """Return (table, name) of each trigger."""
    names = []
    for table, beginning in NAMES.items():
        names += [(table, f"{beginning}_{moment.lower()}") for moment in MOMENTS]
    return names


def _execute(using: str, statement: str) -> list[tuple]:
    """Execute a statement; return its rows, [] where it has none."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away: nothing is kept from then on."""
    is_postgresql = connections[using].vendor == "postgresql"
    for table, name in _names():
        of_table = f" ON {table}" if is_postgresql else ""
        _execute(using, f"DROP TRIGGER IF EXISTS {name}{of_table}")
    if is_postgresql:
        for function in (*FUNCTIONS.values(), *FORMER_FUNCTIONS):
            _execute(using, f"DROP FUNCTION IF EXISTS {function}()")


def make_sure(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Make the triggers and count all where they are not there; return whether they were."""
    if is_installed(using):
        return True
    with transaction.atomic(using):
        install(using)
        tallied.recount(using)
    return False


@receiver(pre_migrate)
def _taken_away(sender, using, plan, **_signal) -> None:
    if sender.label == "archive" and plan and connections[using].vendor == "sqlite":
        remove(using)


@receiver(post_migrate)
def _installed(sender, using, **_signal) -> None:
    """Make sure of the triggers and the numbers once the tables are those of this version."""
    if sender.label != "archive":
        return
    tables = set(connections[using].introspection.table_names())
    if not {numbers._meta.db_table for numbers in KEPT} <= tables:
        return
    if make_sure(using) and tallied.differences(using):
        tallied.recount(using)
