"""An address that may hold a password: who lists processes or reads a shell's history sees none."""

import sys
from getpass import getpass

NOT_SHOWN = "-"


def given_address(argument: str) -> str:
    """Return an address as a command was given it; « - » has it read, and not shown, instead."""
    if argument != NOT_SHOWN:
        return argument
    return getpass("Address: ").strip() if sys.stdin.isatty() else sys.stdin.readline().strip()
