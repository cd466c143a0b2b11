"""Archival resource keys: identifiers of editorials that outlast their addresses.

https://datatracker.ietf.org/doc/draft-kunze-ark/ ; whoever keeps the archive asks https://arks.org
for a number of its own (a NAAN) and sets it as ARK_NAAN. Without it there are none.
"""

import re
from urllib.parse import urljoin

from django.conf import settings

NAME = re.compile(r"e([1-9]\d{0,17})", re.ASCII)


def ark(number: int) -> str:
    """Return the key of the editorial of a number, « ark:12345/e12 »; "" where there are none."""
    if not settings.ARK_NAAN:
        return ""
    return f"ark:{settings.ARK_NAAN}/e{number}"


def address(key: str, page: str) -> str:
    """Return the absolute address by which a key is resolved here; `page`: any of this site."""
    return urljoin(page, f"/{key}")


def number_of(naan: str, name: str) -> int | None:
    """Return the number of the editorial that a key names; None where it names none.

    Hyphens mean nothing in a key, and a NAAN has no capitals.
    """
    if not settings.ARK_NAAN or naan.replace("-", "").lower() != settings.ARK_NAAN:
        return None
    written = NAME.fullmatch(name.replace("-", "").removesuffix("/"))
    if not written:
        return None
    return int(written[1])
