"""Whether a command may touch the database at all."""

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive import upgrading


def check_version() -> None:
    """Raise CommandError where a later version has had the database, or nobody can tell."""
    try:
        refusal = upgrading.refusal()
    except DatabaseError as error:
        raise unusable(error) from error
    if refusal:
        raise CommandError(refusal)


def unusable(error: DatabaseError) -> CommandError:
    """Return what a command ends with where the database cannot be asked: one line."""
    return CommandError(f"The database cannot be used: {' '.join(str(error).split())}")
