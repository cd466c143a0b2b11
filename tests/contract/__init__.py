"""Contracts that any engine is held to: haystack's own, and what the archive asks of search."""
