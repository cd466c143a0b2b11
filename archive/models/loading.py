"""Editorials with all that pages show of them, by few queries whose SQL is kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from archive.models.editorial_rows import Byline, Tagging
from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.names import Author, Tag
from archive.models.prepared import Blank, Columns, Prepared, PreparedAmong
from archive.models.withholding import Withholding

LONG = ("body", "text", "imported")  # what no list shows
TITLED = ("title", "title_supplied", "slug", "language")  # what a link with a title shows
LARGEST = 2**63 - 1  # number that a database can look for
_WHOLE = Columns(Editorial, without=["imported"])
_LISTED = Columns(Editorial, without=LONG)
# All that a link to an editorial shows of it, and whether it may be shown.
_LINKED = Columns(Editorial, *TITLED, "date", "doubts", "state")
# What a result of a search shows, and where its words are marked.
_HIT = Columns(
    Editorial,
    *("source_id", "title", "title_supplied", "slug", "standfirst", "text", "language", "date"),
    *("publication", "issue", "page", "doubts", "state"),
)
_BYLINE, _AUTHOR, _TAG = Columns(Byline), Columns(Author), Columns(Tag)
_PUBLICATION = Columns(Publication)
_TO_PUBLICATION = Editorial._meta.get_field("publication")

_whole = Prepared(
    lambda: Editorial.objects.filter(pk=Blank(0)).values_list(
        *_WHOLE.of(), "withholding", "withholding__original"
    )
)
_listed = PreparedAmong(
    lambda numbers: Editorial.objects.filter(pk__in=numbers).order_by().values_list(*_LISTED.of())
)
_linked = PreparedAmong(
    lambda numbers: Editorial.objects.filter(pk__in=numbers).order_by().values_list(*_LINKED.of())
)
_hits = PreparedAmong(
    lambda numbers: (
        Editorial.objects.filter(pk__in=numbers)
        .order_by()
        .values_list(*_HIT.of(), *_PUBLICATION.of("publication"))
    )
)
_publications = PreparedAmong(
    lambda numbers: (
        Publication.objects.filter(pk__in=numbers).order_by().values_list(*_PUBLICATION.of())
    )
)
_bylines = PreparedAmong(
    lambda numbers: Byline.objects.filter(editorial__pk__in=numbers).values_list(
        *_BYLINE.of(), *_AUTHOR.of("author")
    )
)
_tags = PreparedAmong(
    lambda numbers: (
        Tagging.objects.filter(editorial__pk__in=numbers)
        .order_by("tag__key")
        .values_list("editorial_id", *_TAG.of("tag"))
    )
)

_byline_names = PreparedAmong(
    lambda numbers: Byline.objects.filter(editorial__pk__in=numbers).values_list(
        "editorial_id", "name"
    )
)
_tag_names = PreparedAmong(
    lambda numbers: Tagging.objects.filter(editorial__pk__in=numbers).values_list(
        "editorial_id", "tag__name"
    )
)


def whole(number: int) -> Editorial | None:
    """Return the editorial of that number with its magazine, bylines and tags; None for none.

    Whether it is withheld is known of it as well.
    """
    rows = _whole.rows(number) if number <= LARGEST else []
    if not rows:
        return None
    *columns, withholding, original = rows[0]
    editorial = _WHOLE.row(columns)
    withheld = None
    if withholding:
        withheld = Withholding(pk=withholding, editorial=editorial, original=original)
    Editorial._meta.get_field("withholding").set_cached_value(editorial, withheld)
    _add_links([editorial])
    return editorial


def listed(numbers: Collection[int]) -> list[Editorial]:
    """Return the editorials of these numbers, in this order, as lists show them.

    Those with a number of nothing are left out.
    """
    rows = {editorial.pk: editorial for editorial in _LISTED.rows(_listed.rows([*numbers]))}
    _add_links(list(rows.values()))
    return [rows[number] for number in numbers if number in rows]


def linked(numbers: Collection[int]) -> dict[int, Editorial]:
    """Return {number: editorial} of those that are published, as a link shows them."""
    editorials = _LINKED.rows(_linked.rows([*numbers]))
    return {editorial.pk: editorial for editorial in editorials if editorial.is_published}


def hits(numbers: Collection[int]) -> dict[int, Editorial]:
    """Return {number: editorial} of those that are published, with their magazines and texts."""
    rows = _hits.rows([*numbers])
    magazines: dict[int | None, Publication | None] = {None: None}
    for magazine in _PUBLICATION.rows({row[len(_HIT) :] for row in rows}):
        magazines.setdefault(magazine.pk, magazine)
    published: dict[int, Editorial] = {}
    for editorial in _HIT.rows(row[: len(_HIT)] for row in rows):
        if editorial.is_published:
            _TO_PUBLICATION.set_cached_value(editorial, magazines[editorial.publication_id])
            published[editorial.pk] = editorial
    return published


def named_hits(numbers: Collection[int]) -> dict[int, Editorial]:
    """Return the same with their bylines and tags."""
    published = hits(numbers)
    _add_names(list(published.values()))
    return published


def new(numbers: Collection[int], since: datetime) -> set[int]:
    """Return the numbers of those that came in since then."""
    rows = Editorial.objects.filter(pk__in=numbers, created_at__gte=since).order_by()
    return set(rows.values_list("pk", flat=True))


def byline_names(numbers: Collection[int]) -> dict[int, list[str]]:
    """Return {number of an editorial: the names that it prints}, in their order."""
    return _gathered(_byline_names.rows([*numbers]))


def tag_names(numbers: Collection[int]) -> dict[int, list[str]]:
    """Return {number of an editorial: the names of its tags}, in their order."""
    return _gathered(_tag_names.rows([*numbers]))


def _gathered(pairs: Iterable[tuple]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in pairs:
        names[number].append(name)
    return names


def _add_links(editorials: Sequence[Editorial]) -> None:
    """Give editorials their magazines, bylines with authors, and tags."""
    magazines = _magazines({editorial.publication_id for editorial in editorials})
    for editorial in editorials:
        editorial.publication = magazines[editorial.publication_id]
    _add_names(editorials)


def _add_names(editorials: Sequence[Editorial]) -> None:
    """Give editorials their bylines with authors, and their tags, as prefetching does."""
    numbers = [editorial.pk for editorial in editorials]
    bylines, tags = _bylines_of(numbers), _tags_of(numbers)
    for editorial in editorials:
        prefetched = {"bylines": bylines[editorial.pk], "tags": tags[editorial.pk]}
        vars(editorial)["_prefetched_objects_cache"] = prefetched


def _magazines(numbers: Iterable[int | None]) -> dict[int | None, Publication | None]:
    """Return {number: magazine}, None for none."""
    magazines: dict[int | None, Publication | None] = dict.fromkeys(numbers)
    rows = _publications.rows([number for number in magazines if number is not None])
    for magazine in _PUBLICATION.rows(rows):
        magazines[magazine.pk] = magazine
    return magazines


def _bylines_of(numbers: Sequence[int]) -> Mapping[int, list[Byline]]:
    bylines: dict[int, list[Byline]] = defaultdict(list)
    rows = _bylines.rows(numbers)
    authors: dict[int | None, Author | None] = {None: None}
    for author in _AUTHOR.rows(row[len(_BYLINE) :] for row in rows):
        authors.setdefault(author.pk, author)
    for byline in _BYLINE.rows(row[: len(_BYLINE)] for row in rows):
        byline.author = authors[byline.author_id]
        bylines[byline.editorial_id].append(byline)
    return bylines


def _tags_of(numbers: Sequence[int]) -> Mapping[int, list[Tag]]:
    tags: dict[int, list[Tag]] = defaultdict(list)
    rows = _tags.rows(numbers)
    for (number, *_columns), tag in zip(rows, _TAG.rows(row[1:] for row in rows), strict=True):
        tags[number].append(tag)
    return tags
