"""What is left of a site's database (a dump as SQL, a file of SQLite), whichever system it was
made with: SPIP, Drupal, Joomla."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive.ingest.exports import drupal, joomla, spip, sql_text, sqlite_files
from archive.ingest.exports.tables import Tables, scratch
from archive.ingest.records import Record, Rejected

SQLITE = b"SQLite format 3\0"


class System(NamedTuple):
    """How a system's tables are known and read: `main` is that of its articles."""

    name: str
    main: str
    is_site: Callable[[Tables, str], bool]
    records: Callable[[Tables, str, str], Iterator[Record | Rejected]]


SYSTEMS = (
    System("spip", "articles", spip.is_site, spip.records),
    System("drupal", "node", drupal.is_site, drupal.records),
    System("joomla", "content", joomla.is_site, joomla.records),
)
WANTED = spip.TABLES | drupal.TABLES | joomla.TABLES
WORDPRESS = re.compile(r"\w*posts")


def read(path: Path, only: str = "") -> Iterator[Record | Rejected]:
    """Yield a Record for each article of each site that a database holds.

    `only` is the name of the one system that is looked for. Raises Rejected where there is none.
    """
    with scratch() as tables:
        yield from _load(path, tables)
        sites = list(_sites(tables, only))
        if not sites:
            raise Rejected(_reason(tables))
        for system, prefix in sites:
            yield from system.records(tables, prefix, str(path))


def is_sqlite(head: bytes) -> bool:
    return head.startswith(SQLITE)


def _load(path: Path, tables: Tables) -> Iterator[Rejected]:
    with open(path, "rb") as file:
        head = file.read(len(SQLITE))
    if is_sqlite(head):
        for rejected in sqlite_files.load(path, tables, _is_wanted):
            rejected.source = str(path)
            yield rejected
    else:
        sql_text.load(path, tables, _is_wanted)


def _is_wanted(table: str) -> bool:
    """Return True for a table that a system may have under that name, whatever its prefix."""
    name = table.lower()
    pieces = name.split("_")
    endings = {"_".join(pieces[start:]) for start in range(len(pieces))}
    return bool(endings & WANTED) or WORDPRESS.fullmatch(name) is not None


def _sites(tables: Tables, only: str) -> Iterator[tuple[System, str]]:
    for system in SYSTEMS:
        if only and system.name != only:
            continue
        for table in list(tables.columns):
            if table.endswith(system.main):
                prefix = table.removesuffix(system.main)
                if system.is_site(tables, prefix):
                    yield system, prefix


def _reason(tables: Tables) -> str:
    for columns in tables.columns.values():
        if {"post_title", "post_content"} <= set(columns):
            return _(
                "C’est la base d’un site WordPress : donnez plutôt son export (Outils, Exporter)."
            )
    return _("C’est une base de données, mais ni de SPIP, ni de Drupal, ni de Joomla.")
