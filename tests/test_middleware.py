"""What is believed of proxies, and what an answer says of itself to browsers, caches and other sites."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from archive import middleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings):
    """What the site knows of a request, behind so many proxies."""

    def ask(proxies=0, remote="10.0.0.1", **headers):
        settings.TRUSTED_PROXIES = proxies
        request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
        middleware.proxies(lambda _request: HttpResponse())(request)
        return request.META.get("REMOTE_ADDR"), request.META.get("HTTP_X_FORWARDED_PROTO")

    return ask


def test_without_a_proxy_nothing_that_is_forwarded_is_believed(asked):
    forwarded = {"x-forwarded-for": "192.0.2.9", "x-forwarded-proto": "https"}
    assert asked(0, **forwarded) == ("10.0.0.1", None)


def test_a_proxy_tells_who_asks_and_how(asked):
    forwarded = {"x-forwarded-for": "192.0.2.9", "x-forwarded-proto": "https"}
    assert asked(1, **forwarded) == ("192.0.2.9", "https")
    assert asked(1) == ("10.0.0.1", None)


def test_what_the_client_wrote_before_is_not_believed(asked):
    forwarded = {
        "x-forwarded-for": "198.51.100.1, 192.0.2.9",
        "x-forwarded-proto": "https, http",
    }
    assert asked(1, **forwarded) == ("192.0.2.9", "http")


def test_of_two_proxies_the_second_tells_of_the_first(asked):
    assert asked(2, **{"x-forwarded-for": "1.2.3.4, 192.0.2.9, 10.0.0.7"})[0] == "192.0.2.9"
    assert asked(2, **{"x-forwarded-for": "192.0.2.9"})[0] == "192.0.2.9"


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("192.0.2.9:51234", "192.0.2.9"),
        ("[2001:db8::1]:51234", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_port_that_a_proxy_tells_is_no_part_of_the_address(asked, told, client):
    assert asked(1, **{"x-forwarded-for": f"198.51.100.1, {told}"})[0] == client


@pytest.mark.parametrize("odd", ["", ",", " , ,", "nonsense", "[2001:db8::1]", "[", ":", "\x00"])
def test_an_odd_header_does_no_harm(asked, client, settings, odd):
    asked(1, **{"x-forwarded-for": odd})
    assert client.get("/", headers={"x-forwarded-for": odd}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/search/?q=x", "/nowhere/", "/api/v1/", "/robots.txt"])
def test_every_answer_refuses_what_no_page_uses_and_to_be_taken_into_other_sites(client, address):
    response = client.get(address)
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_cards_and_the_logo_are_shown_on_other_sites(client, make_editorial):
    card = client.get(f"/editorials/{make_editorial().pk}/card.png")
    for response in (card, client.get("/favicon.ico")):
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_what_editors_see_is_kept_by_no_cache_on_the_way(editor_client, make_editorial):
    draft = make_editorial(state="draft")
    for address in ("/desk/", "/", draft.get_absolute_url(), "/admin/"):
        assert "private" in editor_client.get(address).headers["Cache-Control"]


def test_nothing_is_said_of_what_readers_see(client):
    assert "Cache-Control" not in client.get("/").headers


def test_the_way_in_is_kept_by_no_cache(client):
    for address in ("/login/", "/desk/"):
        assert "private" in client.get(address).headers["Cache-Control"]
