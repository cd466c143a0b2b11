"""Readers told of what is new, by mail: from the wish to follow something to the mail server."""
