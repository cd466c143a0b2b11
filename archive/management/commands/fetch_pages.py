import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.sources import fetching
from archive.sources.fetching import Fetch, Wanted
from archive.sources.warc_files import WarcFile

PAGES = 1000  # kept by one run: a quarter of an hour of a single host
MINUTES = 60
MOST_REASONS = 5


class Command(BaseCommand):
    help = (
        "Fetches pages of the web into a file of captures (WARC) that import_editorials reads: one"
        " request a second and host at most, as robots.txt allows. May be stopped and run again: it"
        " goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "addresses",
            nargs="+",
            metavar="ADDRESS",
            help="http:// or https://; or a file with an address a line",
        )
        parser.add_argument("--to", required=True, metavar="FILE", help="a .warc.gz, added to")
        parser.add_argument(
            "--site", action="store_true", help="with all pages of each address’s site, below it"
        )
        parser.add_argument(
            "--captures",
            default="",
            metavar="ADDRESS",
            help="where older captures are asked for first: https://web.archive.org/web/",
        )
        parser.add_argument(
            "--at", type=_digits, metavar="TIME", help="which capture: 2005, 20050312"
        )
        parser.add_argument("--most", type=_count, default=PAGES, help=f"pages (default {PAGES})")
        parser.add_argument(
            "--minutes", type=_count, default=MINUTES, help=f"for how long (default {MINUTES})"
        )

    def handle(self, *, addresses, to, site, captures, at, most, minutes, **options):
        if site and captures:
            raise CommandError("--site and --captures do not go together.")
        listed = list(_listed(addresses, captures, at or ""))
        if not to.endswith(".warc.gz"):
            raise CommandError("--to is to end in .warc.gz")
        try:
            file = WarcFile(Path(to))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        fetch = Fetch(file, time.monotonic() + 60 * minutes)
        try:
            with tqdm(unit=" pages", disable=None, delay=1) as bar:
                for address, failure in _fetched(fetch, listed, site, most):
                    bar.update()
                    if failure:
                        with bar.external_write_mode(self.stderr):
                            self.stderr.write(f"{address}: {failure}")
        except KeyboardInterrupt:
            self.stderr.write("Stopped; run it again to go on.")
        except OSError as error:
            raise CommandError(f"{to}: {error.strerror or error}") from error
        finally:
            file.close()
        self.tell(fetch.findings)
        if not (fetch.findings.kept or fetch.findings.before) and fetch.findings.failures:
            raise CommandError(
                _("Aucune page n’a été gardée : toutes les adresses ont échoué, voir ci-dessus.")
            )

    def tell(self, findings: fetching.Findings) -> None:
        self.stdout.write(f"kept: {findings.kept}")
        self.stdout.write(f"there before: {findings.before}")
        for reason, count in findings.failures.most_common(MOST_REASONS):
            self.stdout.write(f"not kept, {reason}: {count}")


def _fetched(
    fetch: Fetch, listed: list[Wanted], site: bool, most: int
) -> Iterator[tuple[str, str]]:
    if not site:
        yield from fetch.pages(listed, most)
        return
    for page in listed:
        yield from fetch.site(page.address, most)


def _listed(addresses: list[str], captures: str, moment: str) -> Iterator[Wanted]:
    """Yield what is asked for. Raises CommandError for a file that cannot be read."""
    for address in addresses:
        if address.startswith(("http://", "https://")):
            yield fetching.wanted(address, captures, moment)
            continue
        try:
            lines = Path(address).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            message = f"{address} is neither an address of the web nor a list of these: {error}"
            raise CommandError(message) from error
        for line in filter(str.strip, lines):
            if not line.startswith("#"):
                yield fetching.wanted(line, captures, moment)


def _count(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 7 and int(typed):
        return int(typed)
    raise ArgumentTypeError(f"a whole number from 1 to 999999 is expected, not {typed!r}")


def _digits(typed: str) -> str:
    if typed.isascii() and typed.isdecimal() and 4 <= len(typed) <= 14:
        return typed
    raise ArgumentTypeError(f"4 to 14 digits are expected, not {typed!r}")
