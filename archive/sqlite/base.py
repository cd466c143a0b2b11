"""Django's database engine for SQLite; from a disk that cannot be written it reads."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from archive import disk

# What SQLite says where there is no room for the files of its log.
NO_ROOM = {"full", "failing"}
LONGEST_KEPT = 10_000  # characters of a statement that is kept as SQLite has it
MOST_KEPT = 500


def address(path: str) -> str:
    """Return by what address a database is opened that is only read, on any disk."""
    ways = "mode=ro"
    if not disk.has_content(f"{path}-wal"):
        ways += "&immutable=1"
    return f"file:{quote(path)}?{ways}"


class Cursor(base.SQLiteCursorWrapper):
    """Writes a statement as SQLite has it once, which takes longer than to answer a small one."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=MOST_KEPT)
def _converted(query: str) -> str:
    """Return a statement with « ? » for each « %s »."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at each opening whether the database can be written, which a disk may lose at any time.

    SQLite's log (WAL) wants two files beside the database even for who only reads: where they
    cannot be made, it is opened as one that nobody changes, or with the log that is there.
    """

    def get_connection_params(self):
        params = super().get_connection_params()
        if disk.is_read_only(str(params["database"])):
            self._only_read(params)
        return params

    def get_new_connection(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError as error:
            if disk.reason(error) not in NO_ROOM:
                raise
            self._only_read(conn_params)
            return super().get_new_connection(conn_params)

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _only_read(self, params) -> None:
        params["database"] = address(str(self.settings_dict["NAME"]))
        self.transaction_mode = None  # IMMEDIATE would ask to write
        self.init_commands: list[str] = []  # which choose how it is written
