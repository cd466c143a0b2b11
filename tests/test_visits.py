"""What is new since a reader's visit before is marked, for who has chosen that alone."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from pages import text

from archive import visits
from archive.models import Editorial
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
NEW = 'class="new"'


@pytest.fixture
def clock(monkeypatch):
    """The clock of visits, which `go` has be so many hours later."""
    now = [time.time()]
    monkeypatch.setattr("archive.visits.time.time", lambda: now[0])

    def go(hours: float) -> None:
        now[0] += 3600 * hours

    return go


@pytest.fixture
def old(make_editorial):
    editorial = make_editorial("Ancien", "<p>La voix.</p>", date="2001")
    Editorial.objects.update(created_at=timezone.now() - timedelta(days=9))
    return editorial


def arrive(make_editorial, hours_from_now: float) -> None:
    editorial = make_editorial("Récent", "<p>Une voix.</p>", date="2002")
    at = timezone.now() + timedelta(hours=hours_from_now)
    Editorial.objects.filter(pk=editorial.pk).update(created_at=at)
    freshness.drain()


def page(client, address="/") -> str:
    return client.get(address).content.decode()


def test_nothing_is_marked_and_no_cookie_set_unless_it_is_chosen(client, old):
    response = client.get("/")
    assert NEW not in response.content.decode() and not response.cookies
    assert "Marquer ce qui sera nouveau" in text(response)


def test_what_came_since_the_visit_before_is_marked(client, old, make_editorial, clock):
    assert client.post("/news/", {"marked": "1", "next": "/authors/"}).url == "/authors/"
    clock(20)
    arrive(make_editorial, 10)
    for address in ("/", "/search/?q=voix", "/2002/"):
        assert page(client, address).count(NEW) == 1, address
    assert NEW not in page(client, "/2001/")


def test_it_stays_marked_for_the_visit_and_not_for_the_next(client, old, make_editorial, clock):
    client.post("/news/", {"marked": "1"})
    clock(20)
    arrive(make_editorial, 10)
    for _page in range(3):
        assert NEW in page(client)
        clock(2)
    clock(visits.PAUSE / 60 + 1)
    assert NEW not in page(client)


def test_it_ends_with_a_button_and_the_cookie_goes(client, old):
    client.post("/news/", {"marked": "1"})
    assert client.cookies[visits.COOKIE].value
    client.post("/news/", {})
    assert not client.cookies[visits.COOKIE].value


def test_a_page_that_is_kept_is_not_shown_with_marks_to_others(
    client, old, make_editorial, clock, settings
):
    settings.KEEP = 16
    arrive(make_editorial, 0.1)
    client.post("/news/", {"marked": "1"})
    marked = page(client)
    client.cookies.clear()
    assert NEW in marked and NEW not in page(client)


@pytest.mark.parametrize("odd", ["x", "1.2", "99999999.99999999", "29812345", "0.0"])
def test_an_odd_cookie_marks_nothing(client, old, odd):
    client.cookies[visits.COOKIE] = odd
    response = client.get("/")
    assert response.status_code == 200 and NEW not in response.content.decode()


def test_the_cookie_tells_two_minutes_and_nothing_else(client, old, clock):
    clock(0)
    client.post("/news/", {"marked": "1"})
    cookie = client.cookies[visits.COOKIE]
    minute = int(visits.time.time()) // 60
    assert (
        cookie.value == f"{minute + 1}.{minute}"
        and cookie["httponly"]
        and cookie["samesite"] == "Lax"
    )


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example"])
def test_choosing_never_leads_to_another_site(client, away):
    assert client.post("/news/", {"marked": "1", "next": away}).url == "/"


def test_it_is_chosen_by_a_form_alone(client):
    assert client.get("/news/").status_code == 405
