"""The day that a moment in universal time was where a text appeared, as far as its page tells."""

import re
from datetime import UTC, date, datetime, timedelta

from archive.ingest.pages.claims import Claim

UNIVERSAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]00:?00)")
DAY = timedelta(days=1)
# Hours between universal time and that of the lands furthest east and west: Auckland in summer,
# Honolulu.
EAST, WEST = timedelta(hours=13), timedelta(hours=-10)
# Two systems write one moment to the second, or to the minute.
SAME = timedelta(minutes=1)


def stated_locally(stated: list[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Return (EDTF, claim) pairs, universal time replaced by what another claim says of the moment.

    « 2023-12-22T02:04:30Z » is of the 21st where « 2023-12-21T21:04:30-05:00 » stands on the page.
    """
    local_moments = [
        moment
        for moment in (_moment(claim.value) for _edtf, claim in stated)
        if moment and moment.utcoffset()
    ]
    days = []
    for edtf, claim in stated:
        moment = _universal(claim.value)
        for local in local_moments:
            if moment and abs(local - moment) < SAME:
                edtf = local.date().isoformat()
        days.append((edtf, claim))
    return days


def printed_beside(
    best: str, stated: list[tuple[str, Claim]], printed: str, updated: set[str]
) -> str:
    """Return the printed day where the best one is its moment in universal time; else "".

    So it is where the two are a day apart, and a place on earth had the printed day then. It is not
    the day of a later change, which pages print as well: `updated`.
    """
    moments = [_universal(claim.value) for edtf, claim in stated if edtf == best]
    if len(printed) != 10 or printed == best or printed in updated:
        return ""
    day = datetime.combine(date.fromisoformat(printed), datetime.min.time(), UTC)
    for moment in moments:
        if moment and -EAST <= moment - day < DAY - WEST:
            return printed
    return ""


def _universal(printed: str) -> datetime | None:
    """Return a moment that is written in universal time; None for any other text."""
    if UNIVERSAL.fullmatch(printed.strip()):
        return _moment(printed)
    return None


def _moment(printed: str) -> datetime | None:
    """Return a moment as ISO 8601 writes it with its zone; None for any other text."""
    try:
        moment = datetime.fromisoformat(printed.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return moment
