"""References between texts: read in each text, resolved against the archive, kept in a table.

A reference that may mean several texts, or one that the archive lacks, is left to an editor.
"""
