"""PostgreSQL as the archive uses it: Django's own, and asked for no text that it cannot hold."""
