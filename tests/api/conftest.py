"""The API, and what it is asked about."""

import pytest

from archive.search.upkeep import freshness


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
