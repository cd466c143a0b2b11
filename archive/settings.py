"""All settings, read from the environment; a wrong value stops the start with one clear line.

`./run` reads them before anything is installed, so that they import the standard library alone.
"""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit
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


def origins(name: str) -> list[str]:
    """Return the sites that are named, each with its scheme and without a path."""
    sites = words(name, "")
    for site in sites:
        scheme, _colon, host = site.partition("://")
        if scheme not in ("http", "https") or not host or "/" in host:
            refuse(name, site, "origins such as https://archive.example")
    return sites


def choice(name: str, default: str, among: list[str]) -> str:
    value = os.environ.get(name, "").strip() or default
    return value if value in among else refuse(name, value, "one of " + ", ".join(among))


def whole(name: str, default: int, most: int, least: int = 1) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdecimal() and least <= int(value) <= most:
        return int(value)
    return refuse(name, value, f"a whole number from {least} to {most}")


def data_folder() -> Path:
    """Return the folder, which is made when all else is right: a refused start leaves no trace."""
    given = os.environ.get("ARCHIVE_DATA_DIR", "").strip() or str(BASE_DIR / "var")
    try:
        return Path(given).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: « ~ » of no one, links in a circle
        return refuse_data_folder(given, error)


def make_data_folder() -> None:
    """Make the folder, and try whether something can be written there: SQLite would not say it.

    An archive that is there already is read, whatever can be written.
    """
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        TemporaryFile(dir=DATA_DIR).close()
    except OSError as error:
        if (DATA_DIR / "archive.sqlite3").exists():
            return
        refuse_data_folder(str(DATA_DIR), error.strerror)


def refuse_data_folder(given: str, reason: object) -> NoReturn:
    refuse("ARCHIVE_DATA_DIR", given, f"a folder that can be written ({reason})")


def given_key() -> str:
    """Return the secret key of the environment, "" where it has none."""
    key = os.environ.get("SECRET_KEY", "").strip()
    if key and len(key) < 32:
        refuse("SECRET_KEY", "…", "at least 32 characters")
    return key


def kept_key() -> str:
    """Return the key that was made once and is kept in the data folder for its owner only."""
    path = DATA_DIR / "secret-key"
    try:
        if path.exists():  # on a disk that cannot be written, too
            return path.read_text().strip() or refuse_key(path)
        with (
            suppress(FileExistsError),
            open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file,
        ):
            file.write(secrets.token_urlsafe(50))
        key = path.read_text().strip()
    except OSError as error:
        refuse_data_folder(str(DATA_DIR), error.strerror)
    return key or refuse_key(path)


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


def database(url: str) -> dict:
    """`sqlite:////folder/file` or `postgres://user:password@host:port/name` as Django has it."""
    parts, port = address("DATABASE_URL", url)
    if parts.scheme == "sqlite" and is_whole_path(parts.path):
        return {
            "ENGINE": "archive.sqlite",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-32000;",
            },
        }
    if parts.scheme in ("postgres", "postgresql") and parts.hostname and len(parts.path) > 1:
        # Before our packages are installed nobody can tell; the next start judges.
        if find_spec("django") and not (find_spec("psycopg") or find_spec("psycopg2")):
            refuse(
                "DATABASE_URL",
                f"{parts.scheme}:…",
                "its driver to be installed: .venv/bin/pip install 'psycopg[binary]'",
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname,
            "PORT": port or "",
            "CONN_MAX_AGE": 60,
        }
    return refuse(
        "DATABASE_URL",
        f"{parts.scheme}:…",
        "sqlite:////folder/file or postgres://user:password@host/name",
    )


def whoosh_folder(url: str) -> dict:
    """Return haystack's settings for `whoosh:////folder`."""
    parts, _port = address("ARCHIVE_SEARCH_URL", url)
    if is_whole_path(parts.path):
        return {"PATH": unquote(parts.path[1:])}
    return refuse("ARCHIVE_SEARCH_URL", f"{parts.scheme}:…", "whoosh:////folder")


# Scheme of ARCHIVE_SEARCH_URL: the class that answers the archive's search, the one that haystack
# is given, and what checks and reads an address.
SEARCH_ENGINES = {
    "whoosh": (
        "archive.search.engines.whoosh.engine.WhooshEngine",
        "archive.search.engines.whoosh.haystack.backend.HaystackEngine",
        whoosh_folder,
    ),
}


def search_engine(url: str) -> dict:
    """Return haystack's connection to the engine that an address asks for."""
    url = url.strip()
    scheme, colon, _rest = url.partition(":")
    if scheme.lower() not in SEARCH_ENGINES:
        schemes = " or ".join(f"{name}:" for name in SEARCH_ENGINES)
        refuse("ARCHIVE_SEARCH_URL", f"{scheme}{colon}…", f"an address that begins with {schemes}")
    engine_class, haystack_engine, settings_of = SEARCH_ENGINES[scheme.lower()]
    return {"ENGINE_CLASS": engine_class, "ENGINE": haystack_engine, **settings_of(url)}


