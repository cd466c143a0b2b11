"""What publishing systems export, or what is left of their databases: articles to Records.

Each system has several forms; a file's first bytes tell which it is in.
"""

from collections.abc import Iterator
from pathlib import Path

from archive.ingest.exports import databases, drupal, joomla, spip
from archive.ingest.files import formats
from archive.ingest.records import Record, Rejected

__all__ = ["read_database", "read_drupal", "read_joomla", "read_spip"]


def read_spip(path: Path) -> Iterator[Record | Rejected]:
    """Yield the articles of a dump by SPIP itself (XML, SQLite), or of its database."""
    if _opens_with(path, b"<"):
        return spip.read_xml(path)
    return databases.read(path, "spip")


def read_drupal(path: Path) -> Iterator[Record | Rejected]:
    """Yield the nodes of an export of Drupal (JSON, XML), or of its database."""
    if _opens_with(path, b"<"):
        return drupal.read_xml(path)
    if _opens_with(path, b"{["):
        return drupal.read_json(path)
    return databases.read(path, "drupal")


def read_joomla(path: Path) -> Iterator[Record | Rejected]:
    """Yield the articles of an export of Joomla (J2XML, JSON), or of its database."""
    if _opens_with(path, b"<"):
        return joomla.read_j2xml(path)
    if _opens_with(path, b"{["):
        return joomla.read_json(path)
    return databases.read(path, "joomla")


def read_database(path: Path) -> Iterator[Record | Rejected]:
    """Yield the articles of whichever system a database belongs to."""
    return databases.read(path)


def _opens_with(path: Path, signs: bytes) -> bool:
    opening = formats.head(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return opening != b"" and opening in signs
