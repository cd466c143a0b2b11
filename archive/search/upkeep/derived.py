"""What is derived from texts beside the index, and kept fresh with it: words through time,
references between texts, people and places in them."""

from collections.abc import Collection

from archive.concordance import keeping as concordance
from archive.crossreferences import keeping as crossreferences
from archive.mentions import keeping as mentions


def build() -> int:
    """Make all of it anew, and return how many editorials the words are of. Raises OSError."""
    count = concordance.build()
    crossreferences.build()
    mentions.build()
    return count


def refresh(ids: Collection[int]) -> None:
    """Take in what changed in these editorials."""
    concordance.note(ids)
    crossreferences.note(ids)
    mentions.refresh(ids)
