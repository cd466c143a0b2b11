from argparse import ArgumentTypeError
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive.models import SourceState
from archive.sources import checking

PAGES = 2000  # asked for by one run: half an hour of a single host
MINUTES = 60
DAYS = 30  # after which a page is asked for again
MOST_REASONS = 5


class Command(BaseCommand):
    help = (
        "Asks whether the pages that published editorials came from are still on the web, one"
        " request a second and host at most, as robots.txt allows; the trust page tells what came"
        " of it. May be stopped and run again: it goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=_count, default=PAGES, help=f"pages (default {PAGES})")
        parser.add_argument(
            "--minutes", type=_count, default=MINUTES, help=f"for how long (default {MINUTES})"
        )
        parser.add_argument(
            "--older",
            type=_days,
            default=DAYS,
            metavar="DAYS",
            help=f"ask again what was asked for longer ago (default {DAYS}; 0: all)",
        )

    def handle(self, *, most, minutes, older, **options):
        findings = checking.Findings()
        visits = checking.check(findings, most, 60 * minutes, timedelta(days=older))
        try:
            with checking.alone(), tqdm(unit=" pages", disable=None, delay=1) as bar:
                for _address in visits:
                    bar.update()
        except checking.Running as error:
            raise CommandError("Another check_sources is running.") from error
        except KeyboardInterrupt:
            visits.close()
            self.stderr.write("Stopped; run it again to go on.")
        for state in SourceState:
            self.stdout.write(f"{state.value}: {findings.states[state]}")
        for reason, count in findings.refused.most_common(MOST_REASONS):
            self.stdout.write(f"not asked, {reason}: {count}")
        self.stdout.write(f"left: {findings.left}")


def _whole(typed: str, least: int, most: int) -> int:
    if typed.isascii() and typed.isdecimal() and len(typed) < 10 and least <= int(typed) <= most:
        return int(typed)
    raise ArgumentTypeError(f"a whole number from {least} to {most} is expected, not {typed!r}")


def _count(typed: str) -> int:
    return _whole(typed, 1, 1_000_000)


def _days(typed: str) -> int:
    return _whole(typed, 0, 36_500)
