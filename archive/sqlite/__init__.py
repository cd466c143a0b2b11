"""SQLite as the archive uses it: Django's own, and read where it cannot be written."""
