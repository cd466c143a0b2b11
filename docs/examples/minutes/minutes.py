"""A format of one's own: « COMPTE RENDU », a date, a name, and paragraphs between empty lines."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from archive import printed_dates, text
from archive.ingest.records import Printed, Record, Rejected

MARK = "COMPTE RENDU"


def knows(head: bytes) -> bool:
    """Return True for the first bytes of such a file."""
    return head.startswith(MARK.encode())


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the one record of a file; touch no database."""
    content = path.read_bytes()
    opening, _blank, body = content.decode().partition("\n\n")
    title, date, name = [*opening.splitlines(), "", "", ""][:3]
    if not body.strip():
        yield Rejected("There is nothing below the head.", source=str(path))
        return
    paragraphs = text.paragraphs(body)
    yield Record(
        source=str(path),
        title=title.removeprefix(MARK).strip(" :"),
        date=printed_dates.as_edtf(date) or None,
        bylines=[Printed(name)],
        html="".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs),
        capture=content,
        media_type="text/plain",
    )
