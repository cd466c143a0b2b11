"""What the site tells those who run it: lines in the log, each with its request, and counts."""
