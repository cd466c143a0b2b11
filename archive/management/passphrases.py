"""How the commands on backups are given a passphrase: never as an argument, which others see."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

SHORTEST = 12  # characters of a new one, as of a password


def add_arguments(parser: ArgumentParser) -> None:
    among = parser.add_mutually_exclusive_group()
    among.add_argument("--passphrase", action="store_true", help="ask for the passphrase")
    among.add_argument(
        "--passphrase-file", metavar="FILE", help="read it from the first line of a file (-: stdin)"
    )


def given(passphrase: bool, passphrase_file: str | None, new: bool = False) -> str | None:
    """Return the passphrase that the options give; None where they ask for none.

    Raises CommandError where it is empty or cannot be read. A `new` one must not be too short to
    withstand guessing and, typed, is asked for twice.
    """
    if passphrase_file:
        return _accepted(_first_line(passphrase_file), new)
    if not passphrase:
        return None
    typed = _accepted(getpass.getpass(_("Phrase secrète : ")), new)
    if new and getpass.getpass(_("Encore une fois : ")) != typed:
        raise CommandError(_("Les deux phrases diffèrent."))
    return typed


def _first_line(name: str) -> str:
    try:
        text = sys.stdin.readline() if name == "-" else Path(name).read_text()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else _("pas en UTF-8")
        message = _("La phrase secrète ne peut pas être lue dans %(name)s : %(reason)s.")
        raise CommandError(message % {"name": name, "reason": reason}) from None
    return text.partition("\n")[0].rstrip("\r")


def _accepted(passphrase: str, is_new: bool) -> str:
    if not passphrase.strip():
        raise CommandError(_("La phrase secrète est vide."))
    if is_new and len(passphrase.strip()) < SHORTEST:
        message = _("La phrase secrète est trop courte : %(n)s signes ou plus.")
        raise CommandError(message % {"n": SHORTEST})
    return passphrase
