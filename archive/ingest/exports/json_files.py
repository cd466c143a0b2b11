"""JSON exports: read whole, within bounds, and asked for what may not be there."""

import json
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest.files import decoding
from archive.ingest.records import Rejected

LARGEST = 200 << 20  # bytes: ten thousand texts, each three times as Ghost keeps them


def load(path: Path) -> object:
    """Return what a file holds. Raises Rejected where it is too large or no JSON."""
    content, _doubts = decoding.decode(decoding.load(path, LARGEST))
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Rejected(_("Ce fichier n’est pas du JSON valide.")) from None


def mapping(node: object) -> dict:
    return node if isinstance(node, dict) else {}


def rows(node: object) -> list[dict]:
    """Return the objects of a list; none of what is no list."""
    if not isinstance(node, list):
        return []
    return [row for row in node if isinstance(row, dict)]


def string(node: object) -> str:
    """Return a text, or a number as text; "" for anything else."""
    if isinstance(node, bool):
        return "1" if node else "0"
    if isinstance(node, int | float):
        return str(node)
    return node if isinstance(node, str) else ""


def strings(node: object) -> list[str]:
    """Return the texts of a list; none of what is no list."""
    if not isinstance(node, list):
        return []
    return list(filter(None, map(string, node)))
