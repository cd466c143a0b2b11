"""What is told of tags, beside who bears them, to whoever suggests some."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Count, F, Q, QuerySet, Value

from archive.models import shown
from archive.models.chunks import chunks
from archive.models.editorial_queries import EditorialState
from archive.models.editorial_rows import Tagging
from archive.models.names import Tag, TagAlias
from archive.models.prepared import PreparedAmong
from archive.models.proposals import Rejection
from archive.models.stamps import State

Rows = TypeVar("Rows")


@dataclass
class Lessons:
    """What teaches against tags.

    `filed_under`: {slug of a tag: editorials that their source only filed under it}; `rejections`:
    {slug: ids of editorials that editors do not want to bear it}.
    """

    filed_under: Mapping[str, int] = field(default_factory=dict)
    rejections: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


class _Kept(Generic[Rows]):
    """What was read last, until what pages show changes: all of it is asked for again and again."""

    def __init__(self, read: Callable[[], Rows]):
        self._read = read
        self._kept: tuple[State, Rows] | None = None

    def current(self) -> Rows:
        state = shown.state()
        kept = self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = state, self._read()
        return kept[1]


def names_of_tags() -> Mapping[str, Sequence[str]]:
    """Return {slug of a tag: its name and aliases}; one small query where they are the same."""
    return _names.current()


def _read_names() -> Mapping[str, Sequence[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    tags = Tag.objects.order_by().values_list("slug", "name", Value(0))
    aliases = TagAlias.objects.order_by().values_list("tag__slug", "name", Value(1))
    rows = sorted(tags.union(aliases, all=True), key=lambda row: (row[2], row[0], row[1]))
    for slug, name, _is_alias in rows:
        names[slug].append(name)
    return dict(names)


def lessons(slugs: Sequence[str]) -> Lessons:
    """Return what teaches against these tags; two small queries, for hundreds of tags a few."""
    taught = Lessons(_filed.current())
    for slug, pk in _rejections.rows(slugs):
        taught.rejections[slug].add(pk)
    return taught


def _read_filed() -> Mapping[str, int]:
    filed = Tagging.objects.filter(origin=Tagging.Origin.CATEGORY).order_by()
    return dict(filed.values_list("tag__slug").annotate(Count("pk")))


_names, _filed = _Kept(_read_names), _Kept(_read_filed)
_rejections = PreparedAmong(
    lambda slugs: (
        Rejection.objects.filter(tag__slug__in=slugs)
        .order_by()
        .values_list("tag__slug", "editorial_id")
    )
)


def tags_of_texts(most: int) -> dict[int, frozenset[str]]:
    """Return {id of a published editorial: slugs of its tags}, of so many, evenly by their ids.

    What sources mostly file their texts under is left out. Three queries.
    """
    subjects = Tagging.objects.exclude(tag__in=_categories()).order_by("editorial_id")
    published = subjects.filter(editorial__state=EditorialState.PUBLISHED)
    ids = list(published.values_list("editorial_id", flat=True).distinct())
    chosen = evenly(ids, most)
    tags: dict[int, set[str]] = defaultdict(set)
    for some in chunks(chosen):
        rows = subjects.filter(editorial__in=some)
        for pk, slug in rows.values_list("editorial_id", "tag__slug"):
            tags[pk].add(slug)
    return {pk: frozenset(slugs) for pk, slugs in tags.items()}


def evenly(ids: Sequence[int], most: int) -> list[int]:
    """Return so many of them at most, as far from each other as may be."""
    count = min(len(ids), most)
    return [ids[number * len(ids) // count] for number in range(count)]


def _categories() -> QuerySet:
    """Return the ids of the tags that sources mostly file their texts under."""
    is_filed = Q(origin=Tagging.Origin.CATEGORY)
    uses = Tagging.objects.order_by().values("tag")
    counts = uses.annotate(filed=Count("pk", filter=is_filed), all=Count("pk"))
    return counts.filter(all__lt=2 * F("filed")).values("tag")
