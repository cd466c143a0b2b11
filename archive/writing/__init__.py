"""A body as an editor writes it: in Markdown, pasted, in an editor; and back. Pure functions."""
