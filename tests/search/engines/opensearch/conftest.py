"""Tests of what is kept in OpenSearch run on the nodes that ARCHIVE_TEST_OPENSEARCH names."""

import pytest
from cluster import opensearch

from archive.search.engine import current

collect_ignore = (
    []
    if opensearch.HOSTS
    else [
        "test_all_hits.py",
        "test_keeping.py",
        "test_many_values.py",
        "test_requests.py",
        "haystack",
    ]
)  # tests/conftest.py tells it


@pytest.fixture
def connected(own_data_folder, db, monkeypatch):
    """Have the archive keep its index at an address, for one test."""
    opensearch.restore_afterwards(monkeypatch)
    return opensearch.connect


@pytest.fixture
def engine(connected):
    """The engine, over an empty index."""
    opensearch.use()
    return current()