# Scheme of EMAIL_URL: the port that is usual for it, and how the connection is protected.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(url: str) -> dict:
    """Return Django's settings for `smtps://user:password@host:port/?from=address`.

    Without an address mails wait in `mail/` in the data folder.
    """
    if not url.strip():
        folder = str(DATA_DIR / "mail")
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "FOLDER": folder}
    parts, port = address("EMAIL_URL", url.strip())
    sender = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
    if parts.scheme not in MAIL_PORTS or not parts.hostname or "@" not in sender:
        refuse(
            "EMAIL_URL",
            f"{parts.scheme}:…",
            "smtps://user:password@host/?from=archive@example.org (or smtp+tls:, or smtp:)",
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": port or MAIL_PORTS[parts.scheme],
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
        "FROM": sender,
    }


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder()
DEBUG = flag("DEBUG")
SECRET_KEY = given_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = origins("CSRF_TRUSTED_ORIGINS")
HTTPS = flag("HTTPS")  # set behind a TLS proxy that sends X-Forwarded-Proto
# How many proxies stand before the site; what they say of who asks is believed, of nobody else.
TRUSTED_PROXIES = whole("TRUSTED_PROXIES", default=int(HTTPS), most=9, least=0)
if HTTPS and not TRUSTED_PROXIES:
    refuse("TRUSTED_PROXIES", "0", "1 or more with HTTPS=1: the proxy that speaks TLS is one")

INSTALLED_APPS = [
    "archive",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "haystack",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "archive.middleware.proxies",
    "archive.middleware.headers",
    "archive.middleware.without_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.middleware.devices",
    "archive.views.accounts.gate.gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(DATA_DIR))}/archive.sqlite3"
    )
}
HAYSTACK_CONNECTIONS = {
    "default": search_engine(
        os.environ.get("ARCHIVE_SEARCH_URL") or f"whoosh:///{quote(str(DATA_DIR))}/index"
    )
}
HAYSTACK_SIGNAL_PROCESSOR = "archive.search.upkeep.freshness.Freshness"
# For the site's own user alone, like all that it writes: see `umask` in manage.py and wsgi.py.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MEDIA_ROOT = DATA_DIR  # captures are kept in its `captures/` folder and never served as files

# French is what the msgids are written in; English is the one translation.
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_CODE = choice("ARCHIVE_LANGUAGE", "fr", [code for code, _name in LANGUAGES])
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
TIME_ZONE = time_zone()
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGIN_URL = "login"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "archive.models.logins.AddressBackend",
    "django.contrib.auth.backends.ModelBackend",
    "archive.models.roles.StaffBackend",
    "archive.models.accounts.factors.SecondFactorBackend",
]
PASSWORD_HASHERS = [  # the first writes; the others read what was written before it
    "archive.models.accounts.hashing.BoundedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]
SECOND_FACTOR = choice("SECOND_FACTOR", "nobody", ["nobody", "chiefs", "everybody"])
SESSION_IDLE = timedelta(minutes=whole("SESSION_IDLE_MINUTES", 240, most=20_160))  # of 14 days
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "archive.views.errors.locked"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who is suspended is let in again in time
AXES_DISABLE_ACCESS_LOG = True  # whole addresses for ever; `AccountEvent` keeps less, for a year
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # archive.models.logins counts an address's failures there
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code", "csrfmiddlewaretoken"]
AXES_CLIENT_IP_CALLABLE = "archive.callers.address"
AXES_USERNAME_CALLABLE = "archive.models.logins.counted_name"

NONE, SELF = "'none'", "'self'"  # with quotation marks: without, they would be names of hosts
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
MAIL = mail(os.environ.get("EMAIL_URL", ""))
MAIL_IS_SENT = "HOST" in MAIL
EMAIL_BACKEND = MAIL["BACKEND"]
EMAIL_FILE_PATH = MAIL.get("FOLDER")
EMAIL_HOST, EMAIL_PORT = MAIL.get("HOST", ""), MAIL.get("PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("USER", ""), MAIL.get("PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("USE_TLS", False), MAIL.get("USE_SSL", False)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = MAIL.get("FROM", "archive@localhost")

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# An hour at first: what was said cannot be unsaid before it ends.
SECURE_HSTS_SECONDS = whole("HSTS_SECONDS", default=3600, most=63_072_000, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD")
# Whether other names of the domain speak TLS, and for ever, is the operator's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
# Those who watch over the site ask it itself, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Browsers take a cookie of that name from this very host alone, over TLS.
OF_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{OF_HOST}sessionid"
CSRF_COOKIE_NAME = f"{OF_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{OF_HOST}django_language"
DEVICE_COOKIE_NAME = f"{OF_HOST}device"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
UPLOAD_LARGEST = (
    whole("ARCHIVE_UPLOAD_MB", 500, most=100_000) * 2**20
)  # bytes that an editor may send at once


def without_trace_of_refusals(record) -> bool:
    """Keep every record; what was refused by rule (403, 404, 503 …) is told in one line."""
    if getattr(record, "status_code", 500) != 500:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "refusals": {
            "()": "django.utils.log.CallbackFilter",
            "callback": without_trace_of_refusals,
        }
    },
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"archive.accounts": {"level": "INFO"}},
}
# Dear searches a minute and address: six times what the quickest of readers ask.
SEARCH_LIMIT = whole("SEARCH_LIMIT", default=30, most=1_000_000, least=0)
# Which place of the results was opened for which search is counted, without a person.
LEARN = flag("ARCHIVE_LEARN", default=True)
SITE_NAME = os.environ.get("ARCHIVE_NAME", "").strip() or "L’Éditothèque"

# At the end: what is refused above leaves no folder behind.
make_data_folder()
SECRET_KEY = SECRET_KEY or kept_key()
