"""The editors’ desk: a module for each kind of work."""
