"""What a record says and what an editorial holds, in one form: JSON, to be compared."""

from collections.abc import Iterable

from archive.ingest.records import Printed, Record
from archive.models import Byline, Editorial

# What bears the same name in both; the others have a line each.
SAME_NAME = (
    "title",
    "title_supplied",
    "standfirst",
    "section",
    "issue",
    "page",
    "language",
    "source_id",
    "state",
)


def of_record(record: Record) -> dict:
    """Return the record's facts by the editorial's names of fields; `html` must be cleaned."""
    facts = {name: getattr(record, name) for name in SAME_NAME}
    return facts | {
        "body": record.html,
        "date": record.date or "",
        "source_url": record.url,
        "publication": record.publication,
        "bylines": _printed(record.bylines),
        "tags": sorted(set(record.tags)),
    }


def of_editorial(editorial: Editorial) -> dict:
    """Return the editorial's facts as it stands now, but for its tags, which editors add to."""
    publication = editorial.publication
    facts = {name: getattr(editorial, name) for name in (*SAME_NAME, "body", "date", "source_url")}
    facts["publication"] = publication.name if publication else ""
    facts["bylines"] = _printed(editorial.bylines.all())
    return facts


def _printed(bylines: Iterable[Printed | Byline]) -> list[list[str]]:
    """Return the bylines as [[name, role], …]."""
    return [[byline.name, byline.role] for byline in bylines]
