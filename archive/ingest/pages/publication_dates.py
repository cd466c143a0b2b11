"""Which of a page's dates is that of its publication, no more precise than it is given."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive import dates
from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import weigh
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
    "clock": 1.5,
    "printed": 2.0,
    "address": 1.0,
}
SURE = ("json-ld", "opengraph", "microdata", "citation", "label", "meta", "dublin-core")
ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=$|[T\s,])")
PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
CLOCK = re.compile(r"T\s?(\d\d):?(\d\d).*?([+-]\d\d:?\d\d)?$")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])(?:[/_.-]?(0[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)"
)
# What programs write where they know no date.
NULLS = {"1970-01-01", "0001-01-01", "1900-01-01", "0000-00-00", "1969-12-31"}


def read(value: str) -> str:
    """The EDTF of a date as a program or a person writes it: to the day where it says the day; "" if not understood."""
    value = value.strip()
    if EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).date().isoformat()
    if iso := ISO.match(value):
        return _valid("-".join(iso.groups()))
    if PARTIAL.fullmatch(value):
        return _valid(value)
    if re.match(r"[A-Z][a-z]{2},? \d|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:", value):
        try:
            return parsedate_to_datetime(value).date().isoformat()
        except (ValueError, TypeError, IndexError):
            pass
    found = [edtf for _start, _end, edtf in dates.find_french(value) if len(edtf) > 4]
    return found[0] if found and len(value) < 100 else ""


def _valid(edtf: str) -> str:
    try:
        return dates.valid(edtf)
    except ValueError:
        return ""


def in_address(url: str) -> str:
    """The day or month in a page's address (« /2019/06/29/ »), "" where there is none."""
    found = IN_ADDRESS.search(re.sub(r"^\w+://[^/]*|[?#].*$", "", url))
    return _valid("-".join(filter(None, found.groups()))) if found else ""


def choose(
    claims: list[Claim], url: str, today: date | None = None
) -> tuple[str | None, list[Doubt]]:
    """The date of publication and what is doubtful about it; None where it is unknown, impossible or yet to come."""
    today = today or date.today()
    stated = [(read(claim.value), claim) for claim in claims if claim.field == "date"]
    known = [(edtf, claim.origin) for edtf, claim in stated if edtf and edtf not in NULLS]
    past = [(edtf, origin) for edtf, origin in known if _begins(edtf) <= today + timedelta(days=1)]
    address = in_address(url)
    if address and _begins(address) <= today:
        past.append((_finer(address, past), "address"))
    if not past:
        return _none(claims, stated, known)
    ranked = weigh(past, WEIGHTS, lambda edtf: edtf)
    best = _finest(ranked[0].value, [one.value for one in ranked if one.weight >= 1.0])
    doubts = _doubts(best, ranked, stated)
    if printed := _dated_ahead(best, stated):
        best = printed
    return best, doubts


def _begins(edtf: str) -> date:
    return dates.bounds(edtf)[0] or date.min


def _finer(address: str, past: list[tuple[str, str]]) -> str:
    """A month in the address supports the first day of that month that is claimed."""
    return next((edtf for edtf, _origin in past if edtf.startswith(address)), address)


def _finest(best: str, others: list[str]) -> str:
    """« 2019-06 » and « 2019-06-29 » do not disagree: the finer is taken."""
    return next((other for other in others if other.startswith(best + "-")), best)


def _dated_ahead(best: str, stated: list[tuple[str, Claim]]) -> str:
    """The printed day where the page was put online on its eve, after six in the evening there: dated as printed."""
    eve = {
        claim.value
        for edtf, claim in stated
        if edtf == best
        and (clock := CLOCK.search(claim.value))
        and clock[3]
        and int(clock[1]) >= 18
        and clock[3] not in ("+00:00", "+0000")
    }
    printed = next(
        (
            edtf
            for edtf, claim in stated
            if claim.origin in ("printed", "label", "clock") and len(edtf) == 10
        ),
        "",
    )
    if (
        eve
        and len(best) == 10
        and printed == (date.fromisoformat(best) + timedelta(days=1)).isoformat()
    ):
        return printed
    return ""


def _none(
    claims: list[Claim], stated: list, known: list[tuple[str, str]]
) -> tuple[None, list[Doubt]]:
    if known:
        return None, [Doubt("date", "ahead", known[0][0])]
    unread = next(
        (claim.value for edtf, claim in stated if claim.origin in SURE and claim.value), ""
    )
    if unread:
        return None, [Doubt("date", "printed", unread)]
    updated = next(
        (edtf for claim in claims if claim.field == "updated" and (edtf := read(claim.value))), ""
    )
    return None, [Doubt("date", "updated", updated) if updated else Doubt("date", "unknown")]


def _doubts(best: str, ranked: list, stated: list[tuple[str, Claim]]) -> list[Doubt]:
    """Other days that a sure place claims, a day apart being a matter of time zones; figures that may be read both ways."""
    first, last = dates.bounds(best)
    for one in ranked:
        start, end = dates.bounds(one.value)
        apart = (
            first
            and last
            and start
            and end
            and (start > last + timedelta(days=1) or end < first - timedelta(days=1))
        )
        if apart and set(one.origins) & set(SURE):
            return [Doubt("date", "other", one.value)]
    return []
