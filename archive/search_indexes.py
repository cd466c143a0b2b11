"""What the search index holds of an editorial.

Facets hold slugs and codes; their names are asked of the database.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Model
from haystack import indexes
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import FacetMultiValueField
from haystack.utils import get_identifier, get_model_ct

from archive import issues, parts
from archive import text as texts
from archive.models import (
    AuthorName,
    Byline,
    Editorial,
    EditorialYear,
    Likeness,
    TagAlias,
    Tagging,
)
from archive.models.chunks import among
from archive.search.words import analysis, expansions

# The columns that an editorial is prepared from.
READ = (
    "title",
    "standfirst",
    "text",
    "fingerprint",
    "language",
    "section",
    "publication",
    "issue",
    "page",
    "date",
    "earliest",
    "latest",
    "source_id",
    "address",
)

RELATED = "related"  # where an editorial bears what was read of it for one preparation


class Named(NamedTuple):
    """A person or a tag that an editorial bears, by its slug, and the names by which it is found.

    They are those beside the one that the byline or the tag itself shows.
    """

    slug: str
    names: Sequence[str]


@dataclass
class Related:
    """What other rows say of one editorial."""

    printed: list[str] = field(default_factory=list)  # names, as its bylines have them
    authors: list[Named] = field(default_factory=list)
    tag_names: list[str] = field(default_factory=list)
    tags: list[Named] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    originals: list[int] = field(default_factory=list)  # of which it is nearly a copy


def read_related(editorials: Iterable[Editorial]) -> None:
    """Read what other rows say of these editorials into the `related` of each.

    It asks for values: making the rows that Django's `prefetch_related` gives takes thrice as long.
    """
    of: dict[int, Related] = {}
    for editorial in editorials:
        of[editorial.pk] = vars(editorial)[RELATED] = Related()
    bylines = _of_editorials(Byline, of, "author_id", "author__slug", "name")
    names = _names(AuthorName, "author_id", {author for _pk, author, *_ in bylines})
    for pk, author, slug, name in bylines:
        of[pk].printed.append(name)
        if author is not None:
            of[pk].authors.append(Named(slug, names[author]))
    taggings = _of_editorials(Tagging, of, "tag_id", "tag__slug", "tag__name")
    names = _names(TagAlias, "tag_id", {tag for _pk, tag, *_ in taggings})
    for pk, tag, slug, name in taggings:
        of[pk].tag_names.append(name)
        of[pk].tags.append(Named(slug, names[tag]))
    for pk, year in sorted(_of_editorials(EditorialYear, of, "year")):
        of[pk].years.append(year)
    for likeness in Likeness.objects.filter(later_id__in=of):
        if likeness.is_near_copy:
            of[likeness.later_id].originals.append(likeness.earlier_id)


def _of_editorials(model: type[Model], ids: Collection[int], *columns: str) -> list[tuple]:
    """Return these columns of the rows of editorials, behind the editorial's id, in their order."""
    rows = model._default_manager.filter(among("editorial_id", ids))
    return [row for row in rows.values_list("editorial_id", *columns) if row[0] in ids]


def _names(model: type[Model], column: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names that people or tags have, by the ids of these."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{column}__in": ids})
    for pk, name in rows.values_list(column, "name"):
        names[pk].append(name)
    return names


class TextOfDatabase(indexes.CharField):
    """A text that results have from the column of its model: an index need not store it again."""

    is_of_database = True


