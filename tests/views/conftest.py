"""Pages of editorials, as readers ask for them."""

import pytest


@pytest.fixture
def shown(client):
    """The page of an editorial."""
    return lambda editorial, asked="": client.get(editorial.get_absolute_url() + asked)
