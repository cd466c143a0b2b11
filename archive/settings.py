"""All settings, read from the environment; a wrong value stops the start with one clear line.

`./run` reads them before anything is installed, so that they import the standard library alone.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote

from archive.databases import database, readers, require_driver, usable_database
from archive.environment import (
    address,
    captures,
    choice,
    contact,
    data_folder,
    flag,
    given_key,
    hosts,
    is_whole_path,
    kept_key,
    mail,
    make_data_folder,
    naan,
    origins,
    refuse,
    require_client,
    search_cluster,
    time_zone,
    token,
    whole,
)


def whoosh_folder(url: str) -> dict:
    """Return haystack's settings for `whoosh:////folder`."""
    parts, _port = address("ARCHIVE_SEARCH_URL", url)
    if is_whole_path(parts.path):
        return {"PATH": unquote(parts.path[1:])}
    return refuse("ARCHIVE_SEARCH_URL", f"{parts.scheme}:…", "whoosh:////folder")


def opensearch_cluster(url: str) -> dict:
    """Return haystack's settings for `opensearch://user:password@host:9200,host:9200/name`."""
    return search_cluster("ARCHIVE_SEARCH_URL", url)


OPENSEARCH = (
    "archive.search.engines.opensearch.engine.OpenSearchEngine",
    "archive.search.engines.opensearch.haystack.backend.HaystackEngine",
    opensearch_cluster,
)
# Scheme of ARCHIVE_SEARCH_URL: the class that answers the archive's search, the one that haystack
# is given, and what checks and reads an address.
SEARCH_ENGINES = {
    "whoosh": (
        "archive.search.engines.whoosh.engine.WhooshEngine",
        "archive.search.engines.whoosh.haystack.backend.HaystackEngine",
        whoosh_folder,
    ),
    "opensearch": OPENSEARCH,
    "opensearch+https": OPENSEARCH,
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


CODE = Path(__file__).resolve().parent
# Where templates, static and fixtures stand: beside the code, or within an installed package.
IS_INSTALLED = (CODE / "shipped").is_dir()
BASE_DIR = CODE / "shipped" if IS_INSTALLED else CODE.parent
DATA_DIR = data_folder(BASE_DIR / "var")
DEBUG = flag("DEBUG")
SECRET_KEY = given_key()
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
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
    "django_tasks_db",
]
MIDDLEWARE = [
    "archive.journal.requests.journal",
    "archive.deadlines.looking",  # before it is chosen where readers ask: it writes
    "archive.replicas.reading",
    "archive.middleware.proxies",
    "archive.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.middleware.language",
    "archive.visits.marking",
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
        "DIRS": [DATA_DIR / "templates", BASE_DIR / "templates"],  # the operator's, first
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["archive.templatetags.builtin"],
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
DATABASE_OF = usable_database  # by an address: for `move_archive`
CAPTURES_OF = captures  # the same for `copy_captures`
# Seconds that a visitor's query may take on PostgreSQL; 0 for any.
READ_SECONDS = whole("READ_SECONDS", default=10, most=3600, least=0)
# Seconds that a copy of the database may be behind the first for visitors to read from it.
REPLICA_SECONDS = whole("REPLICA_SECONDS", default=300, most=86_400)
REPLICA_URL = os.environ.get("DATABASE_REPLICA_URL", "").strip()
READERS = readers(REPLICA_URL, DATABASES["default"], READ_SECONDS)
HAS_REPLICA = bool(REPLICA_URL)
if READERS:
    DATABASES["readers"] = READERS
# What visitors read where the copy cannot be read, within the same bounds.
READERS_OF_FIRST = readers("", DATABASES["default"], READ_SECONDS)
if READERS_OF_FIRST and HAS_REPLICA:
    DATABASES["readers_of_first"] = READERS_OF_FIRST
DATABASE_ROUTERS = ["archive.replicas.Router"]
HAYSTACK_CONNECTIONS = {
    "default": search_engine(
        os.environ.get("ARCHIVE_SEARCH_URL") or f"whoosh:///{quote(str(DATA_DIR))}/index"
    )
}
HAYSTACK_SIGNAL_PROCESSOR = "archive.search.upkeep.freshness.Freshness"
# For the site's own user alone, like all that it writes: see `umask` in manage.py and wsgi.py.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Unless CAPTURES_URL is another place, captures are in its `captures/`; never served as files.
MEDIA_ROOT = DATA_DIR

# Who does what is not done in a request: processes and threads of this machine, or workers.
WORK = choice("ARCHIVE_WORK", "here", ["here", "queue"])
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# French is what the msgids are written in; English is the one translation.
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_CODE = choice("ARCHIVE_LANGUAGE", "fr", [code for code, _name in LANGUAGES])
LOCALE_PATHS = [CODE / "locale"]
FORMAT_MODULE_PATH = ["archive.locale"]
TIME_ZONE = time_zone()
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": captures(os.environ.get("CAPTURES_URL", "")),
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
    {"NAME": "archive.models.accounts.repetition.RepetitionValidator"},
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
AXES_ENABLE_ADMIN = False  # its pages are half in English; the desk tells of logins and failures
AXES_SENSITIVE_PARAMETERS = [  # what it keeps of forms has none of these
    *("username", "password", "new", "again", "new_password1", "new_password2"),
    *("code", "email", "csrfmiddlewaretoken"),
]
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
MAIL = mail(os.environ.get("EMAIL_URL", ""), DATA_DIR / "mail")
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
HSTS_SECONDS = whole("HSTS_SECONDS", default=3600, most=63_072_000, least=0)
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
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
CSRF_FAILURE_VIEW = "archive.views.desk.writing_lapsed.csrf_failure"
CSRF_COOKIE_NAME = f"{OF_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{OF_HOST}django_language"
DEVICE_COOKIE_NAME = f"{OF_HOST}device"
DEVICE_SALT = "device"
DEVICE_IS_KNOWN = 365 * 24 * 3600  # seconds since a login in that browser
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
UPLOAD_LARGEST = (
    whole("ARCHIVE_UPLOAD_MB", 500, most=100_000) * 2**20
)  # bytes that an editor may send at once


SITE_PROCESSES = whole("WEB_CONCURRENCY", 2, most=256)  # serve.sh begins them; checked here

# `./run` chooses json, which programs read; a person at a terminal reads lines.
LOG_FORMAT = choice("LOG_FORMAT", "line", ["line", "json"])
LOG_REQUESTS = flag("LOG_REQUESTS", default=True)
# Milliseconds; 0 tells of none. Of 36,000 editorials half of the searches take 6 ms, and no page's
# query 100: what takes these is worth a look on any machine.
SLOW_QUERY_MS = whole("SLOW_QUERY_MS", default=500, most=600_000, least=0)
SLOW_SEARCH_MS = whole("SLOW_SEARCH_MS", default=1_000, most=600_000, least=0)
METRICS_TOKEN = token("METRICS_TOKEN")


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
    "formatters": {
        "line": {"()": "archive.journal.lines.Line"},
        "json": {"()": "archive.journal.lines.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},  # it tells whole addresses; `archive.accounts` tells less
        "archive.accounts": {"level": "INFO"},
        "archive.mails": {"level": "INFO"},
        "archive.workers": {"level": "INFO"},
        "opensearch": {"level": "ERROR"},  # each request that another node answered; we tell once
        "archive.requests": {"level": "INFO" if LOG_REQUESTS else "WARNING"},
    },
}
# Dear searches a minute and address: six times what the quickest of readers ask.
SEARCH_LIMIT = whole("SEARCH_LIMIT", default=30, most=1_000_000, least=0)
# Megabytes of pages that each process keeps for the next visitor; 0: none.
KEEP = whole("ARCHIVE_KEEP", default=16, most=10_000, least=0)
# Which place of the results was opened for which search is counted, without a person.
LEARN = flag("ARCHIVE_LEARN", default=True)
# Whether readers may write letters, and see those of others.
LETTERS = flag("ARCHIVE_LETTERS", default=True)
SECURITY_CONTACT = contact("SECURITY_CONTACT")  # said in /.well-known/security.txt
ARK_NAAN = naan("ARK_NAAN")  # whose archival resource keys are resolved here
SITE_NAME = os.environ.get("ARCHIVE_NAME", "").strip() or "L’Éditothèque"

if __name__ != "__main__":  # as a program, of ./run, they are read before anything is installed
    require_driver(DATABASES["default"]["ENGINE"])
    require_client(HAYSTACK_CONNECTIONS["default"]["ENGINE"])
# At the end: what is refused above leaves no folder behind.
make_data_folder(DATA_DIR)
SECRET_KEY = SECRET_KEY or kept_key(DATA_DIR)
