"""Where every word of every text stands: made from the database, whichever engine answers searches.

It counts and lists occurrences; search finds editorials. `docs/words.md` says why it is its own.
"""
