"""What word processors keep apart from the text and print above every page."""

import html
from collections.abc import Iterable

from archive.ingest.documents.typeset import FOLIO

MOST = 6  # lines; more are no running head
LONGEST = 200  # characters


def markup(lines: Iterable[str]) -> str:
    """Return each line once, as paragraphs at the top: there they say of what issue the text is."""
    kept = dict.fromkeys(filter(_says_something, lines))
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in list(kept)[:MOST])


def _says_something(line: str) -> bool:
    return bool(line) and len(line) <= LONGEST and not FOLIO.fullmatch(line)
