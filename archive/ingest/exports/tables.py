"""The tables of a site's database, in a file of SQLite of their own that is thrown away: what is
asked of them takes memory for a row, however large the dump is."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from archive.ingest.records import Doubt

MOST_COLUMNS = 400  # of a table; the widest of the systems has 60
MOST_TABLES = 400  # that are kept; two sites may share a database
# Set before what was not in the encoding that its dump declares: see `Row`.
ODD = "\ue0ff"
Row = dict[str, str]


@dataclass
class Tables:
    """Tables by name, each with its columns in small letters. Every cell is text; what is absent or
    NULL is "" in a row."""

    connection: sqlite3.Connection
    columns: dict[str, list[str]] = field(default_factory=dict)

    def add(self, table: str, names: Sequence[str], cells: Sequence[str | None]) -> None:
        """Keep a row; of another length than its columns, or of a table too many, it is left."""
        lowered = [name.lower() for name in names][:MOST_COLUMNS]
        if not lowered or len(cells) < len(lowered) or not self._make_room(table, lowered):
            return
        row = dict(zip(lowered, cells, strict=False))
        marks = ", ".join("?" * len(row))
        listed = ", ".join(map(_quoted, row))
        self.connection.execute(
            f"INSERT INTO {_quoted(table)} ({listed}) VALUES ({marks})", list(row.values())
        )

    def _make_room(self, table: str, names: list[str]) -> bool:
        """Make a table, or the columns that it lacks; return False where there is no more room."""
        present = self.columns.get(table)
        if present is None:
            if len(self.columns) >= MOST_TABLES:
                return False
            unique = list(dict.fromkeys(names))
            listed = ", ".join(map(_quoted, unique))
            self.connection.execute(f"CREATE TABLE {_quoted(table)} ({listed})")
            self.columns[table] = unique
            return True
        for name in names:
            if name not in present:
                if len(present) >= MOST_COLUMNS:
                    return False
                self.connection.execute(f"ALTER TABLE {_quoted(table)} ADD COLUMN {_quoted(name)}")
                present.append(name)
        return True

    def index(self, table: str, column: str) -> None:
        """Have the rows of a table found quickly by that column, where both are there."""
        if column in self.columns.get(table, ()):
            name = _quoted(f"{table} by {column}")
            self.connection.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON {_quoted(table)} ({_quoted(column)})"
            )

    def rows(self, table: str, **equal: str) -> Iterator[Row]:
        """Yield the rows whose columns are as told; none of a table or column that is not there."""
        columns = self.columns.get(table)
        if columns is None or not equal.keys() <= set(columns):
            return
        condition = " AND ".join(f"{_quoted(name)} = ?" for name in equal)
        query = f"SELECT * FROM {_quoted(table)}"
        if condition:
            query += f" WHERE {condition}"
        for cells in self.connection.execute(f"{query} ORDER BY rowid", list(equal.values())):
            yield {name: cell or "" for name, cell in zip(columns, cells, strict=True)}

    def row(self, table: str, **equal: str) -> Row:
        """Return the first row whose columns are as told; an empty one where there is none."""
        return next(self.rows(table, **equal), {})

    def mapping(self, table: str, key: str, column: str) -> dict[str, str]:
        """Return one column of a table by another."""
        pairs = {}
        for row in self.rows(table):
            pairs[row.get(key, "")] = row.get(column, "")
        return pairs


def _quoted(name: str) -> str:
    """Return a name as SQL takes any."""
    escaped = name.replace('"', '""').replace("\0", "")
    return f'"{escaped}"'


@contextmanager
def scratch() -> Iterator[Tables]:
    """Yield tables to fill, in a folder of the data folder that is gone at the end."""
    inside = Path(settings.MEDIA_ROOT, "unpacked")
    inside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=inside) as folder:
        connection = sqlite3.connect(Path(folder, "tables.sqlite3"), isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute("BEGIN")
            yield Tables(connection)
        finally:
            connection.close()


def even(row: Row) -> tuple[Row, list[Doubt]]:
    """Return a row without the marks of cells in another encoding, and the doubt about them."""
    if not any(ODD in cell for cell in row.values()):
        return row, []
    plain = {name: cell.replace(ODD, "") for name, cell in row.items()}
    return plain, [Doubt("text", "encoding", "Windows-1252")]
