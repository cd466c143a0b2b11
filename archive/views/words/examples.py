"""Words to begin with: those that most editorials bear as tags, beside each other."""

from django.urls import reverse

from archive.curves.asked import Asked
from archive.models import Tag
from archive.views.browse import published_names

EXAMPLES = 3  # of two words each


def examples() -> list[tuple[str, str]]:
    """Return (words, address) of some curves, by the most frequent tags."""
    frequent = published_names.most_frequent(Tag, 2 * EXAMPLES)
    names = [tag.name for tag in frequent]
    shown = []
    for first, second in zip(names[::2], names[1::2], strict=False):
        address = reverse("words") + Asked(words=(first, second)).address()
        shown.append((f"{first}, {second}", address))
    return shown
