"""How an archive is kept in OpenSearch, by which an index of an earlier version is told."""

from archive.search.engines.opensearch.index import mapping


def test_whoever_changes_what_is_kept_raises_its_format():
    # Of two versions that are in use at once the later one makes the index anew, once: so write the
    # new edition here, and one more in mapping.FORMAT unless analysis.EDITION has risen.
    assert (mapping.generation(), mapping.edition()) == ([1, 4], "d8b0178e615c7d7c")
