"""How many dear searches an address may ask, through every door of the search."""

import subprocess
import sys

import pytest
from django.conf import settings as of_site
from django.test import Client
from pages import text

from archive import limits

pytestmark = pytest.mark.django_db
DEAR = {"q": "a*"}
ELSEWHERE = "192.0.2.9"


@pytest.fixture(autouse=True)
def few(settings):
    settings.SEARCH_LIMIT = 3


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Seconds, as the limits read them."""
    now = [6_000_000.0]
    monkeypatch.setattr("archive.limits.time.time", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch):
    monkeypatch.setattr(limits, "_told", set())


@pytest.fixture
def visitor():
    return Client(REMOTE_ADDR=ELSEWHERE)


def statuses(client, times, address="/search/", **asked):
    return [client.get(address, asked or DEAR).status_code for _ in range(times)]


def test_after_so_many_an_address_is_asked_to_wait(visitor):
    assert statuses(visitor, 4) == [200, 200, 200, 429]
    page = visitor.get("/search/", DEAR)
    assert page.headers["Retry-After"] == "60" and "Réessayez dans une minute" in text(page)


@pytest.mark.parametrize(
    "door",
    ["/search/feed/", "/search/results.csv", "/search/results.bib", "/api/v1/search", "/search/"],
)
def test_all_doors_count_together(visitor, door):
    statuses(visitor, 3)
    response = visitor.get(door, DEAR)
    assert response.status_code == 429 and response.headers["Retry-After"] == "60"


def test_programs_are_told_in_their_own_form(visitor):
    statuses(visitor, 3)
    assert "minute" in visitor.get("/api/v1/search", DEAR).json()["detail"]
    assert "text/plain" in visitor.get("/search/results.csv", DEAR).headers["Content-Type"]


def test_a_table_of_all_results_is_dear_whatever_the_words(visitor):
    assert statuses(visitor, 4, "/search/results.csv", q="accueil") == [200, 200, 200, 429]


def test_what_people_search_goes_on_meanwhile(visitor):
    statuses(visitor, 4)
    assert set(statuses(visitor, 10, q="accueil")) == {200}
    assert visitor.get("/").status_code == 200


def test_others_are_not_refused(visitor):
    statuses(visitor, 4)
    assert statuses(Client(REMOTE_ADDR="192.0.2.10"), 3) == [200, 200, 200]


def test_a_minute_later_one_may_ask_again(visitor, clock):
    statuses(visitor, 3)
    clock[0] += 40
    assert statuses(visitor, 1) == [429]
    clock[0] += 81
    assert statuses(visitor, 3) == [200, 200, 200]


def test_processes_count_together(visitor, settings, clock):
    statuses(visitor, 2)
    script = f"""
import django; django.setup()
from django.conf import settings
from pathlib import Path
settings.MEDIA_ROOT = Path({str(settings.MEDIA_ROOT)!r})
from archive import limits
print(limits._counted({ELSEWHERE!r}, {clock[0]!r}))
"""
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=of_site.BASE_DIR
    )
    assert other.stdout == "3.0\n", other.stderr
    assert statuses(visitor, 1) == [429]


def test_none_is_counted_where_the_operator_wants_no_limit(visitor, settings):
    settings.SEARCH_LIMIT = 0
    assert set(statuses(visitor, 6)) == {200}


def test_the_machine_itself_is_not_limited_and_the_log_says_so_once(caplog):
    assert set(statuses(Client(REMOTE_ADDR="127.0.0.1"), 6)) == {200}
    assert caplog.text.count("TRUSTED_PROXIES=1") == 1


def test_behind_a_declared_proxy_each_visitor_is_limited_and_the_machine_too(settings):
    settings.TRUSTED_PROXIES = 1
    behind = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": ELSEWHERE})
    assert statuses(behind, 4)[-1] == 429
    other = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": f"{ELSEWHERE}, 192.0.2.10"})
    assert statuses(other, 3) == [200, 200, 200]
    assert statuses(Client(REMOTE_ADDR="127.0.0.1"), 4)[-1] == 429


@pytest.mark.parametrize("harm", ["damaged", "folder"])
def test_where_they_cannot_be_counted_nobody_is_refused_and_the_log_says_so_once(
    visitor, settings, caplog, harm
):
    file = settings.MEDIA_ROOT / limits.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    if harm == "damaged":
        file.write_bytes(b"no database" * 500)
    else:
        file.mkdir()
    assert set(statuses(visitor, 6)) == {200}
    assert caplog.text.count("cannot be counted") == 1


def test_logins_are_limited_even_where_no_search_is(settings):
    settings.SEARCH_LIMIT = 0
    here = Client(REMOTE_ADDR="127.0.0.1")
    for number in range(50):
        here.post("/login/", {"username": f"nom {number}", "password": "faux"})
    assert here.post("/login/", {"username": "x", "password": "faux"}).status_code == 429
