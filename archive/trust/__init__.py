"""What anybody may know: what the archive holds and lacks, and what proves that it is whole."""
