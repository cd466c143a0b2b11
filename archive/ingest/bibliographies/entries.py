"""An entry of a bibliography as a Record without a text, which only completes an editorial."""

import re
from collections.abc import Iterable

from archive import printed_dates
from archive.ingest.records import Printed, Record
from archive.text import plain

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# « 2001/06/12/ », as RIS writes days; what stands behind the last sign says more in words.
SLASHED = re.compile(r"(\d{4})(?:/(\d{0,2}))?(?:/(\d{0,2}))?(?:/(.*))?$")
DASHES = re.compile(r"\s*(?:-{1,3}|[–—])\s*")
RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)


def record_of(source: str, fields: dict[str, str], authors: Iterable[str]) -> Record:
    """Return an entry as a Record.

    `fields` are title, publication, date, issue, volume, page, doi and url; "" for what it lacks.
    """
    facts = {name: " ".join(plain(text).split()) for name, text in fields.items()}
    record = Record(source=source, is_citation=True, title=facts.get("title", ""))
    record.publication = facts.get("publication", "")
    record.bylines = [Printed(_upright(author)) for author in authors if author.strip()]
    record.date = printed_dates.as_edtf(facts.get("date", "")) or None
    record.issue = _issue(facts.get("issue", ""), facts.get("volume", ""))
    record.page = DASHES.sub("-", facts.get("page", ""))
    doi = RESOLVER.sub("", facts.get("doi", ""))
    if doi:
        record.source_id = f"doi:{doi}"
    url = facts.get("url", "")
    if url.startswith(("http://", "https://")):
        record.url = url
    return record


def _issue(number: str, volume: str) -> str:
    if number.isdecimal():
        return f"n° {number}"
    if number or not volume:
        return number
    return f"vol. {volume}"


def _upright(name: str) -> str:
    surname, comma, given = name.partition(",")
    if comma and given.strip():
        return f"{given.strip()} {surname.strip()}"
    return name.strip()


def date_of(year: str, month: str = "", day: str = "") -> str:
    """Return a date as EDTF from what an entry says of year, month and day; "" for none."""
    year, month, day = year.strip(), month.strip(), day.strip()
    if not re.fullmatch(r"\d{4}", year):
        return year
    if month[:3].lower() in MONTHS:
        month = str(MONTHS.index(month[:3].lower()) + 1)
    if not month.isdecimal():
        return f"{day} {month} {year}".strip()
    if not 1 <= int(month) <= 12:
        return year
    if day.isdecimal() and 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}-{int(day):02}"
    return f"{year}-{int(month):02}"


def slashed(stamp: str) -> str:
    """Return a day of RIS as EDTF or as it is printed; "" for none."""
    parts = SLASHED.match(stamp.strip())
    if not parts:
        return stamp.strip()
    year, month, day, words = (part or "" for part in parts.groups())
    return date_of(year, month or words, day)
