"""All of an archive as plain files that need no program, and the way back from them."""
