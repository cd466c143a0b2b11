"""The words through time, as programs ask for them."""

import pytest


@pytest.fixture
def get(client):
    def get(address, status=200, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response.status_code == status, response.content
        return response.json()

    return get
