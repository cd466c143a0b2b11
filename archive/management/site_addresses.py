"""The address of a site on the web, as a command is told it."""

from urllib.parse import SplitResult, urlsplit

from django.core.management.base import CommandError


def site_address(typed: str) -> SplitResult:
    """Return the parts of an address. Raises CommandError where it is that of no site."""
    try:
        site = urlsplit(typed)
        is_site = site.scheme in ("http", "https") and bool(site.hostname) and site.port != 0
    except ValueError:  # brackets that do not close, a port beyond 65535
        is_site = False
    if not is_site:
        raise CommandError(f"{typed} is no address of a site, as https://archive.example is.")
    return site
