"""What the environment says, read and checked: a wrong value stops the start with one clear line.

The standard library alone: `./run` reads the settings before anything is installed.
"""

import os
import re
import secrets
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def refuse(name: str, value: str, expected: str) -> NoReturn:
    raise SystemExit(f"{name}={value!r} is not valid: expected {expected}.")


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    refuse(name, value, "1 or 0")


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Return the names by which the site is reached: no addresses, which no request would match."""
    names = words(name, default)
    for host in names:
        if "/" in host or len(host.split()) > 1:
            refuse(name, host, "names such as archive.example, with commas between")
    return names


def origins(name: str) -> list[str]:
    """Return the sites that are named, each with its scheme and without a path."""
    sites = words(name, "")
    for site in sites:
        scheme, _colon, host = site.partition("://")
        if scheme not in ("http", "https") or not host or "/" in host:
            refuse(name, site, "origins such as https://archive.example")
    return sites


def contact(name: str) -> str:
    """Return where vulnerabilities are told, as RFC 9116 has it; "" where nobody says."""
    told = os.environ.get(name, "").strip()
    if "@" in told and ":" not in told:
        told = f"mailto:{told}"
    is_address = told.startswith(("mailto:", "https://", "tel:")) and len(told.split()) == 1
    if told and not (is_address and told.isprintable()):
        refuse(name, told, "an address of mail, or one that begins with https:// or tel:")
    return told


def naan(name: str) -> str:
    """Return the number of who assigns archival resource keys; "" where nobody does.

    https://datatracker.ietf.org/doc/draft-kunze-ark/, 2.3: digits and consonants but for « l ».
    """
    told = os.environ.get(name, "").strip().lower()
    if told and not re.fullmatch("[0-9bcdfghjkmnpqrstvwxz]{5,16}", told):
        refuse(name, told, "a NAAN as https://arks.org gives it, such as 12345")
    return told


def choice(name: str, default: str, among: list[str]) -> str:
    value = os.environ.get(name, "").strip() or default
    return value if value in among else refuse(name, value, "one of " + ", ".join(among))


def whole(name: str, default: int, most: int, least: int = 1) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdecimal() and least <= int(value) <= most:
        return int(value)
    return refuse(name, value, f"a whole number from {least} to {most}")


def token(name: str) -> str:
    """Return a secret that programs show; "" where none is set. A refused one is not shown."""
    given = os.environ.get(name, "").strip()
    is_word = given.isascii() and given.isprintable() and " " not in given
    if given and (len(given) < 16 or not is_word):
        return refuse(name, "…", "at least 16 characters of ASCII, without blanks")
    return given


def data_folder(default: Path) -> Path:
    """Return the folder, which is made when all else is right: a refused start leaves no trace."""
    given = os.environ.get("ARCHIVE_DATA_DIR", "").strip() or str(default)
    try:
        folder = Path(given).expanduser().resolve()
        if folder != folder.parent:
            return folder
        return refuse_data_folder(given, "that is the whole disk")
    except (OSError, RuntimeError) as error:  # RuntimeError: « ~ » of no one, links in a circle
        return refuse_data_folder(given, error)


def make_data_folder(folder: Path) -> None:
    """Make the folder, and try whether something can be written there: SQLite would not say it.

    An archive that is there already is read, whatever can be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        if (folder / "archive.sqlite3").exists():
            return
        refuse_data_folder(str(folder), error.strerror)


def refuse_data_folder(given: str, reason: object) -> NoReturn:
    refuse("ARCHIVE_DATA_DIR", given, f"a folder that can be written ({reason})")


def given_key() -> str:
    """Return the secret key of the environment, "" where it has none."""
    key = os.environ.get("SECRET_KEY", "").strip()
    if key and len(key) < 32:
        refuse("SECRET_KEY", "…", "at least 32 characters")
    return key


WRITING = 1.0  # seconds that whoever makes the key may take to write it


def kept_key(folder: Path) -> str:
    """Return the key that was made once and is kept in the data folder for its owner only."""
    path = folder / "secret-key"
    try:
        if path.exists():  # on a disk that cannot be written, too
            return _written_key(path) or refuse_key(path)
        with (
            suppress(FileExistsError),
            open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file,
        ):
            file.write(secrets.token_urlsafe(50))
        return _written_key(path) or refuse_key(path)
    except OSError as error:
        refuse_data_folder(str(folder), error.strerror)


def _written_key(path: Path) -> str:
    """Return the key in a file, "" for none: who has just made the file has yet to write it."""
    until = time.monotonic() + WRITING
    key = path.read_text().strip()
    while not key and time.monotonic() < until:
        time.sleep(WRITING / 20)
        key = path.read_text().strip()
    return key


def refuse_key(path: Path) -> NoReturn:
    refuse("SECRET_KEY", str(path), "a key in this file; remove it to have one made")


