"""Whether the database and this code are of one version: what the one or the other lacks."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MOST_NAMED = 3  # migrations


def refusal() -> str:
    """Return in one line why this code is not to touch the database; "" where it may.

    It may not where a later version has changed the tables: what that knows of them, this does not.
    Raises DatabaseError.
    """
    names = later()
    if not names:
        return ""
    named = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        named += ", …"
    return (
        f"The database is of a later version than this code ({named}): start that version, or put"
        " back the copy that was made before it was brought there (docs/running.md)."
    )


def later() -> list[str]:
    """Return the migrations, « app.name », that the database has and this code does not."""
    loader = MigrationLoader(None)
    ours = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        ours.update(migration.replaces)
    names = []
    for app, name in MigrationRecorder(connection).applied_migrations():
        if app in loader.migrated_apps and (app, name) not in ours:
            names.append(f"{app}.{name}")
    return sorted(names)


def is_empty() -> bool:
    """Return True for a database that no version has made tables in."""
    return not MigrationRecorder(connection).applied_migrations()


def missing() -> int:
    """Return how many migrations the database has yet to go through."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
