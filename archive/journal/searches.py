"""Searches as they are answered: counted, and told where they are slow. Never what was typed."""

import logging
from collections.abc import Mapping

from django.conf import settings

from archive.journal import counts
from archive.journal.lines import Facts

log = logging.getLogger("archive.slow")


def note(seconds: float, by: str, shape: Mapping[str, object]) -> None:
    """Count a search; tell the log of a slow one. `shape` is what it is like, without its words."""
    counts.search_seconds.labels(by).observe(seconds)
    milliseconds = round(1000 * seconds)
    if settings.SLOW_SEARCH_MS and milliseconds >= settings.SLOW_SEARCH_MS:
        counts.slow.labels("search").inc()
        log.warning("slow search %s", Facts(ms=milliseconds, by=by, **shape))
