"""Which of a page's dates is that of its publication, no more precise than the page says it."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive import dates, printed_dates
from archive.ingest.pages import local_days
from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import Weighed, weigh
from archive.ingest.printed.ambiguous_dates import date_doubts
from archive.ingest.records import Doubt

WEIGHTS = {
    "json-ld": 5.0,
    "opengraph": 4.0,
    "microdata": 4.0,
    "citation": 4.5,
    "label": 3.5,
    "meta": 3.0,
    "dublin-core": 3.0,
    "time": 2.0,
    "twitter": 2.0,
    "clock": 1.5,
    "printed": 2.0,
    "address": 1.0,
}
SURE = ("json-ld", "opengraph", "microdata", "citation", "label", "meta", "dublin-core")
AS_PRINTED = ("printed", "label", "clock")
DAY = timedelta(days=1)
ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=$|[T\s,])")
PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
# As mails and HTTP write dates.
MAIL_DATE = re.compile(r"[A-Z][a-z]{2},? \d|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:")
CLOCK = re.compile(r"T\s?(\d\d):?(\d\d).*?([+-]\d\d:?\d\d)?$")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])(?:[/_.-]?(0[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)"
)
# What programs write where they know no date.
NULLS = {"1970-01-01", "0001-01-01", "1900-01-01", "0000-00-00", "1969-12-31"}


def read(printed: str) -> str:
    """Return the EDTF of a date as a program or a person writes it; "" if it is not understood.

    It is to the day only where the day is written.
    """
    printed = printed.strip()
    if EPOCH.fullmatch(printed):
        return datetime.fromtimestamp(int(printed[:10]), UTC).date().isoformat()
    iso = ISO.match(printed)
    if iso:
        return dates.valid_or_empty("-".join(iso.groups()))
    if PARTIAL.fullmatch(printed):
        return dates.valid_or_empty(printed)
    if MAIL_DATE.match(printed):
        try:
            return parsedate_to_datetime(printed).date().isoformat()
        except (ValueError, TypeError, IndexError):
            pass
    if len(printed) >= 100:
        return ""
    for _start, _end, edtf in printed_dates.find_french(printed):
        if len(edtf) > 4:
            return edtf
    return ""


def in_address(url: str) -> str:
    """Return the day or month in a page's address (« /2019/06/29/ »), "" where there is none."""
    numbers = IN_ADDRESS.search(re.sub(r"^\w+://[^/]*|[?#].*$", "", url))
    if not numbers:
        return ""
    return dates.valid_or_empty("-".join(filter(None, numbers.groups())))


def choose(
    claims: list[Claim], url: str, today: date | None = None
) -> tuple[str | None, list[Doubt]]:
    """Return the date of publication (EDTF) and what is doubtful about it.

    The date is None where it is unknown, impossible or yet to come. `url` is the page's address.
    """
    today = today or date.today()
    stated = _stated(claims)
    understood = []
    past = []
    for edtf, claim in stated:
        if edtf and edtf not in NULLS:
            understood.append(edtf)
            if _begins(edtf) <= today + DAY:
                past.append((edtf, claim.origin))
    address_date = in_address(url)
    if address_date and _begins(address_date) <= today:
        past.append((_finer(address_date, past), "address"))
    if not past:
        return None, [_doubt_without_date(claims, stated, understood)]
    ranked = weigh(past, WEIGHTS, lambda edtf: edtf)
    best = _finest(ranked)
    if _are_events(best, ranked):
        return None, [Doubt("date", "guess", best)]
    zones = local_days.IN_FRENCH if _is_french(claims) else local_days.ANYWHERE
    local = _dated_ahead(best, stated) or _local_day(best, stated, claims, zones)
    if local:
        return local, _doubts(local, ranked)
    doubts = _doubts(best, ranked)
    far = _local_day(best, stated, claims, local_days.ANYWHERE)
    if far and not doubts:
        doubts = [Doubt("date", "other", far)]
    return best, doubts


def is_ahead(edtf: str) -> bool:
    """Return True for a date that begins after today."""
    return _begins(edtf) > date.today()


def is_universal(best: str | None, claims: list[Claim]) -> bool:
    """Return True for a day that the page's data have as a moment in universal time alone.

    Where it is printed by the heading as well, it is the page's own.
    """
    stated = _stated(claims)
    return bool(best) and not _first_printed(stated) and local_days.is_universal(best, stated)


def local_day(best: str, claims: list[Claim], printed: list[str]) -> str:
    """Return which of the days that a page prints its moment in universal time is; "" for none.

    `best` is the day of that moment in universal time, `printed` are in EDTF.
    """
    if not is_universal(best, claims):
        return ""
    zones = local_days.IN_FRENCH if _is_french(claims) else local_days.ANYWHERE
    updated = _updated(claims) - {best}
    for day in printed:
        if local_days.printed_beside(best, _stated(claims), day, updated, zones):
            return day
    return ""


