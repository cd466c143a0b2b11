"""Whether a command may touch the database at all."""

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive import upgrading


def check_version() -> None:
    """Raise CommandError where a later version has had the database, or nobody can tell."""
    try:
        refusal = upgrading.refusal()
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used: {error}") from error
    if refusal:
        raise CommandError(refusal)
