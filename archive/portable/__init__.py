"""The portable archive: static files that open from a folder, without a server, and search."""
