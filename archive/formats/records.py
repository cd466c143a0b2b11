"""Works as records, a JSON object a line: what `import_editorials` takes, key by key."""

import json
from collections.abc import Iterable, Iterator

from archive.formats.works import Collection, Work

# What JSON leaves as it is in a text, and many programs take for the end of a line.
LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}


def write(works: Iterable[Work], _collection: Collection) -> Iterator[bytes]:
    """Yield a line for each work."""
    for work in works:
        row = {
            "id": work.number,
            "source_id": work.source_id,
            "title": work.title,
            "authors": [signature.name for signature in work.signatures],
            "bylines": [signature._asdict() for signature in work.signatures],
            "date": work.date,
            "publication": work.magazine,
            "language": work.language,
            "tags": work.tags,
            "url": work.address,
            "ark": work.reference.ark,
            "source_url": work.source_address,
            "standfirst": work.standfirst,
            "section": work.section,
            "issue": work.issue,
            "page": work.page,
            "licence": str(work.terms or ""),
            "html": work.html,
        }
        line = json.dumps(row, ensure_ascii=False).translate(LINE_ENDS)
        yield line.encode(errors="replace") + b"\n"