def ambiguous(best: str | None, claims: list[Claim], url: str, language: str) -> list[Doubt]:
    """Return the doubt about a day that a page in that language prints in figures alone.

    There is none where the page, or its address, says the day in any other way.
    """
    doubts: list[list[Doubt]] = []
    if in_address(url) == best:
        return []
    for edtf, claim in _stated(claims):
        if edtf == best:
            figures = date_doubts(claim.printed or claim.value, language)
            doubts.append([doubt for doubt in figures if doubt.code == "ambiguous"])
    return doubts[0] if doubts and all(doubts) else []


def _stated(claims: list[Claim]) -> list[tuple[str, Claim]]:
    """Return the claims on the date, each behind its EDTF."""
    stated = [(read(claim.value), claim) for claim in claims if claim.field == "date"]
    return local_days.stated_locally(stated)


def _updated(claims: list[Claim]) -> set[str]:
    return {read(claim.value) for claim in claims if claim.field == "updated"}


def _is_french(claims: list[Claim]) -> bool:
    """Return True for a page in French, or that tells no language."""
    languages = [claim.value for claim in claims if claim.field == "language"]
    return not languages or languages[0].strip().lower().startswith("fr")


def _begins(edtf: str) -> date:
    return dates.bounds(edtf)[0] or date.min


def _finer(month: str, past: list[tuple[str, str]]) -> str:
    """Return the first day of a month that is claimed: the month in an address supports it."""
    for edtf, _origin in past:
        if edtf.startswith(month):
            return edtf
    return month


def _finest(ranked: list[Weighed[str]]) -> str:
    """Return the heaviest date; « 2019-06 » and « 2019-06-29 » do not disagree: the finer is it."""
    best = ranked[0].value
    for weighed in ranked:
        if weighed.weight >= 1.0 and weighed.value.startswith(best + "-"):
            return weighed.value
    return best


def _dated_ahead(best: str, stated: list[tuple[str, Claim]]) -> str:
    """Return the printed day of a page that was put online on its eve; "" for another page.

    The eve begins at six in the evening there: such pages are dated as printed.
    """
    is_on_eve = any(edtf == best and _is_evening(claim.value) for edtf, claim in stated)
    if not is_on_eve or len(best) != 10:
        return ""
    printed = _first_printed(stated)
    if printed == (date.fromisoformat(best) + DAY).isoformat():
        return printed
    return ""


def _first_printed(stated: list[tuple[str, Claim]]) -> str:
    """Return the day that stands nearest the heading, "" where none does."""
    for edtf, claim in stated:
        if claim.origin in AS_PRINTED and len(edtf) == 10:
            return edtf
    return ""


def _local_day(
    best: str,
    stated: list[tuple[str, Claim]],
    claims: list[Claim],
    zones: tuple[timedelta, timedelta],
) -> str:
    """Return the printed day of a moment that the page's data has in universal time; else ""."""
    updated = _updated(claims)
    printed = _first_printed(stated)
    return local_days.printed_beside(best, stated, printed, updated - {best}, zones)


def _are_events(best: str, ranked: list[Weighed[str]]) -> bool:
    """Return True for months and years of which several stand there with no label: of the story."""
    if len(best) == 10:
        return False
    others = [weighed for weighed in ranked if not weighed.value.startswith(best)]
    return bool(others) and all(set(weighed.origins) <= {"printed"} for weighed in ranked)


def _is_evening(moment: str) -> bool:
    """Return True for a time from six in the evening on, in a time zone that is no default."""
    clock = CLOCK.search(moment)
    if not clock or not clock[3] or clock[3] in ("+00:00", "+0000"):
        return False
    return int(clock[1]) >= 18


def _doubt_without_date(
    claims: list[Claim], stated: list[tuple[str, Claim]], understood: list[str]
) -> Doubt:
    """Return why a page has no date.

    It is ahead, cannot be read, or is only that of the last change.
    """
    if understood:
        return Doubt("date", "ahead", understood[0])
    for _edtf, claim in stated:
        if claim.origin in SURE and claim.value:
            return Doubt("date", "printed", claim.value)
    for claim in claims:
        if claim.field == "updated":
            updated = read(claim.value)
            if updated:
                return Doubt("date", "updated", updated)
    return Doubt("date", "unknown")


def _doubts(best: str, ranked: list[Weighed[str]]) -> list[Doubt]:
    """Return a doubt with another day that a sure place claims.

    A day apart is a matter of time zones. It is a doubt, too, that the address alone has the date.
    """
    first, last = dates.bounds(best)
    if not first or not last:
        return []
    if [weighed.origins for weighed in ranked if weighed.value == best] == [["address"]]:
        return [Doubt("date", "address", best)]
    for weighed in ranked:
        start, end = dates.bounds(weighed.value)
        if not start or not end:
            continue
        is_apart = start > last + DAY or end < first - DAY
        if is_apart and not set(SURE).isdisjoint(weighed.origins):
            return [Doubt("date", "other", weighed.value)]
    return []
