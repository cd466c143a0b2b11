"""When something happened, as databases write it, to days and moments."""

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

WRITTEN = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*")
ZONED = re.compile(r"(?:Z|[+-]\d\d:?\d\d)\s*$", re.I)
SECONDS = re.compile(r"-?\d{5,11}$")
MILLISECONDS = re.compile(r"\d{12,14}$")
YEARS = range(1000, 9999)  # beyond, databases mean none (« 0001-01-01 »), and clocks cannot count


def zone(name: str) -> tzinfo:
    """Return the time zone of that name (« Europe/Paris »); this site's for what is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return timezone.get_default_timezone()


def moment(written: str, clock: tzinfo | None = None) -> datetime | None:
    """Return the moment of « 2004-03-31 21:30:00 » by that clock, of an ISO time, or of seconds.

    None for what is none (« 0000-00-00 »).
    """
    written = written.strip()
    clock = clock or timezone.get_default_timezone()
    try:
        if SECONDS.match(written):
            return datetime.fromtimestamp(int(written), UTC) if int(written) else None
        if MILLISECONDS.match(written):
            return datetime.fromtimestamp(int(written) / 1000, UTC)
        parsed = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        return None
    if parsed.year not in YEARS:
        return None
    if parsed.tzinfo:
        return parsed
    return parsed.replace(tzinfo=clock)


def day(written: str, clock: tzinfo | None = None) -> str:
    """Return the EDTF of a day by the clock of the site; "" for none.

    Where month or day are zeros (« 2001-02-00 »), they are not known.
    """
    local = WRITTEN.match(written)
    if local and not ZONED.search(written):
        return _printed(local[1], local[2], local[3])
    parsed = moment(written, clock)
    if parsed is None:
        return ""
    return parsed.astimezone(clock or timezone.get_default_timezone()).date().isoformat()


def _printed(year: str, month: str, number: str) -> str:
    if year == "0000":
        return ""
    if month == "00":
        return year
    try:
        if number == "00":
            return date(int(year), int(month), 1).isoformat()[:7]
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return ""
