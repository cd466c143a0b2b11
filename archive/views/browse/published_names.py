"""What readers may see of authors and tags: those that published editorials have, and how many."""

from django.db.models import Exists, Manager, OuterRef, QuerySet, Sum

from archive.models import Author, Byline, Editorial, Tag, Tagging, TalliedAuthor, TalliedTag
from archive.views.paging import set_counts

Listed = type[Author] | type[Tag]  # what has an index by letter
# What links them to editorials, by what; an editorial may name an author twice.
LINKS: dict[type, tuple[Manager, str]] = {
    Author: (Byline.objects, "author"),
    Tag: (Tagging.objects, "tag"),
}
# How many editorials they have, by what.
NUMBERS: dict[type, tuple[type[TalliedAuthor] | type[TalliedTag], str]] = {
    Author: (TalliedAuthor, "author_id"),
    Tag: (TalliedTag, "tag_id"),
}


def listed(model: Listed) -> QuerySet:
    """Return the authors or tags with at least one published editorial."""
    links, name = LINKS[model]
    published = links.filter(**{name: OuterRef("pk")}).exclude(editorial__in=unpublished())
    return model.objects.filter(Exists(published))


def counts(model: Listed, numbers: list[int] | None = None) -> QuerySet:
    """Return pairs: the number of an author or tag, how many published editorials it has.

    They are told of these `numbers` alone if there are any given.
    """
    kept, name = NUMBERS[model]
    rows = kept.objects.filter(state=Editorial.State.PUBLISHED).order_by()
    if numbers is not None:
        rows = rows.filter(**{f"{name}__in": numbers})
    return rows.values_list(name).annotate(n=Sum("number")).filter(n__gt=0)


def most_frequent(model: Listed, most: int) -> list:
    """Return the names that most editorials have, each with `editorial_count`."""
    _kept, name = NUMBERS[model]
    return counted(model, dict(counts(model).order_by("-n", name)[:most]))


def counted(model: Listed, counts: dict[int, int]) -> list:
    """Return the rows of these numbers in their order, each with `editorial_count`."""
    rows = model.objects.in_bulk(counts)
    set_counts(rows.values(), "editorial_count", counts)
    return [rows[number] for number in counts]


def unpublished() -> QuerySet:
    """Return the numbers of editorials that readers do not see.

    These are few and found by their index; to join all that are published would take ten times as
    long.
    """
    return Editorial.objects.unpublished().values("pk")
