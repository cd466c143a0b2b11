"""A record, and an editorial, as JSON of one form, in which what a source says is compared."""

from archive.ingest.records import Record
from archive.models import Editorial

# What a record says and an editorial holds under the same name; the rest have a line each below.
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
    """Return what a record says.

    Kept on the editorial, so that the next import sees what its source changed.
    """
    same = {name: getattr(record, name) for name in SAME_NAME}
    return same | {
        "body": record.html,
        "date": record.date or "",
        "source_url": record.url,
        "publication": record.publication,
        "bylines": [[byline.name, byline.role] for byline in record.bylines],
        "tags": sorted(set(record.tags)),
    }


def of_editorial(editorial: Editorial) -> dict:
    """Return the same of an editorial as it stands now, but for its tags."""
    same = {name: getattr(editorial, name) for name in SAME_NAME}
    return same | {
        "body": editorial.body,
        "date": editorial.date,
        "source_url": editorial.source_url,
        "publication": editorial.publication.name if editorial.publication else "",
        "bylines": [[byline.name, byline.role] for byline in editorial.bylines.all()],
    }
