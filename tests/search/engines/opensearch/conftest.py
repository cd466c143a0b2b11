"""Tests of what is kept in OpenSearch run on the nodes that ARCHIVE_TEST_OPENSEARCH names."""

import pytest
from cluster import opensearch
from haystack import connections

from archive.search.engine import current


@pytest.fixture
def connected(own_data_folder, db, monkeypatch):
    """Have the archive keep its index at an address, for one test."""
    there = connections.connections_info["default"]
    monkeypatch.setitem(connections.connections_info, "default", there)
    return opensearch.connect


@pytest.fixture
def engine(connected):
    """The engine, over an empty index."""
    opensearch.use()
    return current()
