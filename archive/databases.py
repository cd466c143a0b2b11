"""What the addresses of databases say, as Django has it: of the first, of a copy, of another one.

The standard library alone, as in environment.py.
"""

import os
from urllib.parse import SplitResult, parse_qsl, unquote

from archive.environment import address, is_installed, is_whole_path, refuse

POSTGRESQL = "archive.postgresql"
WAITING = 20  # seconds that a change waits for another to let go of its rows
CONNECTING = 3  # seconds that a copy of the database may take to let readers in
# How the connection is protected, as libpq names it:
# https://www.postgresql.org/docs/15/libpq-ssl.html#LIBPQ-SSL-PROTECTION
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def require_driver(engine: str) -> None:
    """Stop where what Django needs to speak with the database is not installed."""
    if engine == POSTGRESQL and not is_installed("psycopg"):
        refuse(
            "DATABASE_URL",
            "postgres:…",
            "its driver to be installed, as ./run does:"
            " .venv/bin/pip install --require-hashes -r requirements-postgres.txt",
        )


def database(url: str, name: str = "DATABASE_URL") -> dict:
    """`sqlite:////folder/file` or `postgres://user:password@host:port/name` as Django has it.

    The latter may end with `?sslmode=verify-full&sslrootcert=/file`, as libpq has them.
    """
    parts, port = address(name, url)
    options = _options(name, parts)
    if parts.scheme == "sqlite" and is_whole_path(parts.path) and not options:
        return {
            "ENGINE": "archive.sqlite",
            "NAME": unquote(parts.path[1:]),
            "TEST": {"NAME": ":memory:"},  # as with Django's own engine, of each process its own
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": WAITING,
                # The cache of a connection stays small: each thread has one, and the system's,
                # which all share, is as quick.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in ("postgres", "postgresql") and parts.hostname and len(parts.path) > 1:
        return {
            "ENGINE": POSTGRESQL,
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname,
            "PORT": port or "",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"options": f"-c lock_timeout={1000 * WAITING}", **options},
        }
    return refuse(
        name,
        f"{parts.scheme}:…",
        "sqlite:////folder/file or postgres://user:password@host/name",
    )


def _options(name: str, parts: SplitResult) -> dict[str, str]:
    """Return what stands behind the « ? » of an address; what is not understood is refused."""
    try:
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        options = {} if not parts.query else {parts.query: ""}
    mode, certificates = options.get("sslmode", "prefer"), options.get("sslrootcert", "system")
    if not options.keys() <= {"sslmode", "sslrootcert"} or mode not in SSL_MODES:
        refuse(name, f"{parts.scheme}:…?…", f"sslmode={'|'.join(SSL_MODES)} and sslrootcert=/file")
    if certificates != "system" and not os.path.isfile(certificates):
        refuse(name, f"{parts.scheme}:…?sslrootcert=…", "a file of certificates")
    return options


def usable_database(url: str) -> dict:
    """Return Django's settings for another database; a wrong address stops with one line."""
    settings = database(url, "URL")
    require_driver(settings["ENGINE"])
    return settings


def readers(url: str, first: dict, seconds: int) -> dict | None:
    """Return Django's settings for the connection that visitors' requests read by.

    It leads to the database of an address, a copy that follows the first, or without one to the
    first itself. It changes nothing, and each statement may take so many seconds (0: any). None
    where there is SQLite, which has no such connection.
    """
    if first["ENGINE"] != POSTGRESQL:
        if url:
            refuse("DATABASE_REPLICA_URL", "…", "none where DATABASE_URL is not PostgreSQL’s")
        return None
    own = database(url, "DATABASE_REPLICA_URL") if url else dict(first)
    if own["ENGINE"] != POSTGRESQL:
        refuse("DATABASE_REPLICA_URL", "sqlite:…", "postgres://user:password@host/name")
    ways = f"-c default_transaction_read_only=on -c statement_timeout={1000 * seconds}"
    own["OPTIONS"] = {**own["OPTIONS"], "options": ways, "connect_timeout": CONNECTING}
    own["CONN_HEALTH_CHECKS"] = True
    own["TEST"] = {"MIRROR": "default"}
    return own
