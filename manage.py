#!/usr/bin/env python
"""The door to Django's commands and ours: `manage.py help` lists them."""

import os
import sys

from django.core.checks import Tags
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand
from django.db import Error

from archive.management import interruptions


def main() -> None:
    """Run the command that the arguments name.

    A wrong setting stops it with one line, and so does a database or a disk that takes nothing or
    is not there.
    """
    os.umask(0o077)  # what is written, the database and the captures too, is for this user alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    # The others are half of a command's time; `check` has them done.
    BaseCommand.requires_system_checks = [Tags.models]
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Wrong setting: {error}")
    except (Error, OSError) as error:
        line = interruptions.line(error)
        if not line:
            raise
        sys.exit(line)


if __name__ == "__main__":
    main()
