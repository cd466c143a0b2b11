"""Contracts to which any engine can be held: haystack's own, and what the archive asks of search."""
