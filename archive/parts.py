"""Of which document an editorial is a part: sheets cut by their questions, pages of several texts.

No source says so outright. What tells it is what the parts of one document share: a lasting key
but for its last number, an address and a day, or a beginning of the title before a colon.
"""

import re

from archive.dates import is_day
from archive.text import fold

# « mt-article374523-02 », « dossier/7 », « 1234#p3 »: what a part's own number stands behind.
_PART = re.compile(r"(.*\w)[-_./#:]p?(\d{1,3})$")
_COLON = re.compile(r"\s*:\s+")
LEAST_WORDS = 3  # of a title's beginning that names a document: « Dossier : » is a section's name


def document(title: str, source_id: str, address: str, date: str, publication: str) -> str:
    """Return what the parts of one document share and other editorials do not; "" where none tells.

    `address` is canonical, `date` is EDTF, `publication` the magazine's slug. That an editorial is
    a part at all is only known where another shares its document.
    """
    beginning, is_headed = _beginning(title)
    if beginning and (key := _part_key(source_id, is_headed, date)):
        return _joined("id", key, publication, date, beginning)
    if address and date:
        return _joined("page", address, publication, date)
    if address and is_headed:
        return _joined("page", address, publication, beginning)
    is_telling = is_headed and len(beginning.split()) >= LEAST_WORDS
    if is_telling and is_day(date) and (publication or not source_id):
        return _joined("title", publication, date, beginning)
    return ""


def _beginning(title: str) -> tuple[str, bool]:
    """Return what stands before the first colon of a title, folded, and whether there is one."""
    pieces = _COLON.split(title, maxsplit=1)
    return fold(pieces[0]).strip(), len(pieces) > 1


def _part_key(source_id: str, is_headed: bool, date: str) -> str:
    """Return a lasting key without the number of the part; "" where it has none.

    A magazine may number its editorials so: undated and without a heading they are parts of
    nothing, but for the first of a document, which bears the heading alone.
    """
    match = _PART.fullmatch(source_id)
    if not match:
        return ""
    key, number = match.groups()
    return key if is_headed or date or not int(number) else ""


def _joined(*pieces: str) -> str:
    return "\n".join(pieces)
