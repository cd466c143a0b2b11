"""Haystack's contract, to which any engine can be held."""
