"""How libraries cite an article on its page: « Nord A. Titre. In: Revue, n° 2, 1981. pp. 5-6 »."""

import re

from archive import printed_dates
from archive.ingest.printed.label_line import LabelLine

CITATION = re.compile(
    r"\bIn ?: ?(?P<title>[^,\n]{2,80}),(?P<numbers>[^\n]{0,80}?)"
    r"(?P<year>(?:1[4-9]|20)\d\d)[.,;]? pp?\. ?(?P<page>\d{1,4}(?:[-–]\d{1,4})?)\b"
)
# « Ada Nord, « Titre », Revue, 37 | 2008, 5-7. », as OpenEdition has it, on paper and online.
OF_JOURNAL = re.compile(
    r"^(?P<author>[^«»\d]{3,120}), «\s?(?P<quoted>[^«»]{2,200}?)\s?», "
    r"(?P<title>[^,\n\[\]]{2,80}?)(?: \[En ligne\])?, (?P<issue>\d{1,4}(?:-\d{1,4})?) \| "
    r"(?P<year>(?:19|20)\d\d)(?:, (?P<page>\d{1,4}(?:-\d{1,4})?))?\b"
)
LONGEST_QUOTED = 200  # characters of an author or a title
NUMBER = re.compile(r"n ?[°o] ?(\d{1,4}(?:-\d{1,4})?)")


def of_journal(reference: re.Match[str]) -> LabelLine:
    """Return magazine, issue, date and page that a match of OF_JOURNAL gives."""
    return LabelLine(
        date=reference["year"],
        printed=reference["year"],
        issue=f"n° {reference['issue']}",
        page=reference["page"] or "",
        publication=reference["title"].strip(),
    )


def read(line: str) -> LabelLine | None:
    """Return magazine, issue, date and page that a citation gives; None for any other line.

    What OF_JOURNAL matches may be the reference of another text: it is read where it is known as
    the text's own.
    """
    citation = CITATION.search(line)
    if not citation:
        return None
    dated = citation["numbers"].rpartition(",")[2] + citation["year"]
    days = printed_dates.find_french(dated.strip())
    if not days:
        return None
    start, end, edtf = days[-1]
    number = NUMBER.search(citation["numbers"])
    return LabelLine(
        date=edtf,
        printed=dated.strip()[start:end],
        issue=f"n° {number[1]}" if number else "",
        page=citation["page"],
        publication=citation["title"].strip(),
    )