def address(name: str, url: str) -> tuple[SplitResult, int | None]:
    """The parts of an address, and its port. A refused one is not shown: it may hold a password."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        return refuse(
            name,
            "…",
            "a well-formed address, with %2F for a / in the password and a number for the port",
        )


def is_whole_path(path: str) -> bool:
    """Return True for `//folder/file`, what an address with four slashes has.

    A path from where a command happens to be run would be another one for each.
    """
    return path.startswith("//") and len(path) > len("//")


def time_zone() -> str:
    zone = os.environ.get("TIME_ZONE", "").strip() or "Europe/Paris"
    try:
        return ZoneInfo(zone).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        # A machine may have no zones before our packages bring them; the next start judges.
        if not available_timezones():
            return zone
        return refuse("TIME_ZONE", zone, "a name such as Europe/Paris")


def is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # it is kept from being imported
        return False


def require_client(engine: str) -> None:
    """Stop where what speaks with the cluster that keeps the index is not installed."""
    if ".opensearch." in engine and not is_installed("opensearchpy"):
        refuse(
            "ARCHIVE_SEARCH_URL",
            "opensearch:…",
            "its client to be installed, as ./run does:"
            " .venv/bin/pip install --require-hashes -r requirements-opensearch.txt",
        )


# Scheme of CAPTURES_URL: how an S3-compatible store is spoken to.
STORES = {"s3": "https", "s3+http": "http"}
CAPTURES = "file:////folder or s3://key:secret@host:port/bucket (s3+http: without TLS)"


def captures(url: str) -> dict:
    """Return Django's storage for `file:////folder` or `s3[+http]://key:secret@host:port/bucket`.

    Without an address captures are kept in the data folder.
    """
    if not url.strip():
        return {"BACKEND": "archive.capture_storage.CapturesFolder"}
    parts, port = address("CAPTURES_URL", url.strip())
    if parts.scheme == "file" and is_whole_path(parts.path) and not parts.query:
        folder = unquote(parts.path[1:])
        return {
            "BACKEND": "archive.capture_storage.SharedFolder",
            "OPTIONS": {"location": folder},
        }
    bucket = parts.path.strip("/")
    is_whole = parts.hostname and parts.username and parts.password and bucket
    if parts.scheme not in STORES or not is_whole or "/" in bucket:
        refuse("CAPTURES_URL", f"{parts.scheme}:…", CAPTURES)
    # Before our packages are installed nobody can tell; the next start judges.
    if find_spec("django") and not (find_spec("storages") and find_spec("boto3")):
        refuse(
            "CAPTURES_URL",
            f"{parts.scheme}:…",
            "its packages to be installed: .venv/bin/pip install -r requirements-s3.txt",
        )
    host, key, secret = (part or "" for part in (parts.hostname, parts.username, parts.password))
    if ":" in host:
        host = f"[{host}]"
    return {
        "BACKEND": "archive.capture_bucket.CapturesBucket",
        "OPTIONS": {
            "endpoint_url": f"{STORES[parts.scheme]}://{host}" + (f":{port}" if port else ""),
            "bucket_name": bucket,
            "access_key": unquote(key),
            "secret_key": unquote(secret),
            "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        },
    }


HOST = re.compile(r"(?P<host>[\w.-]+|\[[\da-fA-F:.]+\])(?::(?P<port>\d{1,5}))?")
INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
MOST_SHARDS = 1000
LAST_PORT = 65_535
CLUSTER = (
    "opensearch[+https]://user:password@host:9200,host:9200/name?ca=/file,"
    " the name in small letters and figures"
)


def search_cluster(name: str, url: str) -> dict:
    """`opensearch://user:password@host:port,host:port/index?ca=/file` as haystack has it.

    A refused one is not shown: it may hold a password.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return refuse(name, "…", CLUSTER)
    given, _at, hosts = parts.netloc.rpartition("@")
    named = [HOST.fullmatch(host) for host in hosts.split(",")]
    index, options = parts.path.removeprefix("/"), parse_qs(parts.query, keep_blank_values=True)
    user, _colon, password = given.partition(":")
    if not all(named) or not INDEX_NAME.fullmatch(index) or not options.keys() <= {"ca", "shards"}:
        return refuse(name, f"{parts.scheme}:…", CLUSTER)
    addresses = [(host["host"], int(host["port"] or 9200)) for host in filter(None, named)]
    for _host, port in addresses:
        if not 0 < port <= LAST_PORT:
            refuse(name, f"{parts.scheme}:…:{port}", f"a port of 1 to {LAST_PORT}")
    ca, shards = options.get("ca", [""])[0], options.get("shards", ["0"])[0]
    if not (shards.isascii() and shards.isdecimal() and int(shards) <= MOST_SHARDS):
        refuse(name, f"{parts.scheme}:…?shards={shards}", f"up to {MOST_SHARDS} after shards=")
    if ca and not os.path.isfile(ca):
        refuse(name, f"{parts.scheme}:…?ca={ca}", "a file of certificates after ca=")
    return {
        "HOSTS": addresses,
        "INDEX": index,
        "AUTH": [unquote(user), unquote(password)] if given else [],
        "SECURE": parts.scheme == "opensearch+https",
        "CA": ca,
        "SHARDS": int(shards),
    }


# Scheme of EMAIL_URL: the port that is usual for it, and how the connection is protected.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_SERVER = "smtps://user:password@host:465/?from=archive@example.org (or smtp+tls:, or smtp:)"
SENDER = re.compile(r"[^@\s<>,;:\"\\()\[\]]+@[\w.-]+", re.ASCII)


def mail(url: str, waiting: Path) -> dict:
    """Return Django's settings for `smtps://user:password@host:port/?from=address`.

    Without an address mails wait in a folder. A refused one is not shown: it may hold a password.
    """
    if not url.strip():
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "FOLDER": str(waiting)}
    parts, port = address("EMAIL_URL", url.strip())
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [_usual_sender(user, parts.hostname or "")])[0]
    is_server = parts.scheme in MAIL_PORTS and parts.hostname and parts.path in ("", "/")
    if not is_server or not SENDER.fullmatch(sender):
        refuse("EMAIL_URL", f"{parts.scheme}:…", MAIL_SERVER)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": port or MAIL_PORTS[parts.scheme],
        "USER": user,
        "PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
        "FROM": sender,
    }


def _usual_sender(user: str, host: str) -> str:
    """Return who mails are from where nobody says: who logs in there, or the archive."""
    if "@" in user:
        return user
    if host.rpartition(".")[2].isalpha():
        return f"archive@{host}"
    return "archive@localhost"  # the server is named by a number
