"""The API, and what it is asked about."""

import json

import pytest
from django.contrib.auth.models import Group, User

from archive.models import AccessToken, Right
from archive.search.upkeep import freshness

ALL_RIGHTS = [right.value for right in Right]


@pytest.fixture
def get(client):
    def get(address, status=200, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response["Content-Type"].startswith("application/json")
        assert response.status_code == status, response.content
        return response.json()

    return get


@pytest.fixture
def three(make_editorial):
    fields = {"publication": "En-Contact", "tags": ["Qualité"]}
    return [
        make_editorial(
            "Accueillir",
            "<p>La qualité d’abord.</p>",
            authors=["Anne Martin"],
            date="2001-02",
            **fields,
        ),
        make_editorial(
            "Rappeler", "<p>La qualité ensuite.</p>", authors=["Ben Ali"], date="2004~", **fields
        ),
        make_editorial("Attendre", "<p>Rien de tel.</p>", language="en"),
    ]


@pytest.fixture
def indexed(three):
    freshness.drain()
    return three


@pytest.fixture
def editor():
    user = User.objects.create_user("claire")
    user.groups.add(Group.objects.get(name="éditeur"))
    return user


@pytest.fixture
def token(editor):
    return AccessToken.objects.make(editor, "moissonneur", ALL_RIGHTS, days=30, limit=1000)


@pytest.fixture
def send(client, token):
    """Send JSON with the token; return what is answered."""

    def send(method, address, sent, status=200, bearer=token):
        response = client.generic(
            method,
            f"/api/v1/{address}",
            sent if isinstance(sent, (str, bytes)) else json.dumps(sent),
            content_type="application/json",
            headers={"Authorization": f"Bearer {bearer}"},
        )
        assert response.status_code == status, response.content
        assert response["Content-Type"].startswith("application/json")
        return response.json()

    return send
