"""Django's database engine for SQLite; from a disk that cannot be written it reads."""

from urllib.parse import quote

from django.db.backends.sqlite3 import base

from archive import disk


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at each opening whether the database can be written, which a disk may lose at any time.

    SQLite's log (WAL) wants two files beside the database even for who only reads: where they
    cannot be made, it is opened as one that nobody changes, or with the log that is there.
    """

    def get_connection_params(self):
        params = super().get_connection_params()
        path = str(params["database"])
        if disk.is_read_only(path):
            ways = "mode=ro"
            if not disk.has_content(f"{path}-wal"):
                ways += "&immutable=1"
            params["database"] = f"file:{quote(path)}?{ways}"
            self.transaction_mode = None  # IMMEDIATE would ask to write
            self.init_commands = []  # which choose how it is written
        return params