class EditorialIndex(indexes.SearchIndex, indexes.Indexable):
    """The fields of an editorial's document.

    Title, standfirst, text (the body), crossheads (of it once more), byline, keywords and magazine
    are running text, the rest
    facets, exact values and numbers. An issue is `<magazine's slug>/<its slug>` as a facet; what
    it and its page are found by are exact values. `acronym` is what its texts say that acronyms
    stand for: `SI=système d’information`.
    """

    text = TextOfDatabase(document=True, model_attr="text")
    title = indexes.CharField(model_attr="title")
    standfirst = indexes.CharField(model_attr="standfirst")
    crosshead = indexes.CharField()
    byline = indexes.CharField()
    keywords = indexes.CharField()
    magazine = indexes.CharField()
    author = FacetMultiValueField()
    tag = FacetMultiValueField()
    publication = indexes.FacetCharField()
    language = indexes.FacetCharField(model_attr="language")
    section = indexes.FacetCharField(model_attr="section")
    year = FacetMultiValueField()
    issue = indexes.FacetCharField()
    issue_key = FacetMultiValueField()
    page_key = FacetMultiValueField()
    acronym = FacetMultiValueField()
    twin = indexes.IntegerField()
    group = indexes.IntegerField()
    original = indexes.IntegerField()
    earliest = indexes.DateField(model_attr="earliest", null=True)
    latest = indexes.DateField(model_attr="latest", null=True)
    version = indexes.IntegerField(stored=False)

    def get_model(self):
        return Editorial

    def get_updated_field(self):
        return "updated_at"

    def index_queryset(self, using=None):
        return Editorial.objects.published().prefetch_related("publication").only(*READ)

    def read(self, editorials: Sequence[Editorial]) -> None:
        """Read at once what many editorials are prepared from beside their own rows."""
        read_related(editorials)

    def prepare(self, editorial: Editorial) -> dict:
        """Return what haystack's own `prepare` does, asking each field in one way, not in two."""
        if RELATED not in vars(editorial):
            read_related([editorial])
        prepared = {
            ID: get_identifier(editorial),
            DJANGO_CT: get_model_ct(Editorial),
            DJANGO_ID: str(editorial.pk),
            "version": None,
        }
        for name, of_column in self._columns:
            prepared[name] = of_column(editorial)
        for name, method in self._methods:
            prepared[name] = getattr(self, method)(editorial)
        prepared["version"] = version(prepared)
        del vars(editorial)[RELATED]  # it may have changed the next time
        return prepared

    @cached_property
    def _columns(self) -> list[tuple[str, Callable[[Editorial], Any]]]:
        """The fields that are columns of an editorial, and what reads these."""
        columns: list[tuple[str, Callable[[Editorial], Any]]] = []
        for kind in self.fields.values():
            if kind.model_attr:
                columns.append((kind.index_fieldname, attrgetter(kind.model_attr)))
        return columns

    @cached_property
    def _methods(self) -> list[tuple[str, str]]:
        """The other fields but the version, and the names of the methods that prepare these."""
        methods = []
        for name, kind in self.fields.items():
            if not kind.model_attr and name != "version":
                methods.append((kind.index_fieldname, f"prepare_{name}"))
        return methods

    def full_prepare(self, editorial: Editorial, with_string_facet: bool = True) -> dict:
        """Return what haystack's own does for these fields, of which no facet is one of another."""
        self.prepared_data = self.prepare(editorial)
        for name in self._nullable:
            if self.prepared_data[name] is None:
                del self.prepared_data[name]
        return self.prepared_data

    @cached_property
    def _nullable(self) -> list[str]:
        return [kind.index_fieldname for kind in self.fields.values() if kind.null]

    def prepare_crosshead(self, editorial: Editorial) -> str:
        """Return the crossheads of the text, a line each: words together in one are telling."""
        return "\n".join(texts.crossheads(editorial.text))

    def prepare_byline(self, editorial: Editorial) -> str:
        """Return every form in which the authors' names were ever printed: each finds them all."""
        related = _related(editorial)
        printed = list(related.printed)
        for author in related.authors:
            printed += author.names
        return "\n".join(dict.fromkeys(printed))

    def prepare_keywords(self, editorial: Editorial) -> str:
        """Return the names of its tags and their other names: each finds it."""
        related = _related(editorial)
        names = list(related.tag_names)
        for tag in related.tags:
            names += tag.names
        return "\n".join(names)

    def prepare_magazine(self, editorial: Editorial) -> str:
        return getattr(editorial.publication, "name", "")

    def prepare_author(self, editorial: Editorial) -> list[str]:
        return [author.slug for author in _related(editorial).authors]

    def prepare_tag(self, editorial: Editorial) -> list[str]:
        return [tag.slug for tag in _related(editorial).tags]

    def prepare_publication(self, editorial: Editorial) -> str:
        return getattr(editorial.publication, "slug", "")

    def prepare_issue(self, editorial: Editorial) -> str:
        return issues.address(self.prepare_publication(editorial), editorial.issue)

    def prepare_issue_key(self, editorial: Editorial) -> list[str]:
        return issues.keys(editorial.issue)

    def prepare_page_key(self, editorial: Editorial) -> list[str]:
        return issues.page_keys(editorial.page)

    def prepare_acronym(self, editorial: Editorial) -> list[str]:
        printed = "\n".join((editorial.title, editorial.standfirst, editorial.text))
        return ["=".join(expansion) for expansion in expansions.expansions(printed)]

    def prepare_year(self, editorial: Editorial) -> list[str]:
        return list(map(str, _related(editorial).years))

    def prepare_twin(self, editorial: Editorial) -> int | None:
        """Return a number that editorials with the same title and text share.

        What is printed again is ranked after the first. None for an editorial without a word.
        """
        words = f"{texts.fingerprint(texts.folded_words(editorial.title))}{editorial.fingerprint}"
        if not words:
            return None
        return _number(words)

    def prepare_group(self, editorial: Editorial) -> int | None:
        """Return a number that the parts of one document share; None for what is part of none."""
        document = parts.document(
            editorial.title,
            editorial.source_id,
            editorial.address,
            editorial.date,
            self.prepare_publication(editorial),
        )
        if not document:
            return None
        return _number(document)

    def prepare_original(self, editorial: Editorial) -> int | None:
        """Return the id of the first entered of the editorials that it is nearly a copy of."""
        return min(_related(editorial).originals, default=None)


def _related(editorial: Editorial) -> Related:
    return vars(editorial)[RELATED]


def version(prepared: dict) -> int:
    """Return a number of 60 bits (of SHA-256) that tells whether the index is up to date.

    It changes with anything that is indexed of an editorial, its tags' names for one, and with what
    a word is.
    """
    content = json.dumps([analysis.EDITION, prepared], sort_keys=True, default=str)
    return _number(content)


def _number(content: str) -> int:
    """Return a number of 60 bits that tells one text from all others."""
    return int(hashlib.sha256(content.encode(errors="replace")).hexdigest()[:15], 16)
