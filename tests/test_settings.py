"""A wrong value in the environment stops the start with one clear line."""

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from archive.environment import kept_key

ROOT = Path(__file__).parents[1]


DJANGO = [sys.executable, "-c", "import django; django.setup()"]
BARE = [sys.executable, "-S", "-m", "archive.settings"]  # as ./run reads them, without packages


def start(tmp_path, command=DJANGO, **environment):
    """The settings, loaded in a process of their own."""
    inherited = {**os.environ}
    inherited.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the browser's tests, never of a site
    return subprocess.run(
        command,
        cwd=ROOT,
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "ARCHIVE_DATA_DIR": str(tmp_path),
        }
        | environment,
        capture_output=True,
        text=True,
    )


WRONG = [
    ("DEBUG", "peut-être"),
    ("SECRET_KEY", "court"),
    ("ARCHIVE_LANGUAGE", "tlh"),
    ("ARCHIVE_DATA_DIR", "/dev/null/archive"),
    ("ARCHIVE_DATA_DIR", "/"),
    ("ALLOWED_HOSTS", "https://archive.example"),
    ("ALLOWED_HOSTS", "archive.example www.archive.example"),
    ("METRICS_TOKEN", "seize lettres et davantage"),
    ("ARCHIVE_DATA_DIR", "~nobody-of-that-name/archive"),
    ("DATABASE_URL", "mysql://localhost/archive"),
    ("DATABASE_URL", "postgres://localhost:port/archive"),
    ("DATABASE_URL", "postgres://[localhost/archive"),
    ("DATABASE_URL", "postgres://localhost/archive?sslmode=always"),
    ("DATABASE_URL", "postgres://localhost/archive?sslmode"),
    ("DATABASE_URL", "postgres://localhost/archive?sslrootcert=/nowhere.crt"),
    ("DATABASE_URL", "postgres://localhost/archive?application_name=archive"),
    ("DATABASE_URL", "sqlite:////tmp/archive.sqlite3?mode=ro"),
    ("ARCHIVE_SEARCH_URL", "elasticsearch://localhost/"),
    ("ARCHIVE_SEARCH_URL", "whoosh://[/"),
    ("ARCHIVE_SEARCH_URL", "whoosh://localhost:port/folder"),
    ("ARCHIVE_SEARCH_URL", "whoosh:///"),
    ("ARCHIVE_SEARCH_URL", "whoosh:///index"),
    ("DATABASE_URL", "sqlite:///archive.sqlite3"),
    ("ARCHIVE_SEARCH_URL", "elsewhere"),
    ("CAPTURES_URL", "captures"),
    ("CAPTURES_URL", "file:///captures"),
    ("CAPTURES_URL", "s3://store.example/bucket"),
    ("CAPTURES_URL", "s3://key:secret@store.example"),
    ("CAPTURES_URL", "s3://key:secret@store.example:port/bucket"),
    ("CAPTURES_URL", "https://key:secret@store.example/bucket"),
    ("ARCHIVE_WORK", "celery"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost:9200/"),
    ("ARCHIVE_SEARCH_URL", "opensearch:///archive"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost:port/archive"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost:99999/archive"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost,/archive"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost/Archive"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost/archive/editorials"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost/archive?size=3"),
    ("ARCHIVE_SEARCH_URL", "opensearch://localhost/archive?shards=many"),
    ("ARCHIVE_SEARCH_URL", "opensearch+https://localhost/archive?ca=/nowhere/ca.pem"),
    ("CSRF_TRUSTED_ORIGINS", "archive.example"),
    ("CSRF_TRUSTED_ORIGINS", "https://archive.example, https://"),
    ("CSRF_TRUSTED_ORIGINS", "https://archive.example/"),
    ("SECOND_FACTOR", "everyone"),
    ("ARK_NAAN", "12aei"),
    ("SECURITY_CONTACT", "call us"),
    ("SECURITY_CONTACT", "javascript:alert(1)"),
    ("SECURITY_CONTACT", "a@b.example\nExpires: never"),
    ("SESSION_IDLE_MINUTES", "0"),
    ("SESSION_IDLE_MINUTES", "20161"),
    ("LOG_FORMAT", "xml"),
    ("WEB_CONCURRENCY", "many"),
    ("WEB_CONCURRENCY", "0"),
    ("LOG_REQUESTS", "some"),
    ("SLOW_QUERY_MS", "-1"),
    ("SLOW_SEARCH_MS", "0.5"),
    ("METRICS_TOKEN", "too-short"),
    ("METRICS_TOKEN", "clé-de-seize-lettres"),
    ("EMAIL_URL", "mail.example"),
    ("EMAIL_URL", "http://mail.example/?from=a@archive.example"),
    ("EMAIL_URL", "smtp://mail.example/?from=nobody"),
    ("EMAIL_URL", "smtp://mail.example/?from=a@b.example%0ABcc:c@d.example"),
    ("EMAIL_URL", "smtp://mail.example/folder"),
    ("EMAIL_URL", "smtp:///?from=a@archive.example"),
    ("EMAIL_URL", "smtps://mail.example:port/?from=a@archive.example"),
]


def assert_stopped(done, name):
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith(f"{name}=")


@pytest.mark.parametrize("name, value", WRONG)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(tmp_path, name, value):
    assert_stopped(start(tmp_path, BARE, **{name: value}), name)


@pytest.mark.parametrize("name, value", dict(WRONG).items())
def test_with_packages_a_wrong_value_stops_it_likewise(tmp_path, name, value):
    """One value of each name: it is the same file that reads them."""
    assert_stopped(start(tmp_path, DJANGO, **{name: value}), name)


@pytest.mark.parametrize(
    "name, value",
    [
        ("DATABASE_URL", "postgres://editor:sesame@localhost:port/archive"),
        ("ARCHIVE_SEARCH_URL", "elasticsearch://editor:sesame@localhost:9200/archive"),
        ("ARCHIVE_SEARCH_URL", "whoosh://editor:sesame@localhost:port/archive"),
        ("ARCHIVE_SEARCH_URL", "whoosh://editor:sesame@localhost"),
        ("ARCHIVE_SEARCH_URL", "opensearch://editor:sesame@localhost:port/archive"),
        ("ARCHIVE_SEARCH_URL", "opensearch+https://editor:sesame@localhost/"),
        ("EMAIL_URL", "smtps://editor:sesame@mail.example/?from=nobody"),
        ("METRICS_TOKEN", "sesame"),
    ],
)
def test_no_password_is_shown(tmp_path, name, value):
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1 and "sesame" not in done.stderr


def test_an_unknown_engine_is_named_beside_those_that_there_are(tmp_path):
    done = start(tmp_path, ARCHIVE_SEARCH_URL="elasticsearch://localhost/archive")
    assert (
        "ARCHIVE_SEARCH_URL='elasticsearch:…'" in done.stderr
        and "begins with whoosh:" in done.stderr
    )


def test_the_settings_need_no_package_at_all(tmp_path):
    assert start(tmp_path, [*BARE[:1], "-E", *BARE[1:]]).returncode == 0


def test_an_unknown_time_zone_is_refused(tmp_path):
    done = start(tmp_path, TIME_ZONE="Europe/Paname")
    assert done.returncode == 1 and done.stderr.startswith("TIME_ZONE='Europe/Paname'")


def test_a_time_zone_is_let_pass_where_no_zones_are_installed_yet(tmp_path):
    assert start(tmp_path, BARE, PYTHONTZPATH="").returncode == 0
    assert start(tmp_path, DJANGO, PYTHONTZPATH="", TIME_ZONE="Europe/Paname").returncode == 1


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    assert start(tmp_path, BARE, SECRET_KEY="").returncode == 0
    made = (tmp_path / "secret-key").read_text()
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert start(tmp_path, BARE, SECRET_KEY="").returncode == 0
    assert (tmp_path / "secret-key").read_text() == made and len(made) >= 50


def test_a_key_that_another_start_is_about_to_write_is_waited_for(tmp_path):
    path = tmp_path / "secret-key"
    path.touch()
    threading.Timer(0.3, path.write_text, ["k" * 50]).start()
    assert kept_key(tmp_path) == "k" * 50


def test_an_empty_key_is_refused(tmp_path):
    (tmp_path / "secret-key").touch()
    done = start(tmp_path, SECRET_KEY="")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


ANSWER = """
import django; django.setup()
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.log import log_response
try:
    raise PermissionDenied
except PermissionDenied as error:
    response = HttpResponse(status={status})
    log_response("Refused: %s", "/desk/", response=response, request=None, exception=error)
"""


def test_the_log_tells_a_refusal_in_one_line_and_a_fault_with_its_trace(tmp_path):
    refusal, fault = (
        start(tmp_path, [sys.executable, "-c", ANSWER.format(status=status)]).stderr
        for status in (403, 500)
    )
    assert refusal.splitlines() == ["WARNING django.request: Refused: /desk/"]
    assert "Traceback" in fault


@pytest.mark.parametrize("command", [DJANGO, BARE], ids=["django", "bare"])
@pytest.mark.parametrize(
    "name, value",
    [("ARCHIVE_LEARN", "maybe"), ("SECRET_KEY", "court"), ("DATABASE_URL", "mysql://x/y")],
)
def test_a_refused_start_leaves_no_folder_behind(tmp_path, command, name, value):
    folder = tmp_path / "data"
    done = start(tmp_path, command, ARCHIVE_DATA_DIR=str(folder), **{name: value})
    assert done.returncode == 1
    assert not folder.exists()


@pytest.mark.parametrize("command", [DJANGO, BARE], ids=["django", "bare"])
def test_a_folder_in_which_nothing_can_be_written_is_named(command):
    """Not even by root, whom the folder's permissions would not stop."""
    done = start(Path("/proc"), command)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("ARCHIVE_DATA_DIR='/proc'")


WITHOUT_DRIVER = [
    sys.executable,
    "-c",
    "import sys; sys.modules['psycopg'] = None; import django; django.setup()",
]


def test_a_database_without_its_driver_is_told_with_what_installs_it(tmp_path):
    url = "postgres://editor:sesame@localhost/archive"
    done = start(tmp_path, WITHOUT_DRIVER, DATABASE_URL=url)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("DATABASE_URL='postgres:…'")
    assert "pip install --require-hashes -r requirements-postgres.txt" in done.stderr
    assert "sesame" not in done.stderr


def test_run_reads_the_settings_before_the_driver_is_installed(tmp_path):
    url = "postgres://editor:sesame@localhost/archive"
    assert start(tmp_path, BARE, DATABASE_URL=url).returncode == 0


MAIL = """
from django.conf import settings as s
print(s.MAIL_IS_SENT, s.EMAIL_BACKEND.split(".")[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER,
      s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL)
"""


@pytest.mark.parametrize(
    "url, told",
    [
        ("", "False filebased  25   False False archive@localhost"),
        (
            "smtps://a%40b.example:p%2Fq@mail.example/",
            "True smtp mail.example 465 a@b.example p/q False True a@b.example",
        ),
        (
            "smtp+tls://u:p@mail.example/?from=x@y.example",
            "True smtp mail.example 587 u p True False x@y.example",
        ),
        (
            "smtp://localhost:2525/?from=x@y.example",
            "True smtp localhost 2525   False False x@y.example",
        ),
        (
            "smtp://u:p@mail.example",
            "True smtp mail.example 25 u p False False archive@mail.example",
        ),
        ("smtp://127.0.0.1:2525", "True smtp 127.0.0.1 2525   False False archive@localhost"),
    ],
)
def test_mails_leave_by_the_address_that_is_given_or_wait(tmp_path, url, told):
    done = start(tmp_path, [sys.executable, "-c", MAIL], EMAIL_URL=url)
    assert done.stdout.strip() == told


# Under TLS

UNDER_TLS = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
call_command("check", "--deploy", "--fail-level", "WARNING")
client = Client(headers={"host": "archive.example", "x-forwarded-proto": "https"})
page = client.get("/login/")
print(page.status_code, page.headers.get("Strict-Transport-Security"))
for cookie in page.cookies.values():
    print(cookie.key, bool(cookie["secure"]), cookie["path"], repr(cookie["domain"]))
plain = Client(headers={"host": "archive.example"})
print(plain.get("/2001/?tag=x").headers["Location"], plain.get("/healthz").status_code)
"""


@pytest.fixture
def under_tls(tmp_path, prepared):
    """Run it on a site that was started before, and return what it prints."""
    shutil.copytree(prepared[0], tmp_path, dirs_exist_ok=True)
    return partial(asked_under_tls, tmp_path)


def asked_under_tls(tmp_path, **environment):
    done = start(
        tmp_path,
        [sys.executable, "-c", UNDER_TLS],
        HTTPS="1",
        ALLOWED_HOSTS="archive.example",
        **environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_under_tls_nothing_is_left_to_be_warned_of_and_no_site_behind_its_proxy_loops(under_tls):
    printed = under_tls()
    assert "200 max-age=3600\n" in printed
    assert "__Host-csrftoken True / ''" in printed
    assert "https://archive.example/2001/?tag=x 200" in printed


def test_more_is_promised_only_where_the_operator_says_so(under_tls):
    printed = under_tls(HSTS_SECONDS="31536000", HSTS_SUBDOMAINS="1", HSTS_PRELOAD="1")
    assert "200 max-age=31536000; includeSubDomains; preload\n" in printed


@pytest.mark.parametrize(
    "wrong",
    [
        {"HTTPS": "1", "TRUSTED_PROXIES": "0"},
        {"TRUSTED_PROXIES": "-1"},
        {"TRUSTED_PROXIES": "many"},
        {"HTTPS": "1", "HSTS_SECONDS": "a year"},
        {"HSTS_SECONDS": "a year"},
        {"SEARCH_LIMIT": "none"},
        {"ARCHIVE_KEEP": "-1"},
    ],
)
def test_a_wrong_value_about_the_web_stops_the_start_with_one_line(tmp_path, wrong):
    done = start(tmp_path, BARE, **wrong)
    name = list(wrong)[-1]
    assert done.returncode == 1 and done.stderr.startswith(f"{name}=")
    assert len(done.stderr.splitlines()) == 1
