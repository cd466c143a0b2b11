from datetime import UTC, datetime, timedelta

import pytest

PATH = "/.well-known/security.txt"


def fields(response):
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_an_archive_that_names_a_contact_tells_it_as_the_standard_wants(client, settings):
    settings.SECURITY_CONTACT = "mailto:archive@archive.example"
    told = fields(client.get(PATH))
    assert told["Contact"] == "mailto:archive@archive.example"
    assert told["Canonical"] == f"http://testserver{PATH}"
    assert told["Preferred-Languages"] == "fr, en"
    expires = datetime.fromisoformat(told["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.django_db
def test_one_that_names_nobody_has_no_such_page(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(PATH).status_code == 404


def test_it_is_only_read(client, settings):
    settings.SECURITY_CONTACT = "https://archive.example/contact/"
    assert client.head(PATH).status_code == 200 and client.post(PATH).status_code == 405
