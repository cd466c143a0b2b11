"""Fields as people type them: spaces about the colon, dates in words. Pure functions."""

import re
from collections.abc import Container

from archive import asked_dates
from archive.text import fold

# « auteur : dupont », as French is typed.
_SPACED_FIELD = re.compile(
    r"(?<![^\s(\-−–])(?P<name>n[°º]|[^\W\d_]{1,12}(?:-[^\W\d_]{1,4})?)\s?:\s(?=[^\s:)])"
)
# What may be a date of several words: « date:12 mars 2001 », « date:entre 1998 et 2002 ».
_DATE_IN_WORDS = re.compile(
    r"(?P<field>(?<![^\s(\-−–])date\s?:)(?P<words>[^\s\"():]+(?: [^\s\"():]+){1,4})",
    re.IGNORECASE,
)


def worded_date(text: str) -> str:
    """Return the ends of a time as people write it (« mars 2001 », « avant 1995 »), "" of none."""
    text = text.strip()
    for start, end, edtf in asked_dates.find(text):
        if (start, end) == (0, len(text)):
            since, until = asked_dates.ends(edtf)
            return since if since == until else f"{since}..{until}"
    return ""


def with_fields_named(text: str, names: Container[str]) -> str:
    """Return a text in which « auteur : dupont » and `date:mars 2001` are as they are printed.

    `names` are those of fields, without case and accents. A date of several words stands quoted.
    """
    if ":" not in text:
        return text

    def closed_up(match: re.Match) -> str:
        return f"{match['name']}:" if fold(match["name"]) in names else match[0]

    text = _SPACED_FIELD.sub(closed_up, text)
    return _DATE_IN_WORDS.sub(_with_its_date_quoted, text)


def _with_its_date_quoted(match: re.Match) -> str:
    words = match["words"].split(" ")
    for length in range(len(words), 1, -1):
        if worded_date(" ".join(words[:length])):
            time = " ".join(words[:length])
            return " ".join([f'{match["field"]}"{time}"', *words[length:]])
    return match[0]
