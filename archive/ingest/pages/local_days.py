"""The day that a moment in universal time was where a text appeared, as far as its page tells."""

import re
from datetime import UTC, date, datetime, timedelta

from archive.ingest.pages.claims import Claim

UNIVERSAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]00:?00)")
DAY = timedelta(days=1)
# Hours between universal time and that of the lands furthest west and east, as the time zone
# database of IANA has them: of all that have newspapers (Honolulu, Auckland in summer), and of
# those whose press is in French (Montréal in winter, Mata-Utu). Tahiti, ten hours behind, is left
# out: where a French page prints the eve, that is seldom why.
ANYWHERE = (timedelta(hours=-10), timedelta(hours=13))
IN_FRENCH = (timedelta(hours=-5), timedelta(hours=12))
# Seconds apart that two systems may tell one moment, one of them to the minute.
SAME = 60


def stated_locally(stated: list[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Return (EDTF, claim) pairs, universal time replaced by what another claim says of the moment.

    « 2023-12-22T02:04:30Z » is of the 21st where « 2023-12-21T21:04:30-05:00 » stands on the page.
    """
    by_minute: dict[int, datetime] = {}
    for _edtf, claim in stated:
        local = _moment(claim.value)
        if local and local.utcoffset():
            by_minute[_seconds(local) // SAME] = local
    days = []
    for edtf, claim in stated:
        moment = _universal(claim.value)
        if moment and by_minute:
            edtf = _local_day(moment, by_minute) or edtf
        days.append((edtf, claim))
    return days


def _local_day(moment: datetime, by_minute: dict[int, datetime]) -> str:
    """Return the day of the local time that is the same moment; "" where none is."""
    minute = _seconds(moment) // SAME
    for near in (minute, minute - 1, minute + 1):
        local = by_minute.get(near)
        if local and abs(_seconds(local) - _seconds(moment)) < SAME:
            return local.date().isoformat()
    return ""


def _seconds(moment: datetime) -> int:
    """Return the whole seconds of a moment since the year 1, in universal time.

    Of a time in year 1 or 9999, whose universal time is in no year, too.
    """
    offset = moment.utcoffset() or timedelta()
    return (moment.replace(tzinfo=None) - datetime.min - offset) // timedelta(seconds=1)


def printed_beside(
    best: str,
    stated: list[tuple[str, Claim]],
    printed: str,
    updated: set[str],
    zones: tuple[timedelta, timedelta],
) -> str:
    """Return the printed day where the best one is its moment in universal time; else "".

    So it is where the two are a day apart, and a place within the zones (west, east) had the
    printed day then. It is not the day of a later change, which pages print as well: `updated`.
    """
    west, east = zones
    moments = [_universal(claim.value) for edtf, claim in stated if edtf == best]
    if len(printed) != 10 or printed == best or printed in updated:
        return ""
    day = datetime.combine(date.fromisoformat(printed), datetime.min.time(), UTC)
    for moment in moments:
        if moment and -east <= moment - day < DAY - west:
            return printed
    return ""


def is_universal(day: str | None, stated: list[tuple[str, Claim]]) -> bool:
    """Return True for a day of which a claim has the moment in universal time."""
    return any(edtf == day and _universal(claim.value) for edtf, claim in stated)


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
