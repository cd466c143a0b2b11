from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.following import sending
from archive.management.versions import check_version


class Command(BaseCommand):
    help = (
        "Mails those who follow something what is new since the last time: run it by a clock, every"
        " ten minutes or so (the worker does it by itself). Two at once, or one that was killed, do"
        " no harm: the next goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--most",
            type=_count,
            default=sending.MOST,
            help="mails of this run (default %(default)s); the rest leaves with the next",
        )

    def handle(self, *, most, **options):
        check_version()
        if not settings.MAIL_IS_SENT:
            self.stdout.write("Nothing is sent: EMAIL_URL names no mail server.")
            return
        try:
            counts = sending.send(most)
        except sending.Running:
            self.stdout.write("Another send_mails is at it.")
            return
        except sending.Ended as error:
            raise CommandError(str(error)) from error
        for outcome, number in counts.items():
            self.stdout.write(f"{outcome}: {number}")
        if not counts:
            self.stdout.write("Nothing was due.")


def _count(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= 10**6:
        return int(typed)
    raise ArgumentTypeError(f"a whole number from 1 to 1000000 is expected, not {typed!r}")
