"""What the archive asks of search, through its public names alone, run for every engine."""
