"""OpenSearch as the engine that answers."""

from archive.search.engines.opensearch.keeping import Keeping


class OpenSearchEngine(Keeping):
    """See `engine.Engine`. What they ask with is shared by all threads of a process."""
